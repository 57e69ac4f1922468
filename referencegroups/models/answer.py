"""Who was asked, and what was answered: two tables that nothing joins (docs/decisions/010).

`Invitation` knows who, and whether. `Answer` knows what, under a key that says nothing. The answers of a
named round stand in a table of their own, so that a confidential one has no column for a person.
"""

import datetime as dt
import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Count, F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referencegroups.models.member import Membership
from referencegroups.models.round import Question, Round
from referencegroups.round_choices import ANSWERED_BACK, MOST_REMINDERS, Screening

DAYS_IN_A_MONTH = 30  # the shortest way to count: never longer than we said


class InvitationQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(has_answered=False)

    def tally(self):
        """{"asked": …, "answered": …}: all that anybody may know while the round is open."""
        return self.aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(has_answered=True)))

    def kept_too_long(self, at=None):
        """Those of rounds whose feedback is older than their group keeps them."""
        return _kept_too_long(self, F("round__group__keep_invitations_days"), at)


def _kept_too_long(rows, days, at, path=""):
    """Those of `rows` whose round gave its feedback more than `days` (an expression) days ago."""
    age = models.ExpressionWrapper(days * Value(dt.timedelta(days=1)), output_field=models.DurationField())
    ends = models.ExpressionWrapper(F(f"{path}round__fed_back_at") + age, models.DateTimeField())
    over = rows.filter(**{f"{path}round__state__in": ANSWERED_BACK})
    return over.alias(kept_until=ends).filter(kept_until__lt=at or timezone.now())


class Invitation(models.Model):
    """Somebody was asked, and has answered or not. Nothing about when, and nothing about what."""

    round = models.ForeignKey(
        Round, verbose_name=_("runde"), on_delete=models.PROTECT, related_name="invitations"
    )
    membership = models.ForeignKey(
        Membership, verbose_name=_("medlemskap"), on_delete=models.CASCADE, related_name="invitations"
    )
    has_answered = models.BooleanField(_("har svart"), default=False)
    reminders = models.PositiveSmallIntegerField(_("påminningar"), default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("spurd")
        verbose_name_plural = _("spurde")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "membership"], name="invitation_is_one_a_round"),
            models.CheckConstraint(
                name="invitation_is_reminded_twice_at_most", condition=Q(reminders__lte=MOST_REMINDERS)
            ),
        ]

    def __str__(self):
        return str(self.pk)


class Answer(models.Model):
    """What somebody answered in a confidential round. The order of keys is the order of chance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    values = models.JSONField(default=dict)  # question's id → number, numbers, text, or «veit ikkje»

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.pk)


class NamedAnswer(models.Model):
    """What a member answered in a named round, for the talk that follows. Goes with the member."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.CASCADE, primary_key=True, related_name="named_answer"
    )
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.pk)


class FreeTextQuerySet(models.QuerySet):
    def of(self, round):
        return self.filter(question__round=round)

    def waiting(self):
        return self.filter(screening=Screening.WAITING)

    def readable(self):
        return self.filter(screening=Screening.SHOWN)

    def kept_too_long(self, at=None):
        days = F("question__round__group__keep_raw_text_months") * DAYS_IN_A_MONTH
        return _kept_too_long(self, days, at, path="question__")


class FreeText(models.Model):
    """One text from a closed round, cut loose from its sheet; somebody reads it before others may."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    question = models.ForeignKey(
        Question, verbose_name=_("spørsmål"), on_delete=models.PROTECT, related_name="free_texts"
    )
    text = models.TextField(_("tekst"), max_length=4000, editable=False)
    shown_text = models.TextField(
        _("slik andre får lese det"),
        blank=True,
        max_length=4000,
        help_text=_("Stryk namn og anna som peikar på ein person. Tomt: teksten som han er."),
    )
    screening = models.CharField(
        _("lesen på førehand"), max_length=7, choices=Screening, default=Screening.WAITING
    )

    objects = FreeTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("fritekst")
        verbose_name_plural = _("fritekstar")
        ordering = ["question__order", "pk"]

    def __str__(self):
        return self.readable_text[:60]

    @property
    def readable_text(self):
        return self.shown_text or self.text
