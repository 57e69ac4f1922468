"""Breadth: the members held up against the population, and who is missing, in words."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from referencegroups.choices import Fact
from referencegroups.facts import FEW, FLOOR, HIDDEN, fact_label, facts_of, label, shield, told

NEAR = 0.5  # people: nobody is missing for less than half a person


@dataclass(frozen=True)
class Bar:
    """One value against its target. `instead` has the words where a number would tell about few."""

    label: str
    percent: int
    instead: str
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
        uncounted=told(FEW if 0 < uncounted < FLOOR else uncounted),
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
        percent=round(100 * people / answered),
        instead=told(shown) if shown in (FEW, HIDDEN) else "",
        target=round(target.percent),
        missing=_missing(name, shown, wanted),
    )


def _missing(name, shown, wanted):
    """One sentence, or none. Of few it says no more than that they are few: never how far from the target."""
    words = {"name": name, "wanted": round(wanted)}
    if shown == HIDDEN or wanted < NEAR or (shown == FEW and wanted < FLOOR):
        return ""
    if shown == FEW:
        return _("%(name)s: færre enn fem. Målet svarer til om lag %(wanted)d.") % words
    if not shown:
        return _("%(name)s: ingen. Målet svarer til om lag %(wanted)d.") % words
    if shown > wanted - NEAR:
        return ""
    words["more"] = max(1, round(wanted - shown))
    return _("%(name)s: om lag %(more)d til, så er målet nådd.") % words
