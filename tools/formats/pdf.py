"""A face as a tagged PDF (PDF/UA-1) by Typst: plain data with the words already chosen."""

from django.utils.translation import gettext as _

from prosesstotte import pdf
from prosesstotte.templatetags.portal import stegnummer
from tools.choices import Face

ONE_PAGE = {Face.OWNER: 16, Face.PARTICIPANTS: 24}  # most lines that are made to fit on one A4
WHOLE = 1800  # signs; a shorter block is not divided between two pages


def make(sheet, programme, query):
    """The PDF of a Sheet as bytes."""
    return pdf.compile_template("face", data(sheet))


def data(sheet):
    return {
        "face": sheet.face,
        "kind": sheet.kind,
        "title": sheet.title,
        "lead": sheet.when[:1].upper() + sheet.when[1:],
        "place": sheet.place,
        "fits_one_page": len(sheet.lines) <= ONE_PAGE.get(sheet.face, 0),
        "words": words(),
        "facts": _pairs(sheet.facts),
        "room": _pairs(sheet.room),
        "things": [{"heading": heading, "items": list(map(_item, items))} for heading, items in sheet.things],
        "days": [_day(day) for day in sheet.days],
    }


def words():
    """The fixed words of the template."""
    return {
        "time": _("Tid"),
        "what": _("Kva"),
        "who": _("Ansvarleg"),
        "course": _("Slik går møtet"),
        "room": _("Rommet"),
        "things": _("Utstyr"),
        "number": _("Tal"),
        "first": _("Først"),
        "uses": _("Til"),
        "setup": _("Oppsett"),
    }


def _pairs(pairs):
    return [{"label": label, "text": text} for label, text in pairs]


def _item(item):
    return {
        "name": item.name,
        "number": str(item.number),
        "first": item.first,
        "uses": item.uses,
        "note": item.note,
    }


def _day(day):
    return {
        "heading": f"{day.heading}, {day.span}" if day.heading else "",
        "strip": [_band(row) for row in day.strip],
        "ticks": [{"place": place, "hour": hour} for place, hour in day.ticks],
        "lines": [_line(line) for line in day.lines],
    }


def _band(row):
    return {
        "step": stegnummer(row.step),
        "place": row.start_percent,
        "wide": row.width_percent,
        "lane": row.lane,
        "lanes": row.lanes,
    }


def _line(line):
    return {
        "span": line.span,
        "length": line.length,
        "title": line.title,
        "track": line.track,
        "pause": line.is_pause,
        "step": stegnummer(line.step),
        "about": " · ".join(line.remarks),
        "setup": line.setup,
        "move": line.move,
        "room": list(line.room),
        "materials": ", ".join(line.materials),
        "tasks": [
            {"clock": task.clock, "length": task.length, "title": task.title, "text": task.text}
            for task in line.tasks
        ],
        "reason": line.reason,
        "note": line.note,
        "who": line.responsible,
        "stays_whole": len(line.note) + sum(len(task.text) for task in line.tasks) < WHOLE,
    }
