"""The waiting list: the first who fits is offered the time, and nobody else can take it meanwhile."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from bookings import actions, leader_calendars
from bookings.actions.waiting import MOST_PLACES, OfferOver
from bookings.errors import Refused, TimeRefused, TimeTaken
from bookings.free_days import free_days
from bookings.models import Booking, BookingSettings, Commitment, Offer, WaitingEntry
from prosesstotte.models import Event, OutgoingMail
from tests.bookings.factories import (
    MEETING,
    NOW,
    fresh,
    make_leader,
    make_need,
    make_request,
    new_key,
    oslo,
    user_of,
)
from tests.bookings.waiting_factories import (
    DEADLINE,
    FIRST,
    LAST,
    make_absent,
    make_offer,
    make_waiting,
    make_wish,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY, TICK = dt.timedelta(days=1), dt.timedelta(microseconds=1)


def sweep(at=NOW):
    """Everybody's offers afterwards: (entry, outcome, start)."""
    actions.sweep_waiting_list(at)
    return list(Offer.objects.values_list("entry_id", "outcome", "starts_at"))


def letters(kind):
    return list(OutgoingMail.objects.filter(kind=f"bookings/{kind}"))


# --- Who is offered what ------------------------------------------------------------------------------


def test_nobody_is_offered_anything_while_nothing_is_free():
    leader = make_leader()
    make_absent(leader)
    make_waiting()

    assert sweep() == []


def test_they_are_served_in_the_order_they_joined():
    leader = make_leader(max_meetings_a_day=1)
    away = make_absent(leader)
    later, first = make_waiting(at=NOW), make_waiting(at=NOW - DAY)
    sweep()

    away.delete()

    assert sweep() == [(first.pk, "open", oslo(12, 15, 8)), (later.pk, "open", oslo(12, 16, 8))]


def test_who_does_not_fit_is_passed_over_and_keeps_the_place():
    leader = make_leader(hours=((9, 12),))
    long, short = make_waiting(minutes=240), make_waiting(minutes=120)

    assert sweep() == [(short.pk, "open", oslo(12, 15, 9))]
    assert fresh(long).waits
    assert leader.commitments.active().count() == 2


@pytest.mark.parametrize(
    ("wish", "offered"),
    [
        ({"first_date": dt.date(2026, 12, 16)}, [oslo(12, 16, 8)]),
        ({"last_date": dt.date(2026, 12, 14)}, []),  # the working days between do not fit
        ({"minutes": 480}, [oslo(12, 15, 8)]),
        ({"minutes": 481}, []),
        ({"first_date": dt.date(2027, 8, 2), "last_date": dt.date(2027, 8, 6)}, []),  # not open yet
    ],
)
def test_the_wish_decides(wish, offered):
    leader = make_leader()
    WaitingEntry.objects.filter(pk=make_waiting(leader=leader).pk).update(**wish)

    assert [start for _entry, _outcome, start in sweep()] == offered


def test_a_wished_leader_is_the_only_one_who_is_held():
    asked, _other = make_leader(), make_leader()
    make_waiting(leader=asked)

    sweep()

    assert Offer.objects.get().leader == asked


def test_anybody_is_the_one_who_is_good_at_it_and_the_choice_is_kept():
    make_leader()
    good = make_leader(purposes=["konflikt"])
    entry = make_waiting(need=make_need(purpose="konflikt"))

    sweep()

    assert Offer.objects.get().leader == good
    assert Event.objects.get(verb="offered", subject_id=entry.pk).data["chosen_for"] == "competence"


def cancelled(booking):
    actions.cancel(by=user_of(booking.leader), booking=booking, at=NOW)


def declined(booking):
    actions.decline(by=user_of(booking.leader), booking=booking, reason="Nei.", at=NOW)


def moved(booking):
    actions.move(by=user_of(booking.leader), booking=booking, starts_at=oslo(12, 18, 9), at=NOW)


@pytest.mark.parametrize("free", [cancelled, declined, moved])
def test_whatever_frees_a_time_is_seen(free):
    leader = make_leader(hours=((9, 11),), buffer_before=0, buffer_after=0)
    booking = make_request(leader=leader, pre_meeting_starts_at=oslo(12, 9, 10))
    entry = make_waiting(first_date=MEETING.date(), last_date=MEETING.date())
    assert sweep() == []

    free(booking)

    assert sweep() == [(entry.pk, "open", MEETING)]


def test_new_working_hours_and_an_absence_that_is_taken_away_are_seen_too():
    leader = make_leader(hours=((9, 10),))
    first, second = make_waiting(), make_waiting()
    assert sweep() == []

    leader.working_hours.update(to_time=dt.time(12))
    away = make_absent(leader, FIRST + DAY, LAST - DAY)

    assert sweep() == [(first.pk, "open", oslo(12, 18, 9))]
    away.delete()
    assert (second.pk, "open", oslo(12, 15, 9)) in sweep()


# --- What is held ---------------------------------------------------------------------------------------


def test_both_times_are_held_until_the_limit_and_nobody_else_gets_them():
    offer = make_offer()

    held = {row.becomes: row for row in offer.commitments.active()}

    assert held["meeting"].starts_at == offer.starts_at == oslo(12, 15, 8)
    assert held["pre_meeting"].starts_at == offer.pre_meeting_starts_at == oslo(12, 9, 15, 15)
    assert {row.expires_at for row in held.values()} == {offer.expires_at} == {DEADLINE}
    for start in ({"starts_at": offer.starts_at}, {"pre_meeting_starts_at": offer.pre_meeting_starts_at}):
        with pytest.raises(TimeTaken):
            make_request(leader=offer.leader, **start, at=DEADLINE - TICK)


def test_a_limit_equal_to_now_has_passed_for_everybody():
    offer = make_offer()

    with pytest.raises(OfferOver):
        actions.take_offer(by=offer.entry.booker, offer=offer, at=DEADLINE)

    assert make_request(leader=offer.leader, starts_at=offer.starts_at, at=DEADLINE).pk


def test_a_held_meeting_counts_against_the_limits_as_the_meeting_it_becomes():
    leader = make_leader(max_meetings_a_day=1)
    offer = make_offer(leader=leader, minutes=60)
    date = offer.starts_at.date()

    with pytest.raises(TimeTaken):
        make_request(leader=leader, starts_at=oslo(12, 15, 13))

    settings = BookingSettings.current()
    wish = leader_calendars.meeting_wish(settings, minutes=60, at=NOW)
    found = free_days(wish, leader_calendars.rules(settings, at=NOW), date, date + DAY)
    assert list(found) == [date + DAY]


@pytest.mark.parametrize("hour", [0, 12, 23])
@pytest.mark.parametrize("day", [7, 11, 12, 23, 25])  # Monday, Friday, Saturday, before Christmas and on it
def test_an_offer_can_be_taken_until_its_last_moment_whenever_it_was_made(day, hour):
    at = oslo(12, day, hour, 17)
    offer = make_offer(at=at, first_date=at.date(), last_date=at.date() + 40 * DAY)

    booking = actions.take_offer(by=offer.entry.booker, offer=offer, at=offer.expires_at - TICK)

    assert booking.starts_at == offer.starts_at
    assert offer.expires_at - at >= DAY or offer.expires_at.hour in {7, 14}  # office hours, seen in UTC


# --- The answer --------------------------------------------------------------------------------------------


def test_taking_it_is_the_ordinary_request_and_twice_is_once():
    need = make_need(responsible_email="kari@example.no", responsible_name="Kari", notes="Ta med tusjar")
    offer = make_offer(need=need)
    entry = offer.entry

    booking = actions.take_offer(by=entry.booker, offer=offer, at=NOW)
    again = actions.take_offer(by=entry.booker, offer=fresh(offer), at=NOW)

    assert booking == again == Booking.objects.get()
    asked = ["title", "goal", "purpose", "people", "mode", "place", "notes", "phone", "booker", "responsible"]
    assert [getattr(booking, name) for name in asked] == [getattr(entry, name) for name in asked]
    assert (booking.starts_at, booking.minutes, booking.leader) == (offer.starts_at, 120, offer.leader)
    assert set(Commitment.objects.values_list("source", "active")) == {
        ("hold", False), ("meeting", True), ("pre_meeting", True),
    }  # fmt: skip
    assert (fresh(entry).status, fresh(offer).outcome) == ("taken", "taken")
    assert len(letters("requested")) == 2


def test_no_thanks_goes_to_the_next_and_the_day_is_not_offered_again():
    leader = make_leader()
    make_absent(leader, dt.date(2026, 12, 16), LAST)  # one day is free
    first, second = make_waiting(minutes=360), make_waiting(minutes=360)
    sweep()
    offer = Offer.objects.get()

    actions.pass_offer_on(by=first.booker, offer=offer, at=NOW)
    actions.pass_offer_on(by=first.booker, offer=fresh(offer), at=NOW)

    start = oslo(12, 15, 8)
    assert sweep() == [(first.pk, "passed", start), (second.pk, "open", start)]
    assert sweep() == [(first.pk, "passed", start), (second.pk, "open", start)]
    assert fresh(first).waits
    assert Event.objects.filter(verb="passed").count() == 1


def test_an_offer_nobody_answers_goes_to_the_next_at_its_limit():
    leader = make_leader()
    make_absent(leader, dt.date(2026, 12, 17), LAST)
    first, second = make_waiting(minutes=360), make_waiting(minutes=360)
    sweep()

    assert [outcome for _entry, outcome, _start in sweep(DEADLINE - TICK)] == ["open", "open"]
    after = sweep(DEADLINE)

    assert after[:2] == [(first.pk, "expired", oslo(12, 15, 8)), (second.pk, "expired", oslo(12, 16, 8))]
    assert {entry for entry, outcome, _start in after if outcome == "open"} <= {first.pk, second.pk}
    assert len(letters("waiting_expired")) == 2
    assert fresh(first).waits


def test_a_time_that_is_gone_all_the_same_closes_the_offer_and_keeps_the_place():
    offer = make_offer()
    make_absent(offer.leader)

    with pytest.raises(TimeRefused):
        actions.take_offer(by=offer.entry.booker, offer=offer, at=NOW)

    assert (fresh(offer).outcome, fresh(offer.entry).status) == ("gone", "waiting")
    assert not Commitment.objects.active().exists()
    assert not Booking.objects.exists()


def test_the_team_takes_it_for_somebody_on_the_phone():
    offer = make_offer()

    booking = actions.take_offer(by=user_of(offer.leader), offer=offer, at=NOW)

    assert (booking.booker, booking.entered_by) == (offer.entry.booker, user_of(offer.leader))
    assert booking.status == "accepted"  # the leader has said yes to their own


@pytest.mark.parametrize("action", [actions.take_offer, actions.pass_offer_on])
def test_strangers_answer_nothing(action):
    offer = make_offer()

    with pytest.raises(PermissionDenied):
        action(by=make_user(), offer=offer, at=NOW)

    assert fresh(offer).outcome == "open"


@pytest.mark.parametrize("outcome", ["passed", "expired", "gone"])
@pytest.mark.parametrize("action", [actions.take_offer, actions.pass_offer_on])
def test_an_answered_offer_is_not_answered_anew(action, outcome):
    offer = make_offer()
    offer.close(outcome, NOW)

    if (action, outcome) == (actions.pass_offer_on, "passed"):
        assert action(by=offer.entry.booker, offer=offer, at=NOW).outcome == "passed"
        return
    with pytest.raises(OfferOver):
        action(by=offer.entry.booker, offer=offer, at=NOW)


# --- The place ---------------------------------------------------------------------------------------------


def test_the_same_form_gives_one_place():
    booker, need, key = make_user(), make_need(), new_key()

    places = {make_waiting(by=booker, need=need, form_key=key).pk for _ in range(2)}

    assert places == {WaitingEntry.objects.get().pk}
    assert len(letters("waiting_joined")) == 1


def test_the_team_enters_it_for_somebody_who_calls_and_others_cannot():
    leader = make_leader()

    entry = make_waiting(by=user_of(leader), caller=("ole@example.no", "Ole"))

    assert (entry.booker.email, entry.entered_by) == ("ole@example.no", user_of(leader))
    with pytest.raises(PermissionDenied):
        make_waiting(by=make_user(), caller=("ole@example.no", "Ole"))


def test_nobody_fills_the_list_alone():
    booker = make_user()
    for _ in range(MOST_PLACES):
        make_waiting(by=booker)

    with pytest.raises(Refused, match="5 gonger"):
        make_waiting(by=booker)


def test_too_near_is_refused_in_words():
    with pytest.raises(Refused, match="Vel ein seinare dag"):
        make_waiting(first_date=NOW.date(), last_date=dt.date(2026, 12, 14))


def test_another_wish_keeps_the_place_in_line():
    make_leader(hours=((9, 12),))
    first, second = make_waiting(minutes=240), make_waiting(minutes=240)

    actions.change_wish(by=first.booker, entry=first, wish=make_wish(minutes=60), mode="digital", at=NOW)

    assert sweep() == [(first.pk, "open", oslo(12, 15, 9))]
    assert list(WaitingEntry.objects.in_line()) == [first, second]


def test_an_offer_is_answered_before_the_wish_is_changed():
    offer = make_offer()

    with pytest.raises(Refused, match="Svar på tilbodet"):
        actions.change_wish(by=offer.entry.booker, entry=offer.entry, wish=make_wish(), mode="room", at=NOW)


def test_a_wish_that_was_changed_while_the_sweep_looked_is_not_offered_the_old_time():
    from bookings.actions import sweeping

    make_leader()
    entry, settings = make_waiting(), BookingSettings.current()
    found = sweeping.first_fit(settings, NOW)
    actions.change_wish(by=entry.booker, entry=entry, wish=make_wish(minutes=60), mode="room", at=NOW)

    assert sweeping._offer(found=found, settings=settings, at=NOW) is None
    assert not Offer.objects.exists()


def test_leaving_gives_the_held_times_back_and_twice_is_once():
    offer = make_offer()

    for _ in range(2):
        actions.leave_waiting_list(by=offer.entry.booker, entry=offer.entry, at=NOW)

    assert (fresh(offer.entry).status, fresh(offer).outcome) == ("left", "passed")
    assert not Commitment.objects.active().exists()
    assert Event.objects.filter(verb="left").count() == 1
    with pytest.raises(Refused, match="avslutta"):
        actions.change_wish(by=offer.entry.booker, entry=offer.entry, wish=make_wish(), mode="room", at=NOW)


def test_a_place_ends_by_itself_after_its_last_day_with_a_letter_that_offers_a_call(settings):
    entry = make_waiting()
    last = oslo(entry.until.month, entry.until.day, 23, 55)

    sweep(last)
    assert fresh(entry).waits
    sweep(last + dt.timedelta(minutes=5))

    assert fresh(entry).status == "ended"
    [letter] = letters("waiting_ended")
    assert settings.SITE_PHONE in letter.text
    sweep(last + DAY)
    assert len(letters("waiting_ended")) == 1


def test_a_place_with_an_open_offer_does_not_end_before_it_is_answered():
    offer = make_offer()
    WaitingEntry.objects.update(until=NOW.date() - DAY)

    sweep()
    assert fresh(offer.entry).waits

    sweep(DEADLINE)
    assert fresh(offer.entry).status == "ended"
    assert (len(letters("waiting_expired")), len(letters("waiting_ended"))) == (0, 1)


def test_the_letter_says_both_times_and_the_exact_limit():
    make_offer()

    [letter] = letters("waiting_offer")

    for words in (
        "tysdag 8. desember 2026 kl. 08.00",
        "tysdag 15. desember 2026 kl. 08.00–10.00",
        "onsdag 9. desember 2026 kl. 15.15–16.00",
        "/mine/venteliste/",
    ):
        assert words in letter.text


# --- What the database promises -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("UPDATE bookings_waitingentry SET first_date = last_date + 1", "waiting_dates_are_in_order"),
        ("UPDATE bookings_waitingentry SET minutes = 0", "waiting_meeting_takes_time"),
        ("UPDATE bookings_waitingentry SET status = 'x'", "waiting_status_is_known"),
        ("UPDATE bookings_offer SET outcome = 'taken'", "offer_outcome_has_its_moment"),
        ("UPDATE bookings_offer SET outcome_at = now()", "offer_outcome_has_its_moment"),
        ("UPDATE bookings_offer SET pre_meeting_ends_at = starts_at", "offer_has_its_pre_meeting_first"),
        ("UPDATE bookings_offer SET expires_at = starts_at", "offer_is_answered_before_its_pre_meeting"),
        ("UPDATE bookings_commitment SET becomes = ''", "commitment_of_an_offer_holds_one_of_its_times"),
        ("UPDATE bookings_commitment SET offer_id = NULL", "commitment_of_an_offer_holds_one_of_its_times"),
        (
            "INSERT INTO bookings_offer (entry_id, leader_id, starts_at, ends_at, pre_meeting_starts_at,"
            " pre_meeting_ends_at, made_at, expires_at, outcome, form_key) SELECT entry_id, leader_id,"
            " starts_at, ends_at, pre_meeting_starts_at, pre_meeting_ends_at, made_at, expires_at, outcome,"
            " gen_random_uuid() FROM bookings_offer",
            "offer_is_the_only_open_one_of_its_place",
        ),
    ],
)
def test_the_database_says_no(sql, name):
    make_offer()

    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_two_offers_never_hold_the_same_time():
    offer = make_offer()
    other = make_waiting(leader=offer.leader)

    sweep()

    starts = dict(Offer.objects.values_list("entry_id", "starts_at"))
    assert starts[offer.entry_id] != starts[other.pk]
    held = Commitment.objects.get(offer__entry=other, becomes="meeting")
    with pytest.raises(IntegrityError, match="not_double_booked"), transaction.atomic():
        Commitment.objects.filter(pk=held.pk).update(
            blocked=offer.commitments.get(becomes="meeting").blocked,
            core=offer.commitments.get(becomes="meeting").core,
        )
