"""Doors of the advisory conversation: confirmed at once, no formøte, the same commitments."""

from django.utils import timezone

from bookings import emails, jobs, leader_calendars
from bookings.actions.advice_changes import check_talk_notice
from bookings.actions.once import digest, form_key_from, once
from bookings.choices import Channel, Move, Source
from bookings.errors import TimeTaken
from bookings.models import AdviceTalk, BookingSettings
from bookings.reservations import (
    Slot,
    check_reach,
    door,
    lock_free_leader,
    release,
    reserve,
    with_alternatives,
)


def book_advice(
    *, by, starts_at, minutes, channel=Channel.PHONE, leader=None, form_key=None, at=None, **details
):
    """Book a talk. `details`: who_calls, phone (both for telefon), place (for fysisk møte), about,
    group_name, service_area. `leader` None: any who is free.

    Returns the AdviceTalk; the same form sent again returns the same one.
    Raises TimeRefused, TimeTaken (with alternatives), FormKeyReused, ValidationError.
    """
    at = at or timezone.now()
    check_reach(Source.ADVICE, starts_at, at)
    settings = BookingSettings.current()
    rules = leader_calendars.rules(settings, at=at, notice=settings.advice_notice_minutes)
    slot = Slot(Source.ADVICE, starts_at, leader_calendars.talk_wish(settings, minutes=minutes), rules)
    fingerprint = digest(by, starts_at, minutes, channel, leader, details)
    identity = {"form_key": form_key_from(form_key), "body_digest": fingerprint}
    columns = {"channel": channel, **details, **identity}
    try:
        return once(
            AdviceTalk, identity, lambda: _make(by=by, slot=slot, leader=leader, columns=columns, at=at)
        )
    except TimeTaken as error:
        raise with_alternatives(error, [slot], leader=leader, at=at) from error


@door
def _make(*, by, slot, leader, columns, at):
    chosen, why = lock_free_leader([slot], leader=leader, at=at)
    talk = AdviceTalk(
        booker=by,
        leader=chosen,
        starts_at=slot.start,
        ends_at=slot.end,
        created_at=at,
        status_at=at,
        status_by=by,
        **columns,
    )
    if talk.channel == Channel.VIDEO and not talk.video_link:
        talk.video_link = chosen.video_link
    talk.enter(by=by, at=at, chosen_for=why)
    reserve([slot], leader=chosen, advice=talk)
    emails.advice_confirmed(talk)
    jobs.plan_advice_reminder(talk, at)
    return talk


@door
def cancel_advice(*, by, talk, reason="", version=None, at=None):
    """Call the talk off. The time is free again, and both get word. The booker keeps to the notice."""
    at = at or timezone.now()
    talk.lock()
    check_talk_notice(talk, by, at)
    if talk.step(Move.CANCEL, by=by, version=version, at=at, cancelled_reason=reason.strip()):
        release(advice=talk)
        emails.advice_cancelled(talk)
    return talk


@door
def complete_advice(*, by, talk, version=None, at=None):
    """The talk took place."""
    talk.step(Move.COMPLETE, by=by, version=version, at=at)
    return talk
