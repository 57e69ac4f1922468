"""PDF by Typst: tagged, in Nynorsk, and deaf to code in what people write."""

import io

import pytest
from pypdf import PdfReader

from prosesstotte import pdf

HOSTILE = '#import "x"; ] [ $ \\ " `a` @b <c> *d* _e_ // f /* #sys.inputs #panic("g") {{ h }} -- ~'
SHEET = {
    "lead": "", "lit": [2], "facts": [{"label": "Tid", "value": "5 min"}], "main": [], "side": [], "more": [],
    "others": [], "source": "", "foot": [],
}  # fmt: skip


def sheet(title="Innsjekk", **fields):
    return PdfReader(io.BytesIO(pdf.compile_template("method", {**SHEET, "title": title, **fields})))


def words(reader):
    return " ".join("".join(page.extract_text() for page in reader.pages).replace(pdf.BREAK_HERE, "").split())


def tags(node):
    """Every tag of the structure tree, parents first."""
    node = node.get_object()
    if isinstance(node, list):
        return [tag for child in node for tag in tags(child)]
    if not isinstance(node, dict):
        return []
    return [node["/S"]] * ("/S" in node) + (tags(node["/K"]) if "/K" in node else [])


def test_a_template_becomes_a_tagged_pdf_in_nynorsk_with_a_title():
    reader = sheet("Innsjekk")
    root = reader.trailer["/Root"]

    assert (root["/Lang"], reader.metadata.title) == ("nn-NO", "Innsjekk")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/H1" in tags(root["/StructTreeRoot"]["/K"])
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()


def test_what_looks_like_code_is_set_as_text():
    reader = sheet(HOSTILE, lead=HOSTILE, source=HOSTILE)

    assert reader.metadata.title == HOSTILE
    assert words(reader).count(" ".join(HOSTILE.split())) == 3


def test_signs_without_a_shape_leave_a_mark_when_they_are_letters_and_nothing_when_not():
    assert pdf.showable("a\0b 🎉👩‍👧 漢 \u202eabc \ud800") == "ab  □ abc "


def test_every_sign_we_call_known_can_be_set():
    assert len(sheet(source=" ".join(pdf.KNOWN)).pages) == 1


def test_a_very_long_word_stays_on_the_page():
    reader = sheet(lead="å" * 3000)
    right = []

    reader.pages[0].extract_text(visitor_text=lambda text, _cm, place, *_: right.append(place[4]))

    assert words(reader).count("å") >= 3000
    assert max(right) < reader.pages[0].mediabox.width


def test_addresses_are_left_whole():
    address = "https://example.no/" + "a" * 60

    assert pdf.prose(f"[x]({address})")[0]["runs"] == [{"text": "x", "link": address}]
    assert pdf.showable({"link": address}) == {"link": address}


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("*a* **b**\nc", [[("a", "italic"), (" ", ""), ("b", "bold"), (" ", ""), ("c", "")]]),
        ("# Tittel", [[("Tittel", "bold")]]),
        ("> sitat", [[("sitat", "")]]),
        ("`#panic()`", [[("#panic()", "")]]),
        ("    #panic()", [[("#panic()", "")]]),
        ("[x](javascript:alert)", [[("[x](javascript:alert)", "")]]),
        ("<b>x</b>", [[("<b>x</b>", "")]]),
        ("![bilete](https://example.no/x.png)", [[("bilete", "")]]),
        ("", []),
        ("***", []),
    ],
)
def test_markdown_becomes_runs_of_text(markdown, blocks):
    found = [
        [(run["text"], "".join(key for key in run if key != "text")) for run in block["runs"]]
        for block in pdf.prose(markdown)
    ]

    assert found == blocks


def test_lists_keep_their_order_and_what_stands_inside_them():
    outer = pdf.prose("3. a\n   - b\n4. c")[0]

    assert (outer["kind"], outer["start"], len(outer["items"])) == ("ordered_list", 3, 2)
    assert outer["items"][0][1]["kind"] == "bullet_list"


def test_the_same_data_may_hold_anything_json_can():
    assert pdf.showable([1, 2.5, None, True, ("x",)]) == [1, 2.5, None, True, ["x"]]
