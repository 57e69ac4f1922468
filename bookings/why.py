"""«Kvifor er dette ikkje ledig?»: every reason the predicate gives for one start, with what stands behind it.

The reasons are `availability.refusals`, the same that the list of free times and every submit ask. What
stands behind a reason is read for it alone, and only as far as the reader may see.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import availability, leader_calendars, story
from bookings.availability import Reason, Wish
from bookings.choices import MeetingMode
from bookings.leader_calendars import ZONE
from bookings.models import AdviceTalk, Booking, BookingSettings, Commitment
from prosesstotte.templatetags.portal import dato, klokke, minutt


class Kind(TextChoices):
    ROOM = "rom", gettext_lazy("Møte i same rom")
    DIGITAL = "digitalt", gettext_lazy("Digitalt møte")
    PRE_MEETING = "formote", gettext_lazy("Formøte")
    TALK = "samtale", gettext_lazy("Rådgjevingssamtale")


@dataclass(frozen=True, slots=True)
class Behind:
    """One thing behind a reason; `address` leads to it when the reader may see it."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Because:
    reason: Reason
    text: str
    behind: tuple[Behind, ...]
    advice: str


# What is true, and what one may do about it.
SAID = {
    Reason.OFF_GRID: (
        gettext_lazy("Kalenderen har ingen start på det klokkeslettet."),
        gettext_lazy("Vel eit klokkeslett som går opp i tida mellom starttidene."),
    ),
    Reason.PAST: (gettext_lazy("Tida har alt vore."), gettext_lazy("Vel ei tid som kjem.")),
    Reason.TOO_SOON: (
        gettext_lazy("Det er for kort tid til."),
        gettext_lazy("Ein prosessleiar kan leggje inn tida for den som ringjer, med ein grunn."),
    ),
    Reason.TOO_FAR: (
        gettext_lazy("Så langt fram er kalenderen ikkje open."),
        gettext_lazy("Vent, eller legg inn tida for den som ringjer, med ein grunn."),
    ),
    Reason.TOO_CLOSE: (
        gettext_lazy("Det blir ikkje nok arbeidsdagar til eit formøte først."),
        gettext_lazy("Vel ein seinare dag, eller legg inn tida med ein grunn."),
    ),
    Reason.HOLIDAY: (
        gettext_lazy("Dagen er ein heilagdag."),
        gettext_lazy("Vil prosessleiaren arbeide, skriv arbeidstida for den dagen under «Arbeidstid»."),
    ),
    Reason.DAY_OFF: (
        gettext_lazy("Prosessleiaren arbeider ikkje den dagen."),
        gettext_lazy(
            "Skriv arbeidstida for den dagen under «Arbeidstid», eller legg inn tida med ein grunn."
        ),
    ),
    Reason.OUTSIDE_HOURS: (
        gettext_lazy("Møtet får ikkje plass i arbeidstida."),
        gettext_lazy(
            "Skriv arbeidstida for den dagen under «Arbeidstid», eller legg inn tida med ein grunn."
        ),
    ),
    Reason.ABSENT: (
        gettext_lazy("Prosessleiaren er borte."),
        gettext_lazy("Fjern fråværet under «Fråvær» om det ikkje stemmer."),
    ),
    Reason.BUSY_ELSEWHERE: (
        gettext_lazy("Prosessleiaren er oppteken i sin eigen kalender."),
        gettext_lazy("Vel ei anna tid, eller flytt det som står i den andre kalenderen."),
    ),
    Reason.TAKEN: (
        gettext_lazy("Kalenderen er oppteken."),
        gettext_lazy("Vel ei anna tid, kort ned reisetida på den andre avtalen, eller overlat ein av dei."),
    ),
    Reason.DAY_FULL: (
        gettext_lazy("Dagen har så mange møte som prosessleiaren tek på seg."),
        gettext_lazy("Endre grensa under «Arbeidstid», eller legg inn tida med ein grunn."),
    ),
    Reason.WEEK_FULL: (
        gettext_lazy("Veka har så mange møte som prosessleiaren tek på seg."),
        gettext_lazy("Endre grensa under «Arbeidstid», eller legg inn tida med ein grunn."),
    ),
    Reason.HOURS_FULL: (
        gettext_lazy("Dagen har så mange timar som prosessleiaren tek på seg."),
        gettext_lazy("Endre grensa under «Arbeidstid», eller legg inn tida med ein grunn."),
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    leader: object
    start: dt.datetime
    minutes: int
    kind: str
    reader: object
    at: dt.datetime


def explain(question):
    """Every reason, the first one first; empty when the start is free."""
    settings = BookingSettings.current()
    wish, rules = _wish(question, settings), _rules(question, settings)
    date = question.start.astimezone(ZONE).date()
    loaded = leader_calendars.load(first=date, last=date, leaders=[question.leader], at=question.at)
    calendar = loaded[question.leader.pk]
    reasons = _without_echoes(availability.refusals(question.start, calendar, wish, rules))
    return [_because(reason, question, calendar, wish, rules) for reason in reasons]


def _without_echoes(reasons):
    """A day off has no hours to be outside of, and what is past is not too soon as well."""
    said = set(reasons)
    echoes = {Reason.TOO_SOON} if Reason.PAST in said else set()
    echoes |= {Reason.OUTSIDE_HOURS} if said & {Reason.DAY_OFF, Reason.HOLIDAY} else set()
    return [reason for reason in reasons if reason not in echoes]


def _wish(question, settings):
    minutes, after = question.minutes, settings.talk_buffer_after
    if question.kind in {Kind.PRE_MEETING, Kind.TALK}:
        return Wish(minutes=minutes, before=0, after=after, is_meeting=False)
    mode = MeetingMode.DIGITAL if question.kind == Kind.DIGITAL else MeetingMode.ROOM
    return leader_calendars.meeting_wish(settings, minutes=minutes, mode=mode, at=question.at)


def _rules(question, settings):
    notice = settings.advice_notice_minutes if question.kind == Kind.TALK else None
    return leader_calendars.rules(settings, at=question.at, notice=notice)


def _because(reason, question, calendar, wish, rules):
    text, advice = SAID[reason]
    before = calendar.before if wish.before is None else wish.before
    after = calendar.after if wish.after is None else wish.after
    footprint = (
        question.start - dt.timedelta(minutes=before),
        question.start + dt.timedelta(minutes=wish.minutes + after),
    )
    behind = BEHIND.get(reason)
    found = behind(question, calendar, wish, rules, footprint) if behind else ()
    return Because(reason, str(text), tuple(found), str(advice))


# --- What stands behind each reason --------------------------------------------------------------


def _taken(question, calendar, wish, rules, footprint):
    rows = Commitment.objects.standing(question.at).filter(leader=question.leader).overlapping(*footprint)
    rows = list(rows.select_related("booking", "advice"))
    seen = _seen(rows, question.reader)
    return [_commitment(row, row.booking or row.advice, seen) for row in rows]


def _seen(rows, reader):
    """The bookings and talks among them that the reader may see. Two queries."""
    bookings = Booking.objects.visible_to(reader).filter(pk__in=[row.booking_id for row in rows])
    talks = AdviceTalk.objects.visible_to(reader).filter(pk__in=[row.advice_id for row in rows])
    return {*bookings, *talks}


def _commitment(commitment, row, seen):
    core, blocked = commitment.core, commitment.blocked
    words = {
        "what": f"{commitment.get_source_display()}: {row}" if row in seen else _("Ein annan avtale"),
        "core": f"{klokke(core.lower)}–{klokke(core.upper)}",
        "blocked": f"{klokke(blocked.lower)}–{klokke(blocked.upper)}",
    }
    text = _("%(what)s, %(core)s. Med førebuing og reise: %(blocked)s.") % words
    return Behind(text, row.get_absolute_url() if row in seen else "")


def _absent(question, calendar, wish, rules, footprint):
    return _stretches(_("Borte: %(when)s."), calendar.absences, footprint)


def _elsewhere(question, calendar, wish, rules, footprint):
    """When, and never what: the other calendar is the leader's own."""
    return _stretches(_("Oppteken: %(when)s."), calendar.elsewhere, footprint)


def _stretches(sentence, stretches, footprint):
    start, end = footprint
    found = [(a.astimezone(ZONE), b.astimezone(ZONE)) for a, b in stretches if a < end and b > start]
    return [Behind(sentence % {"when": story.stay(a, b)}) for a, b in found]


def _hours(question, calendar, wish, rules, footprint):
    date = question.start.astimezone(ZONE).date()
    is_own = date in calendar.overrides
    hours = calendar.overrides[date] if is_own else calendar.weekly.get(date.weekday(), ())
    words = {"date": dato(question.start), "hours": ", ".join(map(_clocks, hours)) or _("ingen")}
    sentence = _("Eiga arbeidstid %(date)s: %(hours)s.") if is_own else _("Arbeidstid %(date)s: %(hours)s.")
    return [Behind(sentence % words)]


def _clocks(stretch):
    return "–".join(f"{minute // 60:02}.{minute % 60:02}" for minute in stretch)


def _soon(question, calendar, wish, rules, footprint):
    first = story.moment((rules.now + dt.timedelta(minutes=rules.notice)).astimezone(ZONE))
    return [
        Behind(
            _("Varselet er %(length)s: tidlegast %(first)s.")
            % {"length": minutt(rules.notice), "first": first}
        )
    ]


def _far(question, calendar, wish, rules, footprint):
    last = rules.now.astimezone(ZONE) + dt.timedelta(days=rules.horizon)
    return [Behind(_("Kalenderen er open til og med %(date)s.") % {"date": dato(last)})]


def _close(question, calendar, wish, rules, footprint):
    return [Behind(_("Tidlegast %(date)s.") % {"date": dato(wish.earliest.astimezone(ZONE))})]


def _grid(question, calendar, wish, rules, footprint):
    return [Behind(_("Det er %(minutes)d minutt mellom starttidene.") % {"minutes": rules.grid})]


def _limits(question, calendar, wish, rules, footprint):
    limits = calendar.limits
    shown = [
        (_("Grense for dagen: %(number)d møte."), limits.meetings_a_day),
        (_("Grense for veka: %(number)d møte."), limits.meetings_a_week),
        (_("Grense for dagen: %(number)d minutt."), limits.minutes_a_day),
    ]
    return [Behind(sentence % {"number": number}) for sentence, number in shown if number is not None]


BEHIND = {
    Reason.OFF_GRID: _grid,
    Reason.TOO_SOON: _soon,
    Reason.TOO_FAR: _far,
    Reason.TOO_CLOSE: _close,
    Reason.DAY_OFF: _hours,
    Reason.OUTSIDE_HOURS: _hours,
    Reason.ABSENT: _absent,
    Reason.BUSY_ELSEWHERE: _elsewhere,
    Reason.TAKEN: _taken,
    Reason.DAY_FULL: _limits,
    Reason.WEEK_FULL: _limits,
    Reason.HOURS_FULL: _limits,
}
