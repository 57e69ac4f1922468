"""Files and words on a booking: the mandate, the knowledge base, and a short thread of messages."""

import uuid
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import LIVE, FileKind
from bookings.models.booking import Booking

LARGEST = 10 * 1024 * 1024  # bytes
FOLDER = "bestilling"


def where_it_lies(attachment, name):
    """Nothing of what somebody named the file stands in the storage."""
    return f"{FOLDER}/{uuid.uuid4()}"


class AttachmentQuerySet(models.QuerySet):
    def of_what_was_over(self, at):
        """Files of bookings that were over, or closed, at that moment."""
        closed = ~Q(booking__status__in=LIVE) & Q(booking__status_at__lte=at)
        return self.filter(closed | Q(booking__ends_at__lte=at))

    def erase(self):
        """Take the rows away, and what they stand for in the storage when that is certain."""
        for row in self:
            storage, name = row.file.storage, row.file.name
            row.delete()
            transaction.on_commit(partial(storage.delete, name))

    erase.alters_data = True


class Attachment(models.Model):
    """A file that goes with a booking. It is read through `visible_to` alone, always as a download."""

    booking = models.ForeignKey(
        Booking, verbose_name=_("bestilling"), on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.FileField(_("fil"), upload_to=where_it_lies, max_length=100)
    name = models.CharField(_("namn"), max_length=120)
    kind = models.CharField(_("slag"), max_length=4, choices=FileKind)
    size = models.PositiveIntegerField(_("storleik"), help_text=_("I byte."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lagd ved av"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("lagd ved"), default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("vedlegg")
        verbose_name_plural = _("vedlegg")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_is_ten_megabytes_at_most",
                condition=Q(size__gte=1, size__lte=LARGEST),
                violation_error_message=_("Fila er tom, eller ho er over 10 MB."),
            ),
            models.CheckConstraint(
                name="attachment_kind_is_known",
                condition=Q(kind__in=FileKind.values),
                violation_error_message=_("Ukjent slag."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def file_name(self):
        """What it is called when it is fetched: the ending says what it is, not what somebody called it."""
        return f"{self.name}.{self.kind}"


class Message(models.Model):
    """A short message on a booking, to everybody with a role in it."""

    booking = models.ForeignKey(
        Booking, verbose_name=_("bestilling"), on_delete=models.PROTECT, related_name="messages"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("skriven av"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(_("melding"), max_length=1000)
    at = models.DateTimeField(_("skriven"), default=timezone.now)

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingar")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="message_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Skriv ei melding."),
            ),
        ]

    def __str__(self):
        return f"{self.booking_id} {self.pk}"
