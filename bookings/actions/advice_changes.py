"""Doors that change an agreed talk: another form, another time. The same row, the same calendar UID."""

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from bookings import emails, jobs, leader_calendars
from bookings.choices import HANDLERS, Channel, Move, Source
from bookings.errors import Refused, TimeTaken
from bookings.models import BookingSettings, Commitment
from bookings.notice import TOO_LATE_FOR_TALK, talk_is_too_late
from bookings.reservations import (
    Slot,
    check_reach,
    door,
    lock_free_leader,
    or_taken,
    with_alternatives,
)

# What each way to talk needs; the rest is emptied, so that no old number stands beside a new room.
NEEDS = {Channel.PHONE: ("who_calls", "phone"), Channel.VIDEO: ("video_link",), Channel.IN_PERSON: ("place",)}


def notice_of(talk, user, settings):
    """Minutes to the first time this user may move the talk to: the booker's notice; none for our side."""
    return 0 if talk.roles_of(user) & HANDLERS else settings.advice_notice_minutes


def check_talk_notice(talk, by, at):
    """The notice for booking holds for moving, changing and calling off too; the leader decides alone."""
    if talk_is_too_late(talk, by, at):
        raise Refused(TOO_LATE_FOR_TALK)


@door
def change_channel(
    *, by, talk, channel, who_calls="", phone="", place="", video_link="", version=None, at=None
):
    """Phone (who calls whom), video (a link) or in person (a place); the time stands."""
    at = at or timezone.now()
    talk.lock()
    check_talk_notice(talk, by, at)
    told = {"who_calls": who_calls, "phone": phone.strip(), "place": place.strip()}
    told["video_link"] = video_link.strip() or talk.video_link or talk.leader.video_link
    columns = {name: text if name in NEEDS[channel] else "" for name, text in told.items()}
    columns["channel"] = channel
    if all(getattr(talk, name) == text for name, text in columns.items()):
        talk.check_role(Move.CHANNEL, by)
        return talk
    if talk.step(Move.CHANNEL, by=by, version=version, at=at, **columns):
        emails.advice_channel_changed(talk)
    return talk


def move_advice(*, by, talk, starts_at, version=None, at=None):
    """Move the talk to another free time of its leader. It may overlap its own old time.

    Raises TimeRefused, TimeTaken (with alternatives), Refused inside the booker's notice.
    """
    at = at or timezone.now()
    slot = move_slot(talk, by, starts_at, at=at)
    try:
        return _move(by=by, talk=talk, slot=slot, version=version, at=at)
    except TimeTaken as error:
        raise with_alternatives(error, [slot], leader=talk.leader, at=at) from error


def move_slot(talk, by, starts_at, *, at):
    """The new start with the wish and the rules it is judged by."""
    check_reach(Source.ADVICE, starts_at, at)
    settings = BookingSettings.current()
    wish = leader_calendars.talk_wish(settings, minutes=talk.minutes, ignoring=("advice", talk.pk))
    rules = leader_calendars.rules(settings, at=at, notice=notice_of(talk, by, settings))
    return Slot(Source.ADVICE, starts_at, wish, rules)


@door
def _move(*, by, talk, slot, version, at):
    talk.lock()
    check_talk_notice(talk, by, at)
    if talk.starts_at == slot.start:  # a late second click, or the time it has already
        talk.check_role(Move.MOVE, by)
        return talk
    times = {"starts_at": slot.start, "ends_at": slot.end}
    if talk.step(Move.MOVE, by=by, version=version, at=at, **times):
        lock_free_leader([slot], leader=talk.leader, at=at)
        _move_commitment(talk, slot)
        emails.advice_moved(talk)
        jobs.plan_advice_reminder(talk, at)
    return talk


def _move_commitment(talk, slot):
    """One UPDATE of the same row, so that the talk is never without its time."""
    times = {"core": DateTimeTZRange(slot.start, slot.end), "blocked": slot.footprint(talk.leader)}
    with or_taken(slot.source):
        Commitment.objects.active().filter(advice=talk).update(**times)
