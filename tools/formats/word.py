"""A programme as a Word document: real headings, a real table whose head is repeated, in Nynorsk."""

from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tools.choices import Face

INK, MUTED, LINE = RGBColor(0x08, 0x30, 0x3A), RGBColor(0x4B, 0x5D, 0x66), "BACDD3"
LANGUAGE = "nn-NO"
FONT = "Calibri"


def make(sheet, programme, query):
    """The document of a Sheet as bytes."""
    document = _document(sheet)
    document.add_paragraph(sheet.kind, style="Subtitle")
    document.add_heading(sheet.title, level=1)
    document.add_paragraph(", ".join(filter(None, [sheet.when, sheet.place])))
    for label, text in sheet.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(text)
    for day in sheet.days:
        document.add_heading(f"{day.heading}, {day.span}" if day.heading else _("Slik går møtet"), level=2)
        _table(document, sheet, day.lines)
    found = BytesIO()
    document.save(found)
    return found.getvalue()


def _document(sheet):
    document = Document()
    core = document.core_properties
    core.title, core.language, core.author = (
        f"{sheet.kind}: {sheet.title}"[:255],
        LANGUAGE,
        "Team prosesstøtte",
    )
    core.comments = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(16)
    _styles(document.styles)
    return document


def _styles(styles):
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(3)
    for name, size in [("Subtitle", 11), ("Heading 1", 24), ("Heading 2", 14)]:
        _ours(styles[name], size)
    # The default language stands once, in the styles: every reader and spelling checker finds it there.
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _ours(style, size):
    style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
    style.font.color.rgb = INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _table(document, sheet, lines):
    """The programme: one row for each block, and a head that is repeated on every page."""
    heads = [_("Tid"), _("Kva")] if sheet.face == Face.PARTICIPANTS else [_("Tid"), _("Kva"), _("Ansvarleg")]
    widths = [Mm(28), Mm(146)] if len(heads) == 2 else [Mm(28), Mm(108), Mm(38)]
    table = document.add_table(rows=1, cols=len(heads))
    table.autofit = False
    _hairlines(table)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _flag(table.rows[0], "w:tblHeader")
    for line in lines:
        row = table.add_row()
        _flag(row, "w:cantSplit")
        _time(row.cells[0], line)
        _what(row.cells[1], line)
        if len(heads) > 2:
            row.cells[2].paragraphs[0].add_run(line.responsible)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _time(cell, line):
    paragraph = cell.paragraphs[0]
    paragraph.add_run(line.span).bold = True
    paragraph.add_run(f"\n{line.length}").font.color.rgb = MUTED


def _what(cell, line):
    cell.paragraphs[0].add_run(line.heading).bold = not line.is_pause
    _more(cell, " · ".join(line.remarks), muted=True)
    for task in line.tasks:
        paragraph = cell.add_paragraph()
        paragraph.add_run(f"{task.clock} {task.title} ({task.length}). ").bold = True
        paragraph.add_run(task.text)
    _more(cell, line.reason)
    _more(cell, line.note)
    _more(cell, _("Utstyr: %(things)s") % {"things": ", ".join(line.materials)} if line.materials else "")


def _more(cell, text, *, muted=False):
    if text:
        run = cell.add_paragraph().add_run(text)
        if muted:
            run.font.color.rgb = MUTED


def _flag(row, name):
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _hairlines(table):
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        edge = OxmlElement(f"w:{side}")
        for name, value in [("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)]:
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    table._tbl.tblPr.append(borders)
