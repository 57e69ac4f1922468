"""Doors that make a booking: both times or neither, once for each form, and never outside the list."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from bookings import actions, leader_calendars
from bookings.availability import Reason
from bookings.choices import RequestKind, Status
from bookings.errors import FormKeyReused, TimeRefused, TimeTaken
from bookings.models import Absence, Booking, Commitment
from prosesstotte import events
from prosesstotte.models import OutgoingMail, User
from tests.bookings.factories import (
    FORMØTE,
    MEETING,
    NOW,
    make_accepted,
    make_call,
    make_leader,
    make_need,
    make_request,
    make_times,
    new_key,
    oslo,
    user_of,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def request(**fields):
    times = fields.pop("times", None) or make_times(fields.pop("leader", None))
    return actions.request_booking(
        **{"by": make_user(), "need": make_need(), "times": times, "at": NOW, **fields}
    )


def test_a_request_reserves_meeting_and_formøte():
    leader = make_leader(buffer_before=30, buffer_after=45)

    booking = request(leader=leader)

    found = Commitment.objects.active().filter(booking=booking).order_by("core")
    assert [(c.source, c.starts_at, c.ends_at, c.leader) for c in found] == [
        ("pre_meeting", FORMØTE, FORMØTE + dt.timedelta(minutes=45), leader),
        ("meeting", MEETING, MEETING + dt.timedelta(minutes=120), leader),
    ]
    assert found[1].blocked.lower == MEETING - dt.timedelta(minutes=30)
    assert found[1].blocked.upper == MEETING + dt.timedelta(minutes=165)
    assert (booking.status, booking.kind, booking.version) == (Status.REQUESTED, RequestKind.TIMES, 1)


def test_the_answer_is_due_two_working_days_later_at_the_same_clock_time():
    assert request(leader=make_leader()).answer_by == oslo(12, 9, 8)


def test_a_weekend_does_not_count_in_the_deadline():
    booking = make_call()

    settings = leader_calendars.BookingSettings.current()
    assert leader_calendars.answer_deadline(settings, oslo(12, 12, 13)) == oslo(12, 15, 13)
    assert booking.answer_by == oslo(12, 9, 8)


def test_the_booker_answers_for_the_meeting_unless_somebody_else_is_named():
    leader = make_leader()
    by = make_user()

    own = request(by=by, leader=leader)
    other = request(
        by=by,
        need=make_need(responsible_email="Kari.Sjef@Example.no", responsible_name="Kari Sjef"),
        leader=make_leader(),
    )

    assert own.responsible == by
    assert (other.booker, other.responsible.email, other.responsible.name) == (
        by,
        "kari.sjef@example.no",
        "Kari Sjef",
    )


@pytest.mark.parametrize(("email", "may_log_in"), [("ny@example.no", True), ("gjest@annan.no", False)])
def test_being_named_opens_no_door(email, may_log_in):
    booking = request(need=make_need(responsible_email=email), leader=make_leader())

    assert booking.responsible.is_active == may_log_in
    assert not booking.responsible.has_usable_password()


def test_somebody_who_is_there_already_is_found_again():
    user = make_user("kari@example.no", name="Kari")

    booking = request(
        need=make_need(responsible_email="KARI@example.no", responsible_name="Nokon"), leader=make_leader()
    )

    assert (booking.responsible, booking.responsible.name) == (user, "Kari")


@pytest.mark.parametrize(
    ("times", "which", "reason"),
    [
        ({"starts_at": oslo(12, 15, 7)}, "meeting", Reason.OUTSIDE_HOURS),
        ({"starts_at": oslo(12, 15, 9, 7)}, "meeting", Reason.OFF_GRID),
        ({"starts_at": oslo(12, 11, 9)}, "meeting", Reason.TOO_CLOSE),
        ({"starts_at": oslo(12, 19, 9)}, "meeting", Reason.DAY_OFF),
        ({"starts_at": oslo(12, 25, 9)}, "meeting", Reason.HOLIDAY),
        ({"starts_at": oslo(12, 1, 9)}, "meeting", Reason.PAST),
        ({"starts_at": oslo(12, 15, 9, year=2027)}, "meeting", Reason.TOO_FAR),
        ({"starts_at": oslo(12, 15, 9, year=9999)}, "meeting", Reason.TOO_FAR),
        ({"starts_at": oslo(12, 15, 9, year=1)}, "meeting", Reason.PAST),
        ({"pre_meeting_starts_at": oslo(12, 7, 9)}, "pre_meeting", Reason.TOO_SOON),
        ({"pre_meeting_starts_at": oslo(12, 10, 9)}, "pre_meeting", Reason.TOO_CLOSE),
        ({"pre_meeting_starts_at": oslo(12, 16, 9)}, "pre_meeting", Reason.TOO_CLOSE),
        ({"pre_meeting_starts_at": oslo(12, 9, 15, 30)}, "pre_meeting", Reason.OUTSIDE_HOURS),
    ],
)
def test_a_start_the_list_would_not_offer_is_refused(times, which, reason):
    leader = make_leader()

    with pytest.raises(TimeRefused) as refused:
        request(times=make_times(leader, **times))

    assert (refused.value.reason, refused.value.which, refused.value.status) == (reason, which, 422)
    assert not Booking.objects.exists()
    assert not Commitment.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_a_time_that_is_taken_comes_back_with_the_nearest_free_ones():
    leader = make_leader(buffer_before=0, buffer_after=0)
    request(leader=leader)

    with pytest.raises(TimeTaken) as taken:
        request(times=make_times(leader, pre_meeting_starts_at=oslo(12, 9, 12)))

    found = taken.value
    assert (found.which, found.status) == ("meeting", 409)
    assert "teken no nettopp" in found.messages[0]
    assert [f"{a.start:%d.%H.%M}" for a in found.alternatives] == [
        "15.11.00",
        "15.11.15",
        "15.11.30",
        "15.11.45",
        "15.12.00",
    ]
    assert all(a.leaders == (leader.pk,) for a in found.alternatives)


def test_the_alternatives_can_be_booked():
    leader = make_leader()
    request(leader=leader)
    with pytest.raises(TimeTaken) as taken:
        request(times=make_times(leader, starts_at=oslo(12, 16, 9)))
    assert taken.value.which == "pre_meeting"

    offered = taken.value.alternatives[0].start
    booking = request(times=make_times(leader, starts_at=oslo(12, 16, 9), pre_meeting_starts_at=offered))

    assert booking.pre_meeting_starts_at == offered


def test_both_are_reserved_or_neither():
    leader = make_leader()
    request(leader=leader)
    rows = Commitment.objects.count()

    with pytest.raises(TimeTaken):
        request(times=make_times(leader, starts_at=oslo(12, 16, 9)))

    assert Commitment.objects.count() == rows


def test_an_absent_leader_is_not_booked():
    leader = make_leader()
    Absence.objects.create(leader=leader, starts_at=oslo(12, 15), ends_at=oslo(12, 16))

    with pytest.raises(TimeRefused) as refused:
        request(leader=leader)

    assert refused.value.reason == Reason.ABSENT


# --- Any leader ------------------------------------------------------------------------------------


def test_any_leader_prefers_competence_for_the_purpose():
    make_leader()
    able = make_leader(purposes=["mal-og-strategi"])

    booking = request()

    assert booking.leader == able
    assert events.history(booking)[0].data == {"chosen_for": "competence"}


def test_any_leader_then_prefers_the_fewest_hours_lately():
    busy, calm = make_leader(), make_leader()
    request(times=make_times(busy, starts_at=oslo(12, 16, 12), pre_meeting_starts_at=oslo(12, 9, 12)))

    booking = request()

    assert booking.leader == calm
    assert events.history(booking)[0].data == {"chosen_for": "fewest_hours"}


def test_any_leader_has_both_times_free():
    busy, free = make_leader(purposes=["mal-og-strategi"]), make_leader()
    request(times=make_times(busy, starts_at=oslo(12, 16, 12)))  # the same formøte, another meeting

    assert request().leader == free


def test_when_all_are_taken_somebody_was_first():
    for _ in range(2):
        request(leader=make_leader())

    with pytest.raises(TimeTaken) as taken:
        request()

    assert len(taken.value.alternatives) == 5


def test_without_any_leader_the_answer_is_calm():
    with pytest.raises(TimeRefused):
        request()


# --- Once for each form ----------------------------------------------------------------------------


def test_a_form_that_is_posted_twice_makes_one_booking():
    by, leader, need, key = make_user(), make_leader(), make_need(), new_key()
    first = request(by=by, leader=leader, need=need, form_key=key)
    letters = OutgoingMail.objects.count()

    again = request(by=by, leader=leader, need=need, form_key=key)

    assert again == first
    assert OutgoingMail.objects.count() == letters
    assert events.history(first).count() == 1


def test_the_same_key_with_another_body_is_refused():
    by, leader, key = make_user(), make_leader(), new_key()
    request(by=by, leader=leader, form_key=key)

    with pytest.raises(FormKeyReused):
        request(by=by, leader=leader, need=make_need(title="Noko anna"), form_key=key)


def test_somebody_elses_key_shows_nothing():
    leader, need, key = make_leader(), make_need(), new_key()
    request(leader=leader, need=need, form_key=key)

    with pytest.raises(FormKeyReused):
        request(leader=leader, need=need, form_key=key)


def test_a_refused_form_does_not_use_its_key():
    by, leader, key = make_user(), make_leader(), new_key()
    with pytest.raises(TimeRefused):
        request(by=by, times=make_times(leader, starts_at=oslo(12, 15, 7)), form_key=key)

    assert request(by=by, leader=leader, form_key=key).pk


def test_a_mangled_key_is_answered_in_words():
    with pytest.raises(ValidationError, match="Opne det på nytt"):
        request(leader=make_leader(), form_key="tull")


# --- «Ring meg», and on behalf of a caller -----------------------------------------------------------


def test_ring_meg_needs_no_times_but_has_a_deadline():
    leader = make_leader()

    booking = make_call()

    assert (booking.kind, booking.starts_at, booking.leader) == (RequestKind.CALL, None, None)
    assert booking in Booking.objects.visible_to(user_of(leader)).queue()
    assert OutgoingMail.objects.get(kind="bookings/request_to_answer").to == "prosess@example.no"


def test_a_process_leader_enters_a_booking_for_a_caller_and_it_is_agreed_at_once():
    leader = make_leader()

    booking = actions.enter_for_caller(
        by=user_of(leader),
        caller_email="ole@example.no",
        caller_name="Ole",
        need=make_need(),
        times=make_times(leader),
        at=NOW,
    )

    assert (booking.booker.email, booking.booker.name, booking.entered_by) == (
        "ole@example.no",
        "Ole",
        user_of(leader),
    )
    assert booking.status == Status.ACCEPTED


def test_entered_for_a_colleague_it_waits_for_the_colleagues_answer():
    booking = actions.enter_for_caller(
        by=user_of(make_leader()),
        caller_email="ole@example.no",
        need=make_need(),
        times=make_times(make_leader()),
        at=NOW,
    )

    assert booking.status == Status.REQUESTED


def test_a_group_leader_cannot_enter_for_others():
    with pytest.raises(PermissionDenied):
        actions.enter_for_caller(by=make_user(), caller_email="ole@example.no", need=make_need(), at=NOW)

    assert not User.objects.filter(email="ole@example.no").exists()


def test_a_leader_may_overrule_the_rules_with_a_reason_but_not_what_is_taken():
    leader = make_leader()
    make_accepted(leader=leader)
    evening = make_times(leader, starts_at=oslo(12, 14, 18), pre_meeting_starts_at=oslo(12, 11, 12))
    taken = make_times(leader, pre_meeting_starts_at=oslo(12, 11, 12))
    entry = {
        "by": user_of(leader),
        "caller_email": "ole@example.no",
        "overrule": "Einaste kvelden",
        "at": NOW,
    }

    booking = actions.enter_for_caller(times=evening, need=make_need(), **entry)

    assert events.history(booking)[0].data["overruled"] == "Einaste kvelden"
    with pytest.raises(TimeTaken):
        actions.enter_for_caller(times=taken, need=make_need(), **entry)
    with pytest.raises(TimeRefused):
        actions.enter_for_caller(times=evening, need=make_need(), **{**entry, "overrule": " "})


def test_what_is_typed_has_limits():
    with pytest.raises(ValidationError):
        request(leader=make_leader(), need=make_need(title="x" * 200))


def test_an_expired_hold_is_given_back_before_it_is_asked_for():
    leader = make_leader()
    core = (MEETING, MEETING + dt.timedelta(hours=2))
    hold = Commitment.objects.create(leader=leader, source="hold", core=core, blocked=core, expires_at=NOW)

    booking = request(leader=leader)

    hold.refresh_from_db()
    assert (booking.status, hold.active) == (Status.REQUESTED, False)


def test_a_hold_that_stands_blocks():
    leader = make_leader()
    core = (MEETING, MEETING + dt.timedelta(hours=2))
    later = NOW + dt.timedelta(seconds=1)
    Commitment.objects.create(leader=leader, source="hold", core=core, blocked=core, expires_at=later)

    with pytest.raises(TimeTaken):
        request(leader=leader)


def test_make_request_is_visible_to_its_own_people_only():
    booking = make_request()
    other_leader, stranger, staff = user_of(make_leader()), make_user(), make_user(is_superuser=True)

    sees = [
        Booking.objects.visible_to(user).filter(pk=booking.pk).exists()
        for user in (
            booking.booker,
            booking.responsible,
            user_of(booking.leader),
            staff,
            other_leader,
            stranger,
        )
    ]

    assert sees == [True, True, True, True, False, False]


def test_the_answer_comes_before_the_formøte():
    booking = request(times=make_times(make_leader(), pre_meeting_starts_at=oslo(12, 8, 12)))

    assert booking.answer_by == oslo(12, 8, 12)
