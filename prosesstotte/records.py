"""What the house hands out of itself: archive packages, and what it holds on somebody.

A record is told once, as sections of plain text, and is then read as a page, as JSON and as PDF/UA.
"""

import io
import json
import zipfile
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from prosesstotte import pdf
from prosesstotte.templatetags.portal import dato, klokke

WHEN_PACKED = (2026, 1, 1, 0, 0, 0)  # the same content makes the same archive


@dataclass(frozen=True)
class Section:
    """`facts` are (what, value), the empty ones left out; `lines` sentences; `columns` and `rows` a table."""

    title: str
    facts: tuple = ()
    lines: tuple = ()
    columns: tuple = ()
    rows: tuple = field(default=())

    @property
    def told(self):
        return [(str(what), str(value)) for what, value in self.facts if value not in ("", None)]

    @property
    def is_empty(self):
        return not (self.told or self.lines or self.rows)


@dataclass(frozen=True)
class Record:
    title: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def filled(self):
        return [section for section in self.sections if not section.is_empty]


def moment(at):
    """tysdag 15. desember 2026 kl. 09.00, or nothing."""
    return _("%(date)s kl.\u00a0%(clock)s") % {"date": dato(at), "clock": klokke(at)} if at else ""


def stamp(at):
    """The same, short enough for a table: 15.12.2026 09.00."""
    return timezone.localtime(at).strftime("%d.%m.%Y %H.%M") if at else ""


def as_data(record):
    """The record as JSON can hold it, in the order it is read."""
    return {
        _("tittel"): record.title,
        _("om"): record.lead,
        _("laga"): timezone.localtime().isoformat(timespec="seconds"),
        _("delar"): [_section(section) for section in record.filled],
    }


def _section(section):
    rows = [dict(zip(map(str, section.columns), row, strict=True)) for row in section.rows]
    parts = {_("opplysningar"): dict(section.told), _("linjer"): list(section.lines), _("rader"): rows}
    return {_("del"): str(section.title), **{name: part for name, part in parts.items() if part}}


class Encoder(DjangoJSONEncoder):
    """Times as ISO 8601; what JSON has no word for, as the text that people read."""

    def default(self, value):
        try:
            return super().default(value)
        except TypeError:
            return str(value)


def as_json(record, **more):
    data = {**as_data(record), **more}
    return json.dumps(data, ensure_ascii=False, indent=2, cls=Encoder).encode()


def as_pdf(record):
    return pdf.compile_template("record", {
        "title": record.title,
        "lead": record.lead,
        "sections": [
            {
                "title": str(section.title),
                "facts": [list(fact) for fact in section.told],
                "lines": list(section.lines),
                "columns": [str(column) for column in section.columns],
                "rows": [[str(cell) for cell in row] for row in section.rows],
            }
            for section in record.filled
        ],
    })  # fmt: skip


def packed(files):
    """A zip of {name: bytes}."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, WHEN_PACKED), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
