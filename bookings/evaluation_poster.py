"""The paper with the QR code, to hang up or lay on the tables when the meeting ends."""

from django.utils.translation import gettext as _

from bookings import evaluation_links, story
from bookings.evaluation_words import NAMES
from prosesstotte import pdf, qr
from prosesstotte.templatetags.portal import dato

SHEETS = ("a4", "a5")


def pdf_of(evaluation, sheet):
    """The poster as PDF/UA bytes; `sheet` is one of SHEETS."""
    return pdf.compile_template("evaluation-poster", facts(evaluation, sheet))


def facts(evaluation, sheet):
    booking = evaluation.booking
    address = evaluation_links.address_of(evaluation)
    return {
        "sheet": sheet,
        "title": booking.title,
        "call": _("Korleis var møtet for deg?"),
        "when": story.stretch(booking.starts_at, booking.ends_at),
        "asked": [str(name) for name in NAMES.values()],
        "scan": _("Skann koden med kameraet på telefonen. Det tek eit halvt minutt."),
        "promise": _("Svaret er anonymt. Siste dag er %(day)s.") % {"day": dato(evaluation.closing())},
        "qr_words": _("QR-kode til evalueringa"),
        "qr": qr.rows(address),
        "address": address.partition("://")[2],
        "link": address,
        "description": _("Plakat med QR-kode til evalueringa av møtet %(title)s") % {"title": booking.title},
    }
