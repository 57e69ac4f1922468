"""From the pool of a group to the engine's plain data, and from its targets to quotas."""

import math
from collections import Counter

from referencegroups.choices import State
from referencegroups.facts import facts_of, shield
from referencegroups.lottery.task import Quota, Task, Volunteer

ALL_SEATS = 99  # per cent; targets are rounded, so they may come to a little less than a hundred


def pool_of(group):
    return group.memberships.filter(state=State.POOL)


def volunteers(group):
    facts = facts_of(pool_of(group))
    return tuple(Volunteer(number, values) for number, values in facts.items())


def task_of(lottery):
    """What the engine is asked, from the pool as it is now."""
    return Task(lottery.seats, tuple(lottery.quota_rows), volunteers(lottery.group))


def quotas_from_targets(group, seats):
    """Each target's share of the seats, as a range to the whole people on either side.

    The lower limit leaves room for those in the pool who would not say: a range that needed every
    seat would shut them out.
    """
    targets, people = list(group.targets.all()), volunteers(group)
    told = {fact: _share_told(fact, targets, people) for fact in {target.fact for target in targets}}
    return [
        Quota(target.fact, target.value, math.floor(share * told[target.fact]), math.ceil(share))
        for target in targets
        for share in [float(target.percent) * seats / 100]
    ]


def _share_told(fact, targets, people):
    """The share of the pool that has one of the values, when the targets claim every seat; else all."""
    own = [target for target in targets if target.fact == fact]
    if not people or sum(target.percent for target in own) < ALL_SEATS:
        return 1
    values = {target.value for target in own}
    return sum(person.values.get(fact) in values for person in people) / len(people)


def shielded_counts(task):
    """[[fact, value, people, or FEW or HIDDEN]] for every quota, fact by fact."""
    facts = sorted({quota.category for quota in task.quotas})
    shown = {fact: shield(_count(task, fact)) for fact in facts}
    return [[q.category, q.value, shown[q.category].get(q.value, 0)] for q in task.quotas]


def _count(task, fact):
    return Counter(person.values[fact] for person in task.volunteers if fact in person.values)
