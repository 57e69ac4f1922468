"""«Kva blei det til?»: what was heard, what was done, and why; and whether that was of any use."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referencegroups.models.round import Round
from referencegroups.round_choices import ThemeStatus, Useful


class Theme(models.Model):
    """One theme of a round's feedback."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="themes")
    order = models.PositiveSmallIntegerField(_("rekkjefølgje"), default=0)
    heard = models.TextField(_("kva vi høyrde"), max_length=600)
    number = models.PositiveSmallIntegerField(_("kor mange sa det"), null=True, blank=True)
    done = models.TextField(_("kva vi gjorde"), max_length=1000)
    status = models.CharField(_("status"), max_length=9, choices=ThemeStatus)
    reason = models.TextField(_("kvifor"), max_length=1000, blank=True)
    link = models.URLField(_("lenkje"), blank=True)
    dated = models.DateField(_("dato"), default=timezone.localdate)
    decide_on = models.DateField(_("ny dato"), null=True, blank=True)
    owner_reminders = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("tema i tilbakemelding")
        verbose_name_plural = _("tema i tilbakemelding")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="theme_undecided_has_a_new_date",
                condition=~Q(status=ThemeStatus.UNDECIDED) | Q(decide_on__isnull=False),
                violation_error_message=_("Skriv ein ny dato når det ikkje er avgjort."),
            ),
            models.CheckConstraint(
                name="theme_that_is_not_taken_in_has_a_reason",
                condition=~Q(status__in=[ThemeStatus.PARTLY, ThemeStatus.NOT, ThemeStatus.PASSED_ON])
                | ~Q(reason=""),
                violation_error_message=_("Skriv kvifor, når noko ikkje er teke inn fullt ut."),
            ),
            models.CheckConstraint(
                name="theme_says_what_was_heard_and_done", condition=~Q(heard="") & ~Q(done="")
            ),
            models.CheckConstraint(name="theme_status_is_known", condition=Q(status__in=ThemeStatus.values)),
        ]

    def __str__(self):
        return self.heard[:60]

    @property
    def is_undecided(self):
        return self.status == ThemeStatus.UNDECIDED

    @property
    def is_late(self):
        return self.is_undecided and self.decide_on < timezone.localdate()


class UsefulVote(models.Model):
    """«Var svaret til nytte?» The key is worked out from the link: one vote a link, and no trace of whose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="useful_votes")
    value = models.CharField(max_length=6, choices=Useful)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="useful_vote_is_known", condition=Q(value__in=Useful.values))
        ]

    def __str__(self):
        return self.value
