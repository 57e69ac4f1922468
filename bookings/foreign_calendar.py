"""A published calendar read as busy time. Plain bytes in, plain numbers out: no Django, no database.

Run as a program (`python -m bookings.foreign_calendar zone first last own`) it reads the calendar on
stdin and writes JSON: strangers write these files, and one with a rule that never ends may take the
time and the memory of a process of its own, not of the job worker.

What is not busy: transparent events, cancelled ones (also one occurrence of a series), those marked
free, and our own meetings, which the portal knows better. An all-day event is the local day; a
floating time is the leader's own clock; Windows' names of time zones are understood.

A list of busy time (VFREEBUSY, RFC 5545 §3.6.4) is read too. It tells when and never what, so our own
meetings are known there by their times alone: `own` is taken out of it.
"""

import datetime as dt
import json
import resource
import sys
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, FreeBusy
from icalendar.error import BrokenCalendarProperty

from bookings.stretches import Span, gaps, joined

OWN = "@prosesstotte"
ENDLESS = {"SECONDLY", "MINUTELY"}  # nobody is busy each minute for ever: such a rule is only expensive
SECONDS, MEMORY = 25, 1_000_000_000
NOT_A_CALENDAR = 3  # the exit status
FreeBusy.ignore_exceptions = True  # as events do already: one period that cannot be read spoils nothing


class NotACalendar(ValueError):
    """The bytes are something else, a login page for one."""


def busy(
    body: bytes, zone: ZoneInfo, first: dt.datetime, last: dt.datetime, own: Iterable[Span] = ()
) -> list[Span]:
    """Busy stretches [from, to) in seconds since 1970, joined and sorted, cut to `first`–`last` (aware).

    `own` are the stretches that the portal itself has given the leader, in the same seconds.
    Raises NotACalendar. A single event or period that cannot be read is left out.
    """
    lo, hi = int(first.timestamp()), int(last.timestamp())
    own = joined(own)
    spans = (
        span
        for calendar in _calendars(body)
        for span in [*_listed(calendar, zone, own), *_spans(calendar, zone, first, last)]
    )
    return joined((max(start, lo), min(end, hi)) for start, end in spans)


def _calendars(body):
    try:
        found = Calendar.from_ical(body, multiple=True)
    except Exception as error:  # the parser's own errors are of many kinds
        raise NotACalendar from error
    calendars = [component for component in found if component.name == "VCALENDAR"]
    if not calendars:
        raise NotACalendar
    return calendars


def _listed(calendar, zone, own):
    """The periods of lists of busy time; read before the events, which leave nothing else standing."""
    for part in calendar.walk("VFREEBUSY"):
        found = part.get("FREEBUSY") or []
        for period in found if isinstance(found, list) else [found]:
            yield from _period(period, zone, own)


def _period(period, zone, own):
    try:
        is_free = str(period.params.get("FBTYPE", "")).upper() == "FREE"
        start, end = _second(period.start, zone), _second(period.end, zone)
    except BrokenCalendarProperty:
        return []
    return [] if is_free else gaps(own, (start, end))


def _spans(calendar, zone, first, last):
    calendar.subcomponents = [part for part in calendar.subcomponents if _is_expanded(part)]
    query = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True)
    for event in query.between(first, last):
        if _is_busy(event):
            yield _second(event["DTSTART"].dt, zone), _second(event["DTEND"].dt, zone)


def _is_expanded(part):
    if part.name != "VEVENT":
        return part.name == "VTIMEZONE"
    rules = part.get("RRULE") or []
    rules = rules if isinstance(rules, list) else [rules]
    is_endless = any(set(map(str, rule.get("FREQ", []))) & ENDLESS for rule in rules)
    return not is_endless and not _is_our_own(str(part.get("UID", "")))


def _is_our_own(uid):
    """Exchange may publish a meeting it was invited to under an id of its own, with ours in it as hex."""
    return uid.endswith(OWN) or OWN.encode().hex() in uid.lower()


def _is_busy(event):
    free = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    transparent = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not free and not transparent and str(event.get("STATUS", "")).upper() != "CANCELLED"


def _second(moment, zone):
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp())


def main(zone, first, last, own="[]"):
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    window = (dt.datetime.fromtimestamp(int(second), dt.UTC) for second in (first, last))
    try:
        print(json.dumps(busy(sys.stdin.buffer.read(), ZoneInfo(zone), *window, json.loads(own))))
    except NotACalendar:
        sys.exit(NOT_A_CALENDAR)


if __name__ == "__main__":
    main(*sys.argv[1:])
