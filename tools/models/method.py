"""A method: one way of working together, with its texts and its numbers."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, GeneratedField, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tools.choices import Function, Mode, Participation, Phase, Posture, Purpose, Status, Step, WorkForm
from tools.timing import Timing, spread

# Shown on the front page, in this order.
BEGINNERS = ["igp", "verdskafe", "effekt-innsats-matrise"]


class Folded(Func):
    """Lower case with æ→ae, ø→o, å→a and accents gone: what search compares."""

    function = "fold_nn"
    output_field = models.TextField()


class NorwegianOrder(Func):
    """A sort key with æ ø å last, whatever locale the server was made with."""

    function = "TRANSLATE"
    output_field = models.CharField(max_length=160, db_collation="C")

    def __init__(self, expression):
        super().__init__(Lower(expression), Value("æøåäö"), Value("{|}{|"))


class MethodQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def in_order(self):
        return self.order_by("sort_key")

    def good_to_begin_with(self):
        """The three on the front page: the chosen ones first, then the shortest."""
        chosen = models.Case(
            *[models.When(slug=slug, then=place) for place, slug in enumerate(BEGINNERS)], default=len(BEGINNERS)
        )
        return self.order_by(chosen, "min_minutes", "sort_key")[:3]


class Method(models.Model):
    title = models.CharField(_("namn"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    also_known_as = ArrayField(models.CharField(max_length=80), verbose_name=_("òg kjend som"), default=list, blank=True)
    english = models.CharField(_("engelsk namn"), max_length=120, blank=True)
    summary = models.CharField(_("ingress"), max_length=240)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)

    # What it is for
    purpose = models.CharField(_("føremål"), max_length=20, choices=Purpose)
    steps = ArrayField(models.CharField(max_length=12, choices=Step), verbose_name=_("steg"))
    phase = models.CharField(_("fase"), max_length=10, choices=Phase)
    participation = models.CharField(_("grad av medverknad"), max_length=12, choices=Participation)
    participation_note = models.CharField(_("om medverknaden"), max_length=400, blank=True)

    # People and minutes are numbers
    people_min = models.PositiveSmallIntegerField(_("færrast deltakarar"))
    people_max = models.PositiveSmallIntegerField(_("flest deltakarar"))
    people_typical = models.PositiveSmallIntegerField(_("tida er oppgitt for"))
    group_size = models.PositiveSmallIntegerField(_("personar i kvar gruppe"), help_text=_("0: alle arbeider saman."))
    fixed_min = models.FloatField(_("faste minutt"))
    per_person_min = models.FloatField(_("minutt per person"), default=0)
    per_group_min = models.FloatField(_("minutt per gruppe"), default=0)
    min_minutes = models.PositiveSmallIntegerField(_("kortast"))
    max_minutes = models.PositiveSmallIntegerField(_("lengst"))
    short_form_min = models.PositiveSmallIntegerField(_("kortform"), default=0, help_text=_("0: finst ikkje."))

    # What the programme generator needs
    function = models.CharField(_("plass i møtet"), max_length=12, choices=Function)
    needs = ArrayField(models.CharField(max_length=3), verbose_name=_("byggjer på"))
    gives = models.CharField(_("gir"), max_length=3)
    safety = models.PositiveSmallIntegerField(_("tryggleik i gruppa"), default=1)
    skill = models.PositiveSmallIntegerField(_("krav til leiaren"), default=1)
    mode = models.CharField(_("stad"), max_length=12, choices=Mode)
    work_form = models.CharField(_("arbeidsform"), max_length=12, choices=WorkForm)
    posture = models.CharField(_("kroppen"), max_length=6, choices=Posture)
    family = models.CharField(_("slekt"), max_length=40)
    can_be_parallel = models.BooleanField(_("kan gå i fleire grupper samstundes"), default=False)
    own_breaks = models.BooleanField(_("har eigne pausar"), default=False)
    kit = ArrayField(models.CharField(max_length=60), verbose_name=_("utstyr, kort"), default=list, blank=True)

    # The texts people read (Markdown)
    good_for = models.TextField(_("kva det er godt for"))
    not_for = models.TextField(_("når ikkje"))
    preparation = models.TextField(_("førebuing"))
    room = models.TextField(_("rom og gruppering"))
    digital = models.TextField(_("digitalt"))
    instructions = models.JSONField(
        _("slik gjer de"), help_text=_("Liste av {minutes, title, text, grows}. Summen er minutta for talet ovanfor.")
    )
    materials = models.JSONField(_("dette treng de"), default=list, help_text=_("Liste av {name, count, per, note}."))
    tips = ArrayField(models.TextField(), verbose_name=_("tips"), default=list, blank=True)
    pitfalls = ArrayField(models.TextField(), verbose_name=_("pass på"), default=list, blank=True)
    inclusion = models.JSONField(_("så alle kan vere med"), default=dict, blank=True)

    # Where it comes from
    originator = models.CharField(_("opphav"), max_length=200)
    source_year = models.PositiveSmallIntegerField(_("år"), default=0, help_text=_("0: ukjent."))
    source_note = models.TextField(_("om opphavet"), blank=True)
    licence = models.CharField(_("lisens"), max_length=40)
    licence_note = models.TextField(_("om lisensen"), blank=True)
    related = models.ManyToManyField("self", verbose_name=_("i slekt med"), blank=True)

    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("endra"), auto_now=True)

    sort_key = GeneratedField(expression=NorwegianOrder("title"), output_field=models.CharField(max_length=160, db_collation="C"), db_persist=True)
    search_title = GeneratedField(
        expression=Folded(F("title")), output_field=models.TextField(), db_persist=True
    )
    search = GeneratedField(
        expression=Func(
            F("title"), F("also_known_as"), F("english"), F("summary"), F("good_for"), F("instructions"), F("tips"),
            function="method_search_vector", output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )  # fmt: skip

    objects = MethodQuerySet.as_manager()

    class Meta:
        verbose_name = _("metode")
        verbose_name_plural = _("metodar")
        ordering = ["sort_key"]
        indexes = [
            GinIndex(fields=["search"], name="method_search"),
            GinIndex(OpClass(F("search_title"), name="gin_trgm_ops"), name="method_title_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(
                name="method_people_range_is_a_range",
                condition=Q(people_min__gte=1, people_min__lte=F("people_typical"), people_typical__lte=F("people_max")),
                violation_error_message=_("Talet tida er oppgitt for, må liggje mellom færrast og flest deltakarar."),
            ),
            models.CheckConstraint(
                name="method_minutes_range_is_a_range",
                condition=Q(min_minutes__gte=1, min_minutes__lte=F("max_minutes"), short_form_min__lte=F("min_minutes")),
                violation_error_message=_("Kortast tid kan ikkje vere lengre enn lengst tid."),
            ),
            models.CheckConstraint(
                name="method_has_one_or_two_steps",
                condition=Q(steps__len__in=[1, 2]),
                violation_error_message=_("Vel eitt eller to steg."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tools:method_detail", args=[self.slug])

    @property
    def timing(self):
        return Timing(
            self.fixed_min, self.per_person_min, self.per_group_min, self.group_size, self.min_minutes, self.max_minutes
        )

    def minutes(self, people=None):
        """Whole minutes for `people`, or for the number the method is described for."""
        return self.timing.minutes(people or self.people_typical)

    def lines(self, people=None):
        """The instruction lines, each with its minutes for `people` and what is left after it."""
        total = left = self.minutes(people)
        minutes = spread([(line["minutes"], line.get("grows", False)) for line in self.instructions], total)
        lines = []
        for line, length in zip(self.instructions, minutes, strict=True):
            left -= length
            lines.append({**line, "minutes": length, "left": left})
        return lines


class Synonym(models.Model):
    """Another word people search with: «dotmokrati» finds prikkavstemming."""

    term = models.CharField(_("ord"), max_length=80, unique=True)
    means = models.CharField(_("tyder"), max_length=160)

    class Meta:
        verbose_name = _("synonym i søket")
        verbose_name_plural = _("synonym i søket")
        ordering = ["term"]

    def __str__(self):
        return f"{self.term} → {self.means}"
