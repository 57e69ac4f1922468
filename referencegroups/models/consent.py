"""Consent as evidence: wordings that are locked once used, and events that are only ever added.

The database itself holds the promise (migration 0004): it refuses every UPDATE, DELETE and TRUNCATE of
events, but for two narrow paths that retention needs. An event may be *cut* from the person, once: member
becomes NULL and keep_until is set, nothing else changes; the person number stays. And an event that is
cut may be deleted when keep_until is past. Both are told from the rows alone; no setting opens them.
"""

from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referencegroups.choices import Channel, Decision, Language, Purpose

STANDS = (Decision.GIVEN, Decision.RENEWED)


class ConsentTextQuerySet(models.QuerySet):
    def valid(self, at=None):
        return self.filter(valid_from__lte=at or timezone.localdate())

    def current(self, language=Language.NYNORSK, at=None):
        """{purpose: the wording that holds}, in `language` where it is written, else in Nynorsk."""
        found = {}
        for text in self.valid(at).filter(language__in=[Language.NYNORSK, language]).order_by("version"):
            older = found.get(text.purpose)
            if older is None or older.version < text.version or text.language == language:
                found[text.purpose] = text
        return found

    def current_version(self, purpose, at=None):
        return self.valid(at).filter(purpose=purpose).aggregate(Max("version"))["version__max"]


class ConsentText(models.Model):
    """One wording of one purpose in one language. A translation has the version of what it translates."""

    purpose = models.CharField(_("føremål"), max_length=12, choices=Purpose)
    language = models.CharField(_("språk"), max_length=2, choices=Language, default=Language.NYNORSK)
    version = models.PositiveSmallIntegerField(_("utgåve"), default=1)
    wording = models.TextField(_("ordlyd"), max_length=2000)
    legal_basis = models.CharField(_("behandlingsgrunnlag"), max_length=200)
    valid_from = models.DateField(_("gjeld frå"))

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("samtykketekst")
        verbose_name_plural = _("samtykketekstar")
        ordering = ["purpose", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "version"],
                name="consent_text_version_is_one",
                violation_error_message=_("Denne utgåva finst. Gi den nye teksten eit høgare tal."),
            )
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} {self.version} ({self.language})"

    @property
    def is_locked(self):
        return self.pk is not None and self.events.exists()


class ConsentEventQuerySet(models.QuerySet):
    def latest(self):
        """The last word on each purpose (and group), newest first inside each."""
        ordered = self.order_by("member_id", "purpose", "group_id", "-at", "-pk")
        return ordered.distinct("member_id", "purpose", "group_id")

    def of(self, member):
        return self.filter(member=member).select_related("text", "group", "recorded_by").order_by("at", "pk")


class ConsentEvent(models.Model):
    """What one person said to one wording. Added, never changed."""

    member = models.ForeignKey(
        "referencegroups.Member",
        verbose_name=_("medlem"),
        null=True,
        on_delete=models.PROTECT,
        related_name="consent_events",
    )
    person_number = models.PositiveIntegerField(_("nummer"))
    text = models.ForeignKey(
        ConsentText, verbose_name=_("ordlyd"), on_delete=models.PROTECT, related_name="events"
    )
    purpose = models.CharField(_("føremål"), max_length=12, choices=Purpose)
    group = models.ForeignKey(
        "referencegroups.ReferenceGroup",
        verbose_name=_("gruppe"),
        null=True,
        on_delete=models.PROTECT,
        related_name="consent_events",
        help_text=_("Å vere med gjeld éi gruppe. Dei andre føremåla gjeld personen."),
    )
    decision = models.CharField(_("svar"), max_length=9, choices=Decision)
    at = models.DateTimeField(_("tid"), default=timezone.now)
    channel = models.CharField(_("kanal"), max_length=7, choices=Channel)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ført av"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    keep_until = models.DateField(_("blir teken vare på til"), null=True)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("samtykke")
        verbose_name_plural = _("samtykke")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["member", "purpose", "group", "-at", "-id"], name="consent_event_last_word")
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_event_names_the_group_it_concerns",
                condition=Q(purpose=Purpose.MEMBERSHIP, group__isnull=False)
                | (~Q(purpose=Purpose.MEMBERSHIP) & Q(group__isnull=True)),
            ),
            models.CheckConstraint(
                name="consent_event_is_recorded_by_somebody_when_not_on_the_web",
                condition=Q(channel=Channel.WEB) | Q(recorded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_event_is_cut_with_a_date",
                condition=Q(member__isnull=False, keep_until__isnull=True)
                | Q(member__isnull=True, keep_until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.person_number}: {self.get_purpose_display()}, {self.get_decision_display()}"

    @property
    def stands(self):
        return self.decision in STANDS


def with_membership_consent(memberships, at=None):
    """Those of `memberships` whose last word on being a member is yes, to the wording that holds."""
    last = ConsentEvent.objects.filter(
        member_id=OuterRef("member_id"), purpose=Purpose.MEMBERSHIP, group_id=OuterRef("group_id")
    ).order_by("-at", "-pk")
    newest = ConsentText.objects.valid(at).filter(purpose=Purpose.MEMBERSHIP).order_by("-version")
    said = memberships.alias(
        said=Subquery(last.values("decision")[:1]), said_to=Subquery(last.values("text__version")[:1])
    )
    return said.filter(said__in=STANDS, said_to=Subquery(newest.values("version")[:1]))


def members_with(purpose, at=None):
    """Ids of the members whose last word on `purpose` (not membership) is yes, to the wording that holds."""
    newest = ConsentText.objects.current_version(purpose, at)
    last = ConsentEvent.objects.filter(purpose=purpose, member__isnull=False).latest()
    rows = last.values_list("member_id", "decision", "text__version")
    return {member for member, decision, version in rows if decision in STANDS and version == newest}
