"""Breadth: the members held up against the population, and who is missing, in words."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from referencegroups.choices import Fact
from referencegroups.facts import FEW, FLOOR, fact_label, facts_of, label, shield


@dataclass(frozen=True)
class Bar:
    """One value against its target. `percent` is None where fewer than five would show."""

    label: str
    percent: int | None
    target: int
    missing: str


@dataclass(frozen=True)
class FactBreadth:
    label: str
    answered: int
    bars: list[Bar] = field(default_factory=list)

    @property
    def too_few(self):
        return self.answered < FLOOR

    @property
    def missing(self):
        return [bar.missing for bar in self.bars if bar.missing]


@dataclass(frozen=True)
class Breadth:
    members: int
    uncounted: int | str
    facts: list[FactBreadth]


def breadth(group):
    """Members (active and on pause) of `group` against its targets; three queries."""
    facts = facts_of(group.memberships.members())
    targets = list(group.targets.all())
    uncounted = sum(not values for values in facts.values())
    return Breadth(
        members=len(facts),
        uncounted=FEW if 0 < uncounted < FLOOR else uncounted,
        facts=[_one(fact, targets, facts) for fact in Fact if any(t.fact == fact for t in targets)],
    )


def _one(fact, targets, facts):
    found = Counter(values[fact] for values in facts.values() if fact in values)
    answered = sum(found.values())
    own = [target for target in targets if target.fact == fact]
    shown = shield({**dict.fromkeys([target.value for target in own], 0), **found})
    if answered < FLOOR:
        return FactBreadth(fact_label(fact), answered)
    bars = [_bar(target, shown[target.value], found[target.value], answered) for target in own]
    return FactBreadth(fact_label(fact), answered, bars)


def _bar(target, shown, people, answered):
    wanted = float(target.percent) * answered / 100
    name = label(target.fact, target.value)
    return Bar(
        label=name,
        percent=None if shown is None else round(100 * people / answered),
        target=round(target.percent),
        missing=_missing(name, shown, wanted) if people <= wanted - 0.5 else "",
    )


def _missing(name, shown, wanted):
    if shown is None:
        return _("%(name)s: vi har få. Målet svarer til om lag %(wanted)d.") % {
            "name": name,
            "wanted": round(wanted),
        }
    if not shown:
        return _("%(name)s: ingen. Målet svarer til om lag %(wanted)d.") % {
            "name": name,
            "wanted": round(wanted),
        }
    return _("%(name)s: om lag %(more)d til, så er målet nådd.") % {
        "name": name,
        "more": max(1, round(wanted - shown)),
    }
