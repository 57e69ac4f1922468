"""The yearly page of a group: parts, each a template with its context. Rounds put theirs into PARTS."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from referencegroups.models import Membership


@dataclass(frozen=True)
class Part:
    template: str
    context: dict = field(default_factory=dict)


def members_of_year(group, year):
    """How many have been members some time that year: a number, never names."""
    began = Q(term_starts_on__isnull=False, confirmed_at__year__lte=year)
    number = Membership.objects.filter(began, group=group).exclude(ended_at__year__lt=year).count()
    return Part("referencegroups/_year_members.html", {"number": number, "year": year})


PARTS = [members_of_year]


def parts(group, year):
    return [part(group, year) for part in PARTS]


def years(group):
    """From the year the group began to this year, or the year it closed; the newest first."""
    last = min(timezone.localdate(), group.ends_on or timezone.localdate()).year
    return list(range(last, group.starts_on.year - 1, -1))
