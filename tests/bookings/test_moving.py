"""Moving a meeting or its formøte: the same rows, the same rules as the list, and word to everybody."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from icalendar import Calendar
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import actions, jobs
from bookings.choices import Channel, Part, Source, Status
from bookings.errors import Changed, MoveRefused, Refused, TimeRefused, TimeTaken
from bookings.models import Commitment
from bookings.pick_page import MovePage
from prosesstotte import events
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_call,
    make_confirmed,
    make_leader,
    make_need,
    make_request,
    oslo,
    user_of,
)
from tests.bookings.post import letters
from tests.factories import make_user

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = dt.timedelta(minutes=30)
NEW = oslo(12, 16, 12)


def rows(booking):
    found = Commitment.objects.active().filter(booking=booking).order_by("core")
    return list(found.values_list("pk", "source", "core", "blocked"))


def move(booking, *, by=None, at=NOW, **times):
    return actions.move(by=by or booking.booker, booking=booking, at=at, **times)


# --- It moves --------------------------------------------------------------------------------------


def test_moving_is_an_update_of_the_same_rows_and_may_overlap_the_old_time():
    booking = make_accepted()
    before = rows(booking)

    move(booking, starts_at=MEETING + HALF_AN_HOUR)

    found, after = fresh(booking), rows(booking)
    assert (found.starts_at, found.ends_at - found.starts_at) == (
        MEETING + HALF_AN_HOUR,
        dt.timedelta(hours=2),
    )
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert after[0] == before[0]  # the formøte stands
    assert after[1][3].lower == MEETING + HALF_AN_HOUR - HALF_AN_HOUR  # with the leader's own margin
    assert Commitment.objects.filter(booking=booking).count() == 2


@pytest.mark.parametrize("who", ["booker", "responsible", "leader", "staff"])
def test_everybody_with_a_role_may_move(who):
    booking = make_accepted(need=make_need(responsible_email="kari@example.no"))
    people = {
        "booker": booking.booker,
        "responsible": booking.responsible,
        "leader": user_of(booking.leader),
        "staff": make_user(is_staff=True, is_superuser=True),
    }

    move(booking, by=people[who], starts_at=NEW)

    assert fresh(booking).starts_at == NEW


def test_both_move_at_once_and_the_three_days_are_counted_between_the_new_times():
    booking = make_request()

    move(booking, starts_at=oslo(1, 14, 9, year=2027), pre_meeting_starts_at=oslo(1, 7, 9, year=2027))

    found = fresh(booking)
    assert (found.starts_at, found.pre_meeting_starts_at) == (
        oslo(1, 14, 9, year=2027),
        oslo(1, 7, 9, year=2027),
    )
    assert found.status == Status.REQUESTED


def test_the_deadline_for_the_answer_never_comes_after_the_formøte():
    booking = make_request(pre_meeting_starts_at=oslo(12, 9, 10))

    move(booking, pre_meeting_starts_at=oslo(12, 8, 9))

    assert fresh(booking).answer_by == oslo(12, 8, 9)


def test_a_held_formøte_stands_and_a_confirmed_meeting_stays_confirmed():
    booking = make_confirmed()

    move(booking, starts_at=NEW, at=AFTER_FORMØTE)

    found = fresh(booking)
    assert (found.status, found.held_to, found.starts_at) == (
        Status.CONFIRMED,
        FORMØTE + dt.timedelta(minutes=45),
        NEW,
    )


def test_the_calendar_gets_the_same_uid_and_a_higher_number():
    booking = make_accepted()
    old = {letter.to: number_of(letter) for letter in letters("meeting_reserved")}

    move(booking, starts_at=NEW)

    new = {letter.to: number_of(letter) for letter in letters("moved")}
    assert new.keys() == old.keys()
    for address, (method, uid, sequence) in new.items():
        assert (method, uid) == ("REQUEST", booking.meeting_uid)
        assert sequence > old[address][2]
    assert not letters("pre_meeting_moved").exists()


def number_of(letter):
    event = Calendar.from_ical(letter.calendar).walk("VEVENT")[0]
    return letter.calendar_method, str(event["UID"]), event["SEQUENCE"]


def test_formøte_and_meeting_are_two_invitations_and_say_before_and_after():
    booking = make_accepted()

    move(booking, starts_at=NEW, pre_meeting_starts_at=FORMØTE + HALF_AN_HOUR)

    text = letters("moved").first().text
    assert "Møtet var: tysdag 15. desember 2026 kl. 09.00–11.00" in text
    assert "Møtet er no: onsdag 16. desember 2026 kl. 12.00–14.00" in text
    assert "Formøtet er no: onsdag 9. desember 2026 kl. 10.30–11.15" in text
    assert {number_of(letter)[1] for letter in letters("pre_meeting_moved")} == {booking.pre_meeting_uid}


def test_a_request_that_moves_is_told_in_one_letter_without_a_calendar():
    booking = make_request()

    move(booking, starts_at=NEW, pre_meeting_starts_at=FORMØTE + HALF_AN_HOUR)

    assert {letter.calendar for letter in letters("moved")} == {""}
    assert letters("moved").count() == 2
    assert not letters("pre_meeting_moved").exists()


def test_the_history_tells_from_when_to_when():
    booking = make_accepted()

    move(booking, starts_at=NEW)

    event = events.history(booking).last()
    moments = [dt.datetime.fromisoformat(text) for text in event.data["moved"]["meeting"]]
    assert (event.verb, event.by, moments) == ("move", booking.booker, [MEETING, NEW])


def test_reminders_are_planned_anew_and_only_once():
    booking = make_confirmed()

    move(booking, starts_at=NEW, at=AFTER_FORMØTE)
    move(booking, starts_at=MEETING, at=AFTER_FORMØTE)

    waiting = ProcrastinateJob.objects.filter(task_name="remind_of_booking", args__source="meeting")
    starts = sorted(dt.datetime.fromisoformat(job.args["start"]) for job in waiting)
    assert starts == [MEETING, NEW]
    for job in waiting:
        jobs.remind(**job.args)
    assert letters("reminder_meeting").count() == 2  # the meeting's, to both of them; not the old one's


def test_a_co_leader_moves_along_and_has_to_be_free():
    booking, colleague = make_accepted(), make_leader()
    add_co_leader(booking, colleague)
    make_request(leader=colleague, starts_at=NEW)

    with pytest.raises(TimeTaken):
        move(booking, starts_at=NEW)
    move(booking, starts_at=NEW + dt.timedelta(days=1))

    assert {row.starts_at for row in booking.commitments.active().filter(source=Source.MEETING)} == {
        NEW + dt.timedelta(days=1)
    }


def add_co_leader(booking, leader):
    row = Commitment.objects.get(booking=booking, source=Source.MEETING, active=True)
    row.pk, row.leader, row.part = None, leader, Part.CO_LEADER
    row.save()


def test_two_clicks_make_one_move():
    booking = make_accepted()
    version = booking.version

    move(booking, starts_at=NEW, version=version)
    move(booking, starts_at=NEW, version=version)

    assert [event.verb for event in events.history(booking)].count("move") == 1


# --- It is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("times", "which"),
    [
        ({"starts_at": oslo(12, 14, 9)}, Source.MEETING),  # two working days after the formøte
        ({"starts_at": oslo(12, 19, 9)}, Source.MEETING),  # a Saturday
        ({"starts_at": oslo(12, 16, 7)}, Source.MEETING),
        ({"starts_at": oslo(12, 16, 9, 7)}, Source.MEETING),
        ({"starts_at": oslo(12, 1, 9)}, Source.MEETING),
        ({"starts_at": oslo(12, 16, 9, year=9000)}, Source.MEETING),
        ({"pre_meeting_starts_at": oslo(12, 10, 9)}, Source.PRE_MEETING),  # too near the meeting
        ({"pre_meeting_starts_at": oslo(12, 7, 12)}, Source.PRE_MEETING),  # inside the notice
    ],
)
def test_what_the_list_does_not_offer_is_refused(times, which):
    booking = make_accepted()

    with pytest.raises(TimeRefused) as refused:
        move(booking, **times)

    assert refused.value.which == which
    assert (fresh(booking).starts_at, fresh(booking).pre_meeting_starts_at) == (MEETING, FORMØTE)
    assert not letters("moved").exists()


def test_a_time_that_is_taken_comes_with_the_nearest_of_the_same_leader():
    booking, other = make_accepted(), make_leader()
    make_request(leader=booking.leader, starts_at=NEW, pre_meeting_starts_at=oslo(12, 9, 13))

    with pytest.raises(TimeTaken) as taken:
        move(booking, starts_at=NEW)

    assert len(taken.value.alternatives) == 5
    assert all(booking.leader_id in free.leaders for free in taken.value.alternatives)
    assert fresh(booking).starts_at == MEETING
    assert other.pk != booking.leader_id


def test_inside_the_notice_the_bookers_side_has_to_call_and_the_leader_decides():
    booking, soon = make_confirmed(), MEETING - dt.timedelta(hours=20)

    with pytest.raises(Refused, match="Ring oss"):
        move(booking, starts_at=NEW + dt.timedelta(days=1), at=soon)
    move(booking, by=user_of(booking.leader), starts_at=NEW + dt.timedelta(days=1), at=soon)

    assert fresh(booking).starts_at == NEW + dt.timedelta(days=1)


def test_a_meeting_is_never_moved_before_its_held_formøte_whatever_the_reason():
    booking = make_confirmed()
    leader = user_of(booking.leader)

    with pytest.raises(ValidationError) as refused:
        move(booking, by=leader, starts_at=oslo(12, 9, 10, 15), overrule="Det hastar", at=oslo(12, 8, 8))

    assert "Formøtet" in refused.value.messages[0]
    assert fresh(booking).starts_at == MEETING


def test_the_team_may_go_outside_the_rules_with_a_reason_and_nobody_else():
    booking, evening = make_accepted(), oslo(12, 16, 18)

    with pytest.raises(Refused, match="Berre teamet"):
        move(booking, starts_at=evening, overrule="Folkemøte")
    move(booking, by=user_of(booking.leader), starts_at=evening, overrule="Folkemøte")

    assert fresh(booking).starts_at == evening
    assert events.history(booking).last().data["overruled"] == "Folkemøte"


@pytest.mark.parametrize("times", [{}, {"starts_at": MEETING}, {"pre_meeting_starts_at": FORMØTE}])
def test_the_same_times_are_no_move(times):
    with pytest.raises(Refused, match="som før"):
        move(make_accepted(), **times)


def test_a_held_formøte_and_one_without_a_time_are_not_moved():
    confirmed, fell_back = make_confirmed(), make_accepted(leader=make_leader())
    with pytest.raises(Refused, match="alt halde"):
        move(confirmed, pre_meeting_starts_at=oslo(12, 10, 12), at=AFTER_FORMØTE)

    actions.change_goal_or_responsible(by=confirmed.booker, booking=confirmed, goal="Nytt", at=AFTER_FORMØTE)
    with pytest.raises(Refused, match="inga tid"):
        move(confirmed, pre_meeting_starts_at=oslo(12, 11, 12), at=AFTER_FORMØTE)
    assert fell_back.status == Status.ACCEPTED


def test_a_call_without_times_and_a_strangers_booking_do_not_move():
    call, staff = make_call(), make_user(is_staff=True, is_superuser=True)

    with pytest.raises(MoveRefused):
        move(call, by=staff, starts_at=NEW)
    with pytest.raises(PermissionDenied):
        move(make_accepted(), by=make_user(), starts_at=NEW)


def test_an_old_page_is_told_to_look_again():
    booking = make_accepted()
    old = booking.version
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Nytt", at=NOW)

    with pytest.raises(Changed):
        move(booking, starts_at=NEW, version=old)


# --- A short formøte after a change ------------------------------------------------------------------


def fallen_back(at):
    booking = make_confirmed()
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Nytt", at=AFTER_FORMØTE)
    leader = user_of(booking.leader)
    return actions.plan_pre_meeting(by=leader, booking=booking, starts_at=at, at=AFTER_FORMØTE)


def test_planning_anew_moves_the_formøtes_own_row():
    booking = make_accepted()
    before = rows(booking)[0][0]

    actions.plan_pre_meeting(
        by=user_of(booking.leader), booking=booking, starts_at=oslo(12, 8, 12), channel=Channel.VIDEO, at=NOW
    )

    assert rows(booking)[0][:2] == (before, "pre_meeting")
    assert Commitment.objects.filter(booking=booking).count() == 2


def test_a_follow_up_and_its_meeting_swap_hours_without_standing_in_each_others_way():
    booking = fallen_back(oslo(12, 14, 15))
    leader = user_of(booking.leader)

    move(
        booking,
        by=leader,
        pre_meeting_starts_at=oslo(12, 15, 9),
        starts_at=oslo(12, 15, 11),
        at=AFTER_FORMØTE,
    )
    move(
        booking, by=leader, pre_meeting_starts_at=oslo(12, 14, 9), starts_at=oslo(12, 15, 8), at=AFTER_FORMØTE
    )

    assert [row[2].lower for row in rows(booking)] == [oslo(12, 14, 9), oslo(12, 15, 8)]


# --- The page's list and the door are one --------------------------------------------------------------


@pytest.mark.parametrize("make", [make_request, make_confirmed])
def test_every_time_on_the_list_is_taken_by_the_door_and_no_other(make):
    booking = make(leader=make_leader(buffer_before=45, max_meetings_a_day=1))
    make_request(leader=booking.leader, starts_at=oslo(12, 17, 12), pre_meeting_starts_at=oslo(12, 9, 13))
    page = MovePage(booking, by=booking.booker, at=AFTER_FORMØTE)
    week = page.answer({"veke": "2026-W51"})["week"]
    offered = {time.value for day in week.days for time in day.times}

    for start in (oslo(12, 15, 8) + number * HALF_AN_HOUR for number in range(0, 3 * 48, 3)):
        slots = page.slots(start, None) or {"meeting": page.meeting_slot(start)}
        is_free = all(page.free_leaders(slot) for slot in slots.values())
        assert (start.isoformat(timespec="minutes") in offered) == (is_free or start == MEETING)
