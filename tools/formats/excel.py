"""A programme as an Excel workbook: a sheet for each day, and one for what to bring.

What people have written is text always: a cell that begins with = + - @ is never a formula, also not when
somebody opens it to edit.
"""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

INK, SKY, LINE = "08303A", "E9F2F5", "BACDD3"
WIDTHS = (14, 36, 44, 24, 20, 34, 40)
THING_WIDTHS = (34, 9, 26, 50, 40)
HEAD_ROW = 4  # the title, the time and an empty row stand above it


def make(sheet, programme, query):
    """The workbook of a Sheet as bytes."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title = f"{sheet.kind}: {sheet.title}"
    book.properties.creator = "Team prosesstøtte"
    book.properties.language = "nn-NO"
    for number, day in enumerate(sheet.days, start=1):
        name = _("Dag %(number)s") % {"number": number} if len(sheet.days) > 1 else sheet.kind
        above = [sheet.title, day.heading or _joined(sheet.when, sheet.place)]
        _write(book.create_sheet(name[:31]), above, columns(), map(cells, day.lines), WIDTHS)
    if sheet.room:
        _write(book.create_sheet(_("Rommet")), [sheet.title], [_("Kva"), _("Korleis")], sheet.room, (24, 90))
    if sheet.things:
        _write(book.create_sheet(_("Utstyr")), [sheet.title], thing_columns(), _things(sheet), THING_WIDTHS)
    found = BytesIO()
    book.save(found)
    return found.getvalue()


def columns():
    return [
        _("Tid"), _("Tema"), _("Oppgåve"), _("Metode"), _("Ansvarleg"), _("Utstyr"), _("Merknad"),
    ]  # fmt: skip


def cells(line):
    """A Line under `columns`."""
    return [
        line.span,
        line.heading,
        _task(line),
        line.method or line.step_name,
        line.responsible,
        ", ".join(line.materials),
        "\n".join(filter(None, [line.note, line.reason, line.locked, line.slack, line.move])),
    ]


def _task(line):
    if line.tasks:
        return "\n".join(f"{task.clock} {task.title} ({task.length})" for task in line.tasks)
    return "\n".join(filter(None, [line.groups or line.setup, *line.room, line.result]))


def thing_columns():
    return [_("Kva"), _("Tal"), _("Først"), _("Til"), _("Merknad")]


def _things(sheet):
    for heading, items in sheet.things:
        yield [heading]
        for item in items:
            yield [item.name, item.number, item.first, item.uses, item.note]


def _joined(*parts):
    return ", ".join(filter(None, parts))


# --- How it looks ----------------------------------------------------------------------------------


def _write(page, above, heads, rows, widths):
    for number, text in enumerate(above, start=1):
        _put(page, number, 1, text).font = Font(bold=number == 1, size=14 if number == 1 else 11, color=INK)
    for column, text in enumerate(heads, start=1):
        cell = _put(page, HEAD_ROW, column, text)
        cell.font, cell.fill = Font(bold=True, color=INK), PatternFill("solid", fgColor=SKY)
    for number, values in enumerate(rows, start=HEAD_ROW + 1):
        _row(page, number, values)
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    _paper(page, len(heads))


def _row(page, number, values):
    for column, value in enumerate(values, start=1):
        cell = _put(page, number, column, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(top=Side("thin", color=LINE))
        cell.font = Font(bold=len(values) == 1)


def _put(page, row, column, value):
    cell = page.cell(row, column)
    if isinstance(value, int):
        cell.value = value
    else:
        cell.value, cell.data_type = str(value), "s"
        cell.quotePrefix = str(value).startswith(("=", "+", "-", "@", "\t"))
    return cell


def _paper(page, columns):
    page.freeze_panes = page.cell(HEAD_ROW + 1, 1)
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
