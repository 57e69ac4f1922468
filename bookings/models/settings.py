"""The team's rules for booking, as data that administrators edit."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def meeting_lengths():
    return [60, 90, 120, 180, 240, 360]


def advice_lengths():
    return [30, 45]


def _minutes(label, default, help_text=""):
    return models.PositiveSmallIntegerField(label, default=default, help_text=help_text)


class BookingSettings(models.Model):
    """One row. Before anybody has edited it, the defaults here hold."""

    grid_minutes = _minutes(
        _("minutt mellom starttidene"), 15, _("Skal gå opp i ein time: 5, 10, 15, 20, 30 eller 60.")
    )
    meeting_lengths = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("lengder å velje mellom for møte"),
        default=meeting_lengths,
    )
    pre_meeting_minutes = _minutes(_("minutt til formøte"), 45)
    follow_up_minutes = _minutes(_("minutt til kort formøte etter endring"), 15)
    advice_lengths = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("lengder på rådgjevingssamtale"),
        default=advice_lengths,
    )
    notice_minutes = _minutes(_("varsel i minutt for formøte og møte"), 24 * 60)
    advice_notice_minutes = _minutes(_("varsel i minutt for rådgjevingssamtale"), 120)
    horizon_days = _minutes(_("dagar fram kalenderen er open"), 180)
    working_days_between = _minutes(_("heile arbeidsdagar mellom formøte og møte"), 3)
    talk_buffer_after = _minutes(_("minutt fri etter formøte, samtale og digitalt møte"), 15)
    answer_working_days = _minutes(_("arbeidsdagar teamet har på å svare"), 2)
    offer_working_days = models.PositiveSmallIntegerField(
        _("arbeidsdagar eit tilbod frå ventelista står"), default=1, db_default=1
    )
    evaluation_days = _minutes(_("dagar evalueringa er open etter møtet"), 7)
    keep_exported_months = _minutes(
        _("månader vi tek vare på ei bestilling som er arkivert"), 12, _("Rekna frå møtet er over.")
    )
    keep_bookings_months = _minutes(
        _("månader vi tek vare på ei bestilling som ikkje er arkivert"), 60, _("Rekna frå møtet er over.")
    )
    keep_files_days = _minutes(
        _("dagar vi tek vare på filer"), 365, _("Rekna frå møtet er over eller bestillinga er avslutta.")
    )

    class Meta:
        verbose_name = _("reglar for bestilling")
        verbose_name_plural = _("reglar for bestilling")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="booking_settings_is_one_row"),
            models.CheckConstraint(
                condition=Q(grid_minutes__in=[5, 10, 15, 20, 30, 60]),
                name="booking_settings_grid_divides_the_hour",
                violation_error_message=_("Vel 5, 10, 15, 20, 30 eller 60 minutt mellom starttidene."),
            ),
            models.CheckConstraint(
                condition=Q(pre_meeting_minutes__gte=1, follow_up_minutes__gte=1),
                name="booking_settings_talks_take_time",
                violation_error_message=_("Eit formøte må vare minst eitt minutt."),
            ),
            models.CheckConstraint(
                condition=Q(meeting_lengths__len__gte=1, advice_lengths__len__gte=1)
                & ~Q(meeting_lengths__contains=[0])
                & ~Q(advice_lengths__contains=[0]),
                name="booking_settings_offer_a_length",
                violation_error_message=_("Skriv minst éi lengd, og ingen på null minutt."),
            ),
            models.CheckConstraint(
                condition=Q(evaluation_days__gte=1, evaluation_days__lte=60),
                name="booking_settings_evaluation_is_open_for_days",
                violation_error_message=_("La evalueringa vere open frå 1 til 60 dagar."),
            ),
            models.CheckConstraint(
                condition=Q(keep_exported_months__gte=1, keep_bookings_months__gte=1),
                name="booking_settings_keep_bookings_a_month",
                violation_error_message=_("Ta vare på bestillingane i minst éin månad."),
            ),
            models.CheckConstraint(
                condition=Q(offer_working_days__gte=1, offer_working_days__lte=10),
                name="booking_settings_offers_stand_for_days",
                violation_error_message=_("La eit tilbod stå frå 1 til 10 arbeidsdagar."),
            ),
        ]

    def __str__(self):
        return str(_("Reglar for bestilling"))

    @classmethod
    def current(cls):
        """The row, or the defaults when nobody has saved it yet."""
        return cls.objects.first() or cls(pk=1)
