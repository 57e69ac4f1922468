"""What a file is, by what it holds and never by its name. Knows no database."""

import zipfile

from bookings.choices import FileKind

BEGINNINGS = [
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
]
# In an office file, which is a zip: the part that only this kind has.
OFFICE = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
MANY = 5_000  # parts; more than any document has


def kind_of(file):
    """The FileKind of an open binary file, or None when it is nothing we take. Reads the beginning alone."""
    file.seek(0)
    beginning = file.read(8)
    kind = next((kind for start, kind in BEGINNINGS if beginning.startswith(start)), None)
    if beginning.startswith(b"PK\x03\x04"):
        kind = _kind_of_zip(file)
    file.seek(0)
    return kind


def _kind_of_zip(file):
    try:
        with zipfile.ZipFile(file) as parts:
            names = parts.namelist()
            if len(names) > MANY or any(name.lower().endswith("vbaproject.bin") for name in names):
                return None  # with macros in it, it is a program
            return FileKind.ODT if _is_open_document(parts, names) else _office(names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None


def _office(names):
    return next((kind for part, kind in OFFICE.items() if part in names), None)


def _is_open_document(parts, names):
    if "mimetype" not in names or parts.getinfo("mimetype").file_size > 200:
        return False
    return parts.read("mimetype").strip() == OPEN_DOCUMENT
