"""Pools and lotteries, in any state. Everybody is made up."""

import datetime as dt

from django.utils import timezone

from referencegroups.actions import lots
from referencegroups.choices import Fact, Purpose, State
from referencegroups.lottery.task import Quota
from referencegroups.models import PopulationTarget
from tests.factories import make_user
from tests.referencegroups.factories import make_consent, make_group, make_members

SEED = "Lotto 28.11.2026: 3 7 12 18 22 30 34"
SOURCE = "Lotto-tala laurdag 28. november 2026"


def make_pool(group, *kinds, state=State.POOL):
    """`kinds`: (how many, facts), to wit (4, {"gender": "woman"}); all with consent to being counted."""
    people = []
    for many, facts in kinds:
        rows = make_members(group, many, state=state)
        for row in rows:
            for fact, value in facts.items():
                setattr(row if fact == Fact.ROLE else row.member, fact, value)
            row.save()
            row.member.save()
            make_consent(row.member, Purpose.BREADTH)
        people += rows
    return people


def make_target(group, fact, value, percent):
    return PopulationTarget.objects.create(group=group, fact=fact, value=value, percent=percent)


def women(least, most):
    return Quota(Fact.GENDER, "woman", least, most)


def make_planned(group=None, *, seats=4, reserves=6, quotas=(), pool=None, **fields):
    """A lottery waiting to be counted, among six women and six men."""
    group = group or make_group()
    make_pool(group, *(pool or [(6, {"gender": "woman"}), (6, {"gender": "man"})]))
    quotas = quotas or [women(2, 2)]
    return lots.plan(by=make_user(), group=group, seats=seats, reserves=reserves, quotas=quotas, **fields)


def make_ready(group=None, **fields):
    return lots.count(lottery=make_planned(group, **fields))


def make_published(group=None, *, at=None, seed_in=dt.timedelta(days=2), **fields):
    """Published `at` (three days ago), with a seed that came `seed_in` later."""
    at = at or timezone.now() - dt.timedelta(days=3)
    lottery = make_ready(group, **fields)
    return lots.publish(by=make_user(), lottery=lottery, seed_source=SOURCE, seed_at=at + seed_in, at=at)


def make_drawn(group=None, *, seed=SEED, **fields):
    return lots.draw_lots(by=make_user(), lottery=make_published(group, **fields), seed=seed)


def fresh(lottery):
    return type(lottery).objects.get(pk=lottery.pk)
