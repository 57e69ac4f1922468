"""A series on the pages: asked for, looked at, answered, and shown once in the lists."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.choices import Status
from bookings.errors import Refused
from bookings.models import Absence
from bookings.time_page import TimePage
from tests.bookings.factories import AFTER_FORMØTE, NOW, make_leader, make_request, oslo, user_of
from tests.bookings.series_factories import DATES, agreed, ask, held, meetings
from tests.bookings.test_order_pages import (
    CHECK,
    FORMØTE_TEXT,
    MEETING_TEXT,
    NEED,
    TIME,
    need_answers,
    time_answers,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MINE = reverse("mine")
SERIES = {"meetings": "3", "weeks": "2"}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """Monday 7 December 2026, 08.00."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def said(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_a_series_is_asked_for_from_the_first_page_to_the_receipt(client):
    make_leader()
    client.force_login(make_user())

    client.post(NEED, need_answers(**SERIES))
    page = said(client.get(TIME, {"mote": MEETING_TEXT}))
    client.post(TIME, time_answers())
    check = client.get(CHECK)
    receipt = client.post(CHECK, {"key": check.context["draft"].key}, follow=True)

    assert "Serien: 3 møte tysdag 15. desember 2026, 09.00 tysdag 29. desember 2026, 09.00" in page
    assert "Annakvar veke" in said(check)
    assert said(check).count("09.00–11.00") == 3
    assert [row.starts_at for row in meetings()] == DATES
    assert "Møte 1 av 3 i serien" in said(receipt)


def test_only_starts_that_one_leader_has_at_all_the_dates_are_offered_and_the_page_says_what_stops_the_rest(
    client,
):
    one, other = make_leader(), make_leader()
    for leader, date in ((one, oslo(12, 29)), (other, oslo(1, 12, year=2027))):
        Absence.objects.create(leader=leader, starts_at=date, ends_at=date + dt.timedelta(hours=24))
    client.post(NEED, need_answers(**SERIES))

    page = client.get(TIME, {"veke": "2026-W51"})

    days = {day.date.day: len(day.times) for day in page.context["week"].days}
    assert (days[15], days[14] > 0, days[16] > 0) == (0, True, True)
    assert "tysdag 15. desember: 25 tider, stoppa av tysdag 12. januar 2027 (borte)" in said(page)


def test_a_series_has_one_leader_and_says_what_to_do_for_two(client):
    make_leader(), make_leader()

    refused = client.post(NEED, need_answers(**SERIES, leaders="2"))
    client.post(NEED, need_answers(**SERIES))
    page = client.get(TIME, {"leiarar": "2"})

    assert refused.status_code == 422
    assert "Ein serie av møte har éin prosessleiar." in said(refused)
    assert "Ein serie av møte har éin prosessleiar." in said(page)
    with pytest.raises(Refused):
        ask(leaders=2)
    assert meetings() == []


def test_the_waiting_list_is_for_one_meeting_and_never_shows_a_series(client):
    make_leader()
    client.post(NEED, need_answers(**SERIES))

    times = client.get(TIME)
    wish = {"first_date": "2026-12-14", "last_date": "2026-12-18", "pre_meeting_channel": "video"}
    client.post(reverse("bookings:wait"), wish)
    check = client.get(reverse("bookings:wait_check"))

    assert "Tilbodet gjeld eitt møte" in said(times)
    assert "Kor lenge skal møtet vare?" in said(check)
    assert "Kor mange møte treng de?" not in said(check)


def test_what_the_list_offers_is_what_the_form_takes(client):
    make_leader()
    make_request(leader=make_leader(), starts_at=DATES[1], pre_meeting_starts_at=oslo(12, 10, 10))
    page = TimePage(need=need_answers(**SERIES), at=NOW)

    week = page.answer(page.question({"veke": "2026-W53"}))["week"]
    offered = {time.value for day in week.days for time in day.times}
    client.post(NEED, need_answers(**SERIES))
    taken = {
        value
        for value in ["2026-12-29T09:00+01:00", "2026-12-31T09:00+01:00", "2027-01-01T09:00+01:00"]
        if client.post(TIME, time_answers(starts_at=value)).status_code == 302
    }

    assert taken == {"2026-12-29T09:00+01:00", "2026-12-31T09:00+01:00"}
    assert taken <= offered
    assert "2027-01-01T09:00+01:00" not in offered


def test_a_date_that_stops_is_said_by_the_list_with_what_was_typed_kept(client):
    leader = make_leader()
    Absence.objects.create(leader=leader, starts_at=oslo(12, 29), ends_at=oslo(12, 30))
    client.post(NEED, need_answers(**SERIES))

    answer = client.post(TIME, time_answers())

    assert answer.status_code == 422
    assert "Møtet tysdag 29. desember 2026: Prosessleiaren er borte då." in said(answer)


def test_a_start_that_the_clock_skips_the_next_time_is_said_no_to(client):
    make_leader()
    client.post(NEED, need_answers(meetings="2", weeks="1"))

    answer = client.post(TIME, time_answers(starts_at="2027-03-21T02:30+01:00"))

    assert answer.status_code == 422
    assert "Klokkeslettet finst ikkje i kalenderen." in said(answer)


def test_another_rhythm_needs_another_time_and_one_meeting_asks_for_no_rhythm(client):
    make_leader()
    client.post(NEED, need_answers())
    client.post(TIME, time_answers())

    again = client.post(NEED, need_answers(meetings="2", weeks="1"))
    alone = client.post(NEED, need_answers(meetings="1", weeks="4"))

    assert (again.url, alone.url) == (TIME, TIME)
    client.post(TIME, time_answers())
    assert "Kor ofte" not in said(client.get(CHECK))


def test_the_page_asks_which_and_one_press_takes_them_all(client):
    rows = ask()
    client.force_login(user_of(rows[0].leader))
    address = reverse("booking_move", args=[rows[1].pk, "accept"])

    asked = said(client.get(address))
    answer = client.post(address, {"version": rows[1].version, "which": "whole"})

    assert "Heile serien: 3 møte, frå tysdag 15. desember 2026 til tysdag 12. januar 2027" in asked
    assert "Berre dette møtet, tysdag 29. desember 2026" in asked
    assert answer.status_code == 302
    assert [row.status for row in meetings()] == [Status.ACCEPTED] * 3


@pytest.mark.parametrize(
    ("make", "move", "typed", "status"),
    [
        (ask, "accept", {}, Status.ACCEPTED),
        (ask, "decline", {"reason": "Full veke."}, Status.DECLINED),
        (held, "confirm", {}, Status.CONFIRMED),
        (agreed, "cancel", {"reason": "Vi ventar."}, Status.CANCELLED),
    ],
)
def test_one_meeting_alone_is_answered_alone(client, make, move, typed, status):
    rows = make()
    client.force_login(user_of(rows[0].leader))
    address = reverse("booking_move", args=[rows[0].pk, move])

    nothing = client.post(address, {"version": rows[0].version, **typed})
    client.post(address, {"version": rows[0].version, "which": "alone", **typed})

    assert nothing.status_code == 422
    assert [row.status for row in meetings()] == [status, rows[1].status, rows[2].status]


def test_the_last_meeting_that_is_left_is_asked_nothing_more(client):
    rows = ask()
    leader = user_of(rows[0].leader)
    for row in rows[:2]:
        actions.decline(by=leader, booking=row, reason="Full veke.", at=NOW)
    client.force_login(leader)

    client.post(reverse("booking_move", args=[rows[2].pk, "accept"]), {"version": rows[2].version})

    assert meetings()[2].status == Status.ACCEPTED


def test_the_booking_page_lists_the_series_with_states_and_links(client):
    rows = agreed()
    actions.cancel(by=rows[0].booker, booking=rows[0], reason="Ferie.", at=NOW)
    client.force_login(rows[0].booker)

    page = client.get(rows[1].get_absolute_url())

    assert "Møte 2 av 3 i serien" in said(page)
    assert [row.status for row, _when in page.context["series"]] == ["cancelled", "accepted", "accepted"]
    assert f'href="{rows[2].get_absolute_url()}"' in page.content.decode()
    assert "Formøtet for serien følgjer no dette møtet." in said(page)


def test_mine_shows_a_series_once_with_its_dates_to_both_sides(client):
    rows = agreed()

    for user in (rows[0].booker, user_of(rows[0].leader)):
        client.force_login(user)
        page = said(client.get(MINE))
        assert page.count("Mål for 2027") == 1
        assert "tysdag 15. desember 2026 kl. 09.00–11.00 Ein serie på 3 møte." in page
        assert "Dei neste er 29. desember og 12. januar." in page


def test_a_colleague_who_leads_one_of_the_meetings_is_not_told_to_hold_the_formøte(client):
    rows, colleague = agreed(), make_leader()
    actions.hand_over(by=user_of(rows[0].leader), booking=rows[1], leader=colleague, at=NOW)
    client.force_login(user_of(colleague))

    page = said(client.get(MINE))

    assert "Formøtet er felles for serien: onsdag 9. desember 2026" in page
    assert "Hald formøtet med" not in page


def test_a_meeting_that_fell_back_has_a_line_of_its_own(client):
    rows = held()
    actions.change_goal_or_responsible(by=rows[1].booker, booking=rows[1], goal="Feire.", at=AFTER_FORMØTE)
    client.force_login(user_of(rows[0].leader))

    page = said(client.get(MINE))

    assert page.count("Mål for 2027") == 2
    assert "er ein annan enn i resten av serien" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_take_the_same_number_of_queries(client, number, django_assert_num_queries):
    by, leader = make_user(), make_leader()
    for place in range(number):
        ask(leader, by=by, starts_at=DATES[0] + dt.timedelta(days=place),
            pre_meeting_starts_at=oslo(12, 9, 10 + place))  # fmt: skip
    client.force_login(by)

    client.get(MINE)
    with django_assert_num_queries(10):
        client.get(MINE)


@pytest.mark.parametrize("meetings_asked", ["2", "6"])
def test_the_time_page_takes_the_same_number_of_queries(client, meetings_asked, django_assert_num_queries):
    make_leader()
    client.post(NEED, need_answers(meetings=meetings_asked, weeks="1"))

    with django_assert_num_queries(5):
        client.get(TIME, {"mote": MEETING_TEXT, "formote": FORMØTE_TEXT})
