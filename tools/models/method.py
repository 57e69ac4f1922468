"""A method: one way of working together, with its texts and its numbers."""

from math import ceil

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Func, GeneratedField, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prosesstotte.templatetags.portal import minutt
from tools.choices import (
    INCLUSION,
    STEP_OF,
    Function,
    Mode,
    Participation,
    Phase,
    Posture,
    Purpose,
    Status,
    Step,
    WorkForm,
)
from tools.consistency import problems
from tools.facts import Facts, size_class
from tools.search import fold
from tools.timing import Timing, fit, spread

TAKEN = {"oppskrifter", "samling", "feed", "handboka"}  # addresses of pages that are no methods
# Shown on the front page, in this order.
BEGINNERS = ["igp", "verdskafe", "effekt-innsats-matrise"]
NUMBER_FIELDS = [
    "people_min", "people_max", "people_typical", "group_size",
    "fixed_min", "per_person_min", "per_group_min", "min_minutes", "max_minutes",
]  # fmt: skip
SAME_IN_FACTS = [
    "slug", "title", "purpose", "function", "phase", "gives", "people_min", "people_max", "safety", "skill",
    "mode", "work_form", "posture", "family", "can_be_parallel", "own_breaks",
]  # fmt: skip
# What a method is for, in the words people use (the SQL function in tools/migrations).
TOPICS = Func(
    F("purpose"), F("function"), F("gives"), F("originator"),
    function="method_topics", output_field=models.TextField(),
)  # fmt: skip
CARD_FIELDS = ["title", "slug", "summary", "steps", "learned", *NUMBER_FIELDS]


class NorwegianOrder(Func):
    """A sort key with æ ø å last, whatever locale the server was made with (C lowers only a–z)."""

    function = "TRANSLATE"
    output_field = models.CharField(max_length=160, db_collation="C")

    def __init__(self, expression):
        super().__init__(Lower(expression), Value("æøåäöÆØÅÄÖéèêóòôüÉ"), Value("{|}{|{|}{|eeeoooye"))


class MethodQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user, *, drafts=False):
        """The published ones; drafts too when somebody of the staff asks for them."""
        return self if drafts and user.is_staff else self.published()

    def in_order(self):
        return self.order_by("sort_key")

    def for_list(self):
        """What a card in a list shows; the long texts stay in the database."""
        return self.only(*CARD_FIELDS)

    def for_reading(self):
        """Whole methods, without what is there for the search alone, and large."""
        return self.defer("search", "search_short", "search_title")

    def good_to_begin_with(self):
        """The three on the front page: the chosen ones first, then the shortest."""
        chosen = Case(
            *[When(slug=slug, then=place) for place, slug in enumerate(BEGINNERS)], default=len(BEGINNERS)
        )
        return self.for_list().order_by(chosen, "min_minutes", "sort_key")[:3]


class Method(models.Model):
    title = models.CharField(_("namn"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    also_known_as = ArrayField(
        models.CharField(max_length=80), verbose_name=_("òg kjend som"), default=list, blank=True
    )
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
    group_size = models.PositiveSmallIntegerField(
        _("personar i kvar gruppe"), help_text=_("0: alle arbeider saman.")
    )
    fixed_min = models.FloatField(_("faste minutt"))
    per_person_min = models.FloatField(_("minutt per person"), default=0)
    per_group_min = models.FloatField(_("minutt per gruppe"), default=0)
    min_minutes = models.PositiveSmallIntegerField(_("kortast"))
    max_minutes = models.PositiveSmallIntegerField(_("lengst"))
    short_form_min = models.PositiveSmallIntegerField(
        _("kortform"), default=0, help_text=_("0: finst ikkje.")
    )

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
    kit = ArrayField(
        models.CharField(max_length=60), verbose_name=_("utstyr, kort"), default=list, blank=True
    )

    # The texts people read (Markdown)
    good_for = models.TextField(_("kva det er godt for"))
    not_for = models.TextField(_("når ikkje"))
    preparation = models.TextField(_("førebuing"))
    room = models.TextField(_("rom og gruppering"))
    digital = models.TextField(_("digitalt"))
    instructions = models.JSONField(
        _("slik gjer de"),
        help_text=_("Liste av {minutes, title, text, grows}. Summen er minutta for talet ovanfor."),
    )
    materials = models.JSONField(
        _("dette treng de"), default=list, blank=True, help_text=_("Liste av {name, count, per, note}.")
    )
    tips = ArrayField(models.TextField(), verbose_name=_("tips"), default=list, blank=True)
    pitfalls = ArrayField(models.TextField(), verbose_name=_("pass på"), default=list, blank=True)
    inclusion = models.JSONField(_("så alle kan vere med"), default=dict, blank=True)
    suits = ArrayField(
        models.CharField(max_length=20, choices=INCLUSION.items()),
        verbose_name=_("passar som han er"),
        default=list,
        blank=True,
        help_text=_("Utan at de legg noko om. Filteret «Så alle kan vere med» bruker dette."),
    )

    # Where it comes from
    originator = models.CharField(_("opphav"), max_length=200)
    source_year = models.PositiveSmallIntegerField(_("år"), default=0, help_text=_("0: ukjent."))
    source_note = models.TextField(_("om opphavet"), blank=True)
    licence = models.CharField(_("lisens"), max_length=40)
    licence_note = models.TextField(_("om lisensen"), blank=True)
    related = models.ManyToManyField(
        "self", verbose_name=_("i slekt med"), symmetrical=False, related_name="related_from", blank=True
    )

    # What our own meetings have taught: {size class: {"minutes": median, "runs": number}}, by tools.learning
    learned = models.JSONField(_("lært her"), default=dict, blank=True, editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("endra"), auto_now=True)

    sort_key = GeneratedField(
        expression=NorwegianOrder("title"),
        output_field=models.CharField(max_length=160, db_collation="C"),
        db_persist=True,
    )
    search_title = GeneratedField(
        expression=Func(
            F("title"), F("also_known_as"), F("english"),
            function="method_search_title", output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )  # fmt: skip
    search_short = GeneratedField(
        expression=Func(
            F("title"), F("also_known_as"), F("english"), F("summary"), TOPICS,
            function="method_search_short", output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )  # fmt: skip
    search = GeneratedField(
        expression=Func(
            F("title"), F("also_known_as"), F("english"), F("summary"), TOPICS, F("good_for"),
            F("instructions"), F("materials"), F("tips"), F("pitfalls"),
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
                condition=Q(
                    people_min__gte=1,
                    people_min__lte=F("people_typical"),
                    people_typical__lte=F("people_max"),
                ),
                violation_error_message=_(
                    "Talet tida er oppgitt for, må liggje mellom færrast og flest deltakarar."
                ),
            ),
            models.CheckConstraint(
                name="method_minutes_range_is_a_range",
                condition=Q(
                    min_minutes__gte=1,
                    min_minutes__lte=F("max_minutes"),
                    short_form_min__lte=F("min_minutes"),
                ),
                violation_error_message=_("Kortast tid kan ikkje vere lengre enn lengst tid."),
            ),
            models.CheckConstraint(
                name="method_minutes_do_not_shrink_with_people",
                condition=Q(fixed_min__gte=0, per_person_min__gte=0, per_group_min__gte=0),
                violation_error_message=_("Minutta kan ikkje vere mindre enn 0."),
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

    def clean(self):
        """What the content files must hold, an administrator's edit must hold too."""
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError({"slug": _("Adressa er i bruk til noko anna. Vel ei anna.")})
        if any(getattr(self, name) is None for name in NUMBER_FIELDS):
            return  # the fields themselves have said so
        if found := problems(self):
            raise ValidationError(found)

    @property
    def main_step(self):
        """The one step that colours this method in a programme: where it stands in the meeting, if it can."""
        step = STEP_OF[self.function]
        return step.value if step in self.steps else next(step for step in Step.values if step in self.steps)

    @property
    def timing(self):
        return Timing(
            self.fixed_min,
            self.per_person_min,
            self.per_group_min,
            self.group_size,
            self.min_minutes,
            self.max_minutes,
        )

    def facts(self):
        """What the generator and the clock of a programme need, as plain data."""
        return Facts(
            timing=self.timing,
            step=self.main_step,
            needs=tuple(self.needs),
            kit=tuple(self.kit),
            short_form=self.short_form_min,
            learned={size: lesson["minutes"] for size, lesson in self.learned.items()},
            address=self.get_absolute_url() if self.status == Status.PUBLISHED else "",
            **{name: getattr(self, name) for name in SAME_IN_FACTS},
        )

    def people_counted(self, people=None):
        """The number the minutes are told for: `people`, kept within what the method is made for."""
        if people is None:
            return self.people_typical
        return min(max(people, self.people_min), self.people_max)

    def fits(self, people):
        return self.people_min <= people <= self.people_max

    def lesson(self, people=None):
        """{"minutes", "runs"} of our own meetings of about that size, where enough are held; else None."""
        return self.learned.get(size_class(self.people_counted(people)))

    def minutes(self, people=None):
        """Whole minutes for `people`, or for the number the method is described for."""
        lesson = self.lesson(people)
        return lesson["minutes"] if lesson else self.timing.minutes(self.people_counted(people))

    def lines(self, people=None):
        """The instruction lines, each with its minutes for `people` and what is left after it."""
        total = left = self.minutes(people)
        usual = self.timing.minutes(self.people_counted(people))
        minutes = spread([(line["minutes"], line.get("grows", False)) for line in self.instructions], usual)
        lines = []
        for line, length in zip(self.instructions, fit(minutes, total), strict=True):
            left -= length
            lines.append({**line, "minutes": length, "left": left})
        return lines

    def materials_for(self, people=None):
        """The materials, each counted for `people`: whole things, rounded up."""
        people = self.people_counted(people)
        times = {"person": people, "group": self.timing.groups(people), "total": 1}
        return [{**line, "number": ceil(line["count"] * times[line["per"]])} for line in self.materials]

    def groups(self, people=None):
        """How many groups work at the same time; 1 when everybody works together."""
        return self.timing.groups(self.people_counted(people))

    def group_sizes(self, people=None):
        """How many people in each group, split as evenly as may be, the largest first."""
        people, groups = self.people_counted(people), self.groups(people)
        each, rest = divmod(people, groups)
        return [each + 1] * rest + [each] * (groups - rest)

    def tables(self, people=None):
        """One table for each group that sits at one; 0 when the method needs none."""
        sits = self.work_form == WorkForm.GROUP and self.posture == Posture.SIT
        return self.groups(people) if sits and not any("stol" in thing for thing in self.kit) else 0

    @property
    def minutes_text(self):
        return minutt(self.minutes())

    @property
    def fact_line(self):
        """What a card tells under the ingress."""
        return [self.minutes_text, self.people_text]

    @property
    def people_text(self):
        if self.people_min == self.people_max:
            return _("%(number)s deltakarar") % {"number": self.people_min}
        return _("%(fewest)s–%(most)s deltakarar") % {"fewest": self.people_min, "most": self.people_max}


class SynonymQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(in_use=True)

    def folded(self):
        """(term, [meanings]) as search compares them."""
        rows = self.values_list("term", "means")
        return [(fold(term), [fold(word) for word in means.split(",")]) for term, means in rows]


class Synonym(models.Model):
    """Another word people search with: «dotmokrati» finds prikkavstemming."""

    term = models.CharField(_("ord"), max_length=80, unique=True)
    means = models.CharField(
        _("tyder"), max_length=160, help_text=_("Ordet som står i metodane. Fleire ord: skil dei med komma.")
    )
    in_use = models.BooleanField(_("i bruk"), default=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonym i søket")
        verbose_name_plural = _("synonym i søket")
        ordering = ["term"]

    def __str__(self):
        return f"{self.term} → {self.means}"
