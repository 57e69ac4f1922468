"""A stretch of a process leader's time that is taken. The database refuses two over each other."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import Part, Source


class IsFinite(Func):
    """Whether a moment is one: «infinity» is a legal timestamp in PostgreSQL."""

    function = "isfinite"
    output_field = models.BooleanField()


class RangeEnd(Func):
    """lower() or upper() of a range; Django's own Lower is for text."""

    output_field = models.DateTimeField()


def _is_a_finite_half_open_stretch(name):
    return (
        Q(**{f"{name}__isempty": False, f"{name}__lower_inf": False, f"{name}__upper_inf": False})
        & Q(**{f"{name}__lower_inc": True, f"{name}__upper_inc": False})
        & Q(IsFinite(RangeEnd(F(name), function="lower")))
        & Q(IsFinite(RangeEnd(F(name), function="upper")))
    )


class CommitmentQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def standing(self, at=None):
        """Active, and no hold that has expired: an expiry equal to now has."""
        return self.active().filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at or timezone.now()))

    def overlapping(self, start, end):
        """Commitments whose footprint meets [start, end)."""
        return self.filter(blocked__overlap=(start, end))

    def co_leading(self):
        """What stands of meetings that somebody leads together with the leader."""
        return self.active().filter(part=Part.CO_LEADER, source=Source.MEETING)

    def release(self):
        """Give the time back; the row stays as history."""
        return self.filter(active=True).update(active=False)

    def release_expired_holds(self, leaders, at=None):
        """A constraint cannot ask the clock: an expiry equal to now has expired."""
        expired = self.filter(source=Source.HOLD, expires_at__lte=at or timezone.now())
        return expired.filter(leader__in=leaders).release()


class Commitment(models.Model):
    """`core` is the meeting itself, `blocked` its footprint with buffers; both [from, to)."""

    leader = models.ForeignKey(
        "bookings.ProcessLeader",
        verbose_name=_("prosessleiar"),
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    part = models.CharField(_("rolle"), max_length=10, choices=Part, default=Part.LEADER)
    source = models.CharField(_("kva tida går til"), max_length=12, choices=Source)
    core = DateTimeRangeField(_("tid"))
    blocked = DateTimeRangeField(_("tid med marg"))
    active = models.BooleanField(_("gjeld"), default=True)
    booking = models.ForeignKey(
        "bookings.Booking",
        verbose_name=_("bestilling"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    advice = models.ForeignKey(
        "bookings.AdviceTalk",
        verbose_name=_("rådgjevingssamtale"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    expires_at = models.DateTimeField(_("går ut"), null=True, blank=True)
    # A time that is held for somebody on the waiting list, and what it becomes when they take it.
    offer = models.ForeignKey(
        "bookings.Offer",
        verbose_name=_("tilbod frå ventelista"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    becomes = models.CharField(
        _("blir"), max_length=12, choices=Source, blank=True, default="", db_default=""
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslag")
        verbose_name_plural = _("beslag")
        ordering = ["core"]
        constraints = [
            ExclusionConstraint(
                name="commitment_leader_is_not_double_booked",
                expressions=[("leader", RangeOperators.EQUAL), ("blocked", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
                violation_error_message=_("Prosessleiaren er oppteken i dette tidsrommet."),
            ),
            models.CheckConstraint(
                name="commitment_core_is_a_finite_half_open_stretch",
                condition=_is_a_finite_half_open_stretch("core"),
                violation_error_message=_("Tida må ha ein start og ein slutt."),
            ),
            models.CheckConstraint(
                name="commitment_blocked_is_a_finite_half_open_stretch",
                condition=_is_a_finite_half_open_stretch("blocked"),
                violation_error_message=_("Tida med marg må ha ein start og ein slutt."),
            ),
            models.CheckConstraint(
                name="commitment_blocked_contains_core",
                condition=Q(blocked__contains=F("core")),
                violation_error_message=_("Tida med marg må dekkje heile møtet."),
            ),
            models.CheckConstraint(
                name="commitment_belongs_to_what_takes_the_time",
                condition=Q(
                    source__in=[Source.MEETING, Source.PRE_MEETING],
                    booking__isnull=False,
                    advice__isnull=True,
                )
                | Q(source=Source.ADVICE, booking__isnull=True, advice__isnull=False)
                | Q(source=Source.HOLD, advice__isnull=True),
                violation_error_message=_("Eit beslag høyrer til ei bestilling eller ein samtale."),
            ),
            models.CheckConstraint(
                name="commitment_expires_only_when_it_is_a_hold",
                condition=Q(source=Source.HOLD, expires_at__isnull=False)
                | (~Q(source=Source.HOLD) & Q(expires_at__isnull=True)),
                violation_error_message=_("Berre ei halden tid går ut av seg sjølv."),
            ),
            models.CheckConstraint(
                name="commitment_of_an_offer_holds_one_of_its_times",
                condition=Q(offer__isnull=True, becomes="")
                | Q(
                    offer__isnull=False,
                    source=Source.HOLD,
                    booking__isnull=True,
                    becomes__in=[Source.MEETING, Source.PRE_MEETING],
                ),
                violation_error_message=_("Eit tilbod held tida til møtet eller formøtet."),
            ),
            models.UniqueConstraint(
                name="commitment_booking_has_one_leader_of_each_time",
                fields=["booking", "source"],
                condition=Q(active=True, part=Part.LEADER),
                violation_error_message=_("Møtet har alt ein prosessleiar."),
            ),
            models.UniqueConstraint(
                name="commitment_advice_has_one_leader",
                fields=["advice"],
                condition=Q(active=True),
                violation_error_message=_("Samtalen har alt ein prosessleiar."),
            ),
            models.CheckConstraint(
                name="commitment_part_is_known",
                condition=Q(part__in=Part.values),
                violation_error_message=_("Ukjend rolle."),
            ),
        ]

    def __str__(self):
        return f"{self.get_source_display()} {timezone.localtime(self.starts_at):%d.%m.%Y %H.%M}"

    def validate_constraints(self, exclude=None):
        # A form may leave out what the rule needs (Django #36222): ask with it anyway.
        super().validate_constraints(exclude=set(exclude or ()) - {"active", "leader", "blocked"})

    @property
    def starts_at(self):
        return self.core.lower

    @property
    def ends_at(self):
        return self.core.upper
