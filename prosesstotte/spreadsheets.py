"""Rows of cells as CSV and Excel, such that Norwegian Excel opens them right and runs nothing in them."""

import csv
import io

from openpyxl import Workbook

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(lines):
    """With a byte order mark and semicolons: what Excel in Norwegian expects."""
    out = io.StringIO()
    rows = ([_decimal(cell) for cell in safe_line(line)] for line in lines)
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(lines, *, title, widths=()):
    """One sheet, its first row a heading that stays. `widths` in signs, one for each column."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for line in lines:
        sheet.append(safe_line(line))
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHIJKLMNOP", widths, strict=False):
        sheet.column_dimensions[column].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_line(line):
    """A text that looks like a formula is written as text (OWASP, CSV injection)."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell for cell in line]


def _decimal(cell):
    """4.25 → 4,25: in a CSV file Norwegian Excel takes 4.25 for the 25th of April."""
    return f"{cell}".replace(".", ",") if isinstance(cell, float) else cell
