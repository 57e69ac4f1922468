"""Minutes of a method for N people: plain numbers in and out, no database.

Source: the team's own working values for municipal meetings. Units are minutes and people.
"""

from bisect import bisect_left
from dataclasses import dataclass
from math import ceil, floor


@dataclass(frozen=True)
class Timing:
    """How the length of a method grows with the number of people.

    fixed        minutes that are the same whatever the number of people
    per_person   minutes for each person, in rounds where everybody speaks in plenary
    per_group    minutes for each group, when groups share in plenary
    group_size   people in a group; 0 means that everybody works together
    minimum, maximum   limits of the whole, in minutes
    """

    fixed: float
    per_person: float
    per_group: float
    group_size: int
    minimum: int
    maximum: int

    def groups(self, people):
        """Number of groups when `people` (at least 1) work at the same time."""
        return ceil(people / self.group_size) if self.group_size else 1

    def minutes(self, people):
        """Whole minutes for `people`, half a minute rounded up, between minimum and maximum."""
        grown = self.fixed + self.per_person * people + self.per_group * self.groups(people)
        return floor(min(max(grown, self.minimum), self.maximum) + 0.5)


def first_longer(timing, limit, fewest, most):
    """The fewest people from `fewest` to `most` for whom `timing` takes `limit` minutes or more; else None.

    Minutes never shrink when people come, so halving finds it. When it holds for `fewest`, it holds for any
    number: fewer people are counted as `fewest`, and the answer is 0.
    """
    if timing.minutes(most) < limit:
        return None
    people = range(fewest, most + 1)
    place = bisect_left(people, limit, key=timing.minutes)
    return people[place] if place else 0


def spread(lines, total):
    """Minutes of each instruction line when the whole takes `total` minutes.

    `lines` are (minutes, grows) pairs. The line that grows takes the whole difference,
    so the sum is always `total`; a line is never shorter than one minute.
    """
    difference = total - sum(minutes for minutes, _grows in lines)
    return [max(1, minutes + difference) if grows else minutes for minutes, grows in lines]


def spread_whole(lines, total):
    """Like `spread`, but the sum is `total` always, also when the line that grows cannot take the difference.

    A programme may give a method its short form. Once the line that grows would lose more than half of its
    minutes, every line is shortened by its share, none below one minute while there are enough of them.
    """
    minutes = spread(lines, total)
    squeezed = any(grows and 2 * new < old for (old, grows), new in zip(lines, minutes, strict=True))
    if sum(minutes) == total and not squeezed:
        return minutes
    return fit([old for old, _grows in lines], total)


def fit(minutes, total):
    """`minutes` in the same proportions with the sum `total`; none under one minute where there is room.

    Whole minutes: the largest remainders get what is left over, the first of equals first.
    """
    if not minutes or sum(minutes) == total:
        return list(minutes)
    least = min(1, total // len(minutes))
    free, whole = total - least * len(minutes), sum(minutes)
    shares = [free * part / whole for part in minutes]
    fitted = [least + floor(share) for share in shares]
    first = sorted(range(len(minutes)), key=lambda place: floor(shares[place]) - shares[place])
    for place in first[: total - sum(fitted)]:
        fitted[place] += 1
    return fitted
