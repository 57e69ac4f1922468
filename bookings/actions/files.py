"""Doors for the files on a booking: lay one there, and take one away."""

import re
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import Role
from bookings.errors import Refused
from bookings.file_kinds import kind_of
from bookings.models import Attachment
from bookings.models.attachment import FOLDER, LARGEST
from bookings.reservations import door
from prosesstotte import events

MOST_FILES = 10
TOO_LARGE = _("Fila er over 10 MB. Lagre ho mindre, eller del ho i to.")
EMPTY = _("Fila er tom. Vel ei anna fil.")
UNKNOWN = _("Vel ei fil i PDF, Word, Excel, PowerPoint, OpenDocument, JPG eller PNG, utan makroar.")
FULL = _("Det ligg alt ti filer her. Ta bort ei først.")
CLOSED = _("Bestillinga er avslutta, så filene kan ikkje endrast.")


class Closed(Refused):
    status = 409
    sentence = CLOSED


@door
def attach(*, by, booking, file, at=None):
    """Lay `file` (an uploaded file) on the booking. What it is, is read from what it holds."""
    _check(booking, by)
    if not file.size:
        raise Refused(EMPTY)
    if file.size > LARGEST:
        raise Refused(TOO_LARGE)
    kind = kind_of(file)
    if kind is None:
        raise Refused(UNKNOWN)
    if booking.attachments.count() >= MOST_FILES:
        raise Refused(FULL)
    at = at or timezone.now()
    row = Attachment(
        booking=booking, file=file, name=plain_name(file.name), kind=kind, size=file.size, by=by, at=at
    )
    with _or_no_file(row):
        row.save()
        events.record(booking, "file", by=by, at=at, kind=kind.value)
    return row


def _check(booking, by):
    booking.lock()
    if not booking.roles_of(by) - {Role.COLLEAGUE}:
        raise PermissionDenied
    if not booking.is_live:
        raise Closed


def plain_name(name):
    """What somebody called it, without folders, ending and signs that no disk likes."""
    last = re.split(r"[/\\]", name)[-1]
    stem = last.rpartition(".")[0] or last
    readable = "".join(sign if sign.isalnum() or sign in " -_.,()" else " " for sign in stem)
    return " ".join(readable.split())[:100].strip(" .") or "fil"


@contextmanager
def _or_no_file(row):
    """The storage knows no transaction: a row that could not be written leaves no file behind.

    What dies with the process, or at the commit, is left to `stray_files`.
    """
    try:
        yield
    except Exception:
        if row.file.name.startswith(f"{FOLDER}/"):  # laid on the disk already
            row.file.delete(save=False)
        raise


@door
def remove_file(*, by, attachment, at=None):
    """Take a file away, for good. Two clicks take away one."""
    booking = attachment.booking
    _check(booking, by)
    found = Attachment.objects.filter(pk=attachment.pk)
    if found:
        found.erase()
        events.record(booking, "file_removed", by=by, at=at)
    return booking
