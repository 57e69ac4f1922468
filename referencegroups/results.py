"""What may be read of the answers of a closed round: counts, and one breakdown, with a floor of five.

Pure: plain data in, `Published` out. Page, CSV, Excel, PDF and comparisons are given `Published` and nothing
else, so no route can say more than another. Counts are people; means are on the question's own scale.

The rules
* A closed question is shown when at least FLOOR people have chosen something («veit ikkje» is no choice).
* One question at most divides the others (`divides`). Its own small groups are merged before anything is
  shown, also in its own count, because a small group's size is what a hidden cell could be worked out from.
* A divided question is a table where everybody who answered the round stands in exactly one cell: those who
  did not answer have a row and a column of their own. Rows and columns under FLOOR are merged, cells under
  FLOOR are hidden, and more are hidden until nobody who knows all sums can tell that a hidden cell is small.
* «Several» may overlap, so it is divided only when no cell at all would have to be hidden.
* Ranking and free text are never divided.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from referencegroups.small_cells import FLOOR, Cell, Table, to_hide

DONT_KNOW = "?"  # the stored answer «veit ikkje»
REST = -1  # the bucket of those who said «veit ikkje» or nothing


class Kind(StrEnum):
    ONE = "one"
    SEVERAL = "several"
    SCALE = "scale"
    RANKING = "ranking"
    SHORT = "short"
    LONG = "long"


CLOSED = frozenset({Kind.ONE, Kind.SEVERAL, Kind.SCALE, Kind.RANKING})
TEXTS = frozenset({Kind.SHORT, Kind.LONG})
# One, scale: a number. Several: numbers. Ranking: numbers, the best first. Text: a text. Or DONT_KNOW.
Value = int | str | list[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. The options of a scale are its steps; an answer is an option's number from 0."""

    key: str
    kind: Kind
    text: str
    options: tuple[str, ...] = ()
    divides: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a question. A merged line has several labels; REST has none of its own options."""

    labels: tuple[str, ...]
    count: int
    with_rest: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`cells[r][c]` is how many of group `c` answered as row `r`; None is hidden."""

    by: str
    groups: tuple[Row, ...]
    rows: tuple[Row, ...]
    cells: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """How an option did in a ranking: first places, and its mean place (1 is best) when FLOOR placed it."""

    label: str
    first: int
    mean_place: float | None


@dataclass(frozen=True, slots=True)
class Tally:
    """One question. `answered` is None when too few have chosen; then nothing else is told either."""

    key: str
    kind: Kind
    text: str
    answered: int | None
    dont_know: int | None = None
    rows: tuple[Row, ...] = ()
    mean: float | None = None
    ranked: tuple[Ranked, ...] = ()
    breakdown: Breakdown | None = None
    is_too_small_to_divide: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """All that may be read. `answered` of `asked` people have answered the round."""

    asked: int
    answered: int
    tallies: tuple[Tally, ...] = field(default=())


def publish(questions: Sequence[Asked], sheets: Sequence[Mapping[str, Value]], *, asked: int) -> Published:
    """Count `sheets`, one mapping from question key to answer for each person, and hide what must be hidden.

    Raises ValueError when two questions divide, or when the one that divides is not of kind ONE.
    """
    divider = _divider(questions)
    people = _people(questions, sheets, divider)
    return Published(asked, len(sheets), tuple(_tally(one, sheets, divider, people) for one in questions))


def compare(now: Published, before: Published) -> list[tuple[Tally, Tally]]:
    """Pairs of the same question in two rounds, from what is published of each: counts only, no breakdown."""
    earlier = {_same(tally): tally for tally in before.tallies if _is_shown(tally)}
    found = [(one, earlier.get(_same(one))) for one in now.tallies if _is_shown(one)]
    return [(one, other) for one, other in found if other is not None]


def _is_shown(tally: Tally) -> bool:
    return tally.kind in CLOSED and tally.answered is not None


def _same(tally: Tally) -> tuple[object, ...]:
    labels = tuple(row.labels for row in tally.rows)
    return tally.text.casefold(), tally.kind, labels, tuple(sorted(one.label for one in tally.ranked))


# --- One question ------------------------------------------------------------------------------------


def chosen(value: Value | None) -> bool:
    """Whether this is an answer with a content: not missing, not «veit ikkje»."""
    return value is not None and value != DONT_KNOW and value != [] and value != ""


def _tally(
    question: Asked, sheets: Sequence[Mapping[str, Value]], divider: Asked | None, people: "_Groups"
) -> Tally:
    values = [value for sheet in sheets if chosen(value := sheet.get(question.key))]
    if len(values) < FLOOR and question.kind in CLOSED:
        return Tally(question.key, question.kind, question.text, None)
    dont_know = sum(sheet.get(question.key) == DONT_KNOW for sheet in sheets)
    base = (question.key, question.kind, question.text, len(values), dont_know)
    if question.kind in TEXTS:
        return Tally(*base)
    if question.kind == Kind.RANKING:
        return Tally(*base, ranked=_ranked(question, values))
    if divider is question:  # who gave no group stands inside the merged groups, so not beside them
        return Tally(*base[:3], sum(row.count for row in people.rows), None, people.rows)
    mean = sum(values) / len(values) + 1 if question.kind == Kind.SCALE else None  # type: ignore[arg-type]
    breakdown = _breakdown(question, sheets, divider, people) if divider else None
    too_small = divider is not None and breakdown is None
    return Tally(*base, _plain_rows(question, values), mean, (), breakdown, too_small)


def _plain_rows(question: Asked, values: Iterable[Value]) -> tuple[Row, ...]:
    counted: Counter[int] = Counter()
    for value in values:
        counted.update(value if isinstance(value, list) else [value])  # type: ignore[list-item]
    return tuple(Row((label,), counted[number]) for number, label in enumerate(question.options))


def _ranked(question: Asked, values: Sequence[Value]) -> tuple[Ranked, ...]:
    places: dict[int, list[int]] = {number: [] for number in range(len(question.options))}
    for value in values:
        for place, number in enumerate(value, start=1):  # type: ignore[arg-type]
            places[number].append(place)  # type: ignore[index]
    lines = [
        Ranked(label, places[number].count(1), _mean(places[number]))
        for number, label in enumerate(question.options)
    ]
    return tuple(sorted(lines, key=lambda one: (one.mean_place is None, one.mean_place or 0, -one.first)))


def _mean(places: list[int]) -> float | None:
    return sum(places) / len(places) if len(places) >= FLOOR else None


# --- Who the others are divided by ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Groups:
    """The merged groups: their rows, and in which of them each sheet stands."""

    rows: tuple[Row, ...]
    of_sheet: tuple[int, ...]


def _divider(questions: Sequence[Asked]) -> Asked | None:
    found = [question for question in questions if question.divides]
    if len(found) > 1 or any(question.kind != Kind.ONE for question in found):
        raise ValueError("one question of kind ONE may divide the others")
    return found[0] if found else None


def _people(
    questions: Sequence[Asked], sheets: Sequence[Mapping[str, Value]], divider: Asked | None
) -> _Groups:
    if divider is None:
        return _Groups((), ())
    return _not_alone(divider, _merged(divider, [_bucket(divider, sheet) for sheet in sheets]))


def _not_alone(divider: Asked, groups: _Groups) -> _Groups:
    """With everybody in one group, any small count would be a cell of that group: it is not said which."""
    if len(groups.rows) != 1 or len(groups.rows[0].labels) + groups.rows[0].with_rest != 1:
        return groups
    every = [*range(len(divider.options)), REST]
    return _Groups((_row(divider, every, groups.rows[0].count),), groups.of_sheet)


def _bucket(question: Asked, sheet: Mapping[str, Value]) -> int:
    value = sheet.get(question.key)
    return value if isinstance(value, int) else REST


def _merged(question: Asked, buckets: Sequence[int]) -> _Groups:
    """Groups of FLOOR people or more: the smallest joins its neighbour on a scale, else the next smallest."""
    counted = Counter(buckets)
    parts = [[number] for number in [*range(len(question.options)), REST] if counted[number]]

    def size(part: list[int]) -> int:
        return sum(counted[number] for number in part)

    while len(parts) > 1 and size(smallest := min(parts, key=size)) < FLOOR:
        partner = min(_partners(question, parts, smallest), key=size)
        at = min(parts.index(smallest), parts.index(partner))
        parts.remove(smallest)
        parts.remove(partner)
        parts.insert(at, sorted(smallest + partner, key=lambda number: (number == REST, number)))
    place = {number: index for index, part in enumerate(parts) for number in part}
    rows = tuple(_row(question, part, size(part)) for part in parts)
    return _Groups(rows, tuple(place[number] for number in buckets))


def _partners(question: Asked, parts: list[list[int]], part: list[int]) -> list[list[int]]:
    others = [one for one in parts if one is not part]
    if question.kind != Kind.SCALE or part == [REST]:
        return others
    at = parts.index(part)
    near = [one for one in (parts[max(at - 1, 0)], parts[min(at + 1, len(parts) - 1)]) if one is not part]
    return [one for one in near if one != [REST]] or others


def _row(question: Asked, part: Sequence[int], count: int) -> Row:
    labels = tuple(question.options[number] for number in part if number != REST)
    return Row(labels, count, with_rest=REST in part)


# --- The breakdown -------------------------------------------------------------------------------------


def _breakdown(
    question: Asked, sheets: Sequence[Mapping[str, Value]], divider: Asked, people: _Groups
) -> Breakdown | None:
    make = _several_table if question.kind == Kind.SEVERAL else _table
    made = make(question, sheets, people) if len(people.rows) > 1 else None
    if made is None:
        return None
    rows, cells = made
    return Breakdown(divider.text, people.rows, rows, cells)


Made = tuple[tuple[Row, ...], tuple[tuple[int | None, ...], ...]]


def _table(question: Asked, sheets: Sequence[Mapping[str, Value]], people: _Groups) -> Made | None:
    answers = _merged(question, [_bucket(question, sheet) for sheet in sheets])
    table = _crossed(len(answers.rows), len(people.rows), zip(answers.of_sheet, people.of_sheet, strict=True))
    if len(table) < 2:
        return None
    hidden = to_hide(table)
    cells = _shown(table, hidden)
    return (answers.rows, cells) if any(cell is not None for row in cells for cell in row) else None


def _several_table(question: Asked, sheets: Sequence[Mapping[str, Value]], people: _Groups) -> Made | None:
    sizes = [row.count for row in people.rows]
    rows, cells = [], []
    for number, label in enumerate(question.options):
        takes = [_has(sheet.get(question.key), number) for sheet in sheets]
        line = [
            sum(take and group == at for take, group in zip(takes, people.of_sheet, strict=True))
            for at in range(len(sizes))
        ]
        if not sum(line):
            continue  # nobody at all chose it, and its own count says so
        if any(min(cell, size - cell) < FLOOR for cell, size in zip(line, sizes, strict=True)):
            return None
        rows.append(Row((label,), sum(line)))
        cells.append(tuple(line))
    return (tuple(rows), tuple(cells)) if rows else None


def _has(value: Value | None, number: int) -> bool:
    return isinstance(value, list) and number in value


def _crossed(height: int, width: int, cells: Iterable[Cell]) -> Table:
    table = [[0] * width for _ in range(height)]
    for row, column in cells:
        table[row][column] += 1
    return table


def _shown(table: Table, hidden: set[Cell]) -> tuple[tuple[int | None, ...], ...]:
    return tuple(
        tuple(None if (r, c) in hidden else count for c, count in enumerate(row))
        for r, row in enumerate(table)
    )
