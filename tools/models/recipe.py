"""A recipe (møteoppskrift): a ready sequence of methods with minutes for a typical meeting."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tools.choices import BlockKind, Purpose
from tools.models.method import NUMBER_FIELDS
from tools.plan import Block, Brief, Plan

# What a programme shows of a method; the long texts stay in the database.
METHOD_FIELDS = ["title", "slug", "status", "steps", "function", "materials", *NUMBER_FIELDS]


class RecipeQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(is_shown=True)

    def visible_to(self, user, *, drafts=False):
        """The ones on show; the others too when somebody of the staff asks for them."""
        return self if drafts and user.is_staff else self.shown()

    def with_blocks(self):
        """Everything a programme shows, in two queries whatever the number of recipes."""
        own = [field.name for field in RecipeBlock._meta.fields]
        blocks = RecipeBlock.objects.select_related("method").only(
            *own, *[f"method__{name}" for name in METHOD_FIELDS]
        )
        return self.prefetch_related(models.Prefetch("blocks", blocks))


class Recipe(models.Model):
    title = models.CharField(_("namn"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    summary = models.CharField(_("ingress"), max_length=300)
    purpose = models.CharField(_("føremål"), max_length=20, choices=Purpose)
    people = models.PositiveSmallIntegerField(_("deltakarar"))
    start = models.TimeField(_("startar"), default=datetime.time(9))
    result = models.TextField(_("dette har de etterpå"))
    good_for = models.TextField(_("når passar ho"))
    preparation = models.TextField(_("førebuing"))
    tips = ArrayField(models.TextField(), verbose_name=_("tips"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("rekkjefølgje"), default=0)
    is_shown = models.BooleanField(_("vis på nettstaden"), default=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("endra"), auto_now=True)

    objects = RecipeQuerySet.as_manager()

    class Meta:
        verbose_name = _("møteoppskrift")
        verbose_name_plural = _("møteoppskrifter")
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tools:recipe_detail", args=[self.slug])

    def plan(self):
        """This recipe as a programme of its own. Ask for it by `with_blocks`."""
        return Plan(
            title=self.title,
            brief=Brief(purpose=self.purpose, people=self.people),
            start=self.start,
            blocks=tuple(block.line() for block in self.blocks.all()),
        )


class RecipeBlock(models.Model):
    """One line of a recipe: a method, a frame block or a pause."""

    recipe = models.ForeignKey(
        Recipe, verbose_name=_("møteoppskrift"), on_delete=models.CASCADE, related_name="blocks"
    )
    order = models.PositiveSmallIntegerField(_("rekkjefølgje"))
    kind = models.CharField(_("slag"), max_length=8, choices=BlockKind)
    method = models.ForeignKey(
        "tools.Method", verbose_name=_("metode"), null=True, blank=True, on_delete=models.PROTECT
    )
    title = models.CharField(_("tittel"), max_length=160)
    note = models.TextField(_("merknad"), blank=True)
    responsible = models.CharField(_("ansvarleg"), max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutt"))
    brings = ArrayField(
        models.CharField(max_length=3), verbose_name=_("har med seg"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("bolk")
        verbose_name_plural = _("bolkar")
        ordering = ["recipe", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipe", "order"],
                name="recipe_block_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="recipe_block_has_a_method_when_it_is_one",
                condition=models.Q(kind=BlockKind.METHOD, method__isnull=False)
                | ~models.Q(kind=BlockKind.METHOD) & models.Q(method__isnull=True),
                violation_error_message=_("Ein metodebolk må ha ein metode, og berre han."),
            ),
            models.CheckConstraint(
                name="recipe_block_takes_time",
                condition=models.Q(minutes__gte=1),
                violation_error_message=_("Ein bolk må vare minst eitt minutt."),
            ),
        ]

    def __str__(self):
        return self.title

    def line(self):
        """This block as plain data; its id is its place, so that the same recipe gives the same plan."""
        return Block(
            id=f"b{self.order}",
            kind=self.kind,
            title=self.title,
            minutes=self.minutes,
            method=self.method.slug if self.method else "",
            responsible=self.responsible,
            note=self.note,
            brings=tuple(self.brings),
        )
