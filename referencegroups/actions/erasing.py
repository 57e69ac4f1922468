"""Being forgotten: the row is blanked and keeps its number."""

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from prosesstotte import events
from prosesstotte.models import OutgoingMail
from referencegroups import secret_links
from referencegroups.actions.terms import leave
from referencegroups.models.member import OPTIONAL_FACTS


@transaction.atomic
def erase(*, member, by=None, at=None):
    """Leave every group, and blank the person: the row keeps its number, the evidence too."""
    for membership in member.memberships.live().select_related("group"):
        membership.member = member
        leave(membership=membership, at=at)
    blank(member, at=at)


def blank(member, *, at=None):
    """Nothing is left of a person who is in no group any more but a number."""
    at = at or timezone.now()
    cut_consents(member)
    _drop_letters(member)
    for row in [member, *member.memberships.all()]:
        secret_links.revoke_all(row)
    member.email, member.erased_at, member.mail_pause = None, at, ""
    for name in OPTIONAL_FACTS:
        setattr(member, name, "")
    member.save(update_fields=["email", "erased_at", "mail_pause", *OPTIONAL_FACTS])
    events.record(member, "erased", at=at)


def cut_consents(member):
    """Cut the evidence from the person, by the narrow path that the database leaves open."""
    ends = {m.group_id: (m.ended_at, m.group.keep_consent_months) for m in _ended(member)}
    last, months = max(ends.values(), default=(timezone.now(), 24))
    for event in member.consent_events.all():
        ended, keep = ends.get(event.group_id, (last, months))
        until = timezone.localdate(ended) + relativedelta(months=keep)
        member.consent_events.filter(pk=event.pk).update(member=None, keep_until=until)


def _ended(member):
    return member.memberships.filter(ended_at__isnull=False).select_related("group")


def _drop_letters(member):
    """Sent letters have the address in them; the receipt that is on its way is let through."""
    rows = [member, *member.memberships.all()]
    about = [f"{row._meta.label_lower}:{row.pk}" for row in rows]
    OutgoingMail.objects.filter(about__in=about, sent_at__isnull=False).delete()
