"""A free time that a process leader proposes when a booking is declined: the meeting with its formøte."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.process_leader import ProcessLeader


class Proposal(models.Model):
    """Nothing is reserved for it. The booker takes it with one press, by the door every request goes
    through; `form_key` is that request's key, so that pressing twice makes one booking."""

    booking = models.ForeignKey(
        Booking, verbose_name=_("bestilling"), on_delete=models.CASCADE, related_name="proposals"
    )
    leader = models.ForeignKey(
        ProcessLeader, verbose_name=_("prosessleiar"), on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(_("møtet startar"))
    pre_meeting_starts_at = models.DateTimeField(_("formøtet startar"))
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("framlegg til tid")
        verbose_name_plural = _("framlegg til tid")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="proposal_has_its_pre_meeting_first",
                condition=Q(pre_meeting_starts_at__lt=F("starts_at")),
                violation_error_message=_("Formøtet må vere slutt før møtet startar."),
            ),
        ]

    def __str__(self):
        return f"{self.starts_at:%d.%m.%Y %H.%M}"

    def taken_as(self):
        """The booking that came of it, or None."""
        return Booking.objects.filter(form_key=self.form_key).first()
