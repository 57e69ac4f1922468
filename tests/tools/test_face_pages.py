"""Who may open a face, what stands on the screen, and how many queries it takes."""

import re

import pytest
from django.urls import reverse

from prosesstotte import links
from tests.factories import make_method
from tests.tools.plans import TUESDAY, WHOLE, a_plan, frame, pause
from tools import faces, shelf
from tools.actions.programmes import make_programme, renew_links
from tools.choices import Face
from tools.formats import FORMATS, files_of
from tools.models.programme import reading
from tools.plan import Block

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme(plan=a_plan(*WHOLE, date=TUESDAY))


def editing(programme, face, ending=""):
    return reverse("tools:face", args=[programme.edit_token, face]) + ending


def shown(response):
    """(datetime, text) of the clock times on the screen."""
    return re.findall(r'<time datetime="([\d:]+)">([\d.–]+)</time>', response.text)


@pytest.mark.parametrize("face", Face)
def test_the_screen_tells_the_times_of_the_face(client, programme, face):
    sheet = faces.sheet(face, programme.plan, shelf.methods(), {})

    response = client.get(programme.reading_address(face))

    assert shown(response) == [(f"{line.starts_at:%H:%M}", line.span) for line in sheet.lines]
    assert "<h1>Framtidas bibliotek</h1>" in response.text


@pytest.mark.parametrize("face", Face)
def test_the_edit_link_opens_the_same_face_as_the_reading_link(client, programme, face):
    by_edit, by_reading = client.get(editing(programme, face)), client.get(programme.reading_address(face))

    assert (by_edit.status_code, by_reading.status_code) == (200, 200)
    assert shown(by_edit) == shown(by_reading)


@pytest.mark.parametrize("face", Face)
def test_every_file_a_face_offers_can_be_fetched_by_both_links(client, programme, face):
    for address, _name in files_of(face):
        for base in (programme.reading_address(face), editing(programme, face)):
            response = client.get(base + address)
            kind = address.partition("?")[0].rpartition(".")[2]
            assert response.status_code == 200
            assert response.headers["Content-Type"] == FORMATS[kind].content_type
            assert f"framtidas-bibliotek-{face}.{kind}" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("face", Face)
def test_the_screen_links_to_its_files_and_a_reader_to_nothing_more(client, programme, face):
    here = programme.reading_address(face)
    found = re.findall(r'href="(/koyreplan/[^"]+)"', client.get(here).text)

    assert [link for link in found if link != "/koyreplan/"] == [
        here + address for address, _name in files_of(face)
    ]
    assert programme.edit_token not in client.get(here).text


def test_the_edit_link_shows_the_way_to_all_four(client, programme):
    text = client.get(editing(programme, Face.OWNER)).text

    assert all(f'href="{editing(programme, face)}"' in text for face in Face)
    assert f'href="{editing(programme, Face.OWNER)}" aria-current="page"' in text


def test_a_reading_link_is_no_edit_link(client, programme):
    for face in Face:
        token = links.standing_token(reading(face), programme.nonce)
        assert client.get(reverse("tools:face", args=[token, face])).status_code == 404
        assert client.get(reverse("tools:face_file", args=[token, face, "pdf"])).status_code == 404


def test_an_edit_link_is_no_reading_link(client, programme):
    assert client.get(reverse("tools:reading", args=[programme.edit_token])).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/koyreplan/les/feil/",
        "/koyreplan/les/feil/plan.pdf",
        "/koyreplan/plan/feil/leiar/",
        "/koyreplan/plan/feil/leiar/plan.ics",
        "/koyreplan/plan/{token}/ukjend/",
        "/koyreplan/plan/{token}/leiar/plan.exe",
        "/koyreplan/plan/{token}/rigg/plan.docx",
        "/koyreplan/plan/{token}x/leiar/",
    ],
)
def test_a_mistyped_address_is_a_calm_404(client, programme, address):
    response = client.get(address.format(token=programme.edit_token))

    assert response.status_code == 404
    assert "<h1>" in response.text


def test_renewed_links_close_the_old_ones(client, programme):
    old = [programme.reading_address(face) for face in Face]

    renew_links(programme=programme)

    assert {client.get(address).status_code for address in old} == {404}
    assert client.get(programme.reading_address(Face.OWNER)).status_code == 200


@pytest.mark.parametrize("ending", ["", "plan.pdf", "plan.ics"])
def test_nobody_keeps_or_indexes_a_secret_page(client, programme, ending):
    response = client.get(programme.reading_address(Face.LEADER) + ending)

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    if not ending:
        assert '<meta name="robots" content="noindex, nofollow">' in response.text


def test_a_calendar_without_a_date_is_a_page_that_says_what_to_do(client):
    undated = make_programme(plan=a_plan(frame("Møte", 60)))

    response = client.get(undated.reading_address(Face.PARTICIPANTS) + "plan.ics")

    assert response.status_code == 422
    assert "Planen treng ein dato" in response.text
    assert undated.reading_address(Face.PARTICIPANTS) in response.text


def test_it_says_which_day_has_no_date(client):
    second = Block("d2", "day", "Dag 2", 0)
    half = make_programme(plan=a_plan(frame("Møte", 60), second, frame("Meir", 30, id="n"), date=TUESDAY))

    assert "manglar dato: 2." in client.get(half.reading_address(Face.OWNER) + "plan.ics").text


def test_what_people_write_is_text_on_the_screen(client):
    evil = "<script>alert(1)</script>"
    plan = a_plan(frame(evil, 10, note=evil, responsible=evil), title=evil)
    programme = make_programme(plan=plan)

    for face in Face:
        assert evil not in client.get(programme.reading_address(face)).text


@pytest.mark.parametrize("title", ["🎉", "=1+1", "å" * 160, "../../etc/passwd\r\nSet-Cookie: x=1", 'a"b;c'])
def test_a_file_name_is_letters_and_hyphens_whatever_the_title(client, title):
    programme = make_programme(plan=a_plan(frame("Møte", 10), title=title))

    name = client.get(programme.reading_address(Face.OWNER) + "plan.pdf").headers["Content-Disposition"]

    assert re.fullmatch(r'inline; filename="[a-z0-9-]{2,70}-oversikt\.pdf"', name)


def test_participants_see_no_notes_no_names_and_no_methods(client):
    method = make_method("Idémyldring med lappar")
    lines = [
        frame("Velkomen", 10, note="Hemmeleg merknad", responsible="Kari Nordmann"),
        Block("m", "method", method.title, 30, method=method.slug, reason="Hemmeleg grunn"),
        pause(),
    ]
    programme = make_programme(plan=a_plan(*lines, date=TUESDAY))
    here = programme.reading_address(Face.PARTICIPANTS)
    told = client.get(here).text + client.get(here + "plan.ics").text

    assert "Kva kan vi gjere?" in told
    assert [word for word in ("Hemmeleg", "Kari", "Idémyldring med lappar") if word in told] == []


@pytest.mark.parametrize("rows", [1, 40])
@pytest.mark.parametrize("face", Face)
def test_the_number_of_queries_does_not_follow_the_blocks(
    client, public_pages_uncached, django_assert_num_queries, face, rows
):
    methods = [make_method() for _ in range(rows)]
    shelf.forget()
    shelf.methods()
    lines = [
        Block(f"b{number}", "method", f"Spørsmål {number}?", 10, method=method.slug)
        for number, method in enumerate(methods)
    ]
    programme = make_programme(plan=a_plan(*lines, date=TUESDAY))

    page = programme.reading_address(face)
    for address, number in ((page, 3), (page + "plan.pdf", 4)):  # a file counts the visit
        with django_assert_num_queries(number):
            assert client.get(address).status_code == 200
