"""Two owners, each with an area, a group and everything an admin page of the app may show.

Every model that the app registers in admin has a row here; test_walls.py says so when one is missing.
A new room puts a function into BUILDERS: it takes a World and adds rows by `world.add(…)`.
"""

import datetime as dt
from dataclasses import dataclass, field

from prosesstotte import roles
from referencegroups import setting_up
from referencegroups.choices import Fact, Role, State
from referencegroups.models import AreaOwner, ConsentEvent, PopulationTarget
from tests.factories import make_area, make_user
from tests.referencegroups.factories import make_group, make_member, make_membership
from tests.referencegroups.lottery_factories import make_published, make_ready
from tests.referencegroups.round_factories import make_closed, make_open, make_round


@dataclass
class World:
    """`secrets` are texts that nobody but the owner (and the coordinators) may meet on any page."""

    name: str
    owner: object
    area: object
    group: object
    rows: list = field(default_factory=list)
    secrets: list = field(default_factory=list)

    def add(self, *rows, secrets=()):
        self.rows += rows
        self.secrets += secrets

    def pks(self, model):
        return [row.pk for row in self.rows if isinstance(row, model)]


def make_world(name):
    setting_up.load_consent_texts()
    roles.fill_groups()
    owner = make_user(f"{name}.eigar@example.no", is_staff=True, name=f"{name}-eigar")
    owner.groups.add(roles.group_of(roles.OWNER))
    area = make_area(f"Området {name}")
    group = make_group(f"Gruppa {name}", area=area, owner_user=owner, decision_reference=f"{name}-17")
    world = World(name, owner, area, group)
    world.add(group, secrets=[f"Gruppa {name}", f"{name}-17"])
    for build in BUILDERS:
        build(world)
    return world


def members(world):
    for number, role in enumerate([Role.RESIDENT, Role.EMPLOYEE]):
        email = f"{world.name}.medlem{number}@example.org"
        member = make_member(email, first_name=f"{world.name}kari", mobile=f"9000000{number}")
        membership = make_membership(world.group, member, role=role)
        world.add(member, membership, secrets=[email, member.first_name, str(member.number)])
    waiting = make_membership(world.group, make_member(f"{world.name}.ventar@example.org"), State.CONFIRMED)
    world.add(waiting, waiting.member, secrets=[waiting.member.email])


def consent_events(world):
    events = ConsentEvent.objects.filter(group=world.group)
    world.add(*events, secrets=[str(event.person_number) for event in events])


def targets(world):
    value = f"{world.name}-krins"
    target = PopulationTarget.objects.create(group=world.group, fact=Fact.DISTRICT, value=value, percent=50)
    world.add(
        target, AreaOwner.objects.create(area=world.area, user=world.owner), secrets=[value, world.owner.name]
    )


def rounds(world):
    """A draft, one that is open, and one that is over with a text in it."""
    made = [
        make(group=world.group, title=f"{world.name}-{make.__name__}", why=f"{world.name}-kvifor", **more)
        for make, more in (
            (make_round, {}),
            (make_open, {}),
            (make_closed, {"answers": [{2: f"{world.name}-ord"}]}),
        )
    ]
    world.add(*made, secrets=[f"{world.name}-kvifor", f"{world.name}-ord", *(row.title for row in made)])


def lotteries(world):
    """Planned, and published with a seed that is still to come: there is something to spoil."""
    later = dt.timedelta(days=30)
    world.add(make_published(world.group, seed_in=later), make_ready(world.group))


BUILDERS = [members, consent_events, targets, rounds, lotteries]
