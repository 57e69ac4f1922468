"""Files that no row knows of: what is left when a process dies between the disk and the database.

The file is laid on the disk before its row is committed, and taken from it after the row is gone, so that no
row ever lacks its file. What dies in between leaves a file that nobody can reach; it goes a day later.
"""

import datetime as dt
from contextlib import suppress

from django.utils import timezone

from bookings.models import Attachment
from bookings.models.attachment import FOLDER

LEFT_ALONE = dt.timedelta(days=1)  # its row may be on its way


def sweep(at=None):
    """Erase them; returns how many."""
    before = (at or timezone.now()) - LEFT_ALONE
    storage = Attachment._meta.get_field("file").storage
    stray = [path for path in _unknown(storage) if storage.get_modified_time(path) <= before]
    for path in stray:
        storage.delete(path)
    return len(stray)


def _unknown(storage):
    """Listed before the rows are read: what comes in between is not seen as unknown."""
    paths = set()
    with suppress(FileNotFoundError):  # nobody has laid a file there yet
        paths = {f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]}
    return sorted(paths - set(Attachment.objects.values_list("file", flat=True)))
