"""A form that is sent twice makes one row: the key from the form, bound when the row is made."""

import hashlib
import json
import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from bookings.errors import FormKeyReused, TimeRefused


def digest(by, *parts):
    """A fingerprint of everything that was sent, and by whom."""
    written = json.dumps([by.pk, *parts], sort_keys=True, default=_plain)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else getattr(value, "pk", str(value))


def form_key_from(value):
    """The key as a UUID; a new one when the caller has none."""
    try:
        return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value)) if value else uuid.uuid4()
    except ValueError:
        raise ValidationError(_("Skjemaet er ikkje heilt. Opne det på nytt.")) from None


def once(model, identity, make):
    """The row that this form (`identity`: form_key, body_digest) has made already, or what `make` makes.

    A second post that ran beside the first meets its own booking as «taken»: look again then.
    """
    found = _already_made(model, **identity)
    if found:
        return found
    try:
        return make()
    except (TimeRefused, IntegrityError):
        found = _already_made(model, **identity)
        if found:
            return found
        raise


def _already_made(model, *, form_key, body_digest):
    found = model.objects.filter(form_key=form_key).first()
    if found and found.body_digest != body_digest:
        raise FormKeyReused
    return found
