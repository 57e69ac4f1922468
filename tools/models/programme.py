"""A programme (køyreplan) that somebody keeps: one JSON document, and a row for each version it has had."""

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte import links
from tools import plan
from tools.choices import Face

EDIT = "programme:edit"


def reading(face):
    """The purpose of a link that lets people read one face."""
    return f"programme:read:{face}"


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those somebody owns. Everybody else comes by a link: see `prosesstotte.links`."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def for_list(self):
        return self.defer("content").order_by("-updated_at", "-pk")

    def forgotten(self, before):
        """Plans that nobody owns and nobody has touched since `before`."""
        return self.filter(owner__isnull=True, is_kept_by_booking=False, updated_at__lt=before)


class Programme(models.Model):
    """The plan as it stands. `content` is a tools.plan.Plan as JSON; title, people and date are copies.

    Whoever has the edit link may edit: the token is made from `nonce`, so that it can be shown again.
    Content changes through `tools.actions.programmes` alone, one version at a time.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eigar"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="programmes",
    )
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    content = models.JSONField(_("innhald"))
    version = models.PositiveIntegerField(_("versjon"), default=1)
    title = models.CharField(_("tittel"), max_length=160)
    people = models.PositiveSmallIntegerField(_("deltakarar"))
    date = models.DateField(_("dato"), null=True, blank=True)
    is_kept_by_booking = models.BooleanField(_("høyrer til ei bestilling"), default=False)
    created_at = models.DateTimeField(_("laga"), default=timezone.now)
    updated_at = models.DateTimeField(_("endra"), default=timezone.now)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("køyreplan")
        verbose_name_plural = _("køyreplanar")
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="programme_by_owner")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tools:editor", args=[self.edit_token])

    @cached_property
    def plan(self):
        return plan.from_json(self.content)

    def put(self, new):
        """Take the content of `new`; the copies follow. Nothing is saved here."""
        self.content = plan.to_json(new)
        self.title, self.people, self.date = new.title, new.brief.people, new.date
        self.plan = new

    @cached_property
    def edit_token(self):
        return links.standing_token(EDIT, self.nonce)

    def reading_address(self, face):
        return reverse("tools:reading", args=[links.standing_token(reading(face), self.nonce)])

    def last_run(self):
        """The last real meeting by this plan that somebody ended, or None."""
        return self.runs.filter(is_rehearsal=False, ended_at__isnull=False, is_forgotten=False).first()

    def minutes_it_took(self):
        """How long that meeting lasted; None when the plan has not been run."""
        last = self.last_run()
        return last.actual_minutes() if last else None

    def purposes(self):
        """Every kind of link that opens this programme."""
        return [EDIT, *map(reading, Face.values)]


class ProgrammeVersion(models.Model):
    """What a programme was at one time. Undo goes to `back_to`, which jumps over what is undone already."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("nummer"))
    content = models.JSONField(_("innhald"))
    what = models.CharField(_("kva som blei gjort"), max_length=200)
    is_undo = models.BooleanField(default=False)
    back_to = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField(_("tid"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("versjon av køyreplan")
        verbose_name_plural = _("versjonar av køyreplanar")
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="programme_version_number_is_unique"
            ),
            models.CheckConstraint(
                name="programme_version_goes_back_in_time",
                condition=Q(back_to__isnull=True) | Q(back_to__lt=F("number")),
            ),
        ]

    def __str__(self):
        return f"{self.programme_id} v{self.number}"

    @cached_property
    def plan(self):
        return plan.from_json(self.content)
