"""Made-up members of one active group, so that rounds and the lottery have somebody. Through the doors."""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from prosesstotte import roles
from prosesstotte.models import OutgoingMail, User
from referencegroups import actions, letters, setting_up
from referencegroups.choices import AgeBand, Gender, Purpose, Role, State
from referencegroups.models import AreaOwner, Membership, PopulationTarget, ReferenceGroup

GROUP = "a-bli-gammal-heime"
OWNER = "kommunalsjef@example.no"
FIRST = [
    "Kari", "Ola", "Ingrid", "Per", "Solveig", "Amina", "Jon", "Sunniva", "Leif", "Marit", "Ahmed", "Torunn",
]  # fmt: skip
LAST = ["Fjord", "Strand", "Eide", "Nes", "Vik", "Hauge", "Sunde", "Berg", "Moe"]
DISTRICTS = ["Fjordvik", "Sandnes", "Øyane", "Skogen"]
ROLES = {Role.RESIDENT: 6, Role.NEXT_OF_KIN: 3, Role.EMPLOYEE: 3, Role.ORGANISATION: 1}  # how often
TARGETS = {
    "gender": {Gender.WOMAN: 50, Gender.MAN: 50},
    "age_band": {
        AgeBand.FROM_18: 19, AgeBand.FROM_30: 25, AgeBand.FROM_45: 33, AgeBand.FROM_67: 17,
        AgeBand.FROM_80: 6,
    },
    "district": {"Fjordvik": 45, "Sandnes": 25, "Øyane": 20, "Skogen": 10},
}  # fmt: skip


@transaction.atomic
def load():
    """Members once; run again, it does nothing."""
    setting_up.load_consent_texts()
    roles.fill_groups()
    group = ReferenceGroup.objects.get(slug=GROUP)
    if group.memberships.exists():
        return
    _own(group)
    _set_targets(group)
    chance = random.Random(2026)  # noqa: S311 - made-up people, the same each time
    for number in range(1, 26):
        _member(group, number, chance)
    _request(group, "vil.vere.med@example.org", Role.RESIDENT)
    _request(group, "sonen@example.org", Role.NEXT_OF_KIN)
    OutgoingMail.objects.filter(kind__startswith=letters.KIND).delete()  # nobody is there to read them


def _own(group):
    owner = User.objects.filter(email=OWNER).first() or User.objects.create_user(
        OWNER, name="Kommunalsjef i demoen", is_staff=True
    )
    owner.groups.add(roles.group_of(roles.OWNER))
    AreaOwner.objects.get_or_create(area=group.area, user=owner)
    ReferenceGroup.objects.filter(pk=group.pk).update(owner_user=owner)


def _set_targets(group):
    PopulationTarget.objects.bulk_create(
        PopulationTarget(group=group, fact=fact, value=value, percent=percent)
        for fact, shares in TARGETS.items()
        for value, percent in shares.items()
    )


def _member(group, number, chance):
    role = chance.choices([Role.RESIDENT, Role.NEXT_OF_KIN, Role.EMPLOYEE, Role.ORGANISATION], [6, 3, 3, 1])[
        0
    ]
    first, last = chance.choice(FIRST), chance.choice(LAST)
    facts = {
        "first_name": first,
        "last_name": last,
        "age_band": chance.choice(AgeBand.values[1:]),
        "gender": chance.choices([Gender.WOMAN, Gender.MAN, Gender.UNSAID], [7, 5, 1])[0],
        "district": chance.choices(DISTRICTS, [9, 5, 4, 2])[0],
    }
    joined = timezone.now() - dt.timedelta(days=chance.randrange(20, 300))
    membership = _confirmed(group, f"medlem{number:02}@example.org", role, facts, at=joined)
    actions.approve(by=group.owner_user, membership=membership, at=joined)


def _request(group, email, role):
    _confirmed(group, email, role, {}, at=timezone.now() - dt.timedelta(days=2))


def _confirmed(group, email, role, facts, *, at):
    actions.ask_to_join(group=group, email=email, at=at)
    membership = Membership.objects.select_related("member", "group__owner_user").get(
        group=group, member__email=email, state=State.REQUESTED
    )
    purposes = [Purpose.MEMBERSHIP, *([Purpose.BREADTH] if facts else [])]
    actions.confirm(membership=membership, role=role, facts=facts, purposes=purposes, at=at)
    return membership
