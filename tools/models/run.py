"""A programme that was run live, and the minutes its methods took: what the next proposal learns from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tools.plan import from_json


class RunQuerySet(models.QuerySet):
    def going_on(self):
        return self.filter(ended_at__isnull=True)


class Run(models.Model):
    """One meeting led by its programme. `content` is the plan as it was then; what happens is events."""

    programme = models.ForeignKey("tools.Programme", on_delete=models.CASCADE, related_name="runs")
    content = models.JSONField(_("planen då møtet starta"))
    is_rehearsal = models.BooleanField(_("øving"), default=False)
    started_at = models.DateTimeField(_("starta"), default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("starta av"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("slutta"), null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("gjennomføring")
        verbose_name_plural = _("gjennomføringar")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(ended_at__isnull=True),
                name="run_one_at_a_time_for_each_programme",
                violation_error_message=_("Møtet er alt i gang."),
            ),
            models.CheckConstraint(
                name="run_ends_after_it_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self):
        return f"{self.programme_id} {self.started_at:%Y-%m-%d}"

    @property
    def plan(self):
        return from_json(self.content)


class RunEvent(models.Model):
    """One press of a button during the meeting. `key` comes from the device: sent twice it counts once."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    key = models.UUIDField()
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["run", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="run_event_counts_once")]

    def __str__(self):
        return f"{self.run_id} {self.kind}"


class MethodRunQuerySet(models.QuerySet):
    def real(self):
        """Those that say something: no rehearsals."""
        return self.filter(is_rehearsal=False)


class MethodRun(models.Model):
    """How long a method took in a real meeting, beside what was planned."""

    method = models.ForeignKey("tools.Method", on_delete=models.CASCADE, related_name="runs")
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="methods")
    people = models.PositiveSmallIntegerField(_("deltakarar"))
    planned = models.PositiveSmallIntegerField(_("planlagde minutt"))
    actual = models.PositiveSmallIntegerField(_("minutt det tok"))
    is_rehearsal = models.BooleanField(_("øving"), default=False)
    at = models.DateTimeField(_("tid"), default=timezone.now)

    objects = MethodRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("brukt metode")
        verbose_name_plural = _("brukte metodar")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["method", "people"], name="method_run_by_size")]
        constraints = [
            models.CheckConstraint(
                name="method_run_took_time", condition=Q(planned__gte=1, actual__gte=1, people__gte=1)
            )
        ]

    def __str__(self):
        return f"{self.method_id}: {self.actual}"
