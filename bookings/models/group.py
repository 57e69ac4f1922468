"""A group that books: who leads it, and who in the steering group may read its bookings."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class GroupQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def led_by(self, user):
        return self.active().filter(leader_id=user.pk)

    def read_by(self, user):
        return self.filter(readers=user.pk)

    def named(self, name):
        """By the name that somebody typed, whatever its case."""
        return self.filter(name__iexact=" ".join(name.split()))


class Group(models.Model):
    """A steering group or a subject group. Its leader changes by the door `give_group` alone."""

    name = models.CharField(_("namn"), max_length=120)
    service_area = models.ForeignKey(
        "prosesstotte.ServiceArea",
        verbose_name=_("kommunalområde"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gruppeleiar"),
        on_delete=models.PROTECT,
        related_name="led_groups",
        help_text=_("Byter gruppa leiar, følgjer bestillingane som ikkje er over, med til den nye."),
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("kan lese bestillingane"),
        blank=True,
        related_name="read_groups",
        help_text=_("Medlemer av styringsgruppa. Dei kan lese, men ikkje endre."),
    )
    is_active = models.BooleanField(_("i bruk"), default=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("gruppe som bestiller")
        verbose_name_plural = _("grupper som bestiller")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "service_area",
                Lower("name"),
                name="group_has_one_name_in_its_area",
                violation_error_message=_("Kommunalområdet har alt ei gruppe med dette namnet."),
            ),
        ]

    def __str__(self):
        return self.name
