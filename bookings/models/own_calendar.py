"""The leader's calendar outside the portal: the busy time in it, and the address where it reads ours."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.choices import PROBLEMS
from prosesstotte import links

FEED = "calendar_feed"  # the purpose of the secret address


def new_nonce():
    return secrets.token_urlsafe(18)


class CalendarFeed(models.Model):
    """The secret address of a leader's own time. The row is there while the address is."""

    leader = models.OneToOneField(
        "bookings.ProcessLeader",
        verbose_name=_("prosessleiar"),
        on_delete=models.CASCADE,
        related_name="calendar_feed",
    )
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    made_at = models.DateTimeField(_("laga"), auto_now_add=True)

    class Meta:
        verbose_name = _("kalenderadresse")
        verbose_name_plural = _("kalenderadresser")

    def __str__(self):
        return str(self.leader)

    def get_absolute_url(self):
        return reverse("calendar_feed", args=[links.standing_token(FEED, self.nonce)])


class ExternalCalendar(models.Model):
    """A published calendar that makes its leader busy. The address is a secret of the leader's."""

    leader = models.OneToOneField(
        "bookings.ProcessLeader",
        verbose_name=_("prosessleiar"),
        on_delete=models.CASCADE,
        related_name="external_calendar",
    )
    address = models.CharField(_("adresse"), max_length=1000)
    linked_at = models.DateTimeField(_("lagd inn"))
    tried_at = models.DateTimeField(_("sist prøvd"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("sist henta"), null=True, blank=True)
    problem = models.CharField(_("kva gjekk gale"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("kalender utanfrå")
        verbose_name_plural = _("kalendrar utanfrå")
        constraints = [
            models.CheckConstraint(
                condition=~Q(address=""),
                name="external_calendar_has_an_address",
                violation_error_message=_("Lim inn adressa til kalenderen."),
            ),
        ]

    def __str__(self):
        return str(self.leader)

    @property
    def problem_text(self):
        return PROBLEMS.get(self.problem, "")


class ExternalBusy(models.Model):
    """Busy time out of the leader's own calendar: when, and never what. Replaced whole at each fetch."""

    leader = models.ForeignKey(
        "bookings.ProcessLeader",
        verbose_name=_("prosessleiar"),
        on_delete=models.CASCADE,
        related_name="external_busy",
    )
    starts_at = models.DateTimeField(_("frå"))
    ends_at = models.DateTimeField(_("til"))

    class Meta:
        verbose_name = _("oppteken utanfrå")
        verbose_name_plural = _("oppteken utanfrå")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="external_busy_ends_after_it_starts",
                violation_error_message=_("Tida må slutte etter at ho startar."),
            ),
        ]
        indexes = [models.Index(fields=["leader", "ends_at"], name="external_busy_by_end")]

    def __str__(self):
        return f"{self.starts_at:%d.%m.%Y %H.%M} – {self.ends_at:%d.%m.%Y %H.%M}"
