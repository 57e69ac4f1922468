"""The four faces of a programme (køyreplan): the same times, told to four kinds of people.

A plan and the facts of its methods in; a Sheet of finished words out, which every format renders. So a
clock time is written once, and a face can only show what SHOWN says that it may. No database.
"""

import datetime as dt
import re
from dataclasses import dataclass, fields, is_dataclass, replace
from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prosesstotte.templatetags.portal import dato, klokke, minutt, stegnamn
from tools import programme, rigging
from tools.choices import ARTEFACTS, Face, Function, Purpose, Step
from tools.facts import Details
from tools.timing import spread_whole

KIND = {
    Face.LEADER: gettext_lazy("Køyreplan"),
    Face.OWNER: gettext_lazy("Oversikt over møtet"),
    Face.PARTICIPANTS: gettext_lazy("Program"),
    Face.RIGGER: gettext_lazy("Rigg og utstyr"),
}
# What each face tells of a block, besides its times and its title.
SHOWN = {
    Face.LEADER: {
        "step", "method", "tasks", "responsible", "note", "materials", "groups", "locked", "slack",
    },
    Face.OWNER: {"step", "method", "responsible", "reason", "result", "locked"},
    Face.PARTICIPANTS: set(),
    Face.RIGGER: {"method", "materials", "setup", "room", "move", "responsible"},
}  # fmt: skip
# What a participant reads where the leader has only written the method's name.
QUESTION = {
    Function.OPENING: gettext_lazy("Kven er vi?"),
    Function.FRAME: gettext_lazy("Kva skal vi få til?"),
    Function.INSIGHT: gettext_lazy("Kva veit vi, og kva meiner vi?"),
    Function.IDEA: gettext_lazy("Kva kan vi gjere?"),
    Function.GATHER: gettext_lazy("Kva høyrer saman?"),
    Function.PRIORITISE: gettext_lazy("Kva er viktigast?"),
    Function.PLAN: gettext_lazy("Kva gjer vi no?"),
    Function.CLOSE: gettext_lazy("Kva tek vi med oss?"),
}
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Task:
    """One line of how to do it. `clock` is when it begins."""

    clock: str
    length: str
    title: str
    text: str


@dataclass(frozen=True)
class Line:
    """A block as one face shows it. What the face does not tell is empty."""

    id: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    clock: str
    until: str
    length: str
    title: str
    track: str = ""
    is_pause: bool = False
    step: str = ""
    method: str = ""
    tasks: tuple = ()
    responsible: str = ""
    note: str = ""
    reason: str = ""
    result: str = ""
    locked: str = ""
    slack: str = ""
    groups: str = ""
    setup: str = ""
    move: str = ""
    room: tuple = ()
    materials: tuple = ()

    @property
    def span(self):
        return f"{self.clock}–{self.until}"

    @property
    def step_name(self):
        return str(stegnamn(self.step))

    @property
    def about(self):
        """«Utforske: Verdskafé»."""
        return ": ".join(filter(None, [self.step_name, self.method]))

    @property
    def remarks(self):
        """What stands in small type under the title."""
        return [text for text in (self.about, self.groups, self.result, self.locked, self.slack) if text]

    @property
    def heading(self):
        """The title for a format that has no place for the track."""
        return ": ".join(filter(None, [self.track, self.title]))


@dataclass(frozen=True)
class Day:
    """One day: what it is called, when it is, its lines, and the strip where the face has one."""

    heading: str
    date: dt.date | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    span: str
    lines: tuple
    strip: tuple = ()
    ticks: tuple = ()


@dataclass(frozen=True)
class Sheet:
    """A whole face. `facts` and `room` are (label, text) pairs, `things` (heading, items) pairs."""

    face: str
    kind: str
    title: str
    when: str
    place: str
    length: str
    facts: tuple
    days: tuple
    bars: tuple = ()
    room: tuple = ()
    things: tuple = ()

    @property
    def lines(self):
        return [line for day in self.days for line in day.lines]

    @property
    def undated(self):
        """The days that have no date, as people number them."""
        return [number for number, day in enumerate(self.days, start=1) if day.date is None]


def sheet(face, plan, methods, details):
    """The Sheet of `plan` for `face`. `methods` is {slug: Facts}, `details` {slug: Details}."""
    plan = clean(plan)
    times = programme.timed(plan, methods)
    rigged = rigging.rigged(times, methods, details, plan.brief)
    days = tuple(_day(face, day, times, methods, details, rigged) for day in times.days)
    is_rig = face == Face.RIGGER
    has_steps = "step" in SHOWN[face]
    return Sheet(
        face=Face(face).value,
        kind=str(KIND[face]),
        title=plan.title,
        when=when_text(days),
        place=place_text(plan.brief),
        length=minutt(times.minutes),
        facts=tuple(_facts(face, plan, times)),
        days=days,
        bars=tuple(programme.bars(times.rows, Step.values)) if has_steps else (),
        room=tuple(filter(itemgetter(1), rigging.room(times, rigged, plan.brief))) if is_rig else (),
        things=tuple(rigging.things(rigged, len(days) > 1)) if is_rig else (),
    )


def clean(part):
    """`part` (a plan, a brief or a block) without signs that no file format can hold."""
    if is_dataclass(part):
        return replace(part, **{each.name: clean(getattr(part, each.name)) for each in fields(part)})
    if isinstance(part, tuple):
        return tuple(map(clean, part))
    if isinstance(part, str):
        return _UNSEEN.sub("", part.replace("\r\n", "\n").replace("\r", "\n"))
    return part


# --- A day and its lines ---------------------------------------------------------------------------


def _day(face, day, times, methods, details, rigged):
    several = len(times.days) > 1
    lines = tuple(
        _line(face, row, methods, details, rigged.get((day.number, row.number))) for row in day.rows
    )
    has_strip = "step" in SHOWN[face]
    return Day(
        heading=_day_heading(day) if several else "",
        date=day.date,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        span=f"{klokke(day.starts_at)}–{klokke(day.ends_at)}",
        lines=lines,
        strip=day.rows if has_strip else (),
        ticks=day.ticks if has_strip else (),
    )


def _day_heading(day):
    name = _("Dag %(number)s") % {"number": day.number}
    title = day.opening.title if day.opening else ""
    named = name if title.lower() in {"", name.lower()} else f"{name}, {title}"
    return f"{named}, {dato(day.date)}" if day.date else named


def _line(face, row, methods, details, found):
    facts = methods.get(row.block.method)
    whole = _whole_line(row, facts, details.get(row.block.method, Details()), found)
    told = {name: getattr(row.block, name) for name in ("responsible", "note", "reason")}
    every = {**told, **whole}
    return Line(
        id=row.block.id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        clock=klokke(row.starts_at),
        until=klokke(row.ends_at),
        length=minutt(row.minutes),
        title=_title(face, row, facts),
        track=_("Spor %(track)s") % {"track": row.track} if row.track else "",
        is_pause=row.is_pause,
        **{name: every[name] for name in SHOWN[face]},
    )


def _whole_line(row, facts, details, found):
    """Everything there is to say of a block besides its own words."""
    return {
        "step": row.step,
        "method": row.method_title,
        "tasks": tuple(_tasks(row, details)),
        "result": _result(facts),
        "locked": _locked(row),
        "slack": _("%(length)s å gå på før denne") % {"length": minutt(row.slack)} if row.slack else "",
        "groups": found.setup.text if found else "",
        "setup": found.setup.text if found else "",
        "move": found.move if found else "",
        "room": found.advice if found else (),
        "materials": tuple(map(_material, found.setup.materials)) if found else (),
    }


def _result(facts):
    if facts is None or facts.gives not in ARTEFACTS:
        return ""
    return _("gir %(result)s") % {"result": ARTEFACTS[facts.gives]}


def _title(face, row, facts):
    """Participants read the question; a method's name tells them nothing."""
    is_only_a_name = facts and row.title.strip().lower() == facts.title.lower()
    if face == Face.PARTICIPANTS and is_only_a_name:
        return str(QUESTION[facts.function])
    return row.title


def _tasks(row, details):
    lines = [(line["minutes"], line.get("grows", False)) for line in details.instructions]
    gone = 0
    for line, minutes in zip(details.instructions, spread_whole(lines, row.minutes), strict=True):
        yield Task(klokke(later(row.starts_at, gone)), minutt(minutes), line["title"], line["text"])
        gone += minutes


def later(moment, minutes):
    """The moment so many minutes after, as the clock on the wall shows it."""
    if moment.tzinfo is None:
        return moment + dt.timedelta(minutes=minutes)
    return (moment.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(programme.OSLO)


def _locked(row):
    if not row.starts:
        return ""
    return _("fast tid %(clock)s") % {"clock": klokke(row.starts)} if row.late else _("fast tid")


def _material(line):
    return f"{line['number']} {line['name'][:1].lower()}{line['name'][1:]}"


# --- The head --------------------------------------------------------------------------------------


def when_text(days):
    """«tysdag 24. november 2026, 09.00–15.30», or the first and the last day."""
    first, last = days[0], days[-1]
    if len(days) == 1:
        return f"{dato(first.date)}, {first.span}" if first.date else first.span
    if first.date and last.date:
        return _("%(first)s – %(last)s") % {"first": dato(first.date), "last": dato(last.date)}
    return _("%(number)s dagar") % {"number": len(days)}


def place_text(brief):
    return ", ".join(filter(None, [brief.place, _("digitalt møte") if brief.digital else ""]))


def _facts(face, plan, times):
    """(label, text) of what the meeting is for, as far as this face tells it."""
    brief = plan.brief
    if face == Face.PARTICIPANTS:
        return
    if face in {Face.LEADER, Face.OWNER}:
        yield from _purpose_facts(brief)
    yield _("Folk"), _people_text(brief, face)
    yield _("Tid"), _("%(length)s i alt, pausane med") % {"length": minutt(times.minutes)}
    if face == Face.LEADER and (about := _about_the_group(brief)):
        yield _("Gruppa"), about
    if face == Face.LEADER:
        yield from (tuple(line.split(": ", 1)) for line in brief.notes.splitlines() if ": " in line)


def _purpose_facts(brief):
    if brief.purpose in Purpose.values:
        yield _("Føremål"), str(Purpose(brief.purpose).label)
    if brief.goal:
        yield _("Mål"), brief.goal
    if brief.result in ARTEFACTS:
        yield _("Ønskt resultat"), str(ARTEFACTS[brief.result]).capitalize()


def _people_text(brief, face):
    people = _("%(number)s deltakarar") % {"number": brief.people}
    if face == Face.OWNER:
        return people
    leaders = _("1 prosessleiar") if brief.leaders == 1 else _("%(number)s prosessleiarar")
    return f"{people}, {leaders % {'number': brief.leaders}}"


def _about_the_group(brief):
    strangers = _("Dei kjenner ikkje kvarandre.") if brief.strangers else ""
    conflict = {1: _("Noko usemje."), 2: _("Mykje usemje.")}.get(brief.conflict, "")
    return " ".join(filter(None, [strangers, conflict]))
