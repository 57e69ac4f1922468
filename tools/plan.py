"""A programme (køyreplan) as plain data: a brief, a start, and blocks in order. No database, no Django.

This is what the generator makes, what the editor changes, and what is kept as JSON, one document for
each version. A programme is one flat list of blocks. Two kinds of marks in it make the rest:

- blocks with a `track` ("A", "B" …) that stand next to each other run side by side: every track begins
  when the stretch begins, and the next common block begins when the longest track has ended;
- a block of the kind DAY begins a new day at its own `starts` (and `date`).

Lengths are whole minutes, clock times are local (Europe/Oslo).
"""

import datetime
import secrets
from dataclasses import dataclass, field, fields, replace

METHOD, FRAME, PAUSE, OWN, DAY = "method", "frame", "pause", "own", "day"
KINDS = (METHOD, FRAME, PAUSE, OWN, DAY)
TRACKS = ("A", "B", "C", "D")
ID_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
ID_LENGTH = 6
LONGEST_BLOCK = 720  # minutes
MOST_BLOCKS = 120
MOST_PEOPLE = 1000


@dataclass(frozen=True)
class Brief:
    """What the meeting is for (ramme for møtet).

    purpose   a Purpose value, "mal-og-strategi"
    result    the artefact wanted at the end: "M", "P", "V", "H", "F" or "R"; "" is the purpose's own
    people    how many come
    place     where, as people write it
    digital   everybody meets on a screen
    strangers they do not know each other
    conflict  0 none, 1 some, 2 much disagreement
    leaders   how many process leaders there are
    skill     what the least experienced leader can carry, 1 to 3
    must, avoid   slugs of methods that shall, or shall not, be there
    lacks     words of the kit they do not have ("skjerm", "golvplass")
    goal      the goal in the group's own words
    notes     what was agreed beforehand, a line each: «Roller: …», «Tilrettelegging: …»
    """

    purpose: str = "mal-og-strategi"
    result: str = ""
    people: int = 12
    place: str = ""
    digital: bool = False
    strangers: bool = False
    conflict: int = 0
    leaders: int = 1
    skill: int = 2
    must: tuple = ()
    avoid: tuple = ()
    lacks: tuple = ()
    goal: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Block:
    """One line of a programme.

    id        stable name inside the plan, for forms and focus
    kind      METHOD, FRAME, PAUSE, OWN (own text) or DAY (a new day begins)
    title     what the participants read: often the question
    minutes   planned length; 0 for DAY only
    method    slug of the method, for METHOD only
    starts    a clock time it is locked to («lunsj 11.30»), or None; for DAY when that day begins
    until     for DAY: when that day should end, or None
    date      for DAY: its date, or None
    track     "" for everybody together, or the track it runs in
    brings    artefacts a frame block puts into the chain («mandat» brings K and M)
    kept      it survives a new proposal (so does everything locked to a clock time)
    reason    why the generator chose it, one line in Nynorsk
    """

    id: str
    kind: str
    title: str
    minutes: int = 0
    method: str = ""
    responsible: str = ""
    note: str = ""
    starts: datetime.time | None = None
    until: datetime.time | None = None
    date: datetime.date | None = None
    track: str = ""
    brings: tuple = ()
    kept: bool = False
    reason: str = ""

    @property
    def is_fixed(self):
        """A new proposal leaves it where it is."""
        return self.kept or self.starts is not None


@dataclass(frozen=True)
class Plan:
    """A whole programme. `until` is when the first day should end; None asks for nothing."""

    title: str
    brief: Brief = field(default_factory=Brief)
    date: datetime.date | None = None
    start: datetime.time = datetime.time(9)
    until: datetime.time | None = None
    blocks: tuple = ()

    def block(self, block_id):
        """The block of that name, or None."""
        return next((block for block in self.blocks if block.id == block_id), None)

    def index(self, block_id):
        """Where the block stands; ValueError when it is not there."""
        return [block.id for block in self.blocks].index(block_id)

    def with_blocks(self, blocks):
        return replace(self, blocks=tuple(blocks))


def new_id():
    """A block's name: short, readable, unique enough inside one plan."""
    return "".join(secrets.choice(ID_SIGNS) for _ in range(ID_LENGTH))


# --- To and from JSON: empty values are left out, clock times are "09:00", dates "2026-11-24" ----------

_MOMENTS = {"starts": datetime.time, "until": datetime.time, "start": datetime.time, "date": datetime.date}


def to_json(plan):
    return {**_plain(plan), "brief": _plain(plan.brief), "blocks": [_plain(block) for block in plan.blocks]}


def from_json(data):
    """The plan of a kept document. Names it does not know are left out: old code reads newer documents."""
    known = _known(Plan, data)
    brief = Brief(**_known(Brief, data.get("brief", {})))
    return Plan(**{**known, "brief": brief, "blocks": tuple(map(block_from_json, data.get("blocks", [])))})


def block_from_json(data):
    return Block(**_known(Block, data))


def _plain(part):
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    return {name: _write(value) for name, value in values.items() if not _is_empty(value)}


def _is_empty(value):
    """0 is a number that somebody meant: a day has no minutes of its own."""
    return value in (None, "", ()) or value is False


def _write(value):
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _known(kind, data):
    names = {field.name for field in fields(kind)}
    return {name: _read(name, value) for name, value in data.items() if name in names}


def _read(name, value):
    if name in _MOMENTS and isinstance(value, str):
        return _MOMENTS[name].fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
