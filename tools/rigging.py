"""How a room is set up for a meeting: groups, tables, walls and things for the people who come.

Rows of tools.programme and the facts of their methods in, finished words and numbers out. No database.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prosesstotte.templatetags.portal import dato, klokke
from tools.choices import Posture, WorkForm
from tools.facts import Details
from tools.shopping import AGAIN, MADE, USED_UP, Need, counted, in_use_with

FURNITURE_STAYS, RING = None, "ring"
THINGS = {
    MADE: gettext_lazy("Skriv ut eller lag på førehand"),
    USED_UP: gettext_lazy("Blir brukt opp"),
    AGAIN: gettext_lazy("Kan brukast om att"),
}
SCREEN_WORDS = ("skjerm", "qr-kode", "nett")
FLOOR_WORDS = ("golvplass", "golvteip")
RING_WORDS = ("stolring",)
_MARK = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")


@dataclass(frozen=True)
class Setup:
    """What one block asks of the room. `furniture` is the same when nobody needs to move a table.

    people  who take part in this block: tracks that run side by side share the people evenly
    groups  group sizes, the largest first; empty when everybody works together
    """

    text: str = ""
    people: int = 0
    groups: tuple = ()
    tables: int = 0
    walls: int = 0
    screen: bool = False
    floor: bool = False
    furniture: object = FURNITURE_STAYS
    materials: tuple = ()


def people_in(row, people):
    """How many take part in a block; tracks side by side share the people evenly."""
    return ceil(people / row.lanes)


def setup(row, facts, details, brief):
    """The Setup of one block of a method."""
    people = people_in(row, brief.people)
    groups = group_sizes(facts, people)
    on_screen = brief.digital
    seated = facts.posture == Posture.SIT and bool(groups) and facts.timing.group_size != 2
    tables = len(groups) if seated and not on_screen else 0
    return Setup(
        text=_on_screen(groups) if on_screen else _in_the_room(facts, groups, seated),
        people=people,
        groups=groups,
        tables=tables,
        walls=0 if on_screen else _walls(facts, groups),
        screen=not on_screen and _asks_for(facts, SCREEN_WORDS),
        floor=not on_screen and _asks_for(facts, FLOOR_WORDS),
        furniture=FURNITURE_STAYS if on_screen else _furniture(facts, tables),
        materials=tuple(materials(facts, details, people)),
    )


def group_sizes(facts, people):
    """The sizes of the groups that work at the same time, as even as can be; () when all work together.

    Nobody is left alone: where the last group would be one person, there is one group less.
    """
    parallel = facts.parallel_groups(people) or 1
    size = facts.timing.group_size
    if size <= 1:
        return even(people, parallel) if parallel > 1 else ()
    groups = parallel * ceil(ceil(people / parallel) / size)
    if groups > 1 and people // groups < 2:
        groups = max(1, people // 2)
    return even(people, groups)


def even(people, groups):
    """`people` in `groups`, as even as can be, the largest first."""
    size, rest = divmod(people, groups)
    return (size + 1,) * rest + (size,) * (groups - rest)


def materials(facts, details, people):
    """{name, number, note} of the method's materials for `people`: whole things, rounded up."""
    parallel = facts.parallel_groups(people) or 1
    in_each = ceil(people / parallel)
    times = {"person": people, "group": parallel * facts.timing.groups(in_each), "total": parallel}
    for line in details.materials:
        number = ceil(line["count"] * times[line["per"]])
        yield {"name": line["name"], "number": number, "note": line.get("note", "")}


# --- The whole meeting -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Rigged:
    """A block of a method with its setup, when tables must be moved for it, and the method's own advice."""

    day: int
    row: object
    title: str
    setup: Setup
    move: str = ""
    advice: tuple = ()

    @property
    def start(self):
        return self.day, self.row.start

    @property
    def end(self):
        return self.day, self.row.end


@dataclass(frozen=True)
class Item:
    """One thing to bring: how many, when it is first needed, and for what."""

    name: str
    number: int
    first: str
    uses: str
    note: str = ""


def rigged(times, methods, details, brief):
    """{(day number, row number): Rigged} for every block of a method we know."""
    found = {}
    for day in times.days:
        stands, before = FURNITURE_STAYS, None
        for row in day.rows:
            if facts := methods.get(row.block.method):
                more = details.get(facts.slug, Details())
                one = Rigged(day.number, row, facts.title, setup(row, facts, more, brief))
                move = _move(one.setup.furniture, stands, before)
                advice = plain_lines(more.digital if brief.digital else more.room)
                found[day.number, row.number] = replace(one, move=move, advice=advice)
                stands = one.setup.furniture or stands
            before = row
    return found


def _move(wanted, stands, before):
    if wanted in (FURNITURE_STAYS, stands):
        return ""
    if stands is FURNITURE_STAYS:
        return _("Set det opp slik før start.")
    if before is not None and before.is_pause:
        return _("Rigg om i pausen %(clock)s.") % {"clock": span(before)}
    return _("Rigg om før denne bolken.")


def things(found, several_days):
    """[(heading, Items)]: what to make before, what is used up, and what is used again."""
    needs = [
        Need(line["name"], line["number"], _use(one, several_days), one.start, one.end, line["note"])
        for one in found.values()
        for line in one.setup.materials
    ]
    items = [(thing.kind, _item(thing)) for thing in counted(needs)]
    return [
        (str(heading), tuple(item for kind, item in items if kind == wanted))
        for wanted, heading in THINGS.items()
        if any(kind == wanted for kind, _item in items)
    ]


def _item(thing):
    first, *others = [need.method for need in thing.needs]
    uses = [f"{need.method}: {need.number}" if others else need.method for need in thing.needs]
    return Item(thing.name, thing.number, first, "; ".join(uses), " ".join(map(_sentence, thing.notes)))


def _sentence(text):
    return text if text.endswith((".", "!", "?", "»")) else f"{text}."


def room(times, found, brief):
    """(label, text) of what the room must have, for whoever sets it up."""
    several = len(times.days) > 1
    peak = partial(_peak, found.values(), several)
    yield _("Klart til"), "; ".join(_moment(day, several) for day in times.days)
    if brief.digital:
        yield _("Grupperom"), peak(lambda one: len(one.setup.groups))
    else:
        yield _("Stolar"), _chairs(brief)
        yield _("Bord"), peak(lambda one: one.setup.tables)
        yield _("Veggplass"), peak(lambda one: one.setup.walls)
        yield _("Skjerm"), _times(found.values(), several, lambda one: one.setup.screen)
        yield _("Fritt golv"), _times(found.values(), several, lambda one: one.setup.floor)
        yield _("Ring av stolar"), _times(found.values(), several, lambda one: one.setup.furniture == RING)
    yield _("Samstundes"), _side_by_side(times, brief)
    yield _("Pausar"), _pauses(times, several)
    yield _("Kopiar"), _copies(brief)


def _moment(day, several):
    name = _("Dag %(number)s") % {"number": day.number} if several else ""
    return ", ".join(filter(None, [name, dato(day.date), klokke(day.starts_at)]))


def _chairs(brief):
    leaders = _("1 prosessleiar") if brief.leaders == 1 else _("%(number)s prosessleiarar")
    words = {"people": brief.people, "leaders": leaders % {"number": brief.leaders}}
    return _("%(people)s til deltakarane, og plass til %(leaders)s") % words


def _peak(found, several, number_of):
    """«8 på det meste (09.45 Verdskafé)», or "" when none is needed."""
    needs = [Need("", number_of(one), _use(one, several), one.start, one.end) for one in found]
    needs = [need for need in needs if need.number]
    if not needs:
        return ""
    most = max(needs, key=partial(in_use_with, needs))
    return _("%(number)s på det meste (%(use)s)") % {"number": in_use_with(needs, most), "use": most.method}


def _times(found, several, wanted):
    return "; ".join(_use(one, several) for one in found if wanted(one))


def _side_by_side(times, brief):
    rows = [row for row in times.rows if row.lanes > 1]
    if not rows:
        return ""
    lanes = max(row.lanes for row in rows)
    words = {"lanes": lanes, "people": ceil(brief.people / lanes)}
    return _("%(lanes)s spor på same tid: rekn med %(people)s personar i kvart") % words


def _pauses(times, several):
    return "; ".join(
        f"{_day_name(day.number, several)}{span(row)} {row.title}"
        for day in times.days
        for row in day.rows
        if row.is_pause
    )


def _copies(brief):
    words = {"people": brief.people, "leaders": brief.leaders}
    return _("Programmet til deltakarane: %(people)s. Køyreplanen: %(leaders)s. Denne lista: 1.") % words


def _use(one, several):
    """«09.45 Verdskafé», with the day before it when there are several."""
    return f"{_day_name(one.day, several)}{klokke(one.row.starts_at)} {one.title}"


def _day_name(number, several):
    return _("dag %(number)s, ") % {"number": number} if several else ""


def span(row):
    return f"{klokke(row.starts_at)}–{klokke(row.ends_at)}"


def plain_lines(markdown):
    """The lines of a short Markdown text without its marks."""
    lines = (_MARK.sub("", line).replace("**", "").strip() for line in markdown.splitlines())
    return tuple(line for line in lines if line)


# --- In words --------------------------------------------------------------------------------------


def sizes_text(groups):
    """«6 med 4» or «6 med 4 og 2 med 3»."""
    parts = [
        _("%(number)s med %(size)s") % {"number": number, "size": size}
        for size, number in Counter(groups).items()
    ]
    return _(" og ").join(parts)


def _counted(one, several, groups):
    """«1 bord med 5», «6 bord med 4» or «8 bord: 6 med 4 og 2 med 3»."""
    word = one if len(groups) == 1 else several
    if len(set(groups)) == 1:
        return _("%(number)s %(word)s med %(size)s") % {
            "number": len(groups),
            "word": word,
            "size": groups[0],
        }
    return _("%(number)s %(word)s: %(sizes)s") % {
        "number": len(groups),
        "word": word,
        "sizes": sizes_text(groups),
    }


def _on_screen(groups):
    return _counted(_("grupperom"), _("grupperom"), groups) if groups else _("Alle i fellesrommet")


def _in_the_room(facts, groups, seated):
    body = {Posture.SIT: _("sitjande"), Posture.STAND: _("ståande"), Posture.WALK: _("gåande")}[facts.posture]
    if not groups:
        together = _("Kvar for seg") if facts.work_form == WorkForm.INDIVIDUAL else _("Alle saman")
        ring = _("i ring") if _asks_for(facts, RING_WORDS) else body
        return f"{together}, {ring}"
    if seated:
        return _counted(_("bord"), _("bord"), groups)
    if set(groups) == {2}:
        return _("%(number)s par, %(body)s") % {"number": len(groups), "body": body}
    return f"{_counted(_('gruppe'), _('grupper'), groups)}, {body}"


def _asks_for(facts, words):
    return any(word in thing.lower() for thing in facts.kit for word in words)


def _walls(facts, groups):
    """How many places by a wall the method needs."""
    if facts.posture == Posture.STAND and groups and facts.work_form == WorkForm.GROUP:
        return len(groups)
    return 1 if _asks_for(facts, ("vegg", "rull", "gråpapir")) else 0


def _furniture(facts, tables):
    """A key that changes when the tables must: so many tables, or chairs in a ring."""
    if tables:
        return tables
    return RING if _asks_for(facts, RING_WORDS) else FURNITURE_STAYS
