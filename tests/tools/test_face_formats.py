"""The same times in every format, and nothing people write can break or steer a file."""

import datetime as dt
import re
from io import BytesIO
from uuid import UUID
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import vobject
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pypdf import PdfReader

from tests.tools.plans import DETAILS, METHODS, TUESDAY, WHOLE, a_plan, a_sheet, frame, method
from tools import faces
from tools.choices import Face
from tools.formats import FORMATS, calendar, files_of
from tools.plan import Block, Brief

OSLO = ZoneInfo("Europe/Oslo")
HOSTILE = [
    "<script>alert(1)</script> & <b>",
    '#set text(red) $x^2$ [*] @ref \\ " #panic("ut")',
    '=HYPERLINK("http://ond.example","klikk")',
    "+1+1",
    "-2-2",
    "@SUM(A1)",
    "linje ein\nBEGIN:VEVENT\nlinje to; med, teikn \\",
    "🎉 fest 漢字 é 👩‍🚒",
    "å" * 160,
    "\x07\x1b[31m",
]
anything = st.text(max_size=60)
any_plans = st.builds(
    a_plan,
    st.builds(
        Block, st.just("x"), st.just("own"), anything, st.just(10), note=anything, responsible=anything
    ),
    st.builds(
        Block, st.just("y"), st.just("method"), anything, st.just(20), st.just("idear"), reason=anything
    ),
    title=anything,
    date=st.just(TUESDAY),
    brief=st.builds(Brief, goal=anything, place=anything),
)
NIGHTS = {
    "an ordinary day": (TUESDAY, dt.time(9)),
    "past midnight": (TUESDAY, dt.time(23, 15)),
    "summer time begins": (dt.date(2026, 3, 28), dt.time(22)),
    "summer time ends": (dt.date(2026, 10, 24), dt.time(22)),
}


class KEPT:
    """What a format needs to know of the row a programme is kept in."""

    nonce = UUID("0b8d3b1e-8d3c-4c0e-9a55-0f2b7a6d1c11")
    version = 7
    updated_at = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def make(kind, sheet, **query):
    return FORMATS[kind].make(sheet, KEPT, query)


def night(face, name):
    date, start = NIGHTS[name]
    blocks = [method("idear", 200, id="m1"), frame("Midt", 185, id="m2"), method("runde", 100, id="m3")]
    return a_sheet(face, *blocks, date=date, start=start)


def whole(face):
    return a_sheet(face, *WHOLE, date=TUESDAY)


def spans(sheet):
    return [line.span for line in sheet.lines]


# --- Readers: each gives back the times a file tells ----------------------------------------------


def pdf_text(content):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def pdf_spans(content):
    """The times of the programme: those that stand alone at the start of a line."""
    return re.findall(r"(?m)^(\d\d\.\d\d–\d\d\.\d\d)", pdf_text(content))


def docx_spans(content):
    tables = Document(BytesIO(content)).tables
    return [row.cells[0].text.split("\n")[0] for table in tables for row in table.rows[1:]]


def xlsx_rows(content):
    book = openpyxl.load_workbook(BytesIO(content))
    return [row for page in book if page["A4"].value == "Tid" for row in page.iter_rows(min_row=5)]


def xlsx_spans(content):
    return [row[0].value for row in xlsx_rows(content)]


def ics_spans(content):
    events = Calendar.from_ical(content).walk("VEVENT")
    return [f"{e.start.astimezone(OSLO):%H.%M}–{e.end.astimezone(OSLO):%H.%M}" for e in events]


READERS = {"pdf": pdf_spans, "docx": docx_spans, "xlsx": xlsx_spans, "ics": ics_spans}
EVERY_FILE = [(kind, face) for kind, form in FORMATS.items() for face in form.faces]


@pytest.mark.parametrize(("kind", "face"), EVERY_FILE)
@pytest.mark.parametrize("name", NIGHTS)
def test_every_format_tells_the_times_of_the_screen(kind, face, name):
    sheet = night(face, name)

    assert READERS[kind](make(kind, sheet)) == spans(sheet)


@pytest.mark.parametrize(("kind", "face"), EVERY_FILE)
def test_two_days_and_tracks_have_the_same_times_in_every_format(kind, face):
    sheet = whole(face)

    assert len(spans(sheet)) == 8
    assert READERS[kind](make(kind, sheet)) == spans(sheet)


@pytest.mark.parametrize(("kind", "face"), EVERY_FILE)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_only_text(kind, face, text):
    sheet = a_sheet(
        face,
        frame(text, 10, id="x", note=text, responsible=text),
        method("idear", 30),
        title=text,
        date=TUESDAY,
    )

    assert READERS[kind](make(kind, sheet)) == spans(sheet)


@settings(max_examples=40, deadline=None)
@given(any_plans, st.sampled_from(EVERY_FILE))
def test_no_text_at_all_breaks_a_file(plan, file):
    kind, face = file
    sheet = faces.sheet(face, plan, METHODS, DETAILS)

    assert READERS[kind](make(kind, sheet)) == spans(sheet)


# --- PDF -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("face", Face)
def test_the_pdf_is_tagged_in_nynorsk_with_a_title(face):
    pdf = PdfReader(BytesIO(make("pdf", whole(face))))

    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "nn-NO"
    assert pdf.metadata.title == f"{whole(face).kind}: Framtidas bibliotek"
    assert "pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()


@pytest.mark.parametrize(("face", "blocks"), [(Face.OWNER, 14), (Face.PARTICIPANTS, 14)])
def test_fourteen_blocks_stand_on_one_a4(face, blocks):
    why = "Fordi dette er neste steg på vegen."
    lines = [
        method("idear", 20, f"Kva er spørsmål nummer {number}?", id=f"b{number}", reason=why)
        for number in range(blocks)
    ]
    content = make("pdf", a_sheet(face, *lines, date=TUESDAY))

    assert len(PdfReader(BytesIO(content)).pages) == 1


def test_typst_never_reads_what_people_write_as_code():
    text = '#panic("ut") $x$ *feit*'
    told = pdf_text(make("pdf", a_sheet(Face.LEADER, frame("Bolk", 10, note=text))))

    assert '#panic("ut") $x$ *feit*' in told


# --- Word ------------------------------------------------------------------------------------------


def test_word_has_headings_a_repeated_table_head_language_and_title():
    document = Document(BytesIO(make("docx", whole(Face.LEADER))))
    headings = [
        (part.style.name, part.text) for part in document.paragraphs if part.style.name.startswith("Heading")
    ]

    assert headings == [
        ("Heading 1", "Framtidas bibliotek"),
        ("Heading 2", "Dag 1, tysdag 24. november 2026, 09.00–12.15"),
        ("Heading 2", "Dag 2, onsdag 25. november 2026, 10.00–10.20"),
    ]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Tid", "Kva", "Ansvarleg"]
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    languages = {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))}
    assert (languages, document.core_properties.language) == ({"nn-NO"}, "nn-NO")
    assert document.core_properties.title == "Køyreplan: Framtidas bibliotek"


def test_word_for_participants_has_no_column_for_who_answers():
    document = Document(BytesIO(make("docx", whole(Face.PARTICIPANTS))))

    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Tid", "Kva"]
    assert "Prosessleiar" not in "\n".join(cell.text for row in document.tables[0].rows for cell in row.cells)


# --- Excel -----------------------------------------------------------------------------------------


def test_excel_has_the_agreed_columns_a_sheet_for_each_day_and_a_frozen_head():
    book = openpyxl.load_workbook(BytesIO(make("xlsx", whole(Face.LEADER))))

    assert book.sheetnames == ["Dag 1", "Dag 2"]
    assert [cell.value for cell in book["Dag 1"][4]] == [
        "Tid", "Tema", "Oppgåve", "Metode", "Ansvarleg", "Utstyr", "Merknad",
    ]  # fmt: skip
    assert book["Dag 1"].freeze_panes == "A5"
    assert book["Dag 1"].column_dimensions["C"].width == 44
    assert [cell.value for cell in book["Dag 1"][7]] == [
        "09.25–09.55",
        "Kva drøymer vi om?",
        "09.25 Opne (5 min)\n09.30 Skriv og del (25 min)",
        "Idémyldring",
        None,
        "240 lappar, 24 tusj, 1 plakat med spørsmålet",
        "La folk tenkje stille først.",
    ]


def test_the_riggers_workbook_has_the_room_and_the_numbers_as_numbers():
    book = openpyxl.load_workbook(BytesIO(make("xlsx", whole(Face.RIGGER))))
    things = {row[0].value: row[1].value for row in book["Utstyr"].iter_rows(min_row=5) if row[1].value}

    assert book.sheetnames == ["Dag 1", "Dag 2", "Rommet", "Utstyr"]
    assert things == {"Plakat med spørsmålet": 2, "Lappar": 360, "Tusj": 24}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_ever_a_formula(text):
    sheet = a_sheet(Face.LEADER, frame(text, 10, note=text, responsible=text), title=text)
    book = openpyxl.load_workbook(BytesIO(make("xlsx", sheet)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value == text]

    assert len(cells) == 4
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


# --- Calendar --------------------------------------------------------------------------------------


def ics(face=Face.LEADER, **query):
    return make("ics", whole(face), **query)


def test_two_readers_agree_on_every_event():
    events = Calendar.from_ical(ics()).walk("VEVENT")
    others = vobject.readOne(ics().decode()).vevent_list

    assert [(str(e["summary"]), e.start, e.end) for e in events] == [
        (other.summary.value, other.dtstart.value, other.dtend.value) for other in others
    ]
    assert events[0].start == dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)


def test_one_event_for_the_meeting_is_one_for_each_of_its_days():
    events = Calendar.from_ical(ics(hending="mote")).walk("VEVENT")

    assert [
        (str(event["summary"]), f"{event.start:%d. %H.%M}", f"{event.end:%H.%M}") for event in events
    ] == [
        ("Framtidas bibliotek: Dag 1, tysdag 24. november 2026", "24. 08.00", "11.15"),
        ("Framtidas bibliotek: Dag 2, onsdag 25. november 2026", "25. 09.00", "09.20"),
    ]
    assert str(events[0]["location"]) == "Biblioteket"


def test_a_calendar_that_reads_the_file_again_moves_what_it_has():
    first, again = (Calendar.from_ical(ics()).walk("VEVENT") for _ in range(2))
    uids = [str(event["uid"]) for event in first]

    assert uids == [str(event["uid"]) for event in again]
    assert len(set(uids)) == len(uids)
    assert {event["sequence"] for event in first} == {7}
    assert {event["dtstamp"].dt for event in first} == {KEPT.updated_at}


def test_the_file_tells_nothing_of_the_nonce_that_makes_the_links():
    text = ics().decode() + ics(hending="mote").decode()

    assert str(KEPT.nonce) not in text
    assert KEPT.nonce.hex not in text


def test_lines_are_folded_and_a_text_can_start_no_event_of_its_own():
    evil = "BEGIN:VEVENT\nEND:VCALENDAR\r\n" + "ø" * 200
    content = make("ics", a_sheet(Face.LEADER, frame("Bolk", 10, note=evil), date=TUESDAY, title=evil))

    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert len(vobject.readOne(content.decode()).vevent_list) == 1


@pytest.mark.parametrize("blocks", [WHOLE, WHOLE[:3]])
def test_a_plan_without_a_date_has_no_calendar(blocks):
    with pytest.raises(calendar.NeedsDate):
        make("ics", a_sheet(Face.LEADER, *blocks))


def test_a_face_has_the_files_that_make_sense_for_it():
    assert [address for address, _name in files_of(Face.PARTICIPANTS)] == [
        "plan.pdf", "plan.docx", "plan.ics?hending=bolk", "plan.ics?hending=mote",
    ]  # fmt: skip
    assert [address for address, _name in files_of(Face.RIGGER)] == ["plan.pdf", "plan.xlsx"]
