"""Series: some meetings that are asked for at once, led by one leader, with one formøte before the first."""

import datetime as dt

import icalendar
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import actions, deadlines, jobs
from bookings.availability import Reason
from bookings.choices import Status
from bookings.errors import Changed, Refused, TimeRefused, TimeTaken
from bookings.models import Absence, Booking, Commitment
from bookings.rhythm import Rhythm
from prosesstotte import events, mail
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    NOW,
    fresh,
    make_leader,
    make_need,
    make_request,
    make_times,
    new_key,
    oslo,
    record,
    user_of,
)
from tests.bookings.series_factories import DATES, agreed, ask, confirmed, held, meetings, talk_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
STATES = {
    Status.REQUESTED: ask,
    Status.ACCEPTED: agreed,
    "held": held,
    Status.CONFIRMED: confirmed,
}


def kinds():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


def new_letters(act):
    before = OutgoingMail.objects.count()
    act()
    return kinds()[before:]


# --- Asked for all at once, or not at all ---------------------------------------------------------


def test_a_series_is_ordinary_bookings_with_one_formøte():
    leader = make_leader()

    rows = ask(leader)

    assert [row.starts_at for row in rows] == DATES
    assert len({row.series for row in rows}) == 1
    assert [row.pre_meeting_is_carried for row in rows] == [False, True, True]
    assert {row.pre_meeting_starts_at for row in rows} == {FORMØTE}
    assert len({row.meeting_uid for row in rows}) == 3
    active = Commitment.objects.active().filter(leader=leader).values_list("source", "booking")
    assert sorted(active) == sorted([("pre_meeting", rows[0].pk), *(("meeting", row.pk) for row in rows)])
    assert [events.history(row).get().verb for row in rows] == ["requested"] * 3


def test_a_request_of_a_series_is_one_letter_to_each_with_all_the_dates():
    letters = new_letters(ask)

    assert letters == ["bookings/series_requested", "bookings/series_to_answer"]
    text = OutgoingMail.objects.first().text
    assert [f"Møte {number}: " in text for number in (1, 2, 3)] == [True] * 3


def test_the_same_form_sent_twice_makes_one_series():
    sent = {"by": make_user(), "need": make_need(), "form_key": new_key(), "at": NOW}
    times = make_times(make_leader(), rhythm=Rhythm(2, 1))

    found = {actions.request_booking(times=times, **sent).pk for _ in range(2)}

    assert len(found) == 1
    assert Booking.objects.count() == 2


def test_a_holiday_on_one_of_the_dates_refuses_them_all_and_says_which():
    with pytest.raises(TimeRefused) as refused:
        ask(rhythm=Rhythm(3, 1), starts_at=oslo(12, 18, 9))  # a Friday: 1 January is the third

    assert (refused.value.reason, refused.value.messages) == (
        Reason.HOLIDAY,
        ["Møtet fredag 25. desember 2026: Dagen er ein heilagdag. Vel ein annan dag."],
    )
    assert (Booking.objects.count(), Commitment.objects.count()) == (0, 0)


def test_a_date_that_is_taken_gives_the_nearest_starts_that_fit_the_whole_series():
    leader = make_leader()
    make_request(leader=leader, starts_at=DATES[1], pre_meeting_starts_at=oslo(12, 10, 10))

    with pytest.raises(TimeTaken) as taken:
        ask(leader)

    assert "29. desember" in taken.value.messages[0]
    assert Booking.objects.filter(series__isnull=False).count() == 0
    nearest = taken.value.alternatives
    assert len(nearest) == 5
    ask(leader, starts_at=nearest[0].start)
    assert len(meetings()) == 3


def test_any_leader_means_one_who_has_them_all():
    busy, free = make_leader(), make_leader()
    Absence.objects.create(leader=busy, starts_at=oslo(1, 12, year=2027), ends_at=oslo(1, 13, year=2027))

    times = make_times(None, rhythm=Rhythm(3, 2))
    actions.request_booking(by=make_user(), need=make_need(), times=times, at=NOW)

    assert {row.leader for row in meetings()} == {free}


def test_the_clock_on_the_wall_stands_over_summer_time():
    rows = ask(
        rhythm=Rhythm(2, 1),
        starts_at=oslo(3, 24, 9, year=2027),
        pre_meeting_starts_at=oslo(3, 10, 9, year=2027),
    )
    # 28 March 2027 is the night; Wednesday the 31st is no holiday
    first, second = (row.starts_at for row in rows)

    assert second - first == dt.timedelta(days=7, hours=-1)
    assert [row.ends_at - row.starts_at for row in rows] == [dt.timedelta(hours=2)] * 2


@pytest.mark.parametrize(
    ("first", "starts"),
    [
        (oslo(3, 21, 2, 30, year=2027), [oslo(3, 21, 2, 30, year=2027), None]),
        (oslo(10, 24, 2, 30, year=2027), [oslo(10, 24, 2, 30, year=2027), oslo(10, 31, 2, 30, year=2027)]),
    ],
)
def test_a_time_that_the_clock_skips_is_no_time_and_a_repeated_one_is_the_first(first, starts):
    assert Rhythm(2, 1).starts(first) == starts


def test_a_leader_enters_a_series_for_somebody_who_called_and_it_is_agreed():
    leader = make_leader()

    actions.enter_for_caller(
        by=user_of(leader),
        caller_email="ole@example.no",
        need=make_need(),
        times=make_times(leader, rhythm=Rhythm(2, 1)),
        at=NOW,
    )

    assert [row.status for row in meetings()] == [Status.ACCEPTED] * 2
    assert set(kinds()) == {"bookings/series_accepted"}


# --- One press for them all, or one by one ------------------------------------------------------------


def whole(move, row, by):
    return {
        "accept": lambda: actions.accept_series(by=by, booking=row, at=NOW),
        "decline": lambda: actions.decline_series(by=by, booking=row, reason="Full veke.", at=NOW),
        "confirm": lambda: actions.confirm_series(by=by, booking=row, at=AFTER_FORMØTE),
        "cancel": lambda: actions.cancel_series(by=by, booking=row, at=AFTER_FORMØTE),
    }[move]


AFTERWARDS = {
    ("accept", Status.REQUESTED): Status.ACCEPTED,
    ("decline", Status.REQUESTED): Status.DECLINED,
    ("confirm", "held"): Status.CONFIRMED,
    **{("cancel", state): Status.CANCELLED for state in STATES},
}
MOVES = ["accept", "decline", "confirm", "cancel"]


@pytest.mark.parametrize(("move", "state"), AFTERWARDS)
def test_every_move_of_a_whole_series_from_every_state_that_has_it(move, state):
    rows, target = STATES[state](), AFTERWARDS[move, state]

    letters = new_letters(whole(move, rows[1], user_of(rows[0].leader)))

    assert [row.status for row in meetings()] == [target] * 3
    assert Commitment.objects.active().count() == (0 if move in {"decline", "cancel"} else 4)
    addresses = OutgoingMail.objects.order_by("-pk").values_list("to", flat=True)[: len(letters)]
    assert len(set(addresses)) == len(letters)  # one to each


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_in_the_table_changes_nothing_and_neither_does_a_stranger_or_the_booker(state):
    rows = STATES[state]()
    leader, others = user_of(rows[0].leader), [make_user(), rows[0].booker]

    for move in [move for move in MOVES if (move, state) not in AFTERWARDS]:
        with pytest.raises(ValidationError):
            whole(move, rows[1], leader)()
    for by, move in [(by, move) for by in others for move in MOVES]:
        if (by, move) != (rows[0].booker, "cancel"):
            with pytest.raises(PermissionDenied):
                whole(move, rows[1], by)()

    assert [(row.status, row.version) for row in meetings()] == [(row.status, row.version) for row in rows]


def test_two_clicks_make_one_change_and_an_old_page_has_to_look_again():
    first, *_others = ask()
    leader = user_of(first.leader)
    actions.accept_series(by=leader, booking=fresh(first), version=1, at=NOW)

    assert new_letters(lambda: actions.accept_series(by=leader, booking=first, version=1, at=NOW)) == []
    with pytest.raises(Changed):
        actions.cancel_series(by=leader, booking=first, reason="Vi ventar.", version=1, at=NOW)


def test_what_is_in_another_state_stays_as_it_is():
    rows = ask()
    actions.decline(by=user_of(rows[0].leader), booking=rows[2], reason="Full veke.", at=NOW)

    actions.accept_series(by=user_of(rows[0].leader), booking=rows[0], at=NOW)

    assert [row.status for row in meetings()] == [Status.ACCEPTED, Status.ACCEPTED, Status.DECLINED]


def test_the_letter_of_a_yes_has_one_valid_file_for_each_time():
    rows = agreed()

    letter = OutgoingMail.objects.filter(kind="bookings/series_accepted", to=rows[0].booker.email).get()
    message = mail.as_message(letter)

    files = [(name, icalendar.Calendar.from_ical(content)) for name, content, _kind in message.attachments]
    assert [name for name, _calendar in files] == [f"invitasjon-{number}.ics" for number in (1, 2, 3, 4)]
    uids = [str(calendar.walk("VEVENT")[0]["UID"]) for _name, calendar in files]
    assert uids == [rows[0].pre_meeting_uid, *(row.meeting_uid for row in rows)]
    assert {str(calendar["METHOD"]) for _name, calendar in files} == {"REQUEST"}
    inline = [calendar.encode() for calendar, _kind in message.alternatives[1:]]
    assert inline == [content for _name, content, _kind in message.attachments][:1]


def test_only_the_meeting_that_has_the_formøte_is_reminded_of_it_and_asked_about():
    rows = agreed()
    reminders = ProcrastinateJob.objects.filter(task_name="remind_of_booking")

    assert [job.args["booking_id"] for job in reminders] == [rows[0].pk]
    assert list(Booking.objects.pre_meeting_not_recorded(AFTER_FORMØTE)) == [rows[0]]


def test_a_meeting_that_is_agreed_after_the_formøte_gets_its_copy_of_the_record_then():
    rows = ask()
    leader = user_of(rows[0].leader)
    actions.accept(by=leader, booking=rows[1], at=NOW)
    record(rows[1])

    letters = new_letters(lambda: actions.accept_series(by=leader, booking=rows[0], at=AFTER_FORMØTE))
    actions.confirm_series(by=leader, booking=rows[2], at=AFTER_FORMØTE)

    assert letters == ["bookings/series_accepted"] * 2
    assert [row.status for row in meetings()] == [Status.CONFIRMED] * 3
    assert len({row.held_recorded_at for row in meetings()}) == 1


def test_a_series_that_waits_too_long_for_an_answer_is_reminded_of_once():
    first, *_others = ask()
    late = first.answer_by + dt.timedelta(hours=1)

    letters = new_letters(lambda: [deadlines.remind_of_answers(late) for _ in range(2)])

    assert letters == ["bookings/answer_overdue"] * 2  # to the leader and to the team


# --- The one formøte --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [Status.REQUESTED, Status.ACCEPTED])
def test_when_the_first_is_called_off_the_next_live_one_gets_its_formøte(state):
    first, second, third = STATES[state]()
    uid, sequence = first.pre_meeting_uid, first.pre_meeting_sequence
    talk = Commitment.objects.get(source="pre_meeting")

    letters = new_letters(lambda: actions.cancel(by=first.booker, booking=first, at=NOW))

    second.refresh_from_db()
    talk.refresh_from_db()
    assert (second.pre_meeting_uid, second.pre_meeting_is_carried) == (uid, False)
    assert (talk.booking, talk.active) == (second, True)
    assert second.pre_meeting_sequence == sequence + 1
    assert set(letters) == {"bookings/cancelled"}
    assert [one.booking for one in Commitment.objects.active().filter(source="meeting")] == [second, third]
    assert events.history(second).last().verb == "pre_meeting_passed_on"


def test_the_formøte_goes_on_until_the_last_one_and_then_it_is_free():
    rows = agreed()

    for row, left in zip(rows, [[(2, FORMØTE)], [(3, FORMØTE)], []], strict=True):
        actions.cancel(by=row.booker, booking=fresh(row), at=NOW)
        assert talk_of() == left

    assert Commitment.objects.active().count() == 0


def test_an_heir_who_was_agreed_alone_gets_the_formøte_into_the_calendars():
    first, second, _third = ask()
    leader = user_of(first.leader)
    actions.accept(by=leader, booking=second, at=NOW)

    letters = new_letters(lambda: actions.decline(by=leader, booking=first, reason="Full.", at=NOW))

    assert set(letters) == {"bookings/declined", "bookings/pre_meeting_planned"}
    assert jobs.ProcrastinateJob.objects.filter(args__booking_id=second.pk).exists()


def test_a_carried_formøte_is_accepted_without_an_invitation_of_its_own():
    _first, second, _third = ask()

    letters = new_letters(lambda: actions.accept(by=user_of(second.leader), booking=second, at=NOW))

    assert set(letters) == {"bookings/meeting_reserved"}


@pytest.mark.parametrize("place", [0, 2])
def test_the_record_is_copied_to_every_agreed_meeting_whichever_it_is_written_on(place):
    rows = agreed()

    record(rows[place], goal="Eit klårare mål.", record={"mandate": "Vedtak."})

    found = meetings()
    assert {(row.goal, row.held_goal, row.mandate, row.held_with) for row in found} == {
        ("Eit klårare mål.", "Eit klårare mål.", "Vedtak.", found[0].responsible)
    }
    assert kinds().count("bookings/series_recorded") == 1


def test_a_meeting_with_a_goal_of_its_own_keeps_it_in_its_copy():
    rows = agreed()
    actions.change_goal_or_responsible(by=rows[2].booker, booking=rows[2], goal="Feire.", at=NOW)

    record(rows[0], goal="Eit klårare mål.")

    assert [row.held_goal for row in meetings()] == ["Eit klårare mål.", "Eit klårare mål.", "Feire."]


def test_a_formøte_that_is_held_early_is_free_at_its_planned_time():
    rows = agreed()
    early = {"held_from": NOW, "held_to": NOW + dt.timedelta(minutes=45), "at": NOW + dt.timedelta(hours=1)}

    letters = new_letters(lambda: record(rows[1], **early))

    assert talk_of() == []
    assert letters == ["bookings/pre_meeting_dropped"] * 2 + ["bookings/series_recorded"]


def test_a_fall_back_hits_the_changed_meeting_alone_and_it_gets_a_short_formøte_of_its_own():
    first, second, third = confirmed()
    leader = user_of(second.leader)
    actions.change_goal_or_responsible(by=second.booker, booking=second, goal="Noko anna.", at=AFTER_FORMØTE)

    assert [row.status for row in meetings()] == [Status.CONFIRMED, Status.ACCEPTED, Status.CONFIRMED]
    actions.plan_pre_meeting(by=leader, booking=second, starts_at=oslo(12, 22, 10), at=AFTER_FORMØTE)
    later = oslo(12, 22, 12)
    record(second, held_from=oslo(12, 22, 10), held_to=oslo(12, 22, 10, 15), at=later)
    actions.confirm(by=leader, booking=second, at=later)

    assert [row.status for row in meetings()] == [Status.CONFIRMED] * 3
    assert [fresh(row).held_goal for row in (first, second, third)] == [
        first.goal, "Noko anna.", first.goal,
    ]  # fmt: skip


@pytest.mark.parametrize("place", [0, 1])
def test_another_responsible_before_the_formøte_takes_that_meeting_out_of_it(place):
    rows = agreed()
    row = rows[place]

    actions.change_goal_or_responsible(
        by=row.booker, booking=row, responsible_email="kari@example.no", at=NOW
    )

    row.refresh_from_db()
    assert (row.pre_meeting_starts_at, row.pre_meeting_is_follow_up, row.pre_meeting_is_carried) == (
        None, True, False,
    )  # fmt: skip
    assert talk_of() == [(2 if place == 0 else 1, FORMØTE)]
    record(rows[2])
    assert [one.pre_meeting_is_held for one in meetings()] == [number != place for number in range(3)]


def test_a_colleague_who_takes_over_the_first_meeting_holds_the_formøte_for_them_all():
    rows, colleague = agreed(), make_leader()
    leader, new = user_of(rows[0].leader), user_of(colleague)

    actions.hand_over(by=leader, booking=rows[0], leader=colleague, at=NOW)
    record(rows[0], by=new)

    assert [row.held_by for row in meetings()] == [new] * 3
    assert [row.must_read_record for row in meetings()] == [False, True, True]
    assert Commitment.objects.active().get(source="pre_meeting").leader == colleague


def test_a_colleague_who_takes_over_a_later_meeting_needs_no_time_for_the_formøte_and_reads_the_record():
    rows, colleague = agreed(), make_leader()
    Absence.objects.create(leader=colleague, starts_at=oslo(12, 9), ends_at=oslo(12, 10))

    actions.hand_over(by=user_of(rows[0].leader), booking=rows[1], leader=colleague, at=NOW)
    record(rows[0])

    assert talk_of() == [(1, FORMØTE)]
    assert [row.must_read_record for row in meetings()] == [False, True, False]


def test_the_formøte_goes_rather_to_a_meeting_with_the_same_leader():
    rows, colleague = agreed(), make_leader()
    actions.hand_over(by=user_of(rows[0].leader), booking=rows[1], leader=colleague, at=NOW)

    actions.cancel(by=rows[0].booker, booking=rows[0], at=NOW)

    assert talk_of() == [(3, FORMØTE)]


def test_when_only_a_colleague_is_left_the_formøte_goes_from_one_calendar_to_the_other_if_it_is_free():
    first, second = agreed(rhythm=Rhythm(2, 2))
    old, colleague = first.leader, make_leader()
    actions.hand_over(by=user_of(old), booking=second, leader=colleague, at=NOW)
    other = make_request(leader=colleague, starts_at=oslo(12, 16, 9), pre_meeting_starts_at=FORMØTE)

    with pytest.raises(Refused, match="Flytt formøtet først"):
        actions.cancel(by=first.booker, booking=first, at=NOW)
    assert (fresh(first).status, talk_of()[0]) == (Status.ACCEPTED, (1, FORMØTE))
    actions.cancel(by=other.booker, booking=other, at=NOW)
    letters = new_letters(lambda: actions.cancel(by=first.booker, booking=first, at=NOW))

    assert Commitment.objects.active().get(source="pre_meeting").leader == colleague
    assert letters[:2] == ["bookings/taken_over_pre_meeting", "bookings/no_longer_leader_pre_meeting"]


def test_another_leader_after_the_formøte_changes_nothing_for_the_others():
    rows, colleague = held(), make_leader()

    actions.hand_over(by=user_of(rows[0].leader), booking=rows[0], leader=colleague, at=AFTER_FORMØTE)

    assert [row.pre_meeting_is_held for row in meetings()] == [True] * 3
    assert [row.must_read_record for row in meetings()] == [True, False, False]


# --- One meeting or the formøte moves ------------------------------------------------------------------


def test_moving_one_meeting_moves_that_one_alone():
    rows = agreed()

    actions.move(by=rows[1].booker, booking=rows[1], starts_at=oslo(12, 30, 9), at=NOW)

    assert [row.starts_at for row in meetings()] == [DATES[0], oslo(12, 30, 9), DATES[2]]
    assert {row.pre_meeting_starts_at for row in meetings()} == {FORMØTE}


def test_the_formøte_moves_for_all_who_share_it_and_from_where_it_lies():
    rows, later = agreed(), oslo(12, 9, 12)

    with pytest.raises(Refused, match="felles for serien"):
        actions.move(by=rows[1].booker, booking=rows[1], pre_meeting_starts_at=later, at=NOW)
    actions.move(by=rows[0].booker, booking=rows[0], pre_meeting_starts_at=later, at=NOW)

    assert {row.pre_meeting_starts_at for row in meetings()} == {later}
    assert talk_of() == [(1, later)]


def test_the_formøte_stays_before_the_first_meeting_also_when_another_has_become_the_first():
    rows = agreed()
    leader = user_of(rows[0].leader)
    actions.move(by=leader, booking=rows[0], starts_at=oslo(1, 20, 9, year=2027), at=NOW)
    late = oslo(1, 5, 10, year=2027)  # after the second meeting, long before the first

    with pytest.raises(TimeRefused) as refused:
        actions.move(by=leader, booking=rows[0], pre_meeting_starts_at=late, at=NOW)
    with pytest.raises(ValidationError) as broken:
        actions.move(by=leader, booking=rows[0], pre_meeting_starts_at=late, overrule="Hastar", at=NOW)

    assert refused.value.reason == Reason.TOO_CLOSE
    assert broken.value.messages == ["Formøtet må vere slutt før møtet startar."]
    assert {row.pre_meeting_starts_at for row in meetings()} == {FORMØTE}


def test_the_form_of_the_formøte_is_one_for_them_all():
    rows = agreed()

    with pytest.raises(Refused):
        actions.adjust(by=rows[1].booker, booking=rows[1], pre_meeting_channel="video", at=NOW)
    actions.adjust(by=rows[0].booker, booking=rows[0], pre_meeting_channel="video", at=NOW)

    assert {row.pre_meeting_channel for row in meetings()} == {"video"}


def test_a_formøte_that_came_to_nothing_is_planned_anew_for_them_all():
    rows, later = agreed(), oslo(12, 9, 14)
    leader = user_of(rows[0].leader)

    with pytest.raises(Refused):
        actions.plan_pre_meeting(by=leader, booking=rows[2], starts_at=later, at=NOW)
    actions.plan_pre_meeting(by=leader, booking=rows[0], starts_at=later, at=NOW)

    assert {row.pre_meeting_starts_at for row in meetings()} == {later}
    assert talk_of() == [(1, later)]


def test_a_meeting_of_a_series_lapses_only_without_a_formøte():
    rows = agreed()

    for row in rows:
        actions.lapse(booking=row, at=row.starts_at - dt.timedelta(hours=24))

    assert [row.status for row in meetings()] == [Status.ACCEPTED] * 3


# --- What the database holds ------------------------------------------------------------------------------


def refused_change(row, change):
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE bookings_booking SET {change} WHERE id = %s", [row.pk])
    return error.value.__cause__.diag.constraint_name


def test_yes_record_and_confirmation_are_written_on_each_meeting():
    rows = confirmed()

    assert {row.held_recorded_at for row in rows} == {AFTER_FORMØTE}
    told = [[event.verb for event in events.history(row)] for row in rows]
    assert told == [["requested", "accept", "record", "confirm"]] * 3


def test_the_gate_holds_for_each_meeting_by_itself():
    rows = agreed()
    record(rows[0])
    actions.change_goal_or_responsible(by=rows[1].booker, booking=rows[1], goal="Feire.", at=AFTER_FORMØTE)
    gate = "booking_confirmed_only_after_held_pre_meeting"

    actions.confirm_series(by=user_of(rows[0].leader), booking=rows[0], at=AFTER_FORMØTE)

    assert [row.status for row in meetings()] == [Status.CONFIRMED, Status.ACCEPTED, Status.CONFIRMED]
    assert refused_change(rows[1], "status = 'confirmed'") == gate
    assert refused_change(rows[0], "goal = 'Noko anna'") == gate
    assert refused_change(rows[2], "held_goal = 'Noko anna'") == gate
