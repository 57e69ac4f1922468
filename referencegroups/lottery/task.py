"""What a lottery is about, as plain data: who has volunteered, how many seats, and the quotas.

Everything is sorted on the way in, so that the order of rows changes nothing afterwards.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


class TaskError(ValueError):
    """The task cannot be read as a lottery. `code` says why, `about` what it concerns."""

    def __init__(self, code, about=""):
        super().__init__(f"{code}: {about}" if about else code)
        self.code, self.about = code, about


@dataclass(frozen=True, slots=True, order=True)
class Quota:
    """Of the seats, at least `least` and at most `most` people must have `value` in `category`."""

    category: str
    value: str
    least: int
    most: int

    @property
    def key(self):
        return self.category, self.value


@dataclass(frozen=True, slots=True)
class Volunteer:
    """One person: a number that stands for the person everywhere, and a value per category.

    A category left out, or a value that no quota names («vil ikkje oppgi»), is ordinary: the
    person counts towards no quota of that category.
    """

    number: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """`seats` people are to be drawn among `volunteers` so that every quota holds.

    Raises TaskError for what is wrong in itself; whether it can be done is `feasibility.check`.
    """

    seats: int
    quotas: tuple[Quota, ...]
    volunteers: tuple[Volunteer, ...]

    def __post_init__(self):
        object.__setattr__(self, "quotas", tuple(sorted(self.quotas)))
        people = sorted(self.volunteers, key=lambda volunteer: volunteer.number)
        object.__setattr__(self, "volunteers", tuple(people))
        _check(self)

    def profile_of(self, volunteer):
        """The values that some quota names, else «»: all that matters about a person."""
        named = {quota.key for quota in self.quotas}
        categories = sorted({quota.category for quota in self.quotas})
        pairs = ((category, volunteer.values.get(category, "")) for category in categories)
        return tuple(value if (category, value) in named else "" for category, value in pairs)

    def counts(self):
        """How many volunteers stand behind each quota: {(category, value): people}."""
        found = Counter(pair for person in self.volunteers for pair in person.values.items())
        return {quota.key: found[quota.key] for quota in self.quotas}

    def fingerprint(self):
        """SHA-256 of everything that decides the chances, in one written form."""
        people = [[person.number, self.profile_of(person)] for person in self.volunteers]
        rules = [[quota.category, quota.value, quota.least, quota.most] for quota in self.quotas]
        text = json.dumps([self.seats, rules, people], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _check(task):
    if task.seats < 1:
        raise TaskError("no_seats")
    _refuse_twice("number_twice", [person.number for person in task.volunteers])
    _refuse_twice("quota_twice", [quota.key for quota in task.quotas])
    for quota in task.quotas:
        if not quota.value:
            raise TaskError("quota_without_value", quota.category)
        if not 0 <= quota.least <= quota.most:
            raise TaskError("range_backwards", f"{quota.category}: {quota.value}")


def _refuse_twice(code, keys):
    twice = [key for key, times in Counter(keys).items() if times > 1]
    if twice:
        raise TaskError(code, str(twice[0]))
