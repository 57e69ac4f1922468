"""The doors of an answer. None of them leaves a word about when, where from, or by which road it came."""

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from prosesstotte.models import Link, OutgoingMail
from referencegroups import round_letters, secrecy
from referencegroups.errors import Refused
from referencegroups.models import Answer, Invitation, NamedAnswer, UsefulVote
from referencegroups.models.member import normalise_email
from referencegroups.round_choices import RoundState, Useful


class RoundIsClosed(Refused):
    status = 409
    sentence = _("Svarfristen er ute. Svaret blei ikkje lagra.")


class HasAnswered(Refused):
    status = 409
    sentence = _("Du har svart. Svaret kan berre endrast med den lenkja du svarte med.")


class NotAsked(Refused):
    sentence = _("Ingen med denne adressa er spurd i denne runden.")


@transaction.atomic
def answer(*, token, invitation, values):
    """Take the answer this link sends, or change the one it sent before."""
    round = _lock_open(invitation)
    if round.is_confidential:
        _answer_confidentially(round, invitation, values, key=secrecy.derived_key(token, round.answer_salt))
    else:
        NamedAnswer.objects.update_or_create(invitation=invitation, defaults={"values": values})
    _mark(invitation)


@transaction.atomic
def enter(*, round, email, values):
    """Take an answer given by phone or on paper. No link sent it, so nobody can change it afterwards."""
    address = normalise_email(email)
    invitation = Invitation.objects.filter(round=round, membership__member__email=address).first()
    if invitation is None:
        raise NotAsked
    round = _lock_open(invitation)
    if invitation.has_answered:
        raise HasAnswered(_("Denne personen har alt svart."))
    if round.is_confidential:
        Answer.objects.create(round=round, values=values)
    else:
        NamedAnswer.objects.create(invitation=invitation, values=values)
    _mark(invitation)


def earlier(*, token, invitation):
    """What this very link has sent before, as values; None when it has sent nothing (or may not tell)."""
    round = invitation.round
    if not round.is_open:
        return None
    if round.is_confidential:
        key = secrecy.derived_key(token, round.answer_salt)
        found = Answer.objects.filter(round=round, pk=key).first()
    else:
        found = NamedAnswer.objects.filter(invitation=invitation).first()
    return found and found.values


def send_new_link(*, round, email):
    """A new link to somebody who was asked and lost it. The page says the same to everybody."""
    people = Invitation.objects.select_related("round__group", "membership__member")
    found = people.filter(round=round, membership__member__email=normalise_email(email)).first()
    if found:
        round_letters.invitation(found, kind="new_link")


def vote(*, token, invitation, value):
    """«Var svaret til nytte?» One vote a link; a second one changes the first."""
    round = invitation.round
    if round.state != RoundState.FED_BACK or value not in Useful.values:
        raise Refused(_("Det er ikkje mogleg å svare på dette no."))
    key = secrecy.derived_key(token, secrecy.useful_salt(round))
    UsefulVote.objects.update_or_create(pk=key, defaults={"round": round, "value": value})


def forget(member):
    """What is left of an erased person in rounds: named answers, letters and links go. Confidential answers
    cannot be found, by anybody."""
    rows = Invitation.objects.filter(membership__member=member)
    NamedAnswer.objects.filter(invitation__in=rows).delete()
    drop_ways_in(rows)


def drop_ways_in(invitations):
    """The links and letters of these invitations."""
    keys = list(invitations.values_list("pk", flat=True))
    label = Invitation._meta.label_lower
    Link.objects.filter(subject_type=label, subject_id__in=keys).delete()
    OutgoingMail.objects.filter(about__in=[f"{label}:{key}" for key in keys]).delete()


def _lock_open(invitation):
    """The invitation to ourselves, and the round held open until we are done: closing waits for us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM referencegroups_round WHERE id = %s FOR SHARE", [invitation.round_id])
    round = type(invitation.round).objects.get(pk=invitation.round_id)
    if not round.is_open:
        raise RoundIsClosed
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update(no_key=True))
    return round


def _answer_confidentially(round, invitation, values, *, key):
    if not invitation.has_answered:
        Answer.objects.create(pk=key, round=round, values=values)
    elif not Answer.objects.filter(pk=key, round=round).update(values=values):
        raise HasAnswered


def _mark(invitation):
    invitation.has_answered = True
    invitation.save(update_fields=["has_answered"])
