"""The member's own page: once, for 30 minutes; see, take out, correct, withdraw, pause, leave, erase."""

import json

import pytest
from django.core.cache import cache
from django.core.management import call_command

from referencegroups import actions, secret_links
from referencegroups.choices import Decision, Purpose, State
from referencegroups.models import ConsentEvent, Member, Membership
from referencegroups.views.my_page import OPENED
from tests.referencegroups.factories import (
    current_text,
    make_consent,
    make_consent_text,
    make_group,
    make_member,
    make_membership,
)
from tests.referencegroups.post import kinds

pytestmark = pytest.mark.django_db
KARI = "kari@example.org"
HOME = "/referansegrupper/mi-side/"


@pytest.fixture
def kari():
    call_command("createcachetable", verbosity=0)
    cache.clear()
    for purpose in Purpose:
        current_text(purpose)
    member = make_member(KARI, first_name="Kari", last_name="Fjord", mobile="90000000")
    secret_links.stand(make_membership(make_group("Framtidas bibliotek"), member))
    return member


@pytest.fixture
def at_home(client, kari):
    client.get(secret_links.path_for(secret_links.MY_PAGE, kari))
    client.post(HOME)
    return client


def membership():
    return Membership.objects.get()


def test_the_link_opens_once_by_a_button(client, kari):
    path = secret_links.path_for(secret_links.MY_PAGE, kari)
    before = client.get(path, follow=True)
    assert "Kari" not in before.text
    assert "Opne sida mi" in before.text

    opened = client.post(HOME, follow=True)

    assert "Kari" in opened.text
    stranger = type(client)()
    assert stranger.get(path, follow=True).status_code == 404


def test_the_link_lives_for_30_minutes(client, kari):
    path = secret_links.path_for(secret_links.MY_PAGE, kari)
    from prosesstotte.models import Link

    link = Link.objects.get(purpose="group_my_page")
    assert round((link.expires_at - link.created_at).total_seconds()) == 1800
    Link.objects.update(expires_at=link.created_at)

    assert client.get(path, follow=True).status_code == 404


def test_the_open_page_closes_after_30_minutes(at_home, monkeypatch):
    import time

    assert at_home.get(HOME).status_code == 200
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 1801)

    assert at_home.get(HOME).status_code == 404


def test_the_open_page_can_be_closed(at_home):
    at_home.post(f"{HOME}lukk/")

    assert at_home.cookies[OPENED].value == ""
    assert at_home.get(HOME).status_code == 404


PAGES = ["ta-ut/", "rett/", "slett/"]
BUTTONS = ["samtykke/", "e-post/", "slett/", "lukk/", "1/pause/", "1/tilbake/", "1/slutt/", "1/samtykke/"]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_sees_nothing(client, kari, page):
    assert client.get(HOME + page).status_code == 404


@pytest.mark.parametrize("button", BUTTONS)
def test_a_stranger_presses_nothing(client, kari, button):
    assert client.post(HOME + button).status_code == 404
    assert membership().state == State.ACTIVE


@pytest.mark.parametrize("button", set(BUTTONS) - {"slett/"})
def test_buttons_are_pressed_by_post_alone(at_home, button):
    assert at_home.get(HOME + button).status_code == 405


def test_nobody_reaches_the_membership_of_another(at_home):
    other = make_membership()

    for button in ["pause", "slutt", "samtykke"]:
        assert at_home.post(f"{HOME}{other.pk}/{button}/").status_code == 404
    other.refresh_from_db()
    assert other.state == State.ACTIVE


def test_the_page_shows_everything_we_hold(at_home, kari):
    page = at_home.get(HOME).text

    for held in [KARI, "Kari", "Fjord", "90000000", str(kari.number), "Framtidas bibliotek"]:
        assert held in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_has_a_constant_number_of_queries(at_home, kari, number, django_assert_num_queries):
    for _ in range(number - 1):
        make_membership(make_group(), kari)
    at_home.get(HOME)

    with django_assert_num_queries(5):
        assert at_home.get(HOME).text.count("Ta pause") == number


def test_everything_is_taken_out_as_json(at_home, kari):
    make_consent(kari, Purpose.SMS)

    response = at_home.get(f"{HOME}ta-ut/")

    data = json.loads(response.content)
    assert response.headers["Content-Disposition"] == 'attachment; filename="opplysningane-mine.json"'
    assert (data["Om deg"]["E-post"], data["Om deg"]["nummer"]) == (KARI, kari.number)
    assert data["Grupper"][0]["gruppe"] == "Framtidas bibliotek"
    assert {row["føremål"] for row in data["Samtykke"]} == {"Å vere med og bli spurd", "SMS"}
    assert all(row["ordlyd"] for row in data["Samtykke"])


def test_everything_is_taken_out_to_read(at_home):
    text = at_home.get(f"{HOME}ta-ut/?form=tekst").text

    assert "Dette har vi om deg" in text
    assert f"E-post: {KARI}" in text
    assert "gruppe: Framtidas bibliotek" in text


def test_every_column_about_a_person_is_in_what_is_taken_out(kari):
    """A new column must be shown, or be named here as nothing about the person."""
    from referencegroups import my_data

    technical = {"id", "created_at", "erased_at", "number"}
    columns = {field.name for field in Member._meta.fields}
    assert columns - technical == set(my_data.FACTS)


def test_facts_are_corrected_and_the_history_says_which(at_home, kari):
    response = at_home.post(
        f"{HOME}rett/", {"first_name": "Karianne", "last_name": "", "mobile": "", "language": "nn"}
    )

    kari.refresh_from_db()
    assert response.status_code == 302
    assert (kari.first_name, kari.last_name, kari.mobile) == ("Karianne", "", "")


def test_a_mistake_in_the_correction_is_told_and_kept(at_home, kari):
    response = at_home.post(f"{HOME}rett/", {"first_name": "Karianne", "mobile": "12"})

    assert response.status_code == 422
    assert "Karianne" in response.text
    kari.refresh_from_db()
    assert kari.first_name == "Kari"


def test_breadth_is_asked_for_only_with_its_consent(at_home, kari):
    assert "Kjønn" not in at_home.get(f"{HOME}rett/").text
    at_home.post(f"{HOME}rett/", {"first_name": "Kari", "gender": "woman"})
    kari.refresh_from_db()
    assert kari.gender == ""

    make_consent(kari, Purpose.BREADTH)

    assert "Kjønn" in at_home.get(f"{HOME}rett/").text


def test_no_settings_page_touches_consent(at_home):
    before = ConsentEvent.objects.count()

    at_home.post(f"{HOME}rett/", {"first_name": "Kari"})
    at_home.post(f"{HOME}e-post/", {"mail": "off"})
    at_home.post(f"{HOME}{membership().pk}/pause/")

    assert ConsentEvent.objects.count() == before


def test_a_purpose_is_said_yes_to_and_withdrawn_by_itself(at_home, kari):
    text = current_text(Purpose.SMS)

    at_home.post(f"{HOME}samtykke/", {"purpose": "sms", "decision": "yes", "text": text.pk})
    at_home.post(f"{HOME}samtykke/", {"purpose": "sms", "decision": "no"})
    at_home.post(f"{HOME}samtykke/", {"purpose": "sms", "decision": "yes", "text": text.pk})

    said = [event.decision for event in ConsentEvent.objects.of(kari) if event.purpose == Purpose.SMS]
    assert said == [Decision.GIVEN, Decision.WITHDRAWN, Decision.RENEWED]


def test_yes_to_a_text_that_changed_meanwhile_is_not_written_down(at_home, kari):
    read = current_text(Purpose.SMS)
    make_consent_text(Purpose.SMS)

    page = at_home.post(
        f"{HOME}samtykke/", {"purpose": "sms", "decision": "yes", "text": read.pk}, follow=True
    )

    assert "Teksten er endra" in page.text
    assert not ConsentEvent.objects.filter(purpose=Purpose.SMS).exists()


def test_a_purpose_that_is_none_is_a_404(at_home):
    for purpose in ["membership", "x", ""]:
        assert at_home.post(f"{HOME}samtykke/", {"purpose": purpose, "decision": "no"}).status_code == 404


def test_a_changed_wording_of_membership_is_agreed_to_on_the_page(at_home):
    new = make_consent_text(Purpose.MEMBERSHIP, wording="Ny tekst om å vere med.")
    assert "Ny tekst om å vere med." in at_home.get(HOME).text

    at_home.post(f"{HOME}{membership().pk}/samtykke/", {"text": new.pk})

    assert Membership.objects.askable().count() == 1
    assert "Ny tekst om å vere med." not in at_home.get(HOME).text


def test_pause_and_back_by_buttons(at_home):
    pk = membership().pk

    at_home.post(f"{HOME}{pk}/pause/")
    assert membership().state == State.PAUSED
    at_home.post(f"{HOME}{pk}/tilbake/")

    assert membership().state == State.ACTIVE


def test_a_button_that_is_no_longer_right_says_why(at_home):
    page = at_home.post(f"{HOME}{membership().pk}/tilbake/", follow=True)

    assert "går ikkje når tilstanden er «Aktiv»" in page.text


def test_leaving_from_the_page_is_one_button(at_home):
    at_home.post(f"{HOME}{membership().pk}/slutt/")

    assert membership().state == State.ENDED
    assert kinds(KARI) == ["left"]


def test_mail_is_paused_and_set_on_again(at_home, kari):
    at_home.post(f"{HOME}e-post/", {"mail": "off"})
    kari.refresh_from_db()
    assert kari.mail_pause == "asked"
    at_home.post(f"{HOME}e-post/", {"mail": "on"})

    kari.refresh_from_db()
    assert kari.mail_pause == ""


def test_erasing_blanks_the_row_and_keeps_the_number(at_home, kari):
    make_consent(kari, Purpose.SMS)
    assert at_home.get(f"{HOME}slett/").status_code == 200

    response = at_home.post(f"{HOME}slett/")

    erased = Member.objects.get(pk=kari.pk)
    assert response.status_code == 200
    assert str(kari.number) in response.text
    assert (erased.email, erased.name, erased.mobile, erased.number) == (None, "", "", kari.number)
    assert membership().state == State.ENDED
    assert at_home.get(HOME).status_code == 404


def test_erasing_cuts_the_evidence_and_keeps_it_under_the_number(at_home, kari):
    at_home.post(f"{HOME}slett/")

    events = ConsentEvent.objects.filter(person_number=kari.number)
    assert [(event.member_id, event.decision) for event in events] == [
        (None, Decision.GIVEN),
        (None, Decision.WITHDRAWN),
    ]
    assert all(event.keep_until for event in events)


def test_an_erased_person_can_come_back_as_somebody_new(kari):
    actions.erase(member=kari)

    actions.ask_to_join(group=make_group(), email=KARI)

    assert Member.objects.get(email=KARI).number != kari.number
