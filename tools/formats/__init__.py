"""The formats a face can be carried away in. Each makes bytes from a finished tools.faces.Sheet."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tools.choices import Face
from tools.formats import calendar, excel, pdf, word

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """`make(sheet, programme, query)` gives the bytes; `faces` are those it makes sense for."""

    name: str
    make: Callable
    content_type: str
    faces: tuple
    opens_in_browser: bool = False


FORMATS = {
    "pdf": Format(_("PDF"), pdf.make, "application/pdf", tuple(Face), opens_in_browser=True),
    "docx": Format(
        _("Word"),
        word.make,
        f"{OFFICE}.wordprocessingml.document",
        (Face.LEADER, Face.OWNER, Face.PARTICIPANTS),
    ),
    "xlsx": Format(
        _("Excel"),
        excel.make,
        f"{OFFICE}.spreadsheetml.sheet",
        (Face.LEADER, Face.OWNER, Face.RIGGER),
    ),
    "ics": Format(
        _("Kalender"),
        calendar.make,
        "text/calendar; charset=utf-8",
        (Face.LEADER, Face.OWNER, Face.PARTICIPANTS),
    ),
}


def files_of(face):
    """[(address after the face's own, name)] of the files this face has."""
    for kind, form in FORMATS.items():
        if face not in form.faces:
            continue
        if kind == "ics":
            yield from [(f"plan.ics?{query}", name) for query, name in calendar.CHOICES]
        else:
            yield f"plan.{kind}", form.name
