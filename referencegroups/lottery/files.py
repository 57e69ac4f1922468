"""Quotas and people as CSV in the column layout that the Sortition Foundation's tools use.

Quotas («categories»): category,name,min,max and, if wanted, min_flex,max_flex.
People («respondents»): nationbuilder_id (or id) and one column per category.
Comma or semicolon, UTF-8 with or without a mark at the start; letter case of headings is free.
Reading never stops at the first fault: every fault is told with its row (the headings are row 1).
"""

import csv
import io
from dataclasses import dataclass

from referencegroups.lottery.task import Quota, Volunteer

QUOTA_COLUMNS = ["category", "name", "min", "max", "min_flex", "max_flex"]
NEEDED = QUOTA_COLUMNS[:4]
ID_COLUMNS = ("nationbuilder_id", "id")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run these as formulas


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file: a code, the row it stands in, and the words it concerns."""

    code: str
    row: int
    about: str = ""


def read_quotas(text):
    """(quotas, faults) from a categories file. With faults there are no quotas to trust."""
    headings, rows = _rows(text)
    missing = [name for name in NEEDED if name not in headings]
    if missing:
        return [], [Fault("column_missing", 1, ", ".join(missing))]
    found = [_quota(number, row) for number, row in rows]
    faults = [one for one in found if isinstance(one, Fault)]
    quotas = [one for one in found if isinstance(one, Quota)]
    return quotas, faults + _twice("quota_twice", rows, lambda row: (row["category"], row["name"]))


def _quota(number, row):
    category, name = row["category"], row["name"]
    if not category or not name:
        return Fault("value_missing", number)
    try:
        least, most = int(row["min"]), int(row["max"])
        low, high = int(row.get("min_flex") or least), int(row.get("max_flex") or most)
    except ValueError:
        return Fault("not_a_number", number, name)
    if not 0 <= low <= least <= most <= high:
        return Fault("range_backwards", number, name)
    return Quota(category, name, least, most)


def read_people(text, categories):
    """(volunteers, faults) from a respondents file; every one of `categories` must be a column."""
    headings, rows = _rows(text)
    ids = next((name for name in ID_COLUMNS if name in headings), None)
    if ids is None:
        return [], [Fault("id_missing", 1, " / ".join(ID_COLUMNS))]
    missing = [name for name in categories if name.lower() not in headings]
    if missing:
        return [], [Fault("column_missing", 1, ", ".join(missing))]
    found = [_person(number, row, ids, categories) for number, row in rows]
    faults = [one for one in found if isinstance(one, Fault)]
    people = [one for one in found if isinstance(one, Volunteer)]
    return people, faults + _twice("number_twice", rows, lambda row: row[ids])


def _person(number, row, ids, categories):
    if not row[ids].isdigit():
        return Fault("id_not_a_number", number, row[ids])
    values = {name: row[name.lower()] for name in categories if row[name.lower()]}
    return Volunteer(int(row[ids]), values)


def _rows(text):
    """The headings in lower case, and (row number, {heading: value}) for rows that hold something."""
    lines = text.removeprefix("\ufeff").splitlines()
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    table = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator)]
    headings = [name.lower() for name in table[0]] if table else []
    filled = ((number, row) for number, row in enumerate(table[1:], start=2) if any(row))
    wide = len(headings)
    return headings, [(n, dict(zip(headings, [*row, *[""] * wide], strict=False))) for n, row in filled]


def _twice(code, rows, key):
    seen, faults = set(), []
    for number, row in rows:
        if key(row) in seen:
            faults.append(Fault(code, number, str(key(row))))
        seen.add(key(row))
    return faults


def write_quotas(quotas):
    """A categories file. No loosening is allowed for: the flexible limits are the limits."""
    return _write(
        QUOTA_COLUMNS, [[q.category, q.value, q.least, q.most, q.least, q.most] for q in sorted(quotas)]
    )


def write_people(volunteers, categories):
    """A respondents file: numbers and values, never names."""
    rows = [[p.number, *(p.values.get(name, "") for name in categories)] for p in volunteers]
    return _write([ID_COLUMNS[0], *categories], rows)


def write_chances(chances):
    """{number: tickets} as a file that anybody may have."""
    return _write(["nummer", "lodd"], sorted(chances.items()))


def _write(headings, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([headings, *([_safe(cell) for cell in row] for row in rows)])
    return out.getvalue()


def _safe(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell
