"""A drawn lottery in one group of the demo, among made-up people, through the doors."""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from prosesstotte.models import OutgoingMail
from referencegroups import actions, letters, setting_up
from referencegroups.actions import lots
from referencegroups.choices import AgeBand, Fact, Gender, Purpose, Role, State
from referencegroups.models import Membership, PopulationTarget, ReferenceGroup
from referencegroups.pool import pool_of, quotas_from_targets

GROUP, SEATS, PEOPLE = "sentrum-2040", 12, 60
SEED = "Lotto 4 11 17 20 25 28 33"
AGES = {AgeBand.FROM_18: 24, AgeBand.FROM_30: 26, AgeBand.FROM_45: 30, AgeBand.FROM_67: 20}
TARGETS = {Fact.GENDER: {Gender.WOMAN: 50, Gender.MAN: 50}, Fact.AGE_BAND: AGES}


@transaction.atomic
def load():
    """Once; run again, it does nothing."""
    group = ReferenceGroup.objects.get(slug=GROUP)
    if group.lotteries.exists() or group.memberships.exists():
        return
    setting_up.load_consent_texts()
    group.seats = SEATS
    group.save(update_fields=["seats"])
    _set_targets(group)
    chance = random.Random(2040)  # noqa: S311 - made-up people, the same each time
    for number in range(1, PEOPLE + 1):
        _volunteer(group, number, chance)
    _draw(group)
    OutgoingMail.objects.filter(kind__startswith=letters.KIND).delete()  # nobody is there to read them


def _set_targets(group):
    PopulationTarget.objects.bulk_create(
        PopulationTarget(group=group, fact=fact, value=value, percent=percent)
        for fact, shares in TARGETS.items()
        for value, percent in shares.items()
    )


def _volunteer(group, number, chance):
    """More women than men, and few young: as it often is."""
    email = f"sentrum{number:02}@example.org"
    actions.ask_to_join(group=group, email=email)
    membership = Membership.objects.get(group=group, member__email=email)
    facts = {
        "gender": chance.choices([Gender.WOMAN, Gender.MAN, Gender.UNSAID], [14, 8, 1])[0],
        "age_band": chance.choices(list(AGES), [2, 5, 9, 8])[0],
    }
    purposes = [Purpose.MEMBERSHIP, Purpose.BREADTH]
    actions.confirm(membership=membership, role=Role.RESIDENT, facts=facts, purposes=purposes)
    membership.refresh_from_db()
    if membership.state == State.CONFIRMED:
        actions.put_in_pool(by=None, membership=membership)


def _draw(group):
    now = timezone.now()
    quotas = quotas_from_targets(group, SEATS)
    reserves = pool_of(group).count() - SEATS
    lottery = lots.plan(by=None, group=group, seats=SEATS, reserves=reserves, quotas=quotas)
    lots.count(lottery=lottery)
    lots.publish(
        by=None, lottery=lottery, seed_source="Lotto-tala laurdag kveld", seed_at=now - dt.timedelta(days=3),
        at=now - dt.timedelta(days=7),
    )  # fmt: skip
    lots.draw_lots(by=None, lottery=lottery, seed=SEED, at=now - dt.timedelta(days=2))
