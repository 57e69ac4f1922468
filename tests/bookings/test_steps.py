"""Doors from state to state: what they set, whom they let in, and that two clicks make one change."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from bookings import actions
from bookings.choices import Move, Status
from bookings.errors import Changed, MoveRefused, Refused, TimeRefused, TimeTaken
from bookings.models import Booking, Commitment
from prosesstotte import events
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_advice,
    make_call,
    make_confirmed,
    make_leader,
    make_need,
    make_recorded,
    make_request,
    make_times,
    oslo,
    record,
    user_of,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def verbs(booking):
    return list(events.history(booking).values_list("verb", flat=True))


def sources(booking):
    return set(Commitment.objects.active().filter(booking=booking).values_list("source", flat=True))


# --- The gate --------------------------------------------------------------------------------------


def test_confirm_before_the_formøte_is_refused():
    booking = make_accepted()

    with pytest.raises(ValidationError, match="Formøtet må vere halde"):
        actions.confirm(by=user_of(booking.leader), booking=booking, at=NOW)

    assert fresh(booking).status == Status.ACCEPTED
    assert verbs(booking) == ["requested", "accept"]
    assert not OutgoingMail.objects.filter(kind="bookings/confirmed").exists()


def test_the_whole_chain_writes_who_and_when():
    booking = make_confirmed()

    assert verbs(booking) == ["requested", "accept", "record", "confirm"]
    assert (booking.status_by, booking.status_at, booking.version) == (
        user_of(booking.leader),
        AFTER_FORMØTE,
        4,
    )
    assert events.history(booking).last().at == AFTER_FORMØTE


def test_the_record_is_the_held_formøte():
    booking = make_accepted()

    record(
        booking, goal="To mål", way="Verdskafé", record={"mandate": "Vedtak 12/26", "conflict_level": "some"}
    )

    found = fresh(booking)
    assert (found.goal, found.held_goal, found.held_way) == ("To mål", "To mål", "Verdskafé")
    assert (found.held_by, found.held_with) == (user_of(booking.leader), booking.responsible)
    assert (found.mandate, found.conflict_level, found.held_recorded_at) == (
        "Vedtak 12/26",
        "some",
        AFTER_FORMØTE,
    )
    assert found.status == Status.ACCEPTED


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"at": FORMØTE}, "først førast inn når det er over"),
        ({"way": " "}, "alt må vere med"),
        ({"held_to": FORMØTE}, "ein start og ein slutt"),
        ({"record": {"conflict_level": "mykje"}}, "ikkje eit gyldig val"),
    ],
)
def test_a_record_that_is_not_whole_is_refused_in_words(fields, sentence):
    booking = make_accepted()

    with pytest.raises(ValidationError) as refused:
        record(booking, **fields)

    assert sentence in " ".join(refused.value.messages) or "gyldig" in " ".join(refused.value.messages)
    assert not fresh(booking).pre_meeting_is_held


def test_a_record_with_unknown_fields_is_a_programming_error():
    with pytest.raises(ValueError, match="status"):
        record(make_accepted(), record={"status": "confirmed"})


def test_a_formøte_held_early_frees_its_planned_time():
    booking = make_accepted()
    early = oslo(12, 8, 9)

    record(
        booking, held_from=early, held_to=early + dt.timedelta(minutes=30), at=early + dt.timedelta(hours=1)
    )

    assert sources(booking) == {"meeting"}
    dropped = OutgoingMail.objects.filter(kind="bookings/pre_meeting_dropped")
    assert {letter.calendar_method for letter in dropped} == {"CANCEL"}


# --- Falling back --------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_recorded, make_confirmed])
def test_a_new_goal_falls_back_and_keeps_the_meetings_time(make):
    booking = make()
    old_uid = booking.pre_meeting_uid

    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE)

    found = fresh(booking)
    assert (found.status, found.goal, found.held_to, found.held_goal) == (
        Status.ACCEPTED,
        "Noko anna",
        None,
        None,
    )
    assert found.needs_follow_up
    assert found.pre_meeting_uid != old_uid
    assert sources(booking) == {"meeting"}
    assert events.history(booking).last().data["record"]["held_goal"] == "Bli samde om tre mål."
    assert OutgoingMail.objects.filter(kind="bookings/fell_back").count() == 2


def test_a_new_responsible_falls_back_and_the_old_one_is_let_go():
    booking = make_confirmed(need=make_need(responsible_email="kari@example.no"))

    actions.change_goal_or_responsible(
        by=booking.booker, booking=booking, responsible_email="ole@example.no", at=AFTER_FORMØTE
    )

    assert fresh(booking).responsible.email == "ole@example.no"
    gone = OutgoingMail.objects.get(kind="bookings/no_longer_responsible")
    assert (gone.to, gone.calendar_method) == ("kari@example.no", "CANCEL")
    assert OutgoingMail.objects.filter(kind="bookings/fell_back", to="ole@example.no").exists()


def test_after_a_short_new_formøte_it_can_be_confirmed_again():
    booking = make_confirmed()
    leader = user_of(booking.leader)
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE)

    actions.plan_pre_meeting(by=leader, booking=booking, starts_at=oslo(12, 14, 15), at=AFTER_FORMØTE)
    held = {"held_from": oslo(12, 14, 15), "held_to": oslo(12, 14, 15, 15)}
    record(booking, **held, at=oslo(12, 14, 15, 15))
    actions.confirm(by=leader, booking=booking, at=oslo(12, 14, 15, 15))

    found = fresh(booking)
    assert (found.status, found.held_goal) == (Status.CONFIRMED, "Noko anna")
    assert found.pre_meeting_ends_at == oslo(12, 14, 15, 15)  # fifteen minutes, the working day before


def test_what_is_not_changed_does_not_fall_back():
    booking = make_confirmed()
    letters = OutgoingMail.objects.count()

    actions.change_goal_or_responsible(
        by=booking.booker, booking=booking, goal=booking.goal, responsible_email=booking.responsible.email
    )

    assert fresh(booking).status == Status.CONFIRMED
    assert OutgoingMail.objects.count() == letters


def test_a_booking_that_fell_back_lapses_a_day_ahead_when_nobody_called():
    booking = make_confirmed()
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE)

    actions.lapse(booking=booking, at=MEETING - dt.timedelta(hours=24, seconds=1))
    assert fresh(booking).status == Status.ACCEPTED

    actions.lapse(booking=booking, at=MEETING - dt.timedelta(hours=24))
    assert (fresh(booking).status, sources(booking)) == (Status.LAPSED, set())
    assert OutgoingMail.objects.filter(kind="bookings/lapsed").count() == 3  # both, and the team


# --- Another time for the formøte -------------------------------------------------------------------


def test_the_formøte_can_have_another_time_over_its_own_old_one():
    booking = make_accepted()

    actions.plan_pre_meeting(
        by=user_of(booking.leader),
        booking=booking,
        starts_at=FORMØTE + dt.timedelta(minutes=15),
        channel="video",
        at=NOW,
    )

    found = fresh(booking)
    assert (found.pre_meeting_starts_at, found.pre_meeting_channel) == (
        FORMØTE + dt.timedelta(minutes=15),
        "video",
    )
    assert found.pre_meeting_uid == booking.pre_meeting_uid
    assert Commitment.objects.active().filter(booking=booking, source="pre_meeting").count() == 1


def test_the_working_days_between_hold_for_a_moved_formøte_too():
    booking = make_accepted()

    with pytest.raises(TimeRefused):
        actions.plan_pre_meeting(
            by=user_of(booking.leader), booking=booking, starts_at=oslo(12, 14, 10), at=NOW
        )

    assert fresh(booking).pre_meeting_starts_at == FORMØTE
    assert sources(booking) == {"meeting", "pre_meeting"}


# --- «Ring meg» is accepted with times ---------------------------------------------------------------


def test_after_the_call_the_leader_who_accepts_gets_it():
    booking, leader = make_call(), make_leader()

    actions.accept(by=user_of(leader), booking=booking, times=make_times(), goal="Tre mål", at=NOW)

    found = fresh(booking)
    assert (found.status, found.leader, found.goal, found.starts_at) == (
        Status.ACCEPTED,
        leader,
        "Tre mål",
        MEETING,
    )
    assert sources(booking) == {"meeting", "pre_meeting"}


def test_ring_meg_cannot_be_accepted_without_times():
    booking, leader = make_call(), make_leader()

    with pytest.raises(ValidationError, match="tid og prosessleiar"):
        actions.accept(by=user_of(leader), booking=booking, at=NOW)


def test_ring_meg_on_a_taken_time_offers_others():
    leader = make_leader()
    make_request(leader=leader)
    booking = make_call()

    with pytest.raises(TimeTaken) as taken:
        actions.accept(by=user_of(leader), booking=booking, times=make_times(), at=NOW)

    assert taken.value.alternatives
    assert fresh(booking).status == Status.REQUESTED


# --- Saying no, and calling off ----------------------------------------------------------------------


def test_decline_needs_a_reason():
    booking = make_request()

    with pytest.raises(ValidationError, match="Skriv kvifor"):
        actions.decline(by=user_of(booking.leader), booking=booking, reason="  ")

    assert fresh(booking).status == Status.REQUESTED


@pytest.mark.parametrize("who", ["booker", "responsible", "leader", "staff"])
def test_these_may_cancel(who):
    booking = make_accepted(need=make_need(responsible_email="kari@example.no"))
    by = {
        "booker": booking.booker,
        "responsible": booking.responsible,
        "leader": user_of(booking.leader),
        "staff": make_user(is_superuser=True),
    }[who]

    actions.cancel(by=by, booking=booking, reason="Gruppa er lagd ned", at=NOW)

    assert (fresh(booking).status, sources(booking)) == (Status.CANCELLED, set())


def test_inside_the_notice_the_booker_calls_and_the_leader_decides():
    booking = make_confirmed()
    late = MEETING - dt.timedelta(hours=23, minutes=59)

    with pytest.raises(Refused, match="Ring oss"):
        actions.cancel(by=booking.booker, booking=booking, at=late)
    actions.cancel(by=user_of(booking.leader), booking=booking, at=late)

    assert fresh(booking).status == Status.CANCELLED


def test_a_cancelled_time_can_be_booked_again():
    booking = make_request()
    actions.cancel(by=booking.booker, booking=booking, at=NOW)

    assert make_request(leader=booking.leader).status == Status.REQUESTED


def test_complete_waits_for_the_meeting_to_start():
    booking = make_confirmed()

    with pytest.raises(Refused, match="ikkje starta enno"):
        actions.complete(by=user_of(booking.leader), booking=booking, actual_minutes=90, at=AFTER_FORMØTE)


@pytest.mark.parametrize("minutes", [0, None])
def test_complete_needs_minutes(minutes):
    booking = make_confirmed()

    with pytest.raises(ValidationError):
        actions.complete(
            by=user_of(booking.leader), booking=booking, actual_minutes=minutes, at=oslo(12, 15, 12)
        )


# --- Two clicks, two people ----------------------------------------------------------------------------


def test_two_clicks_make_one_change():
    booking = make_request()
    leader, version = user_of(booking.leader), booking.version

    actions.accept(by=leader, booking=Booking.objects.get(pk=booking.pk), version=version, at=NOW)
    letters = OutgoingMail.objects.count()
    actions.accept(by=leader, booking=Booking.objects.get(pk=booking.pk), version=version, at=NOW)

    assert verbs(booking) == ["requested", "accept"]
    assert OutgoingMail.objects.count() == letters
    assert fresh(booking).version == 2


def test_two_clicks_on_the_record_make_one_record_and_another_content_asks_again():
    booking = make_accepted()
    version = booking.version

    record(booking, version=version)
    record(booking, version=version, at=AFTER_FORMØTE + dt.timedelta(seconds=1))

    assert verbs(booking).count("record") == 1
    with pytest.raises(Changed):
        record(booking, version=version, way="Noko heilt anna")


def test_two_clicks_on_ring_meg_make_one_change():
    booking, leader = make_call(), make_leader()
    for _ in range(2):
        actions.accept(
            by=user_of(leader),
            booking=Booking.objects.get(pk=booking.pk),
            times=make_times(),
            version=1,
            at=NOW,
        )

    assert verbs(booking) == ["requested", "accept"]


def test_an_old_page_is_told_so():
    booking = make_request()
    actions.cancel(by=booking.booker, booking=booking, at=NOW)

    with pytest.raises(Changed):
        actions.accept(by=user_of(booking.leader), booking=booking, version=1, at=NOW)


def test_called_off_without_a_reason_from_an_old_page_is_no_second_click():
    booking, talk = make_accepted(), make_advice(leader=make_leader())
    actions.adjust(by=booking.booker, booking=booking, people=30, at=NOW)
    actions.move_advice(by=talk.booker, talk=talk, starts_at=oslo(12, 9, 13), at=NOW)

    with pytest.raises(Changed):
        actions.cancel(by=booking.booker, booking=booking, version=2, at=NOW)
    with pytest.raises(Changed):
        actions.cancel_advice(by=talk.booker, talk=talk, version=1, at=NOW)

    assert (fresh(booking).status, talk.status) == ("accepted", "confirmed")


def test_the_buttons_are_the_moves_one_may_make():
    booking = make_accepted()

    assert set(booking.moves_for(user_of(booking.leader))) == {
        Move.RECORD, Move.PLAN, Move.CONFIRM, Move.CANCEL, Move.CHANGE, Move.MOVE, Move.ADJUST,
        Move.HAND_OVER, Move.READ, Move.SEEK, Move.BRING, Move.LET_GO, Move.TRAVEL,
    }  # fmt: skip
    assert set(booking.moves_for(booking.booker)) == {Move.CANCEL, Move.CHANGE, Move.MOVE, Move.ADJUST}
    assert booking.moves_for(make_user()) == []


def test_a_leader_who_has_left_still_owns_what_is_booked():
    booking = make_accepted()
    type(booking.leader).objects.update(is_active=False)

    assert Move.CANCEL in fresh(booking).moves_for(user_of(booking.leader))


def test_the_queue_is_every_active_leaders_and_nobody_elses():
    booking = make_call()

    assert Move.ACCEPT in booking.moves_for(user_of(make_leader()))
    assert Move.ACCEPT not in booking.moves_for(user_of(make_leader(is_active=False)))
    assert Move.ACCEPT not in booking.moves_for(booking.booker)


# --- Advisory talks -----------------------------------------------------------------------------------


def test_a_talk_is_confirmed_at_once_and_takes_time():
    talk = make_advice()

    assert talk.status == "confirmed"
    assert talk.commitments.active().get().source == "advice"
    assert set(OutgoingMail.objects.values_list("kind", flat=True)) == {"bookings/advice_confirmed"}


def test_a_talk_and_a_meeting_share_the_leaders_time():
    talk = make_advice()

    with pytest.raises(TimeTaken) as taken:
        make_request(leader=talk.leader)

    assert taken.value.which == "pre_meeting"


def test_a_talk_has_short_notice():
    leader = make_leader()

    assert make_advice(leader=leader, starts_at=NOW + dt.timedelta(hours=2)).pk
    with pytest.raises(TimeRefused):
        make_advice(leader=leader, starts_at=NOW + dt.timedelta(minutes=105))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phone": ""}, "Skriv telefonnummeret"),
        ({"who_calls": ""}, "kven som skal ringje"),
        ({"channel": "in_person"}, "kvar de skal møtast"),
    ],
)
def test_a_talk_says_how_to_meet(fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        make_advice(**fields)

    assert not Commitment.objects.exists()


def test_a_video_talk_gets_the_leaders_room():
    leader = make_leader(video_link="https://video.example.no/rom")

    assert make_advice(leader=leader, channel="video", phone="", who_calls="").video_link == leader.video_link


def test_cancelling_a_talk_frees_the_time():
    talk = make_advice()

    actions.cancel_advice(by=talk.booker, talk=talk, reason="Sjuk", at=NOW)

    assert not talk.commitments.active().exists()
    assert (
        OutgoingMail.objects.filter(kind="bookings/advice_cancelled", calendar_method="CANCEL").count() == 2
    )


def test_the_booker_does_not_complete_the_talk():
    talk = make_advice()

    assert Move.COMPLETE not in talk.moves_for(talk.booker)


def test_nothing_is_cancelled_twice():
    booking = make_request()
    actions.cancel(by=booking.booker, booking=booking, at=NOW)

    with pytest.raises(MoveRefused, match="Avlyst"):
        actions.cancel(by=booking.booker, booking=booking, at=NOW)


# --- What a refusal leaves behind -------------------------------------------------------------------


def test_a_refused_move_leaves_the_object_as_the_database_has_it():
    booking = make_accepted()

    with pytest.raises(ValidationError):
        actions.confirm(by=user_of(booking.leader), booking=booking, at=NOW)

    assert (booking.status, booking.version) == (Status.ACCEPTED, fresh(booking).version)


def test_a_time_that_is_taken_leaves_ring_meg_as_it_was():
    leader = make_leader()
    make_request(leader=leader)
    booking = make_call()

    with pytest.raises(TimeTaken):
        actions.accept(by=user_of(leader), booking=booking, times=make_times(), at=NOW)

    assert (booking.status, booking.starts_at, booking.leader) == (Status.REQUESTED, None, None)


def test_an_address_that_is_none_is_refused():
    booking = make_accepted()

    with pytest.raises(ValidationError):
        actions.change_goal_or_responsible(
            by=booking.booker, booking=booking, responsible_email="kari@example.no\nBcc: alle@example.no"
        )
