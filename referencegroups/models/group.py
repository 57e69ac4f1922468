"""A reference group: standing, advisory, owned by the administration."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from referencegroups.choices import GROUP_MOVES, RUNNING, Fact, GroupState, JoinMode
from referencegroups.models.stepping import Stepping

MANAGE_ALL = "referencegroups.manage_all_groups"
# Addresses under /referansegrupper/ that are no group's.
RESERVED = (
    "mi-side", "stadfest", "slutt", "forny", "samtykke", "e-post", "ny-lenkje", "omrade", "svar", "runde",
    "eigar",
)  # fmt: skip


class ReferenceGroupQuerySet(models.QuerySet):
    def public(self):
        return self.exclude(state=GroupState.DRAFT)

    def running(self):
        return self.filter(state__in=RUNNING)

    def visible_to(self, user):
        """Owners see their own group and their own area; the coordinators see every group."""
        if user.has_perm(MANAGE_ALL):
            return self
        own_areas = AreaOwner.objects.filter(user_id=user.pk).values("area_id")
        return self.filter(Q(owner_user_id=user.pk) | Q(area_id__in=own_areas))

    def for_list(self):
        return self.select_related("area").order_by("area__order", "area__name", "name")


class ReferenceGroup(Stepping):
    moves = GROUP_MOVES

    area = models.ForeignKey(
        "prosesstotte.ServiceArea", verbose_name=_("kommunalområde"), on_delete=models.PROTECT
    )
    name = models.CharField(_("namn"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    purpose = models.TextField(_("kva gruppa skal gi råd om"))
    who_may_join = models.CharField(_("kven kan vere med"), max_length=200)
    join_mode = models.CharField(
        _("slik blir ein med"), max_length=12, choices=JoinMode, default=JoinMode.APPROVE
    )
    minimum_age = models.PositiveSmallIntegerField(_("yngste alder"), default=16)
    load = models.CharField(
        _("kor mykje det er"),
        max_length=200,
        help_text=_("Til dømes «om lag 4 spørjerundar i året, 10 minutt kvar»."),
    )
    owner = models.CharField(
        _("eigar"), max_length=120, help_text=_("Stillinga, til dømes «kommunalsjef for helse».")
    )
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eigaren loggar inn som"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_groups",
    )
    contact = models.CharField(_("kontakt"), max_length=120)
    decision_reference = models.CharField(_("vedtak"), max_length=120, blank=True)
    starts_on = models.DateField(_("frå"))
    ends_on = models.DateField(_("til"), null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(
        _("periode i månader"),
        default=24,
        validators=[MinValueValidator(12), MaxValueValidator(24)],
        help_text=_("Kor lenge eit medlem er med før vi spør om å fornye: 12 til 24."),
    )
    seats = models.PositiveSmallIntegerField(
        _("plassar"),
        null=True,
        blank=True,
        help_text=_("Tomt: alle får plass. Med eit tal blir det loddtrekking når fleire vil vere med."),
    )
    nyby_link = models.URLField(_("lenkje til Nyby"), blank=True)
    state = models.CharField(
        _("status"), max_length=8, choices=GroupState, default=GroupState.DRAFT, editable=False
    )

    # How long we keep what, where a group differs from the house (see retention.py)
    keep_unconfirmed_days = models.PositiveSmallIntegerField(_("adresser som ikkje er stadfesta"), default=7)
    keep_declined_days = models.PositiveSmallIntegerField(_("avslåtte søknader"), default=30)
    keep_do_not_invite_months = models.PositiveSmallIntegerField(_("«ikkje inviter»"), default=24)
    keep_invitations_days = models.PositiveSmallIntegerField(_("kven som blei spurd i ein runde"), default=90)
    keep_raw_text_months = models.PositiveSmallIntegerField(_("fritekst i svar"), default=12)
    keep_consent_months = models.PositiveSmallIntegerField(_("samtykke etter slutt"), default=24)

    objects = ReferenceGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("referansegruppe")
        verbose_name_plural = _("referansegrupper")
        ordering = ["name"]
        permissions = [("manage_all_groups", "Can see and manage every reference group")]
        constraints = [
            models.CheckConstraint(
                name="reference_group_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("Gruppa må slutte etter at ho startar."),
            ),
            models.CheckConstraint(
                name="reference_group_term_is_12_to_24_months",
                condition=Q(term_months__gte=12, term_months__lte=24),
                violation_error_message=_("Perioden må vere frå 12 til 24 månader."),
            ),
            models.CheckConstraint(
                name="reference_group_seats_are_some",
                condition=Q(seats__isnull=True) | Q(seats__gte=1),
                violation_error_message=_("Skriv minst éin plass, eller la feltet stå tomt."),
            ),
            models.CheckConstraint(
                name="reference_group_address_is_its_own",
                condition=~Q(slug__in=RESERVED),
                violation_error_message=_("Denne adressa er i bruk til noko anna. Vel ei anna."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("referencegroups:detail", args=[self.slug])

    @property
    def is_running(self):
        return self.state in RUNNING

    @property
    def takes_requests(self):
        """May somebody nobody has invited ask to join?"""
        return self.is_running and self.join_mode != JoinMode.INVITATION

    @property
    def draws_lots(self):
        return self.seats is not None


class AreaOwner(models.Model):
    """Who answers for every group of a service area, and makes new ones there: a kommunalsjef."""

    area = models.ForeignKey(
        "prosesstotte.ServiceArea",
        verbose_name=_("kommunalområde"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("brukar"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("eigar av kommunalområde")
        verbose_name_plural = _("eigarar av kommunalområde")
        ordering = ["area__order", "area__name", "user__email"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "user"],
                name="area_owner_is_named_once",
                violation_error_message=_("Denne personen eig området frå før."),
            )
        ]

    def __str__(self):
        return f"{self.area}: {self.user}"


class PopulationTarget(models.Model):
    """The share of the population that has one value of one fact, to hold the group up against."""

    group = models.ForeignKey(
        ReferenceGroup, verbose_name=_("gruppe"), on_delete=models.CASCADE, related_name="targets"
    )
    fact = models.CharField(_("kjenneteikn"), max_length=10, choices=Fact)
    value = models.CharField(
        _("verdi"),
        max_length=60,
        help_text=_("Slik verdien står i opplysningane om medlemene, til dømes «18-29»."),
    )
    percent = models.DecimalField(_("prosent"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("mål for breidd")
        verbose_name_plural = _("mål for breidd")
        ordering = ["fact", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "fact", "value"],
                name="population_target_is_said_once",
                violation_error_message=_("Dette målet står der frå før."),
            ),
            models.CheckConstraint(
                name="population_target_is_a_share",
                condition=Q(percent__gte=0, percent__lte=100),
                violation_error_message=_("Skriv ein prosent frå 0 til 100."),
            ),
        ]

    def __str__(self):
        return f"{self.get_fact_display()}: {self.value}"
