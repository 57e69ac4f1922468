"""A paper that has been made: kept in the database, so that every web process and worker shares it."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PATIENCE = datetime.timedelta(minutes=2)  # a build that has been silent this long is dead


class Stage(models.IntegerChoices):
    """How far a build has come. What somebody waits for is made by a job, the rest at once."""

    READY = 0, _("Ferdig")
    QUEUED = 1, _("Ventar på tur")
    READING = 2, _("Hentar tekstane")
    SETTING = 3, _("Set sidene")
    FAILED = 4, _("Gjekk ikkje")


class PaperEdition(models.Model):
    """The newest PDF of one paper, and how it goes with the next one.

    version   the public content's version this was last known to agree with
    digest    of everything it is made from: only another digest means another paper
    """

    what = models.CharField(_("kva"), max_length=200, unique=True)
    version = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True)
    pages = models.PositiveIntegerField(_("sider"), default=0)
    size = models.PositiveIntegerField(_("byte"), default=0)
    seconds = models.FloatField(_("sekund å lage"), default=0)
    made_at = models.DateTimeField(_("laga"), null=True)
    stage = models.PositiveSmallIntegerField(_("steg"), choices=Stage, default=Stage.READY)
    stage_at = models.DateTimeField(_("steget begynte"), default=timezone.now)

    class Meta:
        verbose_name = _("utgåve på papir")
        verbose_name_plural = _("utgåver på papir")
        ordering = ["what"]

    def __str__(self):
        return self.what

    @property
    def exists(self):
        return bool(self.digest)

    def agrees_with(self, version):
        return self.exists and self.version == version

    def is_under_way(self, at=None):
        """Somebody is making it, and has given a sign of life lately."""
        at = at or timezone.now()
        return self.stage in UNDER_WAY and at - self.stage_at < PATIENCE

    def failed_lately(self, at=None):
        at = at or timezone.now()
        return self.stage == Stage.FAILED and at - self.stage_at < PATIENCE

    def step(self, stage):
        """Tell those who wait how far it has come."""
        self.stage, self.stage_at = stage, timezone.now()
        self.save(update_fields=["stage", "stage_at"])

    step.alters_data = True


UNDER_WAY = {Stage.QUEUED, Stage.READING, Stage.SETTING}
