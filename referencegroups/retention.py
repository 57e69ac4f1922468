"""How long the reference groups keep what: their rules in the house's one list."""

from datetime import timedelta

from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte import retention
from prosesstotte.models import Link, OutgoingMail
from prosesstotte.retention import Rule, delete
from referencegroups import letters, round_letters, secret_links
from referencegroups.actions import answers, erasing
from referencegroups.choices import LIVE, UNCONFIRMED, EndReason
from referencegroups.models import ConsentEvent, DoNotInvite, FreeText, Invitation, Member, Membership

LETTER_DAYS = 30
OURS = Q(kind__startswith=letters.KIND) | Q(kind__startswith=round_letters.KIND)


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
    return OutgoingMail.objects.filter(about_members | OURS).filter(old)


def _letters_to_nobody(at):
    """Sent letters to addresses that no member has any more."""
    known = Member.objects.filter(email=OuterRef("to"))
    ours = OutgoingMail.objects.filter(OURS, sent_at__lte=at - timedelta(days=1))
    return ours.exclude(Exists(known))


def _dead_links(at):
    purposes = [kind.purpose for kind in secret_links.KINDS.values()]
    return Link.objects.filter(purpose__in=purposes, expires_at__lte=at)


def _drop_invitations(rows, at):
    answers.drop_ways_in(rows)
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
        delete,
    ),
    Rule(
        "consent",
        _("Kva du har sagt ja og nei til, med eit nummer i staden for namnet"),
        _("24 månader etter at du slutta"),
        lambda at: ConsentEvent.objects.filter(keep_until__lt=timezone.localdate(at)),
        delete,
    ),
    Rule(
        "invitations",
        _("Kven som blei spurd i ein runde, og kven som svarte med namn"),
        _("90 dagar etter tilbakemeldinga"),
        lambda at: Invitation.objects.kept_too_long(at),
        _drop_invitations,
    ),
    Rule(
        "texts",
        _("Det folk har skrive med eigne ord i ein runde"),
        _("12 månader etter tilbakemeldinga"),
        lambda at: FreeText.objects.kept_too_long(at),
        delete,
    ),
    Rule("letters", _("Kopiar av e-post vi har sendt deg"), _("30 dagar"), _letters, delete),
    Rule(
        "letters_to_nobody",
        _("Kopiar av e-post til den som har slutta"),
        _("1 dag"),
        _letters_to_nobody,
        delete,
    ),
    Rule("links", _("Hemmelege lenkjer som er gått ut"), _("til neste natt"), _dead_links, delete),
]


def count(at=None):
    """[(rule, how many rows are due)]: the dry run, of these rules alone."""
    return retention.count(RULES, at)


def run(at=None):
    """Let everything of these rules that is due go; returns [(rule, how many)]."""
    return retention.run(RULES, at)


def register_rules():
    retention.register("4_groups", _("Referansegrupper"), RULES)
