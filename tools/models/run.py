"""A programme that was run live, and the minutes its methods took: what the next proposal learns from."""

import datetime as dt
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tools import live
from tools.learning import Used
from tools.plan import from_json

FORGOTTEN_AFTER = dt.timedelta(hours=12)


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
    is_forgotten = models.BooleanField(_("blei ikkje avslutta"), default=False)

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

    @cached_property
    def plan(self):
        return from_json(self.content)

    def live(self):
        """Where the meeting is now (tools.live.Live), or where it was when it ended."""
        return self.live_at(self.ended_at or timezone.now())

    def live_at(self, at):
        return live.state(self.plan, [event.plain() for event in self.events.all()], at)

    @cached_property
    def number_of_events(self):
        """How many presses there were when this row was read."""
        return self.events.count()

    def actual_minutes(self):
        """Whole minutes from start to end, pauses counted; None while it goes on and when nobody ended it."""
        if self.ended_at is None or self.is_forgotten:
            return None
        return round((self.ended_at - self.started_at).total_seconds() / 60)

    def is_overdue(self, at):
        """It goes on, but nobody can be there any more: 12 hours after the end that was planned."""
        if self.ended_at or at < self.started_at + FORGOTTEN_AFTER:
            return False
        seen = self.live_at(at)
        return at > seen.base + dt.timedelta(minutes=seen.planned_end) + FORGOTTEN_AFTER


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

    def plain(self):
        return live.Event(str(self.key), self.kind, self.at, self.data)


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

    def plain(self):
        return Used(str(self.method_id), self.people, self.planned, self.actual)
