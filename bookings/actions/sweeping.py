"""What the clock does with the waiting list: closes what is over, and offers what is free to the first.

One sweep reads the line and the calendars at one moment, finds the first who fits, holds the times for
them, and looks again. Everything is asked once more under lock, so several sweeps may run at once.
Why a time is free is never asked: whatever freed it, the sweep sees it.
"""

from contextlib import suppress

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from bookings import jobs, leader_calendars, waiting, waiting_letters
from bookings.actions.asked import Times
from bookings.choices import Source
from bookings.errors import Refused
from bookings.leader_calendars import ZONE
from bookings.models import BookingSettings, Commitment, Offer, ProcessLeader, WaitingEntry
from bookings.reservations import best, door, judge, or_taken
from bookings.waiting import InLine
from bookings.waiting_choices import NOT_AGAIN, Outcome, WaitingStatus
from prosesstotte import events

MOST_OFFERS = 100  # of one sweep: the next one goes on


def sweep_waiting_list(at=None):
    """Close, then offer, until nobody in line fits anything that is free."""
    at = at or timezone.now()
    _close_what_is_over(at)
    settings = BookingSettings.current()
    for _number in range(MOST_OFFERS):
        found = first_fit(settings, at)
        if found is None:
            return
        with suppress(Refused):  # somebody was first: look again
            _offer(found=found, settings=settings, at=at)


def _close_what_is_over(at):
    for offer in Offer.objects.filter(outcome=Outcome.OPEN, expires_at__lte=at):
        _expire(offer=offer, at=at)
    for entry in WaitingEntry.objects.over(at.astimezone(ZONE).date()):
        _end(entry=entry, at=at)


@door
def _expire(*, offer, at):
    offer.entry.lock()
    offer.refresh_from_db()
    if offer.outcome == Outcome.OPEN:
        offer.close(Outcome.EXPIRED, at)
        events.record(offer.entry, "expired", at=at)
        if offer.entry.until >= at.astimezone(ZONE).date():  # else the place ends now, with its own letter
            waiting_letters.expired(offer)


@door
def _end(*, entry, at):
    entry.lock()
    if WaitingEntry.objects.over(at.astimezone(ZONE).date()).filter(pk=entry.pk).exists():
        entry.close(WaitingStatus.ENDED, at)
        events.record(entry, "ended", at=at)
        waiting_letters.ended(entry)


def first_fit(settings, at):
    """The first in line who fits a free time, from one reading of the line and the calendars."""
    line = [in_line(entry) for entry in WaitingEntry.objects.in_line().without_offer().for_list()]
    if not line:
        return None
    return waiting.first_fit(line, calendars_for(line, settings, at), settings, at)


def calendars_for(line, settings, at):
    """From today, since the formøte comes first, to the last day that somebody waits for."""
    last = max(waiting.days_of(one, settings, at)[1] for one in line)
    today = at.astimezone(ZONE).date()
    return leader_calendars.load(first=today, last=max(today, last), at=at)


def in_line(entry):
    """The entry as plain data; a day that was passed or not answered is not offered again."""
    passed = [one for one in entry.offers.all() if one.outcome in NOT_AGAIN]
    return InLine(
        pk=entry.pk,
        minutes=entry.minutes,
        mode=entry.mode,
        first=entry.first_date,
        last=entry.last_date,
        leader=entry.leader_id,
        not_on=frozenset(one.starts_at.astimezone(ZONE).date() for one in passed),
        version=entry.version,
    )


@door
def _offer(*, found, settings, at):
    """Hold both times with the best of those who have them free. None when the line has changed."""
    entry = WaitingEntry.objects.get(pk=found.waiting.pk)
    entry.lock()
    if not entry.waits or entry.offer or entry.version != found.waiting.version:
        return None
    locked = ProcessLeader.objects.active().lock(found.talks)
    Commitment.objects.release_expired_holds(locked, at)
    slots = {leader.pk: _slots(entry, found, leader, settings) for leader in locked}
    free = [one for one in locked if judge(slots[one.pk], [one.pk], at=at)[one.pk] is None]
    if not free:
        return None
    leader, why = (free[0], "asked_for") if entry.leader_id else best(free, entry.purpose, at)
    return _hold(entry, leader, slots[leader.pk], why=why, expires_at=found.expires_at, at=at)


def _slots(entry, found, leader, settings):
    """Both times, judged as they will be when the offer runs out."""
    times = Times(
        starts_at=found.starts_at, minutes=entry.minutes, pre_meeting_starts_at=found.talks[leader.pk]
    )
    return times.slots(settings, mode=entry.mode, at=found.expires_at)


def _hold(entry, leader, slots, *, why, expires_at, at):
    meeting, talk = slots
    offer = Offer.objects.create(
        entry=entry,
        leader=leader,
        starts_at=meeting.start,
        ends_at=meeting.end,
        pre_meeting_starts_at=talk.start,
        pre_meeting_ends_at=talk.end,
        made_at=at,
        expires_at=expires_at,
    )
    with or_taken(Source.MEETING):
        Commitment.objects.bulk_create(_held(slot, offer) for slot in (talk, meeting))
    events.record(entry, "offered", at=at, offer=offer.pk, chosen_for=why)
    waiting_letters.offered(offer)
    jobs.sweep_waiting_list.configure(schedule_at=expires_at).defer(timestamp=0)
    return offer


def _held(slot, offer):
    return Commitment(
        leader=offer.leader,
        source=Source.HOLD,
        becomes=slot.source,
        core=DateTimeTZRange(slot.start, slot.end),
        blocked=slot.footprint(offer.leader),
        expires_at=offer.expires_at,
        offer=offer,
    )
