"""The house's own pages: what they show, what they cost, and calm when something is wrong."""

import io
import xml.etree.ElementTree as ET

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from prosesstotte import house_content
from prosesstotte.models import Document
from referencegroups.models import ReferenceGroup
from tests.factories import make_area, make_method, make_news, make_team_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages_uncached")]


@pytest.fixture(autouse=True)
def _texts():
    house_content.load_pages()


def make_group(area=None, **fields):
    defaults = {
        "name": "Framtidas bibliotek", "slug": "bibliotek", "purpose": "Gruppa gir råd.",
        "who_may_join": "Alle", "load": "4 rundar", "owner": "Kommunalsjef", "contact": "Teamet",
        "starts_on": "2026-01-01", "state": "open",
    }  # fmt: skip
    return ReferenceGroup.objects.create(area=area or make_area(), **{**defaults, **fields})


@pytest.mark.parametrize(
    "name",
    [
        "front",
        "about",
        "staff",
        "privacy",
        "accessibility",
        "news_list",
        "referencegroups:index",
        "bookings:start",
    ],
)
def test_a_page_answers_also_in_an_empty_house(client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_news_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, number):
    for _ in range(number):
        make_news()

    with django_assert_num_queries(2):
        response = client.get(reverse("news_list"))

    assert response.text.count('class="lenkje-heile"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_team_costs_the_same_whatever_its_size(client, django_assert_num_queries, number):
    for _ in range(number):
        make_team_member()

    with django_assert_num_queries(2):
        response = client.get(reverse("about"))

    assert response.text.count('class="person"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_reference_groups_cost_the_same_whatever_their_number(client, django_assert_num_queries, number):
    for place in range(number):
        make_group(slug=f"gruppe-{place}")

    with django_assert_num_queries(2):
        response = client.get(reverse("referencegroups:index"))

    assert response.text.count('class="lenkje-heile"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_front_page_costs_the_same_whatever_the_librarys_size(client, django_assert_num_queries, number):
    for _ in range(number):
        make_method()
        make_news()

    with django_assert_num_queries(2):
        client.get(reverse("front"))


def test_a_draft_group_is_nobodys_business(client):
    group = make_group(state="draft")

    assert client.get(group.get_absolute_url()).status_code == 404


def test_news_that_is_not_out_yet_is_not_there(client):
    news = make_news(published_at=None)

    assert client.get(news.get_absolute_url()).status_code == 404
    assert news.title not in client.get(reverse("news_list")).text


def test_the_feed_is_atom_with_the_published_news(client):
    make_news("Fyrste")
    make_news("Kladd", published_at=None)

    feed = ET.fromstring(client.get(reverse("news_feed")).content)

    titles = [
        title.text
        for title in feed.findall("{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title")
    ]
    assert titles == ["Fyrste"]


@pytest.mark.parametrize("page", ["0", "-1", "999999999999999999999", "siste", "", "1.5", "\x00", "<b>"])
def test_a_page_number_from_nowhere_is_calm(client, page):
    make_news()

    assert client.get(reverse("news_list"), {"side": page}).status_code == 200


def test_an_address_that_does_not_exist_gets_a_page_with_a_way_on(client):
    response = client.get("/finst/ikkje/")

    assert response.status_code == 404
    assert reverse("front") in response.text


@pytest.mark.parametrize("address", ["/%ff%fe/", "/aktuelt/%c3%28/", "/?q=%ff", "/metodar/?q=%00%ff"])
def test_an_address_that_cannot_be_read_is_never_a_500(client, address):
    assert client.get(address).status_code in {200, 400, 404}


def test_email_is_shown_only_to_those_who_press_the_button(client):
    make_team_member(email="kari@example.no")
    token = signing.Signer(salt="email").sign_object("kari@example.no")

    assert "kari@example.no" not in client.get(reverse("about")).text
    assert client.get(reverse("email_reveal"), {"token": token}).status_code == 404
    assert "mailto:kari@example.no" in client.post(reverse("email_reveal"), {"token": token}).text


@pytest.mark.parametrize("token", ["", "tull", "a:b", "\x00", "x" * 5000])
def test_a_made_up_email_token_shows_nothing(client, token):
    assert client.post(reverse("email_reveal"), {"token": token}).status_code == 404


def test_a_document_is_always_a_download(client):
    document = Document.objects.create(title="Om møte", slug="om-mote", description="Kort.")
    document.file.save("om-mote.pdf", ContentFile(b"%PDF-1.7"))

    response = client.get(document.get_absolute_url())

    assert response.headers["Content-Disposition"] == 'attachment; filename="om-mote.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"


def test_a_photo_is_shown_and_its_absence_is_initials(client):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    seen = make_team_member("Kari Nordmann")
    seen.photo.save("kari.png", ContentFile(picture.getvalue()))
    make_team_member("Ola Johan Li")

    page = client.get(reverse("about")).text

    assert reverse("team_photo", args=[seen.pk]) in page
    assert ">OL<" in page
    assert client.get(reverse("team_photo", args=[seen.pk])).headers["Content-Type"] == "image/png"


def test_the_footer_says_who_and_where(client, settings):
    settings.ORGANISATION_NUMBER, settings.POSTAL_ADDRESS = "999 888 777", "Postboks 1, 6000 Ålesund"

    page = client.get(reverse("front")).text

    assert "999 888 777" in page
    assert "Postboks 1, 6000 Ålesund" in page


def test_the_preview_is_for_staff_and_is_clean(client):
    assert client.post(reverse("markdown_preview"), {"text": "x"}).status_code == 302
    client.force_login(make_user(is_staff=True, is_superuser=True))

    response = client.post(reverse("markdown_preview"), {"text": "**fet** <script>x</script>"})

    assert "<strong>fet</strong>" in response.text
    assert "<script>" not in response.text


def test_healthz_says_that_the_database_answers(client):
    assert client.get(reverse("healthz")).json() == {"status": "ok"}


def test_a_500_page_leans_on_nothing(client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("prosesstotte.views.News.objects.published", broken)
    client.raise_request_exception = False

    response = client.get(reverse("news_list"))

    assert response.status_code == 500
    assert "<h1" in response.text


def test_every_answer_carries_the_strict_policy(client):
    policy = client.get(reverse("front")).headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
