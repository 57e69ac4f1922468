"""Lists of people in and out: pasted text, CSV and Excel, with the columns that Nyby uses."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from email.utils import parseaddr

import openpyxl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from referencegroups.models.member import normalise_email

COLUMNS = {
    "first_name": _("Fornamn"),
    "last_name": _("Etternamn"),
    "mobile": _("Mobil"),
    "email": _("E-post"),
}
WITHOUT_HEADING = ["first_name", "last_name", "mobile"]  # and the address is the cell with an @
NAMES = {
    "first_name": {"fornamn", "fornavn", "firstname", "first"},
    "last_name": {"etternamn", "etternavn", "lastname", "last", "surname"},
    "mobile": {"mobil", "mobile", "mobilnummer", "telefon", "phone", "mobilephone"},
    "email": {"epost", "email", "epostadresse", "emailaddress", "mail"},
}
MOST_ROWS = 2_000
MOST_BYTES = 2_000_000
MOST_UNPACKED = 50_000_000  # bytes: a small file may unpack to a very large one
FORMULA = re.compile(r"^[=+\-@\t\r]")
XLSX = b"PK\x03\x04"


class Unreadable(ValidationError):
    """The list as a whole cannot be read."""


@dataclass(frozen=True)
class Person:
    email: str
    first_name: str = ""
    last_name: str = ""
    mobile: str = ""

    @property
    def is_valid(self):
        try:
            validate_email(self.email)
        except ValidationError:
            return False
        return len(self.email) <= 254

    @property
    def facts(self):
        return {"first_name": self.first_name, "last_name": self.last_name, "mobile": self.mobile}


# --- In ------------------------------------------------------------------------------------------


def read(content):
    """Persons from pasted text (str) or a file (bytes), in their order. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("Lista er for stor. Del ho opp i mindre lister."))
    rows = _excel(content) if isinstance(content, bytes) and content.startswith(XLSX) else _text(content)
    rows = [[str(cell or "").strip() for cell in row] for row in rows]
    people = _people([row for row in rows if any(row)])
    if len(people) > MOST_ROWS:
        raise Unreadable(_("Lista har for mange rader. Del ho opp i mindre lister."))
    return people


def _excel(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("Lista er for stor. Del ho opp i mindre lister."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return list(book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=20, values_only=True))
    except Unreadable:
        raise
    except Exception as error:  # a broken workbook breaks the reader in any of a dozen ways
        raise Unreadable(_("Vi kan ikkje lese fila. Lagre ho som Excel (.xlsx) eller CSV.")) from error


def _text(content):
    if isinstance(content, bytes):
        content = _decoded(content)
    lines = content.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    divider = max("\t;,", key=lines[0].count)
    return [_pasted(line, divider) for line in lines]


def _decoded(content):
    """Excel in Norwegian writes CSV in Windows' own letters."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("Vi kan ikkje lese fila. Lagre ho som Excel (.xlsx) eller CSV."))


def _pasted(line, divider):
    """A line of a table, or «Kari Nordmann <kari@example.org>» as mail programs write it."""
    name, address = parseaddr(line) if "<" in line else ("", "")
    if address:
        first, _space, last = name.rpartition(" ")
        return [first or last, last if first else "", "", address]
    return next(csv.reader([line], delimiter=divider), [])


def _people(rows):
    places = _places(rows[0]) if rows else None
    if places:
        return [_person({name: _cell(row, place) for name, place in places.items()}) for row in rows[1:]]
    return [_person(_guess(row)) for row in rows]


def _places(row):
    """{column: place} when the row is a heading, else None."""
    words = [re.sub(r"[^a-zæøå]", "", cell.lower()) for cell in row]
    found = {name: place for place, word in enumerate(words) for name in NAMES if word in NAMES[name]}
    return found if "email" in found else None


def _guess(row):
    """Without a heading the address is the cell with an @; the others come in Nyby's order."""
    address = next((cell for cell in row if "@" in cell), "")
    others = [cell for cell in row if cell != address]
    return {"email": address or " ".join(row), **dict(zip(WITHOUT_HEADING, others, strict=False))}


def _cell(row, place):
    return row[place] if place < len(row) else ""


def _person(cells):
    cells = {name: _unguarded(text) for name, text in cells.items()}
    return Person(
        email=normalise_email(cells.get("email", "")),
        first_name=cells.get("first_name", "")[:80],
        last_name=cells.get("last_name", "")[:80],
        mobile=cells.get("mobile", "")[:20],
    )


# --- Out -----------------------------------------------------------------------------------------


def write(people, kind):
    """The bytes of a CSV or Excel file of Persons. No cell can become a formula where it is opened."""
    rows = [[str(title) for title in COLUMNS.values()]]
    rows += [[guarded(getattr(person, name)) for name in COLUMNS] for person in people]
    out = io.BytesIO()
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(out)
        return out.getvalue()
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)  # Excel in Norwegian reads this
    csv.writer(text, delimiter=";").writerows(rows)
    return out.getvalue()


def guarded(text):
    """What a spreadsheet would run, it shows: an apostrophe in front (OWASP, CSV injection)."""
    return f"'{text}" if FORMULA.match(text) else text


def _unguarded(text):
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text
