"""What the clock does for memberships, a row at a time: a run that is stopped goes on where it was."""

from django.db import transaction
from django.db.models import Q

from referencegroups import actions, letters
from referencegroups.actions.terms import to_ask
from referencegroups.choices import Purpose
from referencegroups.models import ConsentText, Membership


def terms(at=None):
    """(asked, ended): renewal letters 30 days ahead, and the memberships that silence ended."""
    asked = 0
    for membership in to_ask(at).select_related("member", "group"):
        actions.ask_to_renew(membership=membership, at=at)
        asked += 1
    return asked, actions.end_silent_terms(at=at)


def ask_about_new_wording(at=None):
    """One letter to each member for each new wording; until it is answered, nothing else."""
    version = ConsentText.objects.current_version(Purpose.MEMBERSHIP, at) or 0
    members = Membership.objects.members()
    silent = members.exclude(pk__in=members.agreeing(at).values("pk"))
    unasked = silent.filter(Q(asked_version__isnull=True) | Q(asked_version__lt=version))
    rows = list(unasked.select_related("member", "group"))
    for membership in rows:
        _ask(membership, version)
    return len(rows)


@transaction.atomic
def _ask(membership, version):
    membership.asked_version = version
    membership.save(update_fields=["asked_version"])
    letters.send_unless_paused("consent_changed", membership)
