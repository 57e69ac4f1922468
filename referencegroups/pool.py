"""From the pool of a group to the engine's plain data, and from its targets to quotas."""

import math
from collections import Counter

from referencegroups.choices import State
from referencegroups.facts import facts_of, shield
from referencegroups.lottery.task import Quota, Task, Volunteer


def pool_of(group):
    return group.memberships.filter(state=State.POOL)


def volunteers(group):
    facts = facts_of(pool_of(group))
    return tuple(Volunteer(number, values) for number, values in facts.items())


def task_of(lottery):
    """What the engine is asked, from the pool as it is now."""
    return Task(lottery.seats, tuple(lottery.quota_rows), volunteers(lottery.group))


def quotas_from_targets(group, seats):
    """Each target's share of the seats, as a range to the whole people on either side."""
    return [
        Quota(target.fact, target.value, math.floor(share), math.ceil(share))
        for target in group.targets.all()
        for share in [float(target.percent) * seats / 100]
    ]


def shielded_counts(task):
    """[[fact, value, people or None]] for every quota, fact by fact."""
    facts = sorted({quota.category for quota in task.quotas})
    shown = {fact: shield(_count(task, fact)) for fact in facts}
    return [[q.category, q.value, shown[q.category].get(q.value, 0)] for q in task.quotas]


def _count(task, fact):
    return Counter(person.values[fact] for person in task.volunteers if fact in person.values)
