"""What the database itself refuses, asked by raw SQL: no page, admin or script gets past it."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint

from bookings.choices import Status
from bookings.models import (
    Absence,
    AdviceTalk,
    Booking,
    BookingSettings,
    Commitment,
    HoursOverride,
    ProcessLeader,
    WorkingHours,
)
from prosesstotte.sentences import sentences
from tests.bookings.factories import (
    MEETING,
    make_advice,
    make_booking,
    make_call,
    make_leader,
    make_recorded,
    oslo,
)
from tests.bookings.series_factories import ask
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ALL_HELD_NULL = (
    "held_from = NULL, held_to = NULL, held_by_id = NULL, held_with_id = NULL, "
    "held_goal = NULL, held_way = NULL, held_recorded_at = NULL"
)


def refusal(sql, *values):
    """The name of the constraint that refuses this SQL, or None when it is let through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return None


def refused_change(row, change, *values):
    return refusal(f"UPDATE {row._meta.db_table} SET {change} WHERE id = {row.pk}", *values)


BOOKING_CASES = [
    # The gate
    (Status.REQUESTED, "status = 'confirmed'", "booking_confirmed_only_after_held_pre_meeting"),
    (Status.ACCEPTED, "status = 'confirmed'", "booking_confirmed_only_after_held_pre_meeting"),
    (
        Status.ACCEPTED,
        "status = 'completed', actual_minutes = 9",
        "booking_confirmed_only_after_held_pre_meeting",
    ),
    (Status.CONFIRMED, ALL_HELD_NULL, "booking_confirmed_only_after_held_pre_meeting"),
    (Status.COMPLETED, ALL_HELD_NULL, "booking_confirmed_only_after_held_pre_meeting"),
    (Status.CONFIRMED, "goal = 'Noko anna'", "booking_confirmed_only_after_held_pre_meeting"),
    (Status.CONFIRMED, "held_goal = 'Noko anna'", "booking_confirmed_only_after_held_pre_meeting"),
    (Status.CONFIRMED, "responsible_id = {other}", "booking_confirmed_only_after_held_pre_meeting"),
    (Status.CONFIRMED, "held_with_id = {other}", "booking_confirmed_only_after_held_pre_meeting"),
    *[
        (Status.CONFIRMED, f"{column} = NULL", "booking_confirmed_only_after_held_pre_meeting")
        for column in ("held_from", "held_to", "held_by_id", "held_with_id", "held_goal", "held_way")
    ],
    (
        Status.CONFIRMED,
        "pre_meeting_starts_at = NULL, pre_meeting_ends_at = NULL, starts_at = held_to - interval '1 minute'",
        "booking_pre_meeting_was_held_before_the_meeting",
    ),
    ("recorded", "held_goal = NULL", "booking_held_pre_meeting_is_all_or_nothing"),
    ("recorded", "held_with_id = NULL", "booking_held_pre_meeting_is_all_or_nothing"),
    ("recorded", "held_way = ''", "booking_held_pre_meeting_is_all_or_nothing"),
    (Status.ACCEPTED, "held_way = 'IGP'", "booking_held_pre_meeting_is_all_or_nothing"),
    ("recorded", "held_to = held_from", "booking_pre_meeting_was_held_before_the_meeting"),
    (
        "recorded",
        "held_recorded_at = held_to - interval '1 second'",
        "booking_pre_meeting_is_recorded_after_it_was_held",
    ),
    (Status.ACCEPTED, "pre_meeting_ends_at = NULL", "booking_planned_pre_meeting_ends_before_the_meeting"),
    (
        Status.ACCEPTED,
        "pre_meeting_starts_at = pre_meeting_ends_at",
        "booking_planned_pre_meeting_ends_before_the_meeting",
    ),
    (
        Status.ACCEPTED,
        "pre_meeting_ends_at = starts_at + interval '1 minute'",
        "booking_planned_pre_meeting_ends_before_the_meeting",
    ),
    ("call", "status = 'accepted'", "booking_accepted_has_times_and_leader"),
    # The shape
    (Status.REQUESTED, "ends_at = starts_at", "booking_ends_after_it_starts"),
    (Status.REQUESTED, "leader_id = NULL", "booking_with_times_has_times_and_leader"),
    (Status.REQUESTED, "answer_by = NULL", "booking_request_has_a_deadline_for_the_answer"),
    (Status.REQUESTED, "status = 'declined'", "booking_declined_has_a_reason"),
    (Status.CONFIRMED, "status = 'completed'", "booking_completed_has_actual_minutes"),
    (Status.ACCEPTED, "goal = ''", "booking_has_a_goal_when_it_is_agreed"),
    (Status.REQUESTED, "people = 0", "booking_is_for_somebody"),
    (Status.REQUESTED, "status = 'Confirmed'", "booking_status_is_known"),
    (Status.REQUESTED, "kind = 'x'", "booking_kind_is_known"),
    (Status.REQUESTED, "mode = 'x'", "booking_mode_is_known"),
    (Status.REQUESTED, "pre_meeting_channel = 'x'", "booking_pre_meeting_channel_is_known"),
    (Status.REQUESTED, "conflict_level = 'x'", "booking_conflict_level_is_known"),
]


@pytest.mark.parametrize(("state", "change", "constraint"), BOOKING_CASES)
def test_the_database_refuses_a_booking(state, change, constraint):
    make = {"recorded": make_recorded, "call": make_call}.get(state, lambda: make_booking(state))
    booking = make()

    found = refused_change(booking, change.replace("{other}", str(make_user().pk)))

    assert found == constraint


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("core = 'empty'", "commitment_core_is_a_finite_half_open_stretch"),
        ("core = tstzrange(lower(core), 'infinity')", "commitment_blocked_contains_core"),
        ("core = tstzrange(lower(core), upper(core), '[]')", "commitment_core_is_a_finite_half_open_stretch"),
        ("blocked = tstzrange(lower(blocked), NULL)", "commitment_blocked_is_a_finite_half_open_stretch"),
        (
            "blocked = tstzrange('-infinity', upper(blocked))",
            "commitment_blocked_is_a_finite_half_open_stretch",
        ),
        (
            "blocked = tstzrange(lower(blocked), upper(blocked), '(]')",
            "commitment_blocked_is_a_finite_half_open_stretch",
        ),
        (
            "blocked = tstzrange(lower(core) + interval '1 minute', upper(core))",
            "commitment_blocked_contains_core",
        ),
        ("booking_id = NULL", "commitment_belongs_to_what_takes_the_time"),
        ("source = 'x'", "commitment_belongs_to_what_takes_the_time"),
        ("expires_at = now()", "commitment_expires_only_when_it_is_a_hold"),
        ("part = 'x'", "commitment_part_is_known"),
        ("becomes = 'meeting'", "commitment_of_an_offer_holds_one_of_its_times"),
    ],
)
def test_the_database_refuses_a_commitment(change, constraint):
    commitment = make_booking().commitments.get(source="meeting")

    assert refused_change(commitment, change) == constraint


COPY = (
    "INSERT INTO bookings_commitment (leader_id, part, source, core, blocked, active, booking_id, advice_id) "
    "SELECT {leader}, part, source, core, blocked, {active}, booking_id, advice_id "
    "FROM bookings_commitment WHERE {where}"
)


def copy_of(commitment, *, leader=None, active="true"):
    leader = leader.pk if leader else commitment.leader_id
    return COPY.format(leader=leader, active=active, where=f"id = {commitment.pk}")


def test_one_leader_cannot_be_in_two_places():
    commitment = make_booking().commitments.get(source="meeting")

    assert refusal(copy_of(commitment)) == "commitment_leader_is_not_double_booked"


def test_time_that_is_given_back_is_free():
    commitment = make_booking().commitments.get(source="meeting")

    assert refusal(copy_of(commitment, active="false")) is None


def test_touching_footprints_are_free():
    commitment = make_booking().commitments.get(source="meeting")
    after = "tstzrange(upper(blocked), upper(blocked) + interval '1 hour')"
    sql = copy_of(commitment).replace(
        "part, source, core, blocked, true", f"'co_leader', source, {after}, {after}, true"
    )

    assert refusal(sql) is None


def test_a_meeting_has_one_leader_beside_co_leaders():
    commitment = make_booking().commitments.get(source="meeting")

    found = refusal(copy_of(commitment, leader=make_leader()))

    assert found == "commitment_booking_has_one_leader_of_each_time"


def test_a_talk_has_one_leader():
    commitment = make_advice().commitments.get()

    assert refusal(copy_of(commitment, leader=make_leader())) == "commitment_advice_has_one_leader"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("ends_at = starts_at", "advice_ends_after_it_starts"),
        ("who_calls = ''", "advice_by_phone_says_who_calls_whom"),
        ("phone = ''", "advice_by_phone_says_who_calls_whom"),
        ("channel = 'in_person'", "advice_in_person_has_a_place"),
        ("status = 'x'", "advice_status_is_known"),
        ("channel = 'x'", "advice_channel_is_known"),
    ],
)
def test_the_database_refuses_a_talk(change, constraint):
    assert refused_change(make_advice(), change) == constraint


def test_the_database_refuses_hours_that_end_before_they_start():
    leader = make_leader()
    hours = leader.working_hours.first()
    override = HoursOverride.objects.create(leader=leader, date=MEETING.date())
    absence = Absence.objects.create(leader=leader, starts_at=MEETING, ends_at=oslo(12, 16))

    assert refused_change(hours, "to_time = from_time") == "working_hours_end_after_they_start"
    assert refused_change(hours, "weekday = 7") == "working_hours_are_on_a_weekday"
    assert refused_change(override, "from_time = '08:00'") == "hours_override_is_a_stretch_or_nothing"
    assert refused_change(absence, "ends_at = starts_at") == "absence_ends_after_it_starts"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("id = 2", "booking_settings_is_one_row"),
        ("grid_minutes = 7", "booking_settings_grid_divides_the_hour"),
        ("pre_meeting_minutes = 0", "booking_settings_talks_take_time"),
        ("meeting_lengths = '{}'", "booking_settings_offer_a_length"),
        ("advice_lengths = '{0,30}'", "booking_settings_offer_a_length"),
        ("evaluation_days = 0", "booking_settings_evaluation_is_open_for_days"),
        ("offer_working_days = 0", "booking_settings_offers_stand_for_days"),
        ("keep_bookings_months = 0", "booking_settings_keep_bookings_a_month"),
    ],
)
def test_the_database_refuses_rules_that_make_no_sense(change, constraint):
    settings = BookingSettings.objects.create(pk=1)

    assert refused_change(settings, change) == constraint


def test_every_constraint_has_a_sentence_for_people_and_is_tried_here():
    models = (
        Absence,
        AdviceTalk,
        Booking,
        BookingSettings,
        Commitment,
        HoursOverride,
        ProcessLeader,
        WorkingHours,
    )
    constraints = [constraint for model in models for constraint in model._meta.constraints]
    tried = Path(__file__).read_text()

    assert [c.name for c in constraints if c.name not in tried] == []
    silent = [c.name for c in constraints if c.violation_error_message == c.default_violation_error_message]
    assert silent == ["booking_settings_is_one_row"]
    assert all(
        isinstance(c, CheckConstraint) or "commitment" in c.name or "series" in c.name for c in constraints
    )


@pytest.mark.parametrize(
    ("place", "change", "constraint"),
    [
        (1, "pre_meeting_is_carried = false", "booking_series_has_one_pre_meeting"),
        (0, "series = NULL", "booking_in_a_series_has_its_place_there"),
        (0, "place_in_series = NULL", "booking_in_a_series_has_its_place_there"),
        (1, "place_in_series = 0", "booking_in_a_series_has_its_place_there"),
        (1, "place_in_series = 1", "booking_has_a_place_of_its_own_in_the_series"),
        (2, "series = NULL, place_in_series = NULL", "booking_carries_the_pre_meeting_of_a_series"),
        (
            2,
            "pre_meeting_starts_at = NULL, pre_meeting_ends_at = NULL",
            "booking_carries_the_pre_meeting_of_a_series",
        ),
        (1, "pre_meeting_ends_at = ends_at", "booking_planned_pre_meeting_ends_before_the_meeting"),
    ],
)
def test_the_database_holds_what_a_series_is(place, change, constraint):
    row = ask()[place]

    assert refused_change(row, change) == constraint


def test_a_broken_constraint_speaks_nynorsk():
    booking = make_booking()

    with pytest.raises(ValidationError, match="Formøtet må vere halde"), sentences(Booking):
        Booking.objects.filter(pk=booking.pk).update(status=Status.CONFIRMED)


def test_a_form_that_leaves_out_what_the_rule_needs_is_still_answered():
    """Django #36222: an exclusion constraint whose condition is left out of the form crashed it."""
    taken = make_booking().commitments.get(source="meeting")
    again = Commitment(
        leader=taken.leader, source="meeting", core=taken.core, blocked=taken.blocked, booking=taken.booking
    )

    with pytest.raises(ValidationError, match="oppteken i dette tidsrommet"):
        again.validate_constraints(exclude={"active", "leader", "blocked"})
