"""A programme as a calendar file: one event for each block, or one for each day of the meeting.

Times are UTC, so that no calendar shows an hour wrong. The UIDs are the same each time the file is made,
so a calendar that reads it again moves what it has; they tell nothing of the secret links.
"""

import datetime as dt
import hashlib

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event, vText

BLOCK, MEETING = "bolk", "mote"  # values of ?hending=
CHOICES = [
    (f"hending={BLOCK}", gettext_lazy("Kalender, éi hending per bolk")),
    (f"hending={MEETING}", gettext_lazy("Kalender, éi hending for møtet")),
]


class NeedsDate(Exception):
    """A day of the programme has no date, and a calendar cannot do without."""


def make(sheet, programme, query):
    """The calendar file of a Sheet as bytes."""
    if sheet.undated:
        raise NeedsDate
    calendar = Calendar()
    calendar.add("prodid", "-//Team prosesstøtte//Køyreplan//NN")
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(sheet.title))  # the library does not know that these are text, to be escaped
    whole = query.get("hending") == MEETING
    for event in _days(sheet, programme) if whole else _blocks(sheet, programme):
        calendar.add_component(event)
    return calendar.to_ical()


def _days(sheet, programme):
    for number, day in enumerate(sheet.days, start=1):
        title = f"{sheet.title}: {day.heading}" if day.heading else sheet.title
        event = _event(programme, f"day {number}", day, title, sheet.place)
        event.add("description", "\n".join(f"{line.span} {line.heading}" for line in day.lines))
        yield event


def _blocks(sheet, programme):
    for line in sheet.lines:
        event = _event(programme, f"block {line.id}", line, line.heading, sheet.place)
        if about := description(line):
            event.add("description", about)
        yield event


def description(line):
    """What the face tells of a block, one fact on each line."""
    facts = [
        " · ".join(line.remarks),
        _("Ansvarleg: %(who)s") % {"who": line.responsible} if line.responsible else "",
        line.reason,
        line.note,
        *[f"{task.clock} {task.title} ({task.length})" for task in line.tasks],
    ]
    return "\n".join(filter(None, facts))


def _event(programme, part, span, title, place):
    event = Event()
    event.add("uid", uid(programme.nonce, part))
    event.add("sequence", programme.version)
    event.add("dtstamp", programme.updated_at.astimezone(dt.UTC))
    event.add("dtstart", span.starts_at.astimezone(dt.UTC))
    event.add("dtend", span.ends_at.astimezone(dt.UTC))
    event.add("summary", title)
    event.add("transp", "OPAQUE")
    if place:
        event.add("location", place)
    return event


def uid(nonce, part):
    """The name of an event for life. The nonce makes the secret links, so only a hash of it is shown."""
    return f"{hashlib.sha256(f'{nonce} {part}'.encode()).hexdigest()[:32]}@prosesstotte"
