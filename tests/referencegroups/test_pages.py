"""Public pages of areas, groups and years; the poster; never a name."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from prosesstotte import qr
from prosesstotte.caching import content_version, forget
from referencegroups import actions, poster, year_page
from referencegroups.choices import GroupState, JoinMode, State
from tests.factories import make_area
from tests.referencegroups.factories import make_group, make_member, make_members, make_membership

pytestmark = pytest.mark.django_db


def test_the_page_of_a_group_says_what_it_is_for_and_who_answers_for_it(client):
    group = make_group(
        "Framtidas bibliotek", decision_reference="Sak 17/26", seats=30, ends_on=dt.date(2029, 1, 1)
    )

    page = client.get(group.get_absolute_url()).text

    for said in [
        group.purpose,
        group.load,
        group.owner,
        group.contact,
        "Sak 17/26",
        "16 år",
        "av 30 plassar",
    ]:
        assert said in page


@pytest.mark.parametrize("address", ["detail", "year"])
def test_every_page_of_a_group_says_that_it_only_advises(client, address):
    group = make_group()
    args = [group.slug] if address == "detail" else [group.slug, 2026]

    page = client.get(reverse(f"referencegroups:{address}", args=args)).text

    for said in [
        "rådgjevande", "vedtek ikkje noko", "røystar ikkje som gruppe", "ikkje noko lukka rom",
        "aldri i staden for dei tillitsvalde", "inga liste over deltakarar",
    ]:  # fmt: skip
        assert said in page


def test_the_number_of_members_is_shown_and_never_a_name(client):
    group = make_group()
    make_membership(group, make_member("kari@example.org", first_name="Kari", last_name="Fjord"))
    make_membership(group, state=State.PAUSED)
    make_membership(group, state=State.CONFIRMED)
    make_membership(group, state=State.ENDED)

    pages = [client.get(group.get_absolute_url()).text, client.get(f"{group.get_absolute_url()}2026/").text]

    assert "<dt>Medlemer</dt><dd>2</dd>" in pages[0]
    assert not any(name in page for page in pages for name in ["Kari", "Fjord", "kari@"])


def test_the_number_on_the_page_follows_the_members(client):
    membership = make_membership()
    address = membership.group.get_absolute_url()
    assert "<dt>Medlemer</dt><dd>1</dd>" in client.get(address).text
    before = content_version()

    actions.leave(membership=membership)

    forget()
    assert content_version() != before
    assert "<dt>Medlemer</dt><dd>0</dd>" in client.get(address).text


@pytest.mark.parametrize(
    ("state", "status", "joins"),
    [
        (GroupState.DRAFT, 404, False),
        (GroupState.OPEN, 200, True),
        (GroupState.ACTIVE, 200, True),
        (GroupState.CLOSED, 200, False),
    ],
)
def test_a_group_is_seen_in_every_state_but_draft_and_joined_while_it_runs(client, state, status, joins):
    group = make_group(state=state)

    response = client.get(group.get_absolute_url())

    assert response.status_code == status
    assert ("Bli med</a>" in response.text) == joins


def test_a_group_by_invitation_has_no_button(client):
    page = client.get(make_group(join_mode=JoinMode.INVITATION).get_absolute_url()).text

    assert "Bli med</a>" not in page
    assert "inviterer vi dei som skal vere med" in page


def test_the_page_of_an_area_shows_its_groups_and_no_drafts(client):
    area = make_area("Kultur")
    group = make_group("Framtidas bibliotek", area=area)
    make_group("Hemmeleg", area=area, state=GroupState.DRAFT)
    make_group("Ein annan stad")

    page = client.get(reverse("referencegroups:area", args=[area.slug])).text

    assert group.name in page
    assert "Hemmeleg" not in page
    assert "Ein annan stad" not in page


def test_a_closed_area_is_not_there(client):
    area = make_area(is_open=False)

    assert client.get(reverse("referencegroups:area", args=[area.slug])).status_code == 404


def test_a_year_counts_those_who_were_members_some_time_then(client):
    group = make_group(starts_on=dt.date(2024, 1, 1))
    at = lambda year: dt.datetime(year, 6, 1, tzinfo=dt.UTC)  # noqa: E731
    make_membership(group, confirmed_at=at(2024))
    gone = make_membership(group, confirmed_at=at(2024))
    actions.leave(membership=gone, at=at(2025))
    make_membership(group, state=State.CONFIRMED, confirmed_at=at(2024))

    numbers = {
        year: year_page.members_of_year(group, year).context["number"] for year in (2023, 2024, 2025, 2026)
    }

    assert numbers == {2023: 0, 2024: 2, 2025: 2, 2026: 1}


def test_the_years_go_from_the_start_to_now_or_the_end():
    this = timezone.localdate().year

    assert year_page.years(make_group(starts_on=dt.date(this - 1, 5, 1))) == [this, this - 1]
    assert year_page.years(make_group(starts_on=dt.date(2024, 5, 1), ends_on=dt.date(2025, 5, 1))) == [
        2025,
        2024,
    ]


@pytest.mark.parametrize("year", [1999, 2999])
def test_a_year_without_the_group_is_not_there(client, year):
    assert client.get(f"{make_group().get_absolute_url()}{year}/").status_code == 404


# --- The short address and the poster ---------------------------------------------------------


def test_the_short_address_goes_straight_to_the_form(client):
    group = make_group()

    response = client.get(f"/g/{group.pk}/", follow=True)

    assert response.redirect_chain == [(f"/referansegrupper/{group.slug}/bli-med/", 302)]
    assert response.status_code == 200


def test_the_short_address_of_a_draft_is_not_there(client):
    assert client.get(f"/g/{make_group(state=GroupState.DRAFT).pk}/").status_code == 404


def test_the_form_is_linked_to_and_never_framed(client):
    response = client.get(f"{make_group().get_absolute_url()}bli-med/")

    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_the_poster_is_a_tagged_pdf_on_one_page_in_nynorsk_with_the_short_address(client):
    group = make_group("Framtidas bibliotek")

    response = client.get(reverse("referencegroups:poster", args=[group.slug]))

    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join("".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())
    assert response.headers["Content-Type"] == "application/pdf"
    assert (len(reader.pages), reader.trailer["/Root"]["/Lang"]) == (1, "nn-NO")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()
    assert "Framtidas bibliotek" in text
    assert f"localhost:8000/g/{group.pk}/" in text


def test_a_long_name_and_purpose_still_fit_on_the_poster():
    group = make_group(
        "Referansegruppa for kulturskulen og alle fritidstilboda til barn og unge", purpose="Råd. " * 60
    )

    reader = PdfReader(io.BytesIO(poster.pdf_of(group, "https://kommunen.example.no/g/1234/")))

    assert len(reader.pages) == 1


def test_the_qr_code_holds_the_short_address():
    """Read back by the rules of the code: the same matrix as any other maker gives for this address."""
    import segno

    address = "https://kommunen.example.no/g/12/"
    assert qr.rows(address) == [list(row) for row in segno.make_qr(address, error="q").matrix]


def test_a_group_that_takes_no_requests_has_no_poster(client):
    group = make_group(join_mode=JoinMode.INVITATION)

    assert client.get(reverse("referencegroups:poster", args=[group.slug])).status_code == 404


# --- Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_lists_and_pages_ask_the_database_as_often_for_three_as_for_one(
    client, public_pages_uncached, number, django_assert_num_queries
):
    area = make_area()
    groups = [make_group(area=area) for _ in range(number)]
    for group in groups:
        make_members(group, number)
    for address, queries in [
        (reverse("referencegroups:index"), 2),
        (reverse("referencegroups:area", args=[area.slug]), 2),
        (groups[0].get_absolute_url(), 3),
        (f"{groups[0].get_absolute_url()}2026/", 3),
    ]:
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
