"""The poster to hang up: what the group is for, and a QR code straight to the form."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from prosesstotte import pdf, qr

SHORT = 300  # signs of name and purpose that stand large
LONGEST = 500  # signs of the purpose: a poster is read in passing


def pdf_of(group, address):
    """The A4 poster as PDF/UA bytes. `address` is the short one that a person may type."""
    return pdf.compile_template("group-poster", facts(group, address))


def facts(group, address):
    purpose = Truncator(group.purpose).chars(LONGEST, truncate=" …")
    return {
        "title": group.name,
        "area": group.area.name,
        "call": _("Vil du vere med og gi råd?"),
        "purpose": pdf.prose(purpose),
        "small": len(group.name) + len(purpose) > SHORT,
        "facts": [
            {"label": _("Kven kan vere med"), "value": group.who_may_join},
            {"label": _("Kor mykje er det"), "value": group.load},
        ],
        "advisory": _("Gruppa gir råd og vedtek ikkje noko. Du får alltid vite kva det blei til."),
        "scan": _("Skann koden med kameraet på telefonen, eller skriv adressa:"),
        "qr_words": _("QR-kode til skjemaet der du blir med"),
        "qr": qr.rows(address),
        "address": address.partition("://")[2],
        "link": address,
        "description": _("Plakat for referansegruppa %(name)s") % {"name": group.name},
    }
