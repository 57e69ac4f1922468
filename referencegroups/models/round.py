"""A round: questions put to a group, with a deadline and a promised date for the answer.

What one table cannot say stands as triggers in migration 0011: the moves, three to seven questions, the
mode that is fixed once the round is open, and no archiving without feedback.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referencegroups.choices import Language
from referencegroups.models.group import MANAGE_ALL, ReferenceGroup
from referencegroups.models.stepping import Stepping
from referencegroups.results import DONT_KNOW, Asked, Kind
from referencegroups.round_choices import (
    ANSWERED_BACK,
    BEFORE_OPENING,
    MOST_REMINDERS,
    OVER,
    PUBLIC,
    ROUND_MOVES,
    WITH_OPTIONS,
    Mode,
    QuestionKind,
    RoundState,
)

TEXTS_OF_ROUND = ("title", "why", "can_change", "cannot_change", "afterwards")


class RoundQuerySet(models.QuerySet):
    def public(self):
        """What everybody may see: opened rounds of groups that are shown."""
        return self.filter(state__in=PUBLIC, group__in=ReferenceGroup.objects.public().values("pk"))

    def visible_to(self, user):
        if user.has_perm(MANAGE_ALL):
            return self
        return self.filter(group__in=ReferenceGroup.objects.visible_to(user).values("pk"))

    def owing_feedback(self):
        return self.filter(state__in=[RoundState.OPEN, RoundState.CLOSED, RoundState.SUMMARISED])

    def to_open(self, at=None):
        return self.filter(state=RoundState.REVIEWED, opens_at__lte=at or timezone.now())

    def to_close(self, at=None):
        return self.filter(state=RoundState.OPEN, closes_at__lte=at or timezone.now())

    def for_list(self):
        return self.select_related("group__area").order_by("-opens_at", "-pk")

    def with_number_answered(self):
        """How many have answered: of an open round by those who were asked, afterwards by the answers."""
        asked = models.Count("invitations", filter=Q(invitations__has_answered=True), distinct=True)
        given = models.Count("answers", distinct=True)
        number = models.Case(models.When(state=RoundState.OPEN, then=asked), default=given)
        return self.annotate(number_answered=number)


class Round(Stepping):
    moves = ROUND_MOVES

    group = models.ForeignKey(
        ReferenceGroup, verbose_name=_("gruppe"), on_delete=models.PROTECT, related_name="rounds"
    )
    title = models.CharField(_("tittel"), max_length=120)
    why = models.TextField(_("kvifor vi spør"), max_length=1500)
    can_change = models.TextField(_("kva som framleis kan endrast"), max_length=1000)
    cannot_change = models.TextField(_("kva som ikkje kan endrast"), max_length=1000)
    afterwards = models.TextField(_("kva som skjer med svara"), max_length=1000)
    promised_on = models.DateField(
        _("dagen vi lovar tilbakemelding"), help_text=_("Alle som er spurde, får vite denne dagen.")
    )
    opens_at = models.DateTimeField(_("opnar"))
    closes_at = models.DateTimeField(_("svarfrist"))
    mode = models.CharField(
        _("slik svarer dei"),
        max_length=12,
        choices=Mode,
        default=Mode.CONFIDENTIAL,
        help_text=_("Kan ikkje endrast når runden er opna."),
    )
    case_title = models.CharField(_("sak eller møte runden høyrer til"), max_length=160)
    case_link = models.URLField(_("adressa til saka eller møtet"), blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("skriven av"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sist endra av"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("kontrollert av"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    state = models.CharField(
        _("tilstand"), max_length=10, choices=RoundState, default=RoundState.DRAFT, editable=False
    )
    # Only while the round is open: from it and a link, the key of the answer is worked out (secrecy.py).
    answer_salt = models.CharField(max_length=64, blank=True, editable=False)
    asked = models.PositiveIntegerField(_("spurde"), default=0, editable=False)
    reminders_sent = models.PositiveSmallIntegerField(_("påminningar sende"), default=0, editable=False)
    summary = models.TextField(
        _("oppsummering"),
        blank=True,
        max_length=6000,
        help_text=_("Det gruppa sa, kort. Ikkje skriv noko som peikar på éin person."),
    )
    closed_at = models.DateTimeField(_("stengd"), null=True, blank=True, editable=False)
    fed_back_at = models.DateTimeField(_("tilbakemelding gitt"), null=True, blank=True, editable=False)
    owner_reminders = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("spørjerunde")
        verbose_name_plural = _("spørjerundar")
        ordering = ["-opens_at", "-pk"]
        permissions = [
            ("export_raw_answers", "Can export single answers of closed rounds"),
            ("enter_answers", "Can enter answers given by phone or on paper"),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="round_by_state_and_deadline")]
        constraints = [
            models.CheckConstraint(
                name="round_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Svarfristen må vere etter at runden opnar."),
            ),
            models.CheckConstraint(
                name="round_is_reviewed_by_somebody_else",
                condition=Q(state=RoundState.DRAFT, reviewed_by__isnull=True)
                | (
                    ~Q(state=RoundState.DRAFT)
                    & Q(reviewed_by__isnull=False)
                    & ~Q(reviewed_by=F("created_by"))
                    & ~Q(reviewed_by=F("edited_by"))
                ),
                violation_error_message=_("Ein annan enn dei som har skrive runden, må kontrollere han."),
            ),
            models.CheckConstraint(
                name="round_reminds_twice_at_most",
                condition=Q(reminders_sent__lte=MOST_REMINDERS),
                violation_error_message=_("Det er alt sendt to påminningar. Fleire blir det ikkje."),
            ),
            models.CheckConstraint(
                name="round_summarised_has_a_summary",
                condition=~Q(state__in=[RoundState.SUMMARISED, *ANSWERED_BACK]) | ~Q(summary=""),
                violation_error_message=_("Skriv oppsummeringa først."),
            ),
            models.CheckConstraint(
                name="round_fed_back_has_a_time",
                condition=Q(state__in=ANSWERED_BACK, fed_back_at__isnull=False)
                | (~Q(state__in=ANSWERED_BACK) & Q(fed_back_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="round_has_a_salt_only_while_open",
                condition=(Q(state=RoundState.OPEN) & ~Q(answer_salt=""))
                | (~Q(state=RoundState.OPEN) & Q(answer_salt="")),
            ),
            models.CheckConstraint(name="round_state_is_known", condition=Q(state__in=RoundState.values)),
            models.CheckConstraint(name="round_mode_is_known", condition=Q(mode__in=Mode.values)),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("referencegroups:round", args=[self.group.slug, self.pk])

    def clean(self):
        if self.promised_on and self.closes_at and self.promised_on < timezone.localdate(self.closes_at):
            raise ValidationError({"promised_on": _("Lov tilbakemelding ein dag etter svarfristen.")})

    @property
    def is_open(self):
        return self.state == RoundState.OPEN

    @property
    def is_over(self):
        """Closed or later: now, and only now, may the answers be counted."""
        return self.state in OVER

    @property
    def is_editable(self):
        return self.state in BEFORE_OPENING

    @property
    def is_confidential(self):
        return self.mode == Mode.CONFIDENTIAL

    @property
    def is_summarised(self):
        return self.is_over and self.state != RoundState.CLOSED

    @property
    def has_answered_back(self):
        return self.state in ANSWERED_BACK

    def is_late(self, today=None):
        """«Forseinka»: the promised day is past, and the members have heard nothing."""
        owes = self.state in PUBLIC and not self.has_answered_back
        return owes and self.promised_on < (today or timezone.localdate())

    def in_language(self, language):
        """The texts of the round in `language`, and whether Nynorsk had to stand in for it."""
        own = {name: getattr(self, name) for name in TEXTS_OF_ROUND}
        found = next((one for one in self.translations.all() if one.language == language), None)
        texts = {name: getattr(found, name, "") or text for name, text in own.items()}
        return texts, language != Language.NYNORSK and found is None


class RoundTranslation(models.Model):
    """The words of a round in another language. The questions carry their own."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(
        _("språk"),
        max_length=2,
        choices=[one for one in Language.choices if one[0] != Language.NYNORSK],
    )
    title = models.CharField(_("tittel"), max_length=120)
    why = models.TextField(_("kvifor vi spør"), max_length=1500)
    can_change = models.TextField(_("kva som framleis kan endrast"), max_length=1000)
    cannot_change = models.TextField(_("kva som ikkje kan endrast"), max_length=1000)
    afterwards = models.TextField(_("kva som skjer med svara"), max_length=1000)

    class Meta:
        verbose_name = _("omsetjing")
        verbose_name_plural = _("omsetjingar")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "language"],
                name="round_translation_is_one_a_language",
                violation_error_message=_("Runden er alt omsett til dette språket."),
            )
        ]

    def __str__(self):
        return self.title


def _options(label):
    return ArrayField(models.CharField(max_length=120), verbose_name=label, default=list, blank=True)


class Question(models.Model):
    """One question. «Veit ikkje» is always a choice, and no question has to be answered."""

    round = models.ForeignKey(
        Round, verbose_name=_("runde"), on_delete=models.CASCADE, related_name="questions"
    )
    order = models.PositiveSmallIntegerField(_("rekkjefølgje"), default=0)
    kind = models.CharField(_("slag"), max_length=8, choices=QuestionKind)
    text = models.CharField(_("spørsmål"), max_length=250)
    help = models.CharField(_("rettleiing"), max_length=250, blank=True)
    options = _options(_("svaralternativ"))
    steps = models.PositiveSmallIntegerField(_("steg på skalaen"), default=5)
    low_label = models.CharField(_("lågaste steg tyder"), max_length=60, blank=True)
    high_label = models.CharField(_("høgaste steg tyder"), max_length=60, blank=True)
    divides = models.BooleanField(
        _("del dei andre svara etter dette"),
        default=False,
        help_text=_("Berre eitt spørsmål i runden, av slaget «vel eitt svar». Små grupper blir slått saman."),
    )
    text_nb = models.CharField(_("spørsmål på bokmål"), max_length=250, blank=True)
    options_nb = _options(_("svaralternativ på bokmål"))
    text_en = models.CharField(_("spørsmål på engelsk"), max_length=250, blank=True)
    options_en = _options(_("svaralternativ på engelsk"))
    text_count = models.PositiveIntegerField(null=True, editable=False)  # set at closing, outlives the texts
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("spørsmål")
        verbose_name_plural = _("spørsmål")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="question_has_options_when_one_chooses",
                condition=Q(kind__in=WITH_OPTIONS, options__len__gte=2, options__len__lte=10)
                | (~Q(kind__in=WITH_OPTIONS) & Q(options=[])),
                violation_error_message=_("Skriv frå to til ti svaralternativ der ein vel eller rangerer."),
            ),
            *(
                models.CheckConstraint(
                    name=f"question_translates_every_option_{language}",
                    condition=Q(**{f"options_{language}": []})
                    | Q(**{f"options_{language}__len": F("options__len")}),
                    violation_error_message=_("Skriv like mange svaralternativ på kvart språk."),
                )
                for language in ("nb", "en")
            ),
            models.CheckConstraint(
                name="question_scale_has_three_to_ten_steps",
                condition=Q(steps__gte=3, steps__lte=10),
                violation_error_message=_("Ein skala har frå 3 til 10 steg."),
            ),
            models.CheckConstraint(
                name="question_divides_by_one_choice",
                condition=Q(divides=False) | Q(kind=QuestionKind.ONE),
                violation_error_message=_("Berre eit spørsmål av slaget «vel eitt svar» kan dele dei andre."),
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(divides=True),
                name="question_divides_alone",
                violation_error_message=_("Berre eitt spørsmål i runden kan dele dei andre."),
            ),
            models.CheckConstraint(name="question_kind_is_known", condition=Q(kind__in=QuestionKind.values)),
        ]

    def __str__(self):
        return self.text

    @property
    def field_name(self):
        return f"q{self.pk}"

    @property
    def choices(self):
        """The options of a choice, or the steps of a scale."""
        if self.kind == QuestionKind.SCALE:
            return [str(step) for step in range(1, self.steps + 1)]
        return self.options

    def in_language(self, language):
        """(text, options, whether Nynorsk had to stand in)."""
        text, options = getattr(self, f"text_{language}", ""), getattr(self, f"options_{language}", [])
        falls_back = language != Language.NYNORSK and (not text or len(options) != len(self.options))
        if self.kind == QuestionKind.SCALE or not options:
            options = self.choices
        return text or self.text, options, falls_back

    def in_words(self, value):
        """A stored answer as people read it; "" when the question was left open."""
        if value is None or value == []:
            return ""
        if value == DONT_KNOW:
            return str(_("Veit ikkje"))
        if isinstance(value, str):
            return value
        sign = " → " if self.kind == QuestionKind.RANKING else ", "
        return sign.join(self.choices[number] for number in (value if isinstance(value, list) else [value]))

    def as_asked(self):
        """The question as the results engine reads it."""
        return Asked(str(self.pk), Kind(self.kind), self.text, tuple(self.choices), self.divides)


class QuestionFix(models.Model):
    """A slip of the pen put right after the round was opened: written by the database itself."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="fixes")
    at = models.DateTimeField(_("tid"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.TextField(_("før"))
    after = models.TextField(_("etter"))

    class Meta:
        verbose_name = _("retta skrivefeil")
        verbose_name_plural = _("retta skrivefeil")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.before} → {self.after}"
