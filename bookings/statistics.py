"""The team's numbers for a period: load, lead times, formøte, states. Reads rows, tells plain tables.

Every table is a `Table`: page, CSV and Excel are made from the same rows. Leaders stand in alphabetical
order: the numbers are for sharing the work, not for comparing people.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, DurationField, F, Func, Min, Q, Sum
from django.utils.translation import gettext as _

from bookings.choices import AdviceStatus, Move, Source, Status
from bookings.leader_calendars import ZONE
from bookings.models import Booking, Commitment, ProcessLeader
from prosesstotte.models import Event
from tools.choices import Purpose

DAY = dt.timedelta(days=1)
AGREED = [Status.ACCEPTED, Status.CONFIRMED, Status.COMPLETED]
LED = [Status.CONFIRMED, Status.COMPLETED]


@dataclass(frozen=True, slots=True)
class Period:
    """Local dates, both included."""

    first: dt.date
    last: dt.date

    @property
    def start(self):
        return dt.datetime.combine(self.first, dt.time(), ZONE)

    @property
    def end(self):
        return dt.datetime.combine(self.last + DAY, dt.time(), ZONE)


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: list[tuple]
    note: str = ""


def tables(period):
    """All the tables, in a constant number of queries."""
    bookings = list(_asked_for(period))
    return [
        _load(period),
        _lead_times(bookings),
        _pre_meetings(period),
        _states(bookings),
        _by(bookings, _("Per kommunalområde"), _("Kommunalområde"), lambda one: one.service_area.name),
        _by(bookings, _("Per føremål"), _("Føremål"), lambda one: str(Purpose(one.purpose).label)),
    ]


def _asked_for(period):
    made = Booking.objects.filter(created_at__gte=period.start, created_at__lt=period.end)
    return made.select_related("service_area")


# --- Load ------------------------------------------------------------------------------------------


def _load(period):
    taken = {(row["leader_id"], row["source"]): row for row in _taken(period)}
    leaders = ProcessLeader.objects.filter(Q(is_active=True) | Q(pk__in={pk for pk, _source in taken}))
    rows = [_load_of(leader, taken) for leader in leaders.select_related("member").order_by("member__name")]
    return Table(
        _("Timar per prosessleiar"),
        (_("Prosessleiar"), _("Møte"), _("Timar i møte"), _("Formøte"), _("Samtalar"), _("Timar i alt")),
        rows,
        _("I alfabetisk rekkjefølgje. Avtalte og haldne møte, formøte og samtalar, utan førebuing og reise."),
    )


def _taken(period):
    """Hours in the leaders' calendars: what was called off is not there."""
    length = Func(
        F("core"), template="upper(%(expressions)s) - lower(%(expressions)s)", output_field=DurationField()
    )
    stands = Q(booking__status__in=AGREED) | Q(advice__status__in=[AdviceStatus.CONFIRMED, AdviceStatus.DONE])
    inside = Commitment.objects.active().filter(
        stands, core__startswith__gte=period.start, core__startswith__lt=period.end
    )
    return inside.order_by().values("leader_id", "source").annotate(number=Count("pk"), time=Sum(length))


def _load_of(leader, taken):
    def of(source):
        return taken.get((leader.pk, source), {"number": 0, "time": dt.timedelta()})

    meeting, talk, advice = of(Source.MEETING), of(Source.PRE_MEETING), of(Source.ADVICE)
    whole = meeting["time"] + talk["time"] + advice["time"]
    numbers = (meeting["number"], _hours(meeting["time"]), talk["number"], advice["number"], _hours(whole))
    return leader.member.name, *numbers


def _hours(time):
    return round(time.total_seconds() / 3600, 1)


# --- From request to meeting -------------------------------------------------------------------------


def _lead_times(bookings):
    answered_at = _answers(bookings)
    waits = [(answered_at[one.pk] - one.created_at) for one in bookings if one.pk in answered_at]
    in_time = [
        answered_at[one.pk] <= one.answer_by for one in bookings if one.pk in answered_at and one.answer_by
    ]
    ahead = [one.starts_at - one.created_at for one in bookings if one.starts_at and one.status in LED]
    rows = [
        (_("Frå bestilling til svar, dagar (median)"), _middle(waits), len(waits)),
        (_("Svar innan fristen, prosent"), _percent(in_time), len(in_time)),
        (_("Frå bestilling til møte, dagar (median)"), _middle(ahead), len(ahead)),
    ]
    return Table(_("Ventetid"), (_("Kva"), _("Tal"), _("Bestillingar")), rows)


def _answers(bookings):
    """{booking: when it first was answered}."""
    events = Event.objects.filter(
        subject_type=Booking._meta.label_lower,
        subject_id__in=[one.pk for one in bookings],
        verb__in=[Move.ACCEPT.value, Move.DECLINE.value],
    )
    first = events.order_by().values("subject_id").annotate(first=Min("at"))
    return {row["subject_id"]: row["first"] for row in first}


def _middle(times):
    return round(median(times) / DAY, 1) if times else "–"


def _percent(truths):
    return round(100 * sum(truths) / len(truths)) if truths else "–"


# --- Formøte, states and where ---------------------------------------------------------------------


def _pre_meetings(period):
    """Formøte whose planned time has come, by whether they were held that day or before."""
    planned = Booking.objects.filter(
        pre_meeting_starts_at__gte=period.start,
        pre_meeting_starts_at__lt=period.end,
        pre_meeting_is_carried=False,  # the one formøte of a series counts once
        status__in=AGREED,
    )
    told = Counter(_how_it_went(one) for one in planned)
    rows = [(words, told[key]) for key, words in _outcomes().items()]
    return Table(_("Formøte"), (_("Kva"), _("Bestillingar")), rows)


def _outcomes():
    return {
        "in_time": _("Halde på dagen som var avtalt, eller før"),
        "later": _("Halde seinare"),
        "not_held": _("Ikkje halde eller ikkje ført inn"),
    }


def _how_it_went(booking):
    if booking.held_from is None:
        return "not_held"
    held, planned = (at.astimezone(ZONE).date() for at in (booking.held_from, booking.pre_meeting_starts_at))
    return "in_time" if held <= planned else "later"


def _states(bookings):
    told = Counter(one.status for one in bookings)
    rows = [(str(status.label), told[status]) for status in Status]
    return Table(_("Bestillingar etter tilstand"), (_("Tilstand"), _("Bestillingar")), rows)


def _by(bookings, title, column, name_of):
    """How many were asked for, and how many hours of meetings came of it."""
    asked, led, hours = Counter(), Counter(), Counter()
    for one in bookings:
        name = name_of(one)
        asked[name] += 1
        led[name] += one.status in LED
        hours[name] += (one.actual_minutes or one.minutes or 0) / 60 if one.status in LED else 0.0
    rows = [(name, asked[name], led[name], round(float(hours[name]), 1)) for name in sorted(asked)]
    return Table(title, (column, _("Bestillingar"), _("Møte"), _("Timar i møte")), rows)
