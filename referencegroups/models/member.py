"""Members: one row a person, one membership a group. A member is not a Django user."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Trim
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referencegroups.choices import (
    LIVE,
    MEMBERS,
    MOVES,
    NEEDS_A_REASON,
    UNCONFIRMED,
    WAITING,
    AgeBand,
    EndReason,
    Gender,
    GroupState,
    Help,
    Language,
    MailPause,
    Role,
    Source,
    State,
)
from referencegroups.models.consent import with_membership_consent
from referencegroups.models.group import MANAGE_ALL, ReferenceGroup
from referencegroups.models.stepping import Stepping

SEE_EMPLOYEES = "referencegroups.see_employees"
EXPORT = "referencegroups.export_members"
# Everything optional about a person: goes when the last membership ends.
BREADTH_FACTS = ("age_band", "gender", "district")
OPTIONAL_FACTS = ("first_name", "last_name", "mobile", *BREADTH_FACTS, "help")


def normalise_email(text):
    """One person writes one address in many ways; this is the one we keep."""
    return text.strip().lower()


def new_number():
    """A person number: random, so that it tells nothing about who came before whom."""
    while True:
        number = secrets.randbelow(90_000_000) + 10_000_000
        if not Member.objects.filter(number=number).exists():
            return number


def new_nonce():
    return secrets.token_hex(16)  # 128 bits


class MemberQuerySet(models.QuerySet):
    def known(self, email):
        return self.filter(email=normalise_email(email))

    def visible_to(self, user):
        """The people of the groups that `user` may see, and whose names `user` may read."""
        people = self if user.has_perm(SEE_EMPLOYEES) else self.exclude(memberships__role=Role.EMPLOYEE)
        if user.has_perm(MANAGE_ALL):
            return people
        named = Membership.objects.visible_to(user).named_to(user)
        return people.filter(pk__in=named.values("member_id"))

    def reachable(self):
        return self.filter(email__isnull=False, mail_pause="")


class Member(models.Model):
    """A person. Erasing blanks the row and keeps the number, so that counts and evidence stand."""

    number = models.PositiveIntegerField(_("nummer"), unique=True, default=new_number, editable=False)
    email = models.EmailField(_("e-post"), unique=True, null=True, blank=True)
    first_name = models.CharField(_("fornamn"), max_length=80, blank=True)
    last_name = models.CharField(_("etternamn"), max_length=80, blank=True)
    mobile = models.CharField(_("mobil"), max_length=20, blank=True)
    age_band = models.CharField(_("alder"), max_length=10, choices=AgeBand, blank=True)
    gender = models.CharField(_("kjønn"), max_length=8, choices=Gender, blank=True)
    district = models.CharField(_("tidlegare kommune eller krins"), max_length=60, blank=True)
    language = models.CharField(_("språk"), max_length=2, choices=Language, default=Language.NYNORSK)
    help = models.CharField(_("hjelp til å vere med"), max_length=12, choices=Help, blank=True)
    mail_pause = models.CharField(_("e-posten er sett på pause"), max_length=8, choices=MailPause, blank=True)
    created_at = models.DateTimeField(_("laga"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(_("sletta"), null=True, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlem")
        verbose_name_plural = _("medlemer")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="member_email_is_normalised",
                condition=Q(email__isnull=True) | Q(email=Lower(Trim("email"))),
                violation_error_message=_("Skriv e-postadressa med små bokstavar og utan mellomrom."),
            ),
            models.CheckConstraint(
                name="member_is_reachable_or_erased",
                condition=Q(email__isnull=False, erased_at__isnull=True)
                | Q(
                    email__isnull=True,
                    erased_at__isnull=False,
                    **dict.fromkeys(OPTIONAL_FACTS, ""),
                ),
                violation_error_message=_("Eit sletta medlem har berre nummeret sitt att."),
            ),
        ]

    def __str__(self):
        return self.name or self.email or _("Sletta medlem %(number)d") % {"number": self.number}

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}".strip()


class MembershipQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE)

    def members(self):
        """Active and on pause: those who are counted as members of the group."""
        return self.filter(state__in=MEMBERS)

    def active(self):
        return self.filter(state=State.ACTIVE)

    def waiting(self):
        """Confirmed, in the pool, on the reserve list: somebody has to decide."""
        return self.filter(state__in=WAITING)

    def askable(self, at=None):
        """Whom a round may be sent to: active, in an active group, reachable, with consent to the
        wording that holds today. Who has not answered to a changed wording is left in peace."""
        own = self.active().filter(
            group__state=GroupState.ACTIVE, member__email__isnull=False, member__mail_pause=""
        )
        return own.agreeing(at)

    def agreeing(self, at=None):
        """Those whose last word is yes, to the wording that holds."""
        return with_membership_consent(self, at=at)

    def reserves(self):
        return self.filter(state=State.RESERVE).order_by(
            F("reserve_order").asc(nulls_last=True), "state_at", "pk"
        )

    def visible_to(self, user):
        if user.has_perm(MANAGE_ALL):
            return self
        return self.filter(group__in=ReferenceGroup.objects.visible_to(user).values("pk"))

    def named_to(self, user):
        """Those whose name and address `user` may read. An owner is a leader, and gets no list of employees;
        who has not confirmed the address may be one."""
        if user.has_perm(SEE_EMPLOYEES):
            return self
        return self.exclude(role__in=["", Role.EMPLOYEE])

    def for_list(self):
        return self.select_related("member", "group__area").order_by("group__name", "pk")


class Membership(Stepping):
    """A person's place in one group. The states and the allowed moves: `choices.MOVES`."""

    moves = MOVES

    member = models.ForeignKey(
        Member, verbose_name=_("medlem"), on_delete=models.PROTECT, related_name="memberships"
    )
    group = models.ForeignKey(
        ReferenceGroup, verbose_name=_("gruppe"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("rolle"), max_length=12, choices=Role, blank=True)
    state = models.CharField(
        _("tilstand"), max_length=10, choices=State, default=State.REQUESTED, editable=False
    )
    source = models.CharField(_("kom frå"), max_length=10, choices=Source, default=Source.WEB, editable=False)
    created_at = models.DateTimeField(_("laga"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("adressa stadfesta"), null=True, blank=True, editable=False)
    term_starts_on = models.DateField(_("perioden startar"), null=True, blank=True, editable=False)
    term_ends_on = models.DateField(_("perioden sluttar"), null=True, blank=True, editable=False)
    renewal_asked_on = models.DateField(_("spurd om å fornye"), null=True, blank=True, editable=False)
    reserve_order = models.PositiveIntegerField(
        _("plass på reservelista"), null=True, blank=True, editable=False
    )
    asked_version = models.PositiveSmallIntegerField(
        _("spurd om utgåve"), null=True, blank=True, editable=False, help_text=_("av samtykketeksten")
    )
    ended_at = models.DateTimeField(_("slutta"), null=True, blank=True, editable=False)
    end_reason = models.CharField(
        _("grunn til slutt"), max_length=11, choices=EndReason, blank=True, editable=False
    )
    end_note = models.CharField(_("grunngiving"), max_length=300, blank=True, editable=False)

    # Secrets of the standing links (see letters.py); a new invitation gets a new one, and the old dies.
    nonce = models.CharField(max_length=32, unique=True, default=new_nonce, editable=False)
    invite_nonce = models.CharField(max_length=32, unique=True, default=new_nonce, editable=False)
    # Name and mobile from an import, sealed under the invitation's link until the address is confirmed.
    sealed_facts = models.TextField(blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        ordering = ["group", "pk"]
        permissions = [
            ("see_employees", "Can read the names of members who are employees"),
            ("export_members", "Can take out names and addresses of members"),
        ]
        indexes = [models.Index(fields=["group", "state"], name="membership_by_group_and_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "group"],
                name="membership_is_one_a_group",
                violation_error_message=_("Personen står i gruppa frå før."),
            ),
            models.CheckConstraint(
                name="membership_has_a_role_once_confirmed",
                condition=Q(state__in=sorted([*UNCONFIRMED, State.ENDED]))
                | (~Q(role="") & Q(confirmed_at__isnull=False)),
                violation_error_message=_("Vel ei rolle og stadfest adressa først."),
            ),
            models.CheckConstraint(
                name="membership_stores_nothing_before_the_address_is_confirmed",
                condition=~Q(state__in=sorted(UNCONFIRMED)) | Q(role="", confirmed_at__isnull=True),
                violation_error_message=_("Ikkje lagre noko om personen før adressa er stadfesta."),
            ),
            models.CheckConstraint(
                name="membership_is_ended_with_reason_and_time",
                condition=Q(state=State.ENDED, ended_at__isnull=False, end_reason__in=list(EndReason))
                | (~Q(state=State.ENDED) & Q(ended_at__isnull=True, end_reason="", end_note="")),
                violation_error_message=_("Eit medlemskap som er slutt, har ein grunn og ei tid."),
            ),
            models.CheckConstraint(
                name="membership_is_not_taken_away_without_words",
                condition=~Q(end_reason__in=sorted(NEEDS_A_REASON)) | ~Q(end_note=""),
                violation_error_message=_("Skriv ei kort grunngiving. Personen får lese ho."),
            ),
            models.CheckConstraint(
                name="membership_has_a_term_while_it_lasts",
                condition=~Q(state__in=sorted(MEMBERS))
                | Q(term_starts_on__isnull=False, term_ends_on__isnull=False),
                violation_error_message=_("Eit medlem må ha ein periode."),
            ),
            models.CheckConstraint(
                name="membership_term_is_12_to_24_months",
                # 365 and 731: the shortest year, and two years with a leap day
                condition=Q(term_ends_on__isnull=True)
                | Q(term_ends_on__range=(F("term_starts_on") + 365, F("term_starts_on") + 731)),
                violation_error_message=_("Perioden må vere frå 12 til 24 månader."),
            ),
        ]

    def __str__(self):
        return _("Medlemskap %(number)s") % {"number": self.pk}  # no name: this stands in titles and logs

    def shown_name(self, *, sees_employees):
        """The name or address, or the number where the reader gets no list of employees."""
        if sees_employees or self.role not in {"", Role.EMPLOYEE}:
            return str(self.member)
        what = self.get_role_display() or _("Ikkje stadfesta")
        return _("%(what)s, nummer %(number)d") % {"what": what, "number": self.member.number}

    @property
    def is_live(self):
        return self.state in LIVE

    @property
    def is_member(self):
        return self.state in MEMBERS


class DoNotInvite(models.Model):
    """Somebody who withdrew, as a keyed hash of the address: enough to leave them in peace."""

    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    until = models.DateField(_("til"))

    class Meta:
        verbose_name = _("ikkje inviter")
        verbose_name_plural = _("ikkje inviter")
        ordering = ["until"]

    def __str__(self):
        return str(self.until)
