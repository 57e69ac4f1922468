"""A process leader, the hours they work and when they are away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tools.choices import Purpose

WEEKDAYS = [
    (0, _("måndag")),
    (1, _("tysdag")),
    (2, _("onsdag")),
    (3, _("torsdag")),
    (4, _("fredag")),
    (5, _("laurdag")),
    (6, _("sundag")),
]


class ProcessLeaderQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def of(self, user):
        """The process leader that `user` is, as a queryset of none or one."""
        return self.active().filter(member__user_id=user.pk) if user.pk else self.none()

    def for_list(self):
        return self.select_related("member__user").order_by("member__order", "member__name")

    def names(self):
        """(pk, name) of each, in the team's own order, to choose from."""
        return self.order_by("member__order", "member__name").values_list("pk", "member__name")

    def lock(self, pks):
        """Lock these leaders' rows, always in id order, so that two transactions cannot meet head on."""
        found = self.filter(pk__in=pks).select_related("member__user").order_by("pk")
        return list(found.select_for_update(of=("self",), no_key=True))


class ProcessLeader(models.Model):
    """A member of the team who leads processes. The member's user is the login."""

    member = models.OneToOneField(
        "prosesstotte.TeamMember",
        verbose_name=_("medlem av teamet"),
        on_delete=models.PROTECT,
        related_name="process_leader",
    )
    is_active = models.BooleanField(_("tek imot bestillingar"), default=True)
    buffer_before = models.PositiveSmallIntegerField(
        _("minutt før møte"), default=30, help_text=_("Førebuing og reise før eit møte i same rom.")
    )
    buffer_after = models.PositiveSmallIntegerField(_("minutt etter møte"), default=30)
    max_meetings_a_day = models.PositiveSmallIntegerField(_("flest møte på ein dag"), null=True, blank=True)
    max_meetings_a_week = models.PositiveSmallIntegerField(_("flest møte på ei veke"), null=True, blank=True)
    max_minutes_a_day = models.PositiveSmallIntegerField(_("flest minutt på ein dag"), null=True, blank=True)
    purposes = ArrayField(
        models.CharField(max_length=20, choices=Purpose), verbose_name=_("god på"), default=list, blank=True
    )
    video_link = models.URLField(_("lenkje til videorom"), blank=True)

    objects = ProcessLeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("prosessleiar")
        verbose_name_plural = _("prosessleiarar")
        ordering = ["member__order", "member__name"]

    def __str__(self):
        return self.member.name

    @property
    def email(self):
        """Where mail to the leader goes: the login's address, else the one on the team page."""
        user = self.member.user
        return user.email if user else self.member.email

    @property
    def phone(self):
        return self.member.phone


class WorkingHours(models.Model):
    """One stretch of a weekday, on the local clock. Several a day are fine; touching ones join."""

    leader = models.ForeignKey(
        ProcessLeader, verbose_name=_("prosessleiar"), on_delete=models.CASCADE, related_name="working_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("vekedag"), choices=WEEKDAYS)
    from_time = models.TimeField(_("frå"))
    to_time = models.TimeField(_("til"))

    class Meta:
        verbose_name = _("arbeidstid")
        verbose_name_plural = _("arbeidstid")
        ordering = ["weekday", "from_time"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_time__lt=F("to_time")),
                name="working_hours_end_after_they_start",
                violation_error_message=_("Arbeidstida må slutte etter at ho startar."),
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6),
                name="working_hours_are_on_a_weekday",
                violation_error_message=_("Vel ein vekedag."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.from_time:%H.%M}–{self.to_time:%H.%M}"


class HoursOverride(models.Model):
    """What holds on one date instead of the week's hours. Several rows make several stretches;
    a row without times adds none, so that alone it makes a day off."""

    leader = models.ForeignKey(
        ProcessLeader,
        verbose_name=_("prosessleiar"),
        on_delete=models.CASCADE,
        related_name="hours_overrides",
    )
    date = models.DateField(_("dato"))
    from_time = models.TimeField(
        _("frå"), null=True, blank=True, help_text=_("Tomt frå og til: fri heile dagen.")
    )
    to_time = models.TimeField(_("til"), null=True, blank=True)

    class Meta:
        verbose_name = _("annleis arbeidstid")
        verbose_name_plural = _("annleis arbeidstid")
        ordering = ["date", "from_time"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_time__isnull=True, to_time__isnull=True)
                | Q(from_time__isnull=False, to_time__isnull=False, from_time__lt=F("to_time")),
                name="hours_override_is_a_stretch_or_nothing",
                violation_error_message=_(
                    "Skriv både frå og til, med frå før til, eller la begge stå tomme."
                ),
            ),
        ]
        indexes = [models.Index(fields=["leader", "date"], name="hours_override_by_date")]

    def __str__(self):
        hours = f"{self.from_time:%H.%M}–{self.to_time:%H.%M}" if self.from_time else str(_("fri"))
        return f"{self.date} {hours}"


class Absence(models.Model):
    """When a leader is away. It may come over a booking: the team is shown those that collide."""

    leader = models.ForeignKey(
        ProcessLeader, verbose_name=_("prosessleiar"), on_delete=models.CASCADE, related_name="absences"
    )
    starts_at = models.DateTimeField(_("frå"))
    ends_at = models.DateTimeField(_("til"))

    class Meta:
        verbose_name = _("fråvær")
        verbose_name_plural = _("fråvær")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="absence_ends_after_it_starts",
                violation_error_message=_("Fråværet må slutte etter at det startar."),
            ),
        ]
        indexes = [models.Index(fields=["leader", "ends_at"], name="absence_by_end")]

    def __str__(self):
        return f"{self.starts_at:%d.%m.%Y %H.%M} – {self.ends_at:%d.%m.%Y %H.%M}"
