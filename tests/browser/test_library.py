"""The library in a real browser: what only a browser knows about paper, focus and partial pages."""

import io
import re

from pypdf import PdfReader

from tools.content.loading import CONTENT

# What holds for the longest texts holds for the rest; every PDF is counted in tests/tools/test_paper.py.
LONGEST = sorted(CONTENT.glob("methods/*.toml"), key=lambda path: path.stat().st_size)[-16:]
METHODS = [f"/metodar/{path.stem}/" for path in LONGEST]
PROGRAMMES = [f"/koyreplan/{path.stem}/" for path in sorted(CONTENT.glob("recipes/*.toml"))]


def sheets(page, address):
    page.goto(address)
    return len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def test_the_longest_methods_and_every_programme_print_on_one_sheet(page, portal):
    printed = {address: sheets(page, portal.url + address) for address in METHODS + PROGRAMMES}

    assert {address: number for address, number in printed.items() if number != 1} == {}


def test_a_filter_swaps_the_list_and_keeps_focus_and_open_filters(chromium, portal):
    page = chromium.new_page(viewport={"width": 390, "height": 900})
    page.goto(f"{portal.url}/metodar/")
    page.click("#filter-boks summary")
    page.focus("#steg-velje")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("steg=velje"))

    assert page.evaluate("document.activeElement.id") == "steg-velje"
    assert page.evaluate("document.getElementById('filter-boks').open")
    assert page.text_content("#filter-boks summary") == "Filter (1 vald)"
    assert re.fullmatch(r"\d+ av 73 metodar", page.text_content("#treff"))
    page.close()


def test_the_list_works_without_javascript(chromium, portal):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{portal.url}/metodar/")
    page.fill("#q", "prikkavst")
    page.click(".sok button")

    assert page.text_content(".kort-tittel a") == "Prikkavstemming"
    page.context.close()


def test_the_search_answers_while_somebody_types(page, portal):
    page.goto(f"{portal.url}/metodar/")
    page.locator("#q").press_sequentially("prikkavst", delay=30)
    page.wait_for_url(re.compile("q=prikkavst$"))

    assert page.text_content(".kort-tittel a") == "Prikkavstemming"
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.input_value("#q") == "prikkavst"


def test_methods_are_collected_without_leaving_the_list(page, portal):
    page.goto(f"{portal.url}/metodar/")
    buttons = page.locator("button.samle")
    for number in (2, 0):
        buttons.nth(number).click()
        page.locator("button.samle[data-inne]").nth(0 if number == 2 else 1).wait_for()
    assert page.text_content("#samle [role=status]").startswith("I samlinga: sjå ho: ")

    page.reload()
    assert page.locator("button.samle[data-inne]").count() == 2
    page.locator("button.samle[data-inne]").first.click()
    page.wait_for_url("**/metodar/samling/")
    before = page.locator(".kort-tittel").all_inner_texts()
    page.locator(".plan-knappar button[id^=ned-]").first.click()
    page.wait_for_function("() => document.querySelector('.kort-tittel').innerText !== '" + before[0] + "'")

    assert page.locator(".kort-tittel").all_inner_texts() == before[::-1]
    assert page.evaluate("document.activeElement.id").startswith("ned-")


def test_methods_are_collected_without_javascript(chromium, portal):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{portal.url}/metodar/?steg=opne")
    page.locator("button.samle").first.click()

    assert page.url.endswith("/metodar/?steg=opne")
    assert "ligg i samlinga." in page.text_content(".meldingar")
    page.goto(f"{portal.url}/metodar/samling/")
    assert page.locator(".samling-liste > li").count() == 1
    page.context.close()


def test_the_handbook_page_becomes_ready_by_itself_and_leaves_the_history_alone(page, portal):
    page.goto(f"{portal.url}/metodar/handboka/")
    before = page.evaluate("history.length")

    page.wait_for_selector("text=Boka er klar", timeout=60_000)
    book = page.request.get(portal.url + page.get_attribute("text=Opne handboka", "href"))

    assert page.evaluate("history.length") == before
    assert book.headers["content-type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(book.body())).pages) > 100
