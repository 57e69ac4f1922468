"""What may be read of the participants' answers: one meeting, and the trend of many. Pure.

A meeting is the smallest thing that is ever counted: fewer than FLOOR answers, or a link that is still open,
and it is nowhere, neither on its own page nor inside a sum. So every published number is made of whole
meetings of FLOOR answers or more, and what is left when one is taken from another is the same. Nothing
has to be hidden beside it, whatever is divided, and nothing can be told from how a number changes with time.

Scores are 1 (not at all) to 5 (fully); means are on that scale.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prosesstotte.floor import FLOOR

STATEMENTS = ("involvement", "collaboration", "new_thinking", "goal_reached")
STEPS = range(1, 6)
Sheet = Sequence[int]  # a score for each of STATEMENTS


@dataclass(frozen=True, slots=True)
class Tally:
    """One statement: how many gave each of STEPS."""

    statement: str
    counts: tuple[int, ...]

    @property
    def answered(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float:
        return sum(step * count for step, count in zip(STEPS, self.counts, strict=True)) / self.answered


@dataclass(frozen=True, slots=True)
class Result:
    """All that may be read of one meeting."""

    answered: int
    tallies: tuple[Tally, ...]


def may_be_read(answered: int, *, is_closed: bool) -> bool:
    """The one rule, for numbers and texts alike."""
    return is_closed and answered >= FLOOR


def result(sheets: Sequence[Sheet], *, is_closed: bool) -> Result | None:
    """The sheets of one meeting counted; None when nobody may read them."""
    if not may_be_read(len(sheets), is_closed=is_closed):
        return None
    columns = zip(STATEMENTS, zip(*sheets, strict=True), strict=True)
    return Result(len(sheets), tuple(Tally(name, _counts(scores)) for name, scores in columns))


def _counts(scores: Sequence[int]) -> tuple[int, ...]:
    return tuple(scores.count(step) for step in STEPS)


# --- The trend ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meeting:
    """A closed meeting: what it may be divided by, its number of answers and the sum of each score."""

    day: dt.date
    area: str
    purpose: str
    answered: int
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The meetings of one period (its first day), all of them or those of one `group`."""

    period: dt.date
    group: str
    meetings: int
    answered: int
    means: tuple[float, ...]


def month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def quarter(day: dt.date) -> dt.date:
    return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def whole(day: dt.date) -> dt.date:
    """No period: all the time there is."""
    return dt.date.min


PERIODS = {"month": month, "quarter": quarter, "whole": whole}


def trend(meetings: Iterable[Meeting], *, unit: str, by: str = "") -> list[Line]:
    """Lines by period, the earliest first, then by group in alphabetical order.

    `unit` is a key of PERIODS; `by` is "area", "purpose" or nothing. Meetings under FLOOR are left out.
    """
    heaps: dict[tuple[dt.date, str], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        if may_be_read(meeting.answered, is_closed=True):
            heaps[PERIODS[unit](meeting.day), getattr(meeting, by) if by else ""].append(meeting)
    return [_line(*key, heap) for key, heap in sorted(heaps.items(), key=lambda one: one[0])]


def _line(period: dt.date, group: str, heap: Sequence[Meeting]) -> Line:
    answered = sum(meeting.answered for meeting in heap)
    sums = [sum(column) for column in zip(*(meeting.sums for meeting in heap), strict=True)]
    return Line(period, group, len(heap), answered, tuple(total / answered for total in sums))
