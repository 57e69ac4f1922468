"""A process leader's days: what is agreed, the time around it, and when they are away."""

import datetime as dt
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import leader_calendars
from bookings.availability import midnight
from bookings.choices import MeetingMode, Part, Source
from bookings.leader_calendars import ZONE
from bookings.models import Absence, Commitment, ExternalBusy

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One stretch of a day. `row` is the booking or the talk; time around it and absence have none."""

    start: dt.datetime
    end: dt.datetime
    text: str
    row: object = None
    where: str = ""
    state: str = ""
    change: str = ""  # where the time around it is changed


@dataclass(frozen=True, slots=True)
class Day:
    date: dt.date
    entries: tuple[Entry, ...]
    is_holiday: bool = False

    @property
    def is_weekend(self):
        return self.date.weekday() > 4


def days(leader, first, last):
    """The days from date `first` to `last`, each with its entries by the clock. Three queries."""
    start, end = midnight(first, ZONE), midnight(last + ONE_DAY, ZONE)
    commitments = Commitment.objects.standing().filter(leader=leader).overlapping(start, end)
    people = ("booking__responsible", "advice__booker", "offer__entry")
    near = {"leader": leader, "starts_at__lt": end, "ends_at__gt": start}
    absences, elsewhere = Absence.objects.filter(**near), ExternalBusy.objects.filter(**near)
    found = [
        *chain.from_iterable(_entries(row) for row in commitments.select_related(*people)),
        *(_cut(row, start, end, _("Borte")) for row in absences),
        *(_cut(row, start, end, _("Oppteken (eigen kalender)")) for row in elsewhere),
    ]
    dates = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    holidays = leader_calendars.norwegian_holidays(first, last)
    return [_day(date, found, date in holidays) for date in dates]


def _day(date, entries, is_holiday):
    start, end = midnight(date, ZONE), midnight(date + ONE_DAY, ZONE)
    mine = [entry for entry in entries if entry.start < end and entry.end > start]
    return Day(date, tuple(sorted(mine, key=lambda entry: (entry.start, entry.end))), is_holiday)


def _entries(commitment):
    """The agreement itself, and the time before and after it as entries of their own."""
    core, blocked = commitment.core, commitment.blocked
    travels = _is_in_a_room(commitment)
    before = _("Førebuing og reise") if travels else _("Førebuing")
    after = _("Reise og etterarbeid") if travels else _("Etterarbeid")
    change = f"{commitment.booking.get_absolute_url()}reise/" if _may_change(commitment) else ""
    around = [
        Entry(blocked.lower, core.lower, before, change=change),
        Entry(core.upper, blocked.upper, after, change=change),
    ]
    return [_agreement(commitment), *(entry for entry in around if entry.start < entry.end)]


def _may_change(commitment):
    """The time around a meeting that is over is history."""
    is_to_come = commitment.core.lower > timezone.now()
    return commitment.source == Source.MEETING and commitment.booking.is_live and is_to_come


def _is_in_a_room(commitment):
    return commitment.source == Source.MEETING and commitment.booking.mode == MeetingMode.ROOM


def _agreement(commitment):
    core, booking, talk, offer = commitment.core, commitment.booking, commitment.advice, commitment.offer
    if talk:
        text = _("Samtale med %(name)s") % {"name": talk.booker}
        where = talk.place or talk.get_channel_display()
        return Entry(core.lower, core.upper, text, talk, where, talk.get_status_display())
    if offer:
        text = _("Halden for ventelista: %(title)s") % {"title": offer.entry.title}
        what = commitment.get_becomes_display()
        return Entry(core.lower, core.upper, text, offer.entry, what, offer.get_outcome_display())
    if booking is None:
        return Entry(core.lower, core.upper, commitment.get_source_display())
    if commitment.source == Source.PRE_MEETING:
        words = {"name": booking.responsible, "title": booking.title}
        text, where = _("Formøte med %(name)s: %(title)s") % words, booking.get_pre_meeting_channel_display()
    else:
        text, where = _meeting(commitment), booking.place or booking.get_mode_display()
    return Entry(core.lower, core.upper, text, booking, where, booking.get_status_display())


def _meeting(commitment):
    title = commitment.booking.title
    return _("%(title)s (medleiar)") % {"title": title} if commitment.part == Part.CO_LEADER else title


def _cut(row, start, end, text):
    return Entry(max(row.starts_at, start), min(row.ends_at, end), text)
