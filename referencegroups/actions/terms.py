"""How long a membership lasts: pause, renewal by one link, silence, and leaving without a reason."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from prosesstotte import links
from referencegroups import letters, secret_links
from referencegroups.actions import places
from referencegroups.actions.own import decide_consent, note_do_not_invite
from referencegroups.choices import Decision, Move, Purpose
from referencegroups.models import Membership

ASK_AHEAD = timedelta(days=30)


@transaction.atomic
def leave(*, membership, at=None):
    """One button, no reason. The consent is withdrawn with it, and we do not ask again."""
    was_confirmed = membership.confirmed_at is not None
    places.end(membership, Move.LEAVE, at=at)
    member, group = membership.member, membership.group
    if was_confirmed:
        decide_consent(
            member=member, purpose=Purpose.MEMBERSHIP, group=group, decision=Decision.WITHDRAWN, at=at
        )
    note_do_not_invite(member.email, months=group.keep_do_not_invite_months, at=at)
    letters.send("left", membership, months=group.keep_do_not_invite_months)


@transaction.atomic
def pause(*, membership, at=None):
    membership.step(Move.PAUSE, at=at)


@transaction.atomic
def resume(*, membership, at=None):
    membership.step(Move.RESUME, at=at)


@transaction.atomic
def ask_to_renew(*, membership, at=None):
    """The one letter about renewal: it has the one link."""
    membership.lock()
    today = timezone.localdate(at)
    if membership.is_member and membership.renewal_asked_on is None:
        membership.renewal_asked_on = today
        membership.save(update_fields=["renewal_asked_on"])
        letters.send_unless_paused("renewal", membership)


@transaction.atomic
def renew(*, membership, at=None):
    """A new term from the day the old one ends."""
    columns = places.term(membership.group, after=membership.term_ends_on)
    membership.step(Move.RENEW, at=at, **columns)
    links.revoke(secret_links.RENEW.purpose, membership)
    letters.send("renewed", membership)


def to_ask(at=None):
    """Members whose term ends within 30 days, and who have not been asked."""
    last = timezone.localdate(at) + ASK_AHEAD
    return Membership.objects.members().filter(term_ends_on__lte=last, renewal_asked_on__isnull=True)


def silent(at=None):
    """Members whose term is over: silence is an answer. Nobody is ended who was asked too late to answer."""
    today = timezone.localdate(at)
    return Membership.objects.members().filter(
        term_ends_on__lt=today, renewal_asked_on__lte=today - timedelta(days=7)
    )


def end_silent_terms(*, at=None):
    """End every membership that was not renewed; returns how many."""
    ended = 0
    for membership in silent(at).select_related("member", "group"):
        with transaction.atomic():
            places.end(membership, Move.LAPSE, at=at)
            letters.send_unless_paused("not_renewed", membership)
        ended += 1
    return ended
