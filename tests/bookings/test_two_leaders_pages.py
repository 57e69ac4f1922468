"""A group that asks for two process leaders, page by page and without a script."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking, Commitment
from tests.bookings.factories import (
    FORMØTE,
    MEETING,
    NOW,
    make_advice,
    make_leader,
    make_request,
    oslo,
    user_of,
)
from tests.bookings.test_order_pages import (
    CHECK,
    FORMØTE_TEXT,
    MEETING_TEXT,
    NEED,
    TIME,
    log_in,
    messages_after,
    need_answers,
    send,
    time_answers,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def team():
    return make_leader("Ada"), make_leader("Bo"), make_leader("Cecilie")


def ask_for_two(client, lead="", other=""):
    return client.post(NEED, need_answers(leaders="2", leader=str(lead or ""), co_leader=str(other or "")))


def starts_on(page):
    return re.findall(r'name="mote" value="([^"]+)"', page.text)


def hidden_on(page, part):
    """The hidden inputs of the form that has `part` in it."""
    form = next(form for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if part in form)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


# --- The need ----------------------------------------------------------------------------------------


def test_one_and_anybody_are_chosen_already_so_nobody_has_to_answer(client, team):
    page = client.get(NEED).text
    answered = client.post(NEED, need_answers())

    assert re.search(r'name="leaders" value="1"[^>]* checked', page)
    assert "er to betre" in page
    assert answered.headers["Location"] == TIME
    assert client.get(TIME).context["asked"].carried == []


def test_with_one_leader_in_the_team_nothing_is_asked(client):
    make_leader()

    assert 'name="leaders"' not in client.get(NEED).text


def test_the_same_one_twice_is_refused_and_what_was_typed_is_kept(client, team):
    ada = team[0].pk

    response = ask_for_two(client, ada, ada)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["co_leader"]
    assert "Vel to ulike prosessleiarar" in response.text
    assert f'<option value="{ada}" selected>Ada</option>' in response.text


def test_who_comes_along_is_forgotten_when_one_is_enough(client, team):
    ada, bo, _cecilie = team

    client.post(NEED, need_answers(leaders="1", leader=str(ada.pk), co_leader=str(bo.pk)))
    asked = client.get(TIME).context["asked"]

    assert (asked.is_pair, asked.leader.name, asked.other) == (False, "Ada", None)


# --- The time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [(None, None), (0, None), (None, 1), (0, 1)])
def test_only_starts_that_both_have_are_listed(client, team, named):
    make_advice(leader=team[1], starts_at=oslo(12, 15, 9))
    make_advice(leader=team[2], starts_at=oslo(12, 15, 9))
    lead, other = (None if number is None else team[number].pk for number in named)

    ask_for_two(client, lead, other)
    listed = starts_on(client.get(TIME))

    assert MEETING_TEXT not in listed
    assert "2026-12-16T09:00+01:00" in listed


def test_every_form_and_link_of_the_page_brings_along_who_is_asked_for(client, team):
    ada, bo, _cecilie = team
    ask_for_two(client, ada.pk, bo.pk)
    who = {"leiarar": "2", "leiar": str(ada.pk), "medleiar": str(bo.pk)}

    page = client.get(TIME, {"veke": "2026-W51"})
    chosen = client.get(TIME, {"mote": MEETING_TEXT, **who})

    assert hidden_on(page, 'name="mote"') == who
    assert hidden_on(page, 'id="veke-etter"') == who
    assert hidden_on(page, 'id="medleiar"') == {"leiarar": "2", "veke": "2026-W51"}
    assert (
        hidden_on(chosen, 'id="forveke-for"') == {**who, "mote": MEETING_TEXT}
        if "forveke-for" in chosen.text
        else True
    )
    sent = hidden_on(chosen, "pre_meeting_starts_at")
    assert (sent["leaders"], sent["leader"], sent["co_leader"]) == ("2", str(ada.pk), str(bo.pk))


def test_the_page_says_who_leads_and_who_comes_along_and_why(client):
    make_leader("Ada", purposes=["mal-og-strategi"])
    make_leader("Bo")
    ask_for_two(client)

    page = client.get(TIME, {"mote": MEETING_TEXT, "leiarar": "2"}).text

    assert "Ada leier, vald for kunnskapen sin om føremålet." in page
    assert "Bo er med, og har best plass i kalenderen." in page


def test_the_formøte_is_the_leads_alone(client, team):
    ada, bo, _cecilie = team
    make_advice(leader=bo, starts_at=FORMØTE)
    ask_for_two(client, ada.pk, bo.pk)

    mine = client.get(TIME, {"mote": MEETING_TEXT})
    theirs = client.get(TIME, {"mote": MEETING_TEXT, "leiarar": "2", "leiar": bo.pk, "medleiar": ada.pk})

    assert f'value="{FORMØTE_TEXT}"' in mine.text
    assert f'value="{FORMØTE_TEXT}"' not in theirs.text


def test_when_nothing_fits_one_leader_and_others_are_offered_and_the_next_days_suit_both(client, team):
    ada, bo, _cecilie = team
    bo.absences.create(starts_at=oslo(12, 14), ends_at=oslo(12, 22))
    ask_for_two(client, ada.pk, bo.pk)

    page = client.get(TIME, {"veke": "2026-W51"})

    assert (
        f'href="?leiarar=1&amp;leiar={ada.pk}&amp;veke=2026-W51">Sjå tidene med éin prosessleiar</a>'
        in page.text
    )
    assert 'href="?leiarar=2&amp;veke=2026-W51">Sjå tidene til alle prosessleiarane</a>' in page.text
    assert [day.date.day for day in page.context["next_days"]] == [22, 23, 24]
    alone = client.get(TIME, {"leiarar": "1", "leiar": ada.pk, "veke": "2026-W51"})
    assert starts_on(alone)
    assert hidden_on(alone, 'name="mote"') == {"leiarar": "1", "leiar": str(ada.pk)}


@pytest.mark.parametrize(
    ("address", "remark"),
    [
        ({"leiarar": "2", "leiar": "0", "medleiar": "x"}, "Vi fann ikkje den prosessleiaren"),
        ({"leiarar": "hundre"}, ""),
        ({"leiarar": "2", "leiar": "same", "medleiar": "same"}, "Vel to ulike prosessleiarar."),
    ],
)
def test_an_address_that_cannot_be_read_is_set_aside(client, team, address, remark):
    client.post(NEED, need_answers())
    typed = {name: str(team[0].pk) if text == "same" else text for name, text in address.items()}

    response = client.get(TIME, typed)

    assert response.status_code == 200
    assert remark in response.text
    assert starts_on(response)


@pytest.mark.parametrize("leaders", [2, 8])
@pytest.mark.parametrize("asked", [{}, {"mote": MEETING_TEXT}, {"veke": "2026-W51"}])
def test_the_page_asks_the_same_five_queries_however_many_lead(
    client, django_assert_num_queries, leaders, asked
):
    for _ in range(leaders):
        make_leader().absences.create(starts_at=oslo(12, 16), ends_at=oslo(12, 20))
    ask_for_two(client)

    with django_assert_num_queries(5):  # session, settings, leaders, calendars (2)
        client.get(TIME, asked)


def test_an_empty_week_for_two_asks_five_too(client, django_assert_num_queries):
    for _ in range(3):
        make_leader().absences.create(starts_at=oslo(12, 14), ends_at=oslo(12, 22))
    ask_for_two(client)

    with django_assert_num_queries(5):
        page = client.get(TIME, {"veke": "2026-W51"})

    assert [day.date.day for day in page.context["next_days"]] == [22, 23, 24]


# --- The check, the door and the receipt ------------------------------------------------------------------


def choose(client, lead=None, other=None, **changes):
    who = {"leaders": "2", "leader": lead and lead.pk, "co_leader": other and other.pk}
    return client.post(TIME, time_answers(**{name: one for name, one in who.items() if one}, **changes))


def test_from_need_to_receipt_with_two(client, team):
    ada, bo, _cecilie = team
    log_in(client)
    ask_for_two(client, ada.pk)

    assert choose(client, ada).headers["Location"] == CHECK
    check = client.get(CHECK).text
    receipt = messages_after(send(client))[0]

    booking = Booking.objects.get()
    assert (booking.leader, booking.co_leaders().get().leader) == (ada, bo)
    assert "Ada, slik du bad om" in check
    assert "Bo, som har best plass i kalenderen" in check
    assert "Med som medleiar er Bo." in receipt


def test_a_time_that_only_one_has_is_409_at_the_list_with_what_was_typed(client, team):
    ada, bo, _cecilie = team
    ask_for_two(client, ada.pk, bo.pk)
    make_advice(leader=bo, starts_at=MEETING)

    response = choose(client, ada, bo, pre_meeting_channel="video")

    assert response.status_code == 409
    assert "Bo kan ikkje då (oppteken). Vel ei anna tid." in response.text
    assert response.context["asked"].who.asked == [ada.pk, bo.pk]
    assert response.context["form"]["pre_meeting_channel"].value() == "video"


def test_somebody_was_first_is_409_with_the_nearest_times_of_both_and_everything_kept(client, team):
    ada, bo, _cecilie = team
    log_in(client)
    ask_for_two(client, ada.pk, bo.pk)
    choose(client, ada, bo)
    page = client.get(CHECK)
    make_request(leader=bo)

    response = client.post(CHECK, {"key": re.search(r'name="key" value="([^"]+)"', page.text)[1]})

    assert response.status_code == 409
    assert "Bo kan ikkje då (oppteken)." in response.text
    links = re.findall(rf'href="{TIME}\?([^"]+)#formote"', response.text)
    assert len(links) == 5
    assert all(f"leiar={ada.pk}&amp;medleiar={bo.pk}&amp;leiarar=2" in link for link in links)
    assert "Bli samde om tre mål." in response.text
    assert not Commitment.objects.filter(leader=ada).exists()


def test_another_number_needs_another_time(client, team):
    ask_for_two(client)
    choose(client)

    client.post(NEED, need_answers(leaders="1"))

    assert client.get(CHECK).headers["Location"] == TIME


def test_what_is_chosen_with_the_time_is_what_the_need_says_afterwards(client, team):
    ada = team[0]
    ask_for_two(client)

    client.post(TIME, time_answers(leaders="1", leader=str(ada.pk)))

    page = client.get(NEED).text
    assert re.search(r'name="leaders" value="1"[^>]* checked', page)
    assert f'<option value="{ada.pk}" selected>Ada</option>' in page


def test_a_leader_who_enters_for_a_caller_may_ask_for_two(client, team):
    ada, bo, _cecilie = team
    client.force_login(user_of(ada))
    caller = {"for_caller": "on", "caller_email": "gruppe@example.no"}
    client.post(NEED, need_answers(leaders="2", leader=str(ada.pk), co_leader=str(bo.pk), **caller))
    choose(client, ada, bo)

    send(client)

    booking = Booking.objects.get()
    assert (booking.status, booking.co_leaders().get().leader) == ("accepted", bo)


def test_the_week_of_the_one_who_comes_along_says_so(client, team):
    ada, bo, _cecilie = team
    make_request(leader=ada, leaders=2, co_leader=bo)
    client.force_login(user_of(bo))

    assert "Mål for 2027 (medleiar)" in client.get(reverse("mine_week"), {"veke": "2026-W51"}).text
    assert "Du er sett opp som medleiar saman med Ada" in client.get(reverse("mine")).text


def test_an_absence_over_a_meeting_offers_the_one_who_comes_along_to_say_no(client, team):
    ada, bo, _cecilie = team
    booking = make_request(leader=ada, leaders=2, co_leader=bo)
    bo.absences.create(starts_at=oslo(12, 15), ends_at=oslo(12, 16))
    client.force_login(user_of(bo))

    page = client.get(reverse("mine")).text

    address = reverse("booking_move", args=[booking.pk, "let_go"])
    assert f'href="{address}">Meld frå at du ikkje kan' in page


def test_the_page_of_the_ill_tells_of_the_meetings_they_come_along_in(client, team, monkeypatch):
    ada, bo, _cecilie = team
    make_request(leader=ada, leaders=2, co_leader=bo)
    client.force_login(user_of(bo))
    monkeypatch.setattr(timezone, "now", lambda: oslo(12, 15, 7))

    assert "Mål for 2027 (medleiar)" in client.get(reverse("mine_ill")).text
