"""How long we keep what: ONE table. The nightly job, the dry run, the report in admin and the privacy page
all read it. A rule is a queryset of what is due, and a way to let it go, so that a dry run counts exactly
what a run would take.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte.models import Link, OutgoingMail
from referencegroups import letters, secret_links
from referencegroups.actions import erasing
from referencegroups.choices import LIVE, UNCONFIRMED, EndReason
from referencegroups.models import ConsentEvent, DoNotInvite, Member, Membership

LETTER_DAYS = 30


@dataclass(frozen=True)
class Rule:
    """`due(at)` is a queryset, `let_go(rows, at)` takes it away; people read `what` and `how_long`."""

    key: str
    what: str
    how_long: str
    due: Callable
    let_go: Callable


def _past(field, days):
    """`field` plus the group's own number of days, as a moment."""
    length = ExpressionWrapper(F(days) * Value(timedelta(days=1)), output_field=DurationField())
    return ExpressionWrapper(F(field) + length, output_field=DateTimeField())


def _unconfirmed(at):
    rows = Membership.objects.filter(state__in=UNCONFIRMED)
    return rows.alias(gone=_past("created_at", "group__keep_unconfirmed_days")).filter(gone__lte=at)


def _declined(at):
    rows = Membership.objects.filter(end_reason=EndReason.DECLINED, member__email__isnull=False)
    due = rows.alias(gone=_past("ended_at", "group__keep_declined_days")).filter(gone__lte=at)
    return due.exclude(Exists(_live(OuterRef("member_id"))))


def _live(member):
    return Membership.objects.filter(member_id=member, state__in=LIVE)


def _ended_people(at):
    """In no group any more, and not waiting for the days of a declined request to pass."""
    people = Member.objects.filter(email__isnull=False).exclude(Exists(_live(OuterRef("pk"))))
    waiting = Membership.objects.filter(member_id=OuterRef("pk"), end_reason=EndReason.DECLINED).alias(
        gone=_past("ended_at", "group__keep_declined_days")
    )
    return people.exclude(Exists(waiting.filter(gone__gt=at)))


def _blank_people(people, at):
    for member in people:
        erasing.blank(member, at=at)


def _blank_applicants(memberships, at):
    _blank_people(Member.objects.filter(pk__in=memberships.values("member_id")), at)


def _drop_unconfirmed(memberships, at):
    """The whole row goes, and the person with it when that was all. An earlier membership that had ended is
    kept as ended by the person's other rows: it has no evidence left here that is not in consent."""
    for membership in memberships.select_related("member"):
        member = membership.member
        secret_links.revoke_all(membership)
        OutgoingMail.objects.filter(about=f"{membership._meta.label_lower}:{membership.pk}").delete()
        membership.delete()
        if member.memberships.exists():
            continue
        secret_links.revoke_all(member)
        if member.consent_events.exists():
            erasing.blank(member, at=at)
        else:
            member.delete()


def _letters(at):
    about_members = Q(about__startswith="referencegroups.member")
    old = Q(sent_at__lte=at - timedelta(days=LETTER_DAYS)) | Q(
        gave_up_at__lte=at - timedelta(days=LETTER_DAYS)
    )
    return OutgoingMail.objects.filter(about_members | Q(kind__startswith=letters.KIND)).filter(old)


def _letters_to_nobody(at):
    """Sent letters to addresses that no member has any more."""
    known = Member.objects.filter(email=OuterRef("to"))
    ours = OutgoingMail.objects.filter(kind__startswith=letters.KIND, sent_at__lte=at - timedelta(days=1))
    return ours.exclude(Exists(known))


def _dead_links(at):
    purposes = [kind.purpose for kind in secret_links.KINDS.values()]
    return Link.objects.filter(purpose__in=purposes, expires_at__lte=at)


def _delete(rows, at):
    rows.delete()


RULES = [
    Rule(
        "unconfirmed",
        _("E-postadresser som ikkje er stadfesta"),
        _("7 dagar"),
        _unconfirmed,
        _drop_unconfirmed,
    ),
    Rule(
        "declined",
        _("Førespurnader som fekk nei"),
        _("30 dagar"),
        _declined,
        _blank_applicants,
    ),
    Rule(
        "ended",
        _("Namn, e-post, mobil og andre opplysningar om deg"),
        _("til du ikkje er med i nokon gruppe lenger"),
        _ended_people,
        _blank_people,
    ),
    Rule(
        "do_not_invite",
        _("Ein kode laga av e-postadressa til den som har slutta, for ikkje å invitere igjen"),
        _("24 månader"),
        lambda at: DoNotInvite.objects.filter(until__lt=timezone.localdate(at)),
        _delete,
    ),
    Rule(
        "consent",
        _("Kva du har sagt ja og nei til, med eit nummer i staden for namnet"),
        _("24 månader etter at du slutta"),
        lambda at: ConsentEvent.objects.filter(keep_until__lt=timezone.localdate(at)),
        _delete,
    ),
    Rule("letters", _("Kopiar av e-post vi har sendt deg"), _("30 dagar"), _letters, _delete),
    Rule(
        "letters_to_nobody",
        _("Kopiar av e-post til den som har slutta"),
        _("1 dag"),
        _letters_to_nobody,
        _delete,
    ),
    Rule("links", _("Hemmelege lenkjer som er gått ut"), _("til neste natt"), _dead_links, _delete),
]


def count(at=None):
    """[(rule, how many rows are due)]: the dry run."""
    at = at or timezone.now()
    return [(rule, rule.due(at).count()) for rule in RULES]


def run(at=None):
    """Let everything that is due go; returns [(rule, how many)]. Each rule is a transaction of its own."""
    at = at or timezone.now()
    return [(rule, _run(rule, at)) for rule in RULES]


@transaction.atomic
def _run(rule, at):
    number = rule.due(at).count()
    if number:
        rule.let_go(rule.due(at), at)
    return number
