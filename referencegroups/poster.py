"""The poster to hang up: what the group is for, and a QR code straight to the form."""

import io

import segno
from django.utils.translation import gettext as _

from prosesstotte import pdf


def pdf_of(group, address):
    """The A4 poster as PDF/UA bytes. `address` is the short one that a person may type."""
    return pdf.compile_template("group-poster", facts(group, address))


def facts(group, address):
    return {
        "title": group.name,
        "area": group.area.name,
        "call": _("Vil du vere med og gi råd?"),
        "purpose": pdf.prose(group.purpose),
        "facts": [
            {"label": _("Kven kan vere med"), "value": group.who_may_join},
            {"label": _("Kor mykje er det"), "value": group.load},
        ],
        "advisory": _("Gruppa gir råd og vedtek ikkje noko. Du får alltid vite kva det blei til."),
        "scan": _("Skann koden med kameraet på telefonen, eller skriv adressa:"),
        "qr_words": _("QR-kode til skjemaet der du blir med"),
        "qr": qr(address),
        "address": address.partition("://")[2],
        "link": address,
        "description": _("Plakat for referansegruppa %(name)s") % {"name": group.name},
    }


def qr(address):
    """A QR code as SVG, with room for a fold or a stain (level Q)."""
    out = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(out, kind="svg", scale=4, border=4, dark="#08303a", xmldecl=False)
    return out.getvalue().decode()
