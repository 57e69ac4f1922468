"""The four faces of a programme in a real browser: accessible, correct HTML, narrow, and on paper."""

import json
import subprocess
import sys
from io import BytesIO

import html5lib
import pytest
from pypdf import PdfReader

from prosesstotte.embedded import PROJECT
from tests.browser.axe import violations_in_every_look
from tools.choices import Face

# In the portal's own process: a programme of two days with tracks, and one of fourteen blocks.
MAKE = """
import json
from dataclasses import replace
from tools import demo
from tools.actions.programmes import make_programme
from tools.choices import Face
from tools.models import Recipe
whole = demo.plan_of(Recipe.objects.with_blocks().get(slug=demo.RECIPE))
why = "Fordi de må vite kva dei andre meiner, før de vel."
short = whole.with_blocks(replace(block, reason=why) for block in whole.blocks[:14])
made = {"two days": make_programme(plan=whole), "14 blocks": make_programme(plan=short)}
links = {name: {face.value: row.reading_address(face) for face in Face} for name, row in made.items()}
print(json.dumps(links))
"""


@pytest.fixture(scope="module")
def addresses(portal):
    """{which: {face: reading address}} of programmes in the portal's database."""
    made = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", MAKE],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    return json.loads(made.stdout.splitlines()[-1])


def test_axe_finds_nothing_on_any_face_in_any_look(page, portal, addresses):
    found = {}
    for face, address in addresses["two days"].items():
        page.goto(portal.url + address)
        found[face] = violations_in_every_look(page)

    assert found == {face: [] for face in Face.values}


def test_every_face_is_html_without_a_parse_error(page, portal, addresses):
    errors = {}
    for face, address in addresses["two days"].items():
        parser = html5lib.HTMLParser()
        parser.parse(page.request.get(portal.url + address).body())
        errors[face] = [code for _position, code, _data in parser.errors]

    assert errors == {face: [] for face in Face.values}


def test_no_face_scrolls_sideways_at_320(chromium, portal, addresses):
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    widths = {}
    for face, address in addresses["two days"].items():
        page.goto(portal.url + address)
        widths[face] = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert {face: width for face, width in widths.items() if width > 320} == {}


@pytest.mark.parametrize("face", [Face.OWNER, Face.PARTICIPANTS])
def test_fourteen_blocks_are_printed_on_one_a4(page, portal, addresses, face):
    page.goto(portal.url + addresses["14 blocks"][face])

    assert len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
    downloaded = page.request.get(portal.url + addresses["14 blocks"][face] + "plan.pdf").body()
    assert len(PdfReader(BytesIO(downloaded)).pages) == 1


def test_a_reader_finds_the_files_by_keyboard(page, portal, addresses):
    page.goto(portal.url + addresses["14 blocks"][Face.PARTICIPANTS])

    page.get_by_role("link", name="PDF").focus()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word").press("Enter")

    assert waiting.value.suggested_filename == "framtidas-bibliotek-deltakarar.docx"
