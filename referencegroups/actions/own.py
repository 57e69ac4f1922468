"""What is the person's own: consent, facts and mail."""

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from prosesstotte import events, links
from referencegroups import secret_links
from referencegroups.choices import Channel, Decision, MailPause, Purpose
from referencegroups.models import ConsentEvent, ConsentText, DoNotInvite
from referencegroups.models.member import BREADTH_FACTS, normalise_email

# --- Consent -----------------------------------------------------------------------------------


@transaction.atomic
def decide_consent(
    *, member, purpose, decision, group=None, text=None, channel=Channel.WEB, by=None, at=None
):
    """Write one line of evidence. `text` is the wording that was shown; without it, the one that holds, or,
    when it is withdrawn, the one that was said yes to."""
    if text is None and decision == Decision.WITHDRAWN:
        text = _last_said_yes_to(member, purpose, group)
    text = text or ConsentText.objects.current(member.language, at=_day(at))[purpose]
    event = ConsentEvent.objects.create(
        member=member, person_number=member.number, text=text, purpose=purpose, group=group,
        decision=decision, channel=channel, recorded_by=by, at=at or timezone.now(),
    )  # fmt: skip
    if decision == Decision.WITHDRAWN:
        _forget_what_it_was_for(member, purpose)
    return event


def _last_said_yes_to(member, purpose, group):
    said = member.consent_events.filter(purpose=purpose, group=group).select_related("text")
    last = said.order_by("at", "pk").last()
    return last and last.text


def decide_consents(member, purposes, *, group, at=None):
    """«Given» for each purpose that was ticked."""
    texts = ConsentText.objects.current(member.language, at=_day(at))
    for purpose in purposes:
        decide_consent(
            member=member, purpose=purpose, decision=Decision.GIVEN, text=texts[purpose],
            group=group if purpose == Purpose.MEMBERSHIP else None, at=at,
        )  # fmt: skip


@transaction.atomic
def renew_consent(*, membership, text, at=None):
    """Yes to a changed wording: the questions come again."""
    decide_consent(
        member=membership.member, purpose=Purpose.MEMBERSHIP, group=membership.group,
        decision=Decision.RENEWED, text=text, at=at,
    )  # fmt: skip
    links.revoke(secret_links.CONSENT.purpose, membership)


def _forget_what_it_was_for(member, purpose):
    """Facts that nobody may use any more are not kept."""
    names = {Purpose.BREADTH: BREADTH_FACTS}.get(purpose, ())
    for name in names:
        setattr(member, name, "")
    if names:
        member.save(update_fields=names)


def _day(at):
    return timezone.localdate(at) if at else None


# --- Facts and mail ------------------------------------------------------------------------------


@transaction.atomic
def correct(*, member, by=None, **facts):
    """Change what we hold. The story says which facts, never what they were."""
    changed = [name for name, value in facts.items() if getattr(member, name) != value]
    for name in changed:
        setattr(member, name, facts[name])
    if changed:
        member.save(update_fields=changed)
        events.record(member, "corrected", by=by, facts=sorted(changed))


@transaction.atomic
def stop_mail(*, member):
    """Pause all mail that is not asked for, from one click."""
    _pause_mail(member, MailPause.ASKED, by=None)


@transaction.atomic
def bounced(*, member, by=None):
    """The post came back: pause until the person is here again."""
    _pause_mail(member, MailPause.BOUNCED, by=by)


@transaction.atomic
def resume_mail(*, member):
    member.mail_pause = ""
    member.save(update_fields=["mail_pause"])
    events.record(member, "mail_resumed")


def _pause_mail(member, why, *, by):
    if member.mail_pause != why:
        member.mail_pause = why
        member.save(update_fields=["mail_pause"])
        events.record(member, "mail_paused", by=by, why=why)


# --- Do not invite ---------------------------------------------------------------------------------


def address_hash(email):
    """A keyed hash: enough to know an address again, useless to whoever copies the table."""
    return salted_hmac(
        "referencegroups.do_not_invite", normalise_email(email), algorithm="sha256"
    ).hexdigest()


def note_do_not_invite(email, *, months, at=None):
    until = timezone.localdate(at) + relativedelta(months=months)
    DoNotInvite.objects.update_or_create(address_hash=address_hash(email), defaults={"until": until})


def forget_do_not_invite(email):
    DoNotInvite.objects.filter(address_hash=address_hash(email)).delete()


def left_in_peace(emails, at=None):
    """Those of `emails` whose owners have withdrawn, and are not invited again."""
    by_hash = {address_hash(email): email for email in emails}
    rows = DoNotInvite.objects.filter(address_hash__in=by_hash, until__gte=timezone.localdate(at))
    return {by_hash[row.address_hash] for row in rows}
