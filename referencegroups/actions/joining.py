"""The way in: asked for or invited, and confirmed by the one who reads the address."""

from dataclasses import dataclass, field
from enum import Enum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte import events, links
from referencegroups import letters, secret_links
from referencegroups.actions import places
from referencegroups.actions.own import decide_consents, forget_do_not_invite, left_in_peace
from referencegroups.choices import (
    LIVE,
    UNCONFIRMED,
    EndReason,
    JoinMode,
    MailPause,
    Move,
    Purpose,
    Source,
    State,
)
from referencegroups.errors import Refused
from referencegroups.models import Member, Membership
from referencegroups.models.consent import members_with
from referencegroups.models.member import new_nonce, normalise_email
from referencegroups.sealing import seal, unseal

SEALED = "facts from an invitation"
# A membership that begins again starts with nothing but the address.
CLEAN = {
    "role": "", "confirmed_at": None, "term_starts_on": None, "term_ends_on": None, "renewal_asked_on": None,
    "ended_at": None, "end_reason": "", "end_note": "", "sealed_facts": "", "reserve_order": None,
}  # fmt: skip


class NotRunning(Refused):
    sentence = _("Gruppa er ikkje open for nye medlemer no.")
    status = 409


@transaction.atomic
def ask_to_join(*, group, email, at=None):
    """Somebody has typed an address. What the page answers is the same whatever we know of it."""
    membership = _membership_of(group, email)
    if membership is None:
        _begin(group, email, State.REQUESTED, Source.WEB, at=at)
    elif membership.may(Move.ASK):
        _begin_again(membership, Move.ASK, at=at)
    else:
        letters.send("already", membership, state=membership.get_state_display())


class Invited(Enum):
    """What an invitation became. Anything but NEW and AGAIN sent no invitation."""

    NEW = "new"
    AGAIN = "again"  # invited before, or asked to join: a new link, and the old one is dead
    EXISTING = "existing"  # has a place, or waits for one
    WITHDRAWN = "withdrawn"  # has withdrawn, and is not asked again
    QUIET = "quiet"  # is in another group, and has not said yes to hearing about new ones


@dataclass(frozen=True)
class Known:
    """What we know of many addresses at once, for the dry run of an import."""

    memberships: dict = field(default_factory=dict)
    members: dict = field(default_factory=dict)
    hearing: set = field(default_factory=set)
    in_peace: set = field(default_factory=set)

    def outcome(self, email):
        membership, member = self.memberships.get(email), self.members.get(email)
        if email in self.in_peace or (membership and membership.end_reason == EndReason.WITHDREW):
            return Invited.WITHDRAWN
        if membership and membership.state in UNCONFIRMED:
            return Invited.AGAIN
        if membership and membership.state in LIVE:
            return Invited.EXISTING
        wants_none = member and member.mail_pause == MailPause.ASKED
        if wants_none or (member and not membership and member.pk not in self.hearing):
            return Invited.QUIET
        return Invited.NEW


def known(group, emails):
    """Everything an invitation must know, in a handful of queries however many there are."""
    members = {member.email: member for member in Member.objects.filter(email__in=emails)}
    memberships = Membership.objects.filter(group=group, member__in=members.values()).select_related("member")
    return Known(
        memberships={membership.member.email: membership for membership in memberships},
        members=members,
        hearing=members_with(Purpose.NEW_GROUPS) if members else set(),
        in_peace=left_in_peace(emails),
    )


@transaction.atomic
def invite(*, by, group, email, facts=None, source=Source.INVITATION, tell_existing=True, at=None):
    """Send an invitation, unless the person is there, has withdrawn, or will not hear of new groups.

    `facts` (first_name, last_name, mobile) are sealed under the invitation's link until it is opened.
    """
    if not group.is_running:
        raise NotRunning
    email = normalise_email(email)
    outcome = known(group, [email]).outcome(email)
    membership = _membership_of(group, email)
    if outcome in {Invited.NEW, Invited.AGAIN}:
        _send_invitation(membership, group, email, source, facts, by=by, at=at)
    elif outcome is Invited.EXISTING and tell_existing:
        letters.send_unless_paused("already", membership, state=membership.get_state_display())
    return outcome


def _send_invitation(membership, group, email, source, facts, *, by, at):
    if membership is None:
        membership = _begin(group, email, State.INVITED, source, facts=facts, by=by, at=at)
    else:
        move = Move.ASK if membership.state == State.REQUESTED else Move.INVITE
        _begin_again(membership, move, facts=facts, by=by, at=at)


def _membership_of(group, email):
    found = Membership.objects.filter(group=group, member__email=normalise_email(email))
    return found.select_related("member", "group").first()


def _begin(group, email, state, source, *, facts=None, by=None, at=None):
    at = at or timezone.now()
    member, _is_new = Member.objects.get_or_create(email=normalise_email(email), defaults={"created_at": at})
    membership = Membership(
        member=member, group=group, state=state, source=source, created_at=at, state_at=at, state_by=by
    )
    _seal(membership, facts)
    membership.save()
    events.record(membership, state.value, by=by, at=at)
    _hand_out_links(membership)
    return membership


def _begin_again(membership, move, *, facts=None, by=None, at=None):
    """A new nonce: a new invitation makes a new token, and the old one is dead."""
    membership.invite_nonce = new_nonce()
    _seal(membership, facts)
    fresh = {"invite_nonce": membership.invite_nonce, "sealed_facts": membership.sealed_facts}
    at = at or timezone.now()
    membership.step(move, by=by, at=at, **{**CLEAN, **fresh, "created_at": at})
    _hand_out_links(membership)


def _hand_out_links(membership):
    secret_links.stand(membership)
    secret_links.stand_invitation(membership)
    letter = "invited" if membership.state == State.INVITED else "requested"
    days = membership.group.keep_unconfirmed_days
    load = membership.group.load[:1].lower() + membership.group.load[1:]
    letters.send(letter, membership, days=days, load=load)


def _seal(membership, facts):
    facts = {name: text for name, text in (facts or {}).items() if text}
    membership.sealed_facts = seal(_invitation_token(membership), SEALED, facts) if facts else ""


def prefilled(membership):
    """Name and mobile that came with the invitation: suggestions for the one who holds its link."""
    if not membership.sealed_facts:
        return {}
    return unseal(_invitation_token(membership), SEALED, membership.sealed_facts) or {}


def _invitation_token(membership):
    return links.standing_token(secret_links.CONFIRM.purpose, membership.invite_nonce)


@transaction.atomic
def confirm(*, membership, role, facts, purposes, at=None):
    """The address is confirmed by the one who reads it: only now is anything else stored.

    `purposes` are those that were ticked; MEMBERSHIP must be among them (the form sees to it).
    """
    if not membership.group.is_running:
        raise NotRunning
    at = at or timezone.now()
    membership.step(Move.CONFIRM, at=at, role=role, confirmed_at=at, sealed_facts="")
    member = membership.member
    for name, value in facts.items():
        setattr(member, name, value)
    member.mail_pause = ""  # the address works, and its reader is here
    member.save(update_fields=[*facts, "mail_pause"])
    decide_consents(member, purposes, group=membership.group, at=at)
    forget_do_not_invite(member.email)
    links.revoke(secret_links.CONFIRM.purpose, membership)
    _go_on(membership, at=at)


def _go_on(membership, *, at):
    """What the group's way of joining makes of a confirmed address."""
    group = membership.group
    if membership.source == Source.WEB and group.join_mode != JoinMode.OPEN:
        letters.send("confirmed", membership, in_pool=False)
    elif group.draws_lots:
        membership.step(Move.ENTER_POOL, at=at)
        letters.send("confirmed", membership, in_pool=True, number=membership.member.number)
    else:
        places.take_in(membership, at=at)
