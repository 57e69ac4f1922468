"""An experience (erfaring): two lines and a mark from a process leader who has used the method here."""

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tools.models.method import Method

TEXT_LENGTH = 240  # characters: two lines


class Fit(models.IntegerChoices):
    """How well the method fitted the meeting."""

    BADLY = 1, _("Passa dårleg")
    RATHER_BADLY = 2, _("Passa litt dårleg")
    FAIR = 3, _("Passa greitt")
    RATHER_WELL = 4, _("Passa ganske godt")
    WELL = 5, _("Passa godt")


class ExperienceQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(approved_at__isnull=False)

    def approve(self, by):
        """Show those that wait; returns how many."""
        return self.filter(approved_at=None).update(approved_at=timezone.now(), approved_by=by)


class Experience(models.Model):
    method = models.ForeignKey(
        Method, verbose_name=_("metode"), on_delete=models.CASCADE, related_name="experiences"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("skriven av"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.CharField(
        _("kva erfarte de?"),
        max_length=TEXT_LENGTH,
        validators=[MinLengthValidator(10)],
        help_text=_("To linjer. Skriv ikkje namn på personar eller noko som viser kven det gjeld."),
    )
    fit = models.PositiveSmallIntegerField(_("korleis passa metoden?"), choices=Fit)
    created_at = models.DateTimeField(_("skriven"), default=timezone.now)
    approved_at = models.DateTimeField(_("godkjend"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("godkjend av"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("erfaring")
        verbose_name_plural = _("erfaringar")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["method", "approved_at"], name="experience_by_method")]
        constraints = [
            models.CheckConstraint(
                name="experience_fit_is_from_1_to_5",
                condition=models.Q(fit__range=(1, 5)),
                violation_error_message=_("Vel kor godt metoden passa, frå 1 til 5."),
            ),
        ]

    def __str__(self):
        return f"{self.method}: {self.get_fit_display()}"


def times_used(method):
    """How many times the method has been used here, as far as the house knows: the one place that counts.

    A meeting that was led with its programme is a run, one that was told about is an experience, and one
    meeting may be both: the larger number is the one we can vouch for.
    """
    runs = Count("runs", filter=Q(runs__is_rehearsal=False), distinct=True)
    told = Count("experiences", distinct=True)
    return max(Method.objects.filter(pk=method.pk).aggregate(runs=runs, told=told).values())
