"""Every public page in a real browser: accessible, correct HTML, narrow, calm."""

import html5lib
import pytest

from tests.browser.axe import violations_in_every_look
from tests.screens import PUBLIC


def test_axe_finds_nothing_on_any_page_in_any_look(page, portal):
    found = {}
    for name, address in PUBLIC:
        page.goto(portal.url + address)
        found[name] = violations_in_every_look(page)

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_page_is_html_without_a_parse_error(page, portal):
    errors = {}
    for name, address in PUBLIC:
        parser = html5lib.HTMLParser()
        parser.parse(page.request.get(portal.url + address).body())
        errors[name] = [code for _position, code, _data in parser.errors]

    assert {name: codes for name, codes in errors.items() if codes} == {}


def test_no_page_scrolls_sideways_at_320(chromium, portal):
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    wide = {}
    for name, address in PUBLIC:
        page.goto(portal.url + address)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert {name: width for name, width in wide.items() if width > 320} == {}


def test_every_page_reads_without_javascript(chromium, portal):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    headings = {}
    for name, address in PUBLIC:
        page.goto(portal.url + address)
        headings[name] = page.locator("h1").count()
    context.close()

    assert headings == dict.fromkeys(headings, 1)


def test_no_page_asks_anybody_else_for_anything_or_breaks_the_policy(page, portal):
    strangers, complaints = [], []
    page.on(
        "request",
        lambda request: request.url.startswith((portal.url, "data:")) or strangers.append(request.url),
    )
    page.on(
        "console", lambda message: message.type in {"error", "warning"} and complaints.append(message.text)
    )
    for _name, address in PUBLIC[:-1]:  # the last is a page that is not there, which Chromium reports
        page.goto(portal.url + address)

    assert (strangers, complaints) == ([], [])


def test_the_keyboard_gets_past_the_menu_and_shows_where_it_is(page, portal):
    page.goto(portal.url)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("ds-skip-link")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("address", ["/", "/metodar/", "/metodar/idemyldring/", "/bestill/"])
def test_payload_is_within_the_budget(chromium, portal, address):
    """Bytes over the wire at a first visit; the proxy compresses HTML, so it counts compressed."""
    context = chromium.new_context()
    page = context.new_page()
    sizes = []
    page.on(
        "requestfinished", lambda request: sizes.append((request.url, request.sizes()["responseBodySize"]))
    )
    page.goto(portal.url + address, wait_until="networkidle")
    context.close()
    brotli = pytest.importorskip("brotli")
    html = len(brotli.compress(page_source(portal, address), quality=5))
    files = sum(size for url, size in sizes if "/static/" in url)

    assert html <= 8_000
    assert html + files <= 110_000


def page_source(portal, address):
    import urllib.request

    return urllib.request.urlopen(portal.url + address).read()
