"""The participants' evaluation of a meeting.

An answer holds four scores and a line of text. It has a random key, no time, no person and no device, so that
nobody can tell who gave it or in what order they came; the database has nowhere to write it.
"""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import EvaluationState, Status
from bookings.evaluating import STATEMENTS, STEPS
from bookings.models.booking import Booking
from bookings.models.settings import BookingSettings
from tools.choices import Purpose

LONGEST_OPEN = dt.timedelta(days=60)  # what the constraint on the settings allows
HELD = [Status.CONFIRMED, Status.COMPLETED]


def new_nonce():
    return uuid.uuid4().hex


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(booking__in=Booking.objects.visible_to(user))

    def closed(self, at=None):
        """Those with answers whose link has closed. A meeting that was called off counts nowhere."""
        took_place = Q(booking__isnull=True) | Q(booking__status__in=HELD)
        return self.filter(took_place, closes_at__lte=at or timezone.now())

    def to_remind_of(self, at=None):
        """Meetings completed lately whose booker has not been asked to share the link."""
        lately = (at or timezone.now()) - LONGEST_OPEN
        return self.filter(
            reminded_at__isnull=True, booking__status=Status.COMPLETED, booking__ends_at__gte=lately
        )

    def counted(self):
        """With the number of answers and the sum of each score."""
        sums = {f"sum_{name}": Sum(f"answers__{name}") for name in STATEMENTS}
        return self.annotate(answered=Count("answers"), **sums)


class Evaluation(models.Model):
    """The link of one meeting, and the facts that its answers are counted by: they outlive the booking."""

    booking = models.OneToOneField(
        Booking, verbose_name=_("bestilling"), null=True, on_delete=models.SET_NULL, related_name="evaluation"
    )
    nonce = models.CharField(max_length=32, unique=True, default=new_nonce, editable=False)
    # Set with the first answer and never changed, so that no setting opens a closed link again.
    closes_at = models.DateTimeField(_("stengjer"), null=True, blank=True)
    held_on = models.DateField(_("møtedag"), null=True, blank=True)
    service_area = models.ForeignKey(
        "prosesstotte.ServiceArea",
        verbose_name=_("kommunalområde"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    purpose = models.CharField(_("føremål"), max_length=20, choices=Purpose, blank=True)
    reminded_at = models.DateTimeField(_("bestillaren er mint på"), null=True, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluering")
        verbose_name_plural = _("evalueringar")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_facts_are_all_or_nothing",
                condition=Q(closes_at__isnull=True, held_on__isnull=True, service_area__isnull=True)
                | (
                    Q(closes_at__isnull=False, held_on__isnull=False, service_area__isnull=False)
                    & ~Q(purpose="")
                ),
                violation_error_message=_("Møtedag, område, føremål og frist må setjast saman."),
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], name="evaluation_by_close")]

    def __str__(self):
        return str(self.booking or self.held_on or _("evaluering"))

    def closing(self, settings=None):
        """When the link closes; before the first answer it follows the meeting and the team's rule."""
        if self.closes_at or self.booking is None or self.booking.ends_at is None:
            return self.closes_at
        days = (settings or BookingSettings.current()).evaluation_days
        return self.booking.ends_at + dt.timedelta(days=days)

    def state(self, at=None, settings=None):
        at = at or timezone.now()
        if self.booking is None or self.booking.status not in HELD or at >= self.closing(settings):
            return EvaluationState.CLOSED
        return EvaluationState.OPEN if self.booking.starts_at <= at else EvaluationState.EARLY

    def has_closed(self, at=None):
        """Whether the answers may be read. By the fixed moment alone: a move or a new rule opens nothing."""
        return self.closes_at is not None and self.closes_at <= (at or timezone.now())

    def fix_facts(self, settings=None):
        """With the first answer: when it closes, and what it will be counted by."""
        if self.closes_at is None:
            self.closes_at = self.closing(settings)
            self.held_on = timezone.localdate(self.booking.starts_at)
            self.service_area_id, self.purpose = self.booking.service_area_id, self.booking.purpose
            self.save(update_fields=["closes_at", "held_on", "service_area", "purpose"])


def _score(label):
    limits = [MinValueValidator(STEPS[0]), MaxValueValidator(STEPS[-1])]
    return models.PositiveSmallIntegerField(label, validators=limits)


class EvaluationAnswer(models.Model):
    """One participant's answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("evaluering"), on_delete=models.CASCADE, related_name="answers"
    )
    involvement = _score(_("involvering"))
    collaboration = _score(_("samhandling"))
    new_thinking = _score(_("nytenking"))
    goal_reached = _score(_("nådde vi målet"))
    text = models.CharField(_("med eigne ord"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("svar i evaluering")
        verbose_name_plural = _("svar i evalueringar")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_scores_are_one_to_five",
                condition=Q(**{f"{name}__in": list(STEPS) for name in STATEMENTS}),
                violation_error_message=_("Vel eit av dei fem svara på kvar utsegn."),
            ),
        ]

    def __str__(self):
        return str(self.pk)
