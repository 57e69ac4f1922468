"""Doors of the waiting list: join it, change the wish, take an offer, let it pass, leave.

The order of locks is the house's: the place's own row, then the leaders' rows by id, then commitments.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import jobs, waiting, waiting_letters
from bookings.actions.asked import Need, Times
from bookings.actions.once import digest, form_key_from, once
from bookings.actions.proposals import KEPT
from bookings.actions.requests import enter_for_caller, request_booking
from bookings.choices import Channel
from bookings.errors import Refused, TimeRefused
from bookings.leader_calendars import ZONE
from bookings.models import BookingSettings, ProcessLeader, WaitingEntry
from bookings.people import person
from bookings.reservations import door
from bookings.waiting_choices import Outcome, WaitingStatus
from prosesstotte import events
from prosesstotte.sentences import sentences

MOST_PLACES = 5  # that one booker waits for at a time
TOO_NEAR = _("Vel ein seinare dag, så vi rekk formøtet først.")
TOO_MANY = _("Du står alt %(number)d gonger på ventelista. Gå av ein stad først, eller ring oss.")
CLOSED = _("Denne plassen på ventelista er avslutta.")
ANSWER_FIRST = _("Svar på tilbodet først. Etterpå kan du endre kva du ventar på.")


class OfferOver(Refused):
    """The time limit has come, or the offer is answered."""

    status = 409
    sentence = _("Tilbodet gjeld ikkje lenger.")


@dataclass(frozen=True, kw_only=True)
class WishedTimes:
    """When the meeting may be, and how. `leader` None: anybody."""

    minutes: int
    first_date: dt.date
    last_date: dt.date
    leader: ProcessLeader | None = None
    pre_meeting_channel: str = Channel.PHONE

    def columns(self, at):
        """The columns of a place, with the last day on which an offer can be made."""
        until = waiting.last_day(BookingSettings.current(), self.last_date)
        if until < at.astimezone(ZONE).date():
            raise Refused(TOO_NEAR)
        return {**vars(self), "until": until}


def join_waiting_list(*, by, need, wish, caller=None, form_key=None, at=None):
    """Take a place on the list with a need and a wish; `caller` is (e-mail, name) when the team enters it.

    The same form sent again gives the same place.
    """
    if caller and not (ProcessLeader.objects.of(by).exists() or by.has_perm("bookings.add_booking")):
        raise PermissionDenied
    fingerprint = digest(by, vars(need), vars(wish), caller)
    identity = {"form_key": form_key_from(form_key), "body_digest": fingerprint}
    asked = {"by": by, "need": need, "wish": wish, "caller": caller, "identity": identity}
    return once(WaitingEntry, identity, lambda: _join(**asked, at=at or timezone.now()))


@door
def _join(*, by, need, wish, caller, identity, at):
    booker = person(*caller) if caller else by
    if WaitingEntry.objects.in_line().filter(booker=booker).count() >= MOST_PLACES:
        raise Refused(TOO_MANY % {"number": MOST_PLACES})
    told = (need.responsible_email, need.responsible_name)
    entry = WaitingEntry(
        booker=booker,
        responsible=person(*told) if need.responsible_email else booker,
        entered_by=by if caller else None,
        joined_at=at,
        status_at=at,
        **need.columns(),
        **wish.columns(at),
        **identity,
    )
    with sentences(WaitingEntry):
        entry.save(force_insert=True)
    events.record(entry, "joined", by=by, at=at)
    waiting_letters.joined(entry)
    jobs.sweep_waiting_list.defer(timestamp=0)
    return entry


@door
def change_wish(*, by, entry, wish, mode, at=None):
    """Wait for something else, with the same place in line. An offer is answered first."""
    at = at or timezone.now()
    _enter(entry, by)
    if entry.offer:
        raise Refused(ANSWER_FIRST)
    columns = {**wish.columns(at), "mode": mode, "version": entry.version + 1}
    for name, value in columns.items():
        setattr(entry, name, value)
    with sentences(WaitingEntry):
        entry.save(update_fields=list(columns))
    events.record(entry, "changed", by=by, at=at)
    jobs.sweep_waiting_list.defer(timestamp=0)
    return entry


@door
def leave_waiting_list(*, by, entry, at=None):
    """Off the list; what is held for them goes to the next."""
    at = at or timezone.now()
    entry.lock()
    _check_may(entry, by)
    if not entry.waits:
        return entry  # a late second click
    if offer := entry.offer:
        offer.close(Outcome.PASSED, at)
    entry.close(WaitingStatus.LEFT, at)
    events.record(entry, "left", by=by, at=at)
    jobs.sweep_waiting_list.defer(timestamp=0)
    return entry


def take_offer(*, by, offer, at=None):
    """Turn the held times into a booking, by the door every request goes through. Two presses make one.

    Raises OfferOver when the time limit has come (a limit equal to now has), TimeRefused or TimeTaken when
    the times are not free all the same: the leader fell ill, say. Then the place stands, and so does its
    turn.
    """
    at = at or timezone.now()
    try:
        return _take(by=by, offer=offer, at=at)
    except TimeRefused:
        with suppress(OfferOver):
            _let_go(offer=offer, outcome=Outcome.GONE, by=by, at=at)
        raise


@door
def _take(*, by, offer, at):
    entry = offer.entry
    entry.lock()
    offer.refresh_from_db()
    _check_may(entry, by)
    if offer.outcome == Outcome.TAKEN:
        return offer.taken_as()
    if not offer.is_open(at):
        raise OfferOver
    ProcessLeader.objects.lock([offer.leader_id])  # nobody comes between the hold and the reservation
    offer.close(Outcome.TAKEN, at)
    entry.close(WaitingStatus.TAKEN, at)
    events.record(entry, "taken", by=by, at=at)
    return _request(offer, by, at)


def _request(offer, by, at):
    """By the booker, or by the team for a booker who is on the phone."""
    entry = offer.entry
    asked = {"need": _need(entry), "times": times_of(offer), "form_key": offer.form_key, "at": at}
    if by.pk == entry.booker_id:
        return request_booking(by=by, **asked)
    caller = {"caller_email": entry.booker.email, "caller_name": entry.booker.name}
    return enter_for_caller(by=by, **caller, **asked)


def _need(entry):
    return Need(
        responsible_email=entry.responsible.email,
        responsible_name=entry.responsible.name,
        **{name: getattr(entry, name) for name in KEPT},
    )


def times_of(offer):
    return Times(
        leader=offer.leader,
        starts_at=offer.starts_at,
        minutes=offer.entry.minutes,
        pre_meeting_starts_at=offer.pre_meeting_starts_at,
        pre_meeting_channel=offer.entry.pre_meeting_channel,
    )


def pass_offer_on(*, by, offer, at=None):
    """«Nei takk»: the times go to the next, and the place stands."""
    return _let_go(offer=offer, outcome=Outcome.PASSED, by=by, at=at or timezone.now())


@door
def _let_go(*, offer, outcome, by, at):
    entry = offer.entry
    entry.lock()
    offer.refresh_from_db()
    _check_may(entry, by)
    if offer.outcome == outcome:
        return offer  # a late second click
    if not offer.is_open(at):
        raise OfferOver
    offer.close(outcome, at)
    events.record(entry, outcome.value, by=by, at=at)
    jobs.sweep_waiting_list.defer(timestamp=0)
    return offer


def _enter(entry, by):
    entry.lock()
    _check_may(entry, by)
    if not entry.waits:
        raise Refused(CLOSED)


def _check_may(entry, by):
    if not WaitingEntry.objects.visible_to(by).filter(pk=entry.pk).exists():
        raise PermissionDenied
