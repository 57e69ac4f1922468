"""Groups, members, consent. Names are exported here, whatever file they live in."""

from referencegroups.models.answer import Answer, FreeText, Invitation, NamedAnswer
from referencegroups.models.consent import ConsentEvent, ConsentText
from referencegroups.models.feedback import Theme, UsefulVote
from referencegroups.models.group import AreaOwner, PopulationTarget, ReferenceGroup
from referencegroups.models.lottery import Lottery
from referencegroups.models.member import DoNotInvite, Member, Membership
from referencegroups.models.round import Question, QuestionFix, Round, RoundTranslation

__all__ = [
    "Answer",
    "AreaOwner",
    "ConsentEvent",
    "ConsentText",
    "DoNotInvite",
    "FreeText",
    "Invitation",
    "Lottery",
    "Member",
    "Membership",
    "NamedAnswer",
    "PopulationTarget",
    "Question",
    "QuestionFix",
    "ReferenceGroup",
    "Round",
    "RoundTranslation",
    "Theme",
    "UsefulVote",
]
