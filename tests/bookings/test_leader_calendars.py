"""What feeds the engine: the rows of many leaders, in the same few queries."""

import datetime as dt

import pytest

from bookings import leader_calendars
from bookings.availability import Wish
from bookings.choices import Source
from bookings.models import Absence, BookingSettings, Commitment, HoursOverride, WorkingHours
from bookings.reservations import Slot
from tests.bookings.factories import (
    FORMØTE,
    MEETING,
    NOW,
    OSLO,
    make_leader,
    make_need,
    make_request,
    make_times,
    oslo,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = dt.date(2026, 12, 14), dt.date(2026, 12, 18)


def meetings(**fields):
    return leader_calendars.free_meetings(
        **{"first": MONDAY, "last": FRIDAY, "minutes": 120, "at": NOW, **fields}
    )


def clocks(found, date=None):
    return [f"{free.start:%H.%M}" for free in found if date is None or free.start.date() == date]


@pytest.mark.parametrize("leaders", [1, 3, 20])
def test_a_week_of_free_times_is_three_queries_whatever_the_number_of_leaders(
    leaders, django_assert_num_queries
):
    for number in range(leaders):
        leader = make_leader(max_meetings_a_day=2)
        Absence.objects.create(leader=leader, starts_at=oslo(12, 17), ends_at=oslo(12, 18))
        HoursOverride.objects.create(leader=leader, date=FRIDAY)
        make_request(leader=leader, by=make_user(), starts_at=oslo(12, 15, 9 + number % 3))

    with django_assert_num_queries(3):
        found = meetings()

    assert all(len(free.leaders) <= leaders for free in found)
    assert {free.start.date().day for free in found} == {14, 15, 16}


def test_a_free_time_names_the_leaders_who_have_it():
    early, late = make_leader(hours=[(8, 12)]), make_leader(hours=[(10, 16)])

    found = {f"{free.start:%H.%M}": free.leaders for free in meetings(first=MONDAY, last=MONDAY)}

    assert found["08.00"] == (early.pk,)
    assert set(found["10.00"]) == {early.pk, late.pk}
    assert found["14.00"] == (late.pk,)


def test_only_the_leaders_asked_for_and_only_active_ones():
    asked, other = make_leader(), make_leader()
    make_leader(is_active=False)

    assert {free.leaders for free in meetings(leaders=[asked])} == {(asked.pk,)}
    assert {free.leaders for free in meetings(leaders=[other.pk])} == {(other.pk,)}
    assert {free.leaders for free in meetings()} == {(asked.pk, other.pk)}


def test_several_hours_a_day_and_an_evening():
    leader = make_leader(hours=[(8, 11), (12, 14)])
    WorkingHours.objects.create(leader=leader, weekday=0, from_time=dt.time(18), to_time=dt.time(20, 30))

    assert clocks(meetings(first=MONDAY, last=MONDAY)) == [
        "08.00", "08.15", "08.30", "08.45", "09.00", "12.00", "18.00", "18.15", "18.30",
    ]  # fmt: skip


def test_an_override_replaces_the_whole_date():
    leader = make_leader()
    HoursOverride.objects.create(leader=leader, date=MONDAY, from_time=dt.time(10), to_time=dt.time(12))
    HoursOverride.objects.create(leader=leader, date=MONDAY)  # a row without times adds nothing
    HoursOverride.objects.create(leader=leader, date=FRIDAY)

    found = meetings()

    assert clocks(found, MONDAY) == ["10.00"]
    assert clocks(found, FRIDAY) == []


def test_christmas_is_closed_and_christmas_eve_is_not():
    make_leader()

    found = meetings(first=dt.date(2026, 12, 21), last=dt.date(2026, 12, 27))

    assert {free.start.date().day for free in found} == {21, 22, 23, 24}


def test_every_listed_pair_can_be_booked():
    leader = make_leader()
    meeting = meetings(leaders=[leader])[7].start
    talks = leader_calendars.free_pre_meetings(
        first=NOW.date(), last=MONDAY, meeting_starts_at=meeting, leaders=[leader], at=NOW
    )

    booking = make_request(leader=leader, starts_at=meeting, pre_meeting_starts_at=talks[-1].start)

    assert (booking.starts_at, booking.pre_meeting_starts_at) == (meeting, talks[-1].start)


def test_the_formøte_has_three_whole_working_days_before_the_meeting():
    make_leader()

    found = leader_calendars.free_pre_meetings(
        first=NOW.date(), last=FRIDAY, meeting_starts_at=MEETING, at=NOW
    )

    assert found[0].start == oslo(12, 8, 8)  # a day's notice, inclusive
    assert found[-1].start == oslo(12, 9, 15, 15)  # Wednesday, over at 16


def test_the_earliest_meeting_leaves_room_for_a_formøte():
    make_leader()

    found = meetings(first=NOW.date(), last=FRIDAY)

    assert found[0].start == oslo(12, 14, 8)


def test_a_digital_meeting_needs_no_travel():
    leader = make_leader(buffer_before=120, buffer_after=120)
    make_request(leader=leader, starts_at=oslo(12, 16, 12))

    room, digital = (
        meetings(first=oslo(12, 16).date(), last=oslo(12, 16).date(), mode=m) for m in ("room", "digital")
    )

    assert clocks(room) == []
    assert "08.00" not in clocks(room)
    assert clocks(digital) == []  # the meeting in the room keeps its own two hours on each side


def test_talks_have_their_own_notice():
    make_leader()

    found = leader_calendars.free_talks(first=NOW.date(), last=NOW.date(), minutes=30, at=NOW)

    assert clocks(found)[0] == "10.00"


def test_the_rules_are_data():
    make_leader()
    BookingSettings.objects.create(pk=1, grid_minutes=30, working_days_between=1, notice_minutes=0)

    found = meetings(first=NOW.date(), last=FRIDAY)

    assert clocks(found)[:3] == ["08.00", "08.30", "09.00"]
    assert found[0].start.date() == dt.date(2026, 12, 9)


def test_a_leader_with_a_full_day_is_not_offered_that_day():
    leader = make_leader(max_meetings_a_day=1)
    make_request(leader=leader, starts_at=oslo(12, 16, 8), need=make_need(mode="digital"))

    assert 16 not in {free.start.day for free in meetings()}


@pytest.mark.parametrize("date", [dt.date(9999, 12, 31), dt.date(1, 1, 1)])
def test_a_date_far_off_is_an_empty_list_and_no_crash(date):
    make_leader()

    assert meetings(first=date, last=date) == []
    far = dt.datetime(date.year, date.month, date.day, tzinfo=OSLO)
    assert leader_calendars.free_pre_meetings(first=MONDAY, last=FRIDAY, meeting_starts_at=far, at=NOW) == []


def test_make_times_are_on_the_list():
    leader = make_leader()

    assert MEETING in [free.start for free in meetings(leaders=[leader])]
    assert make_times(leader).pre_meeting_starts_at == FORMØTE


def test_seconds_and_less_are_kept_in_what_is_taken():
    leader = make_leader(buffer_before=0, buffer_after=0)
    for hour, end in ((8, oslo(12, 14, 9)), (11, oslo(12, 14, 12).replace(microsecond=1))):
        core = (oslo(12, 14, hour), end)
        Commitment.objects.create(
            leader=leader, source="hold", core=core, blocked=core, expires_at=oslo(12, 30)
        )

    found = clocks(meetings(first=MONDAY, last=MONDAY, minutes=60))

    assert found[:1] + [clock for clock in found if clock >= "12"][:1] == ["09.00", "12.15"]


def test_a_stretch_is_elapsed_minutes_also_over_the_night_when_the_clock_is_changed():
    """At 02.00 on the last Sunday of March the clock is set to 03.00."""
    wish, start = Wish(120, before=30, after=15), oslo(3, 29, 1, 30)
    slot = Slot(Source.MEETING, start, wish, leader_calendars.rules(BookingSettings(), at=NOW))

    assert slot.end == oslo(3, 29, 4, 30)
    footprint = slot.footprint(None)
    assert (footprint.lower, footprint.upper) == (oslo(3, 29, 1), oslo(3, 29, 4, 45))
