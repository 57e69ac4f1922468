"""Groups, members, consent. Names are exported here, whatever file they live in."""

from referencegroups.models.consent import ConsentEvent, ConsentText
from referencegroups.models.group import AreaOwner, PopulationTarget, ReferenceGroup
from referencegroups.models.lottery import Lottery
from referencegroups.models.member import DoNotInvite, Member, Membership

__all__ = [
    "AreaOwner",
    "ConsentEvent",
    "ConsentText",
    "DoNotInvite",
    "Lottery",
    "Member",
    "Membership",
    "PopulationTarget",
    "ReferenceGroup",
]
