"""Reference groups: standing advisory groups of residents and employees for a service area."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class GroupState(models.TextChoices):
    DRAFT = "draft", _("Kladd")
    OPEN = "open", _("Open for nye medlemer")
    ACTIVE = "active", _("Aktiv")
    CLOSED = "closed", _("Avslutta")


class JoinMode(models.TextChoices):
    OPEN = "open", _("Alle som vil, kan bli med")
    APPROVE = "approve", _("Du ber om plass, og vi svarer")
    INVITATION = "invitation", _("Berre dei som er inviterte")


class ReferenceGroupQuerySet(models.QuerySet):
    def public(self):
        return self.exclude(state=GroupState.DRAFT)

    def for_list(self):
        return self.select_related("area").order_by("area__order", "area__name", "name")


class ReferenceGroup(models.Model):
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
    contact = models.CharField(_("kontakt"), max_length=120)
    decision_reference = models.CharField(_("vedtak"), max_length=120, blank=True)
    starts_on = models.DateField(_("frå"))
    ends_on = models.DateField(_("til"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("plassar"), null=True, blank=True)
    nyby_link = models.URLField(_("lenkje til Nyby"), blank=True)
    state = models.CharField(_("status"), max_length=8, choices=GroupState, default=GroupState.DRAFT)

    objects = ReferenceGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("referansegruppe")
        verbose_name_plural = _("referansegrupper")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="reference_group_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("Gruppa må slutte etter at ho startar."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("referencegroups:detail", args=[self.slug])
