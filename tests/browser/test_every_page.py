"""Every public page in a real browser: accessible, correct HTML, narrow, calm."""

import html5lib
import pytest

from tests.browser.axe import too_wide, violations_in_every_look
from tests.screens import PUBLIC


def test_every_page_is_accessible_in_any_look_narrow_and_calm(page, portal):
    """axe finds nothing, nothing scrolls sideways at 320, and nobody else is asked for anything."""
    found, strangers, complaints = {}, [], []
    page.on(
        "request",
        lambda request: request.url.startswith((portal.url, "data:")) or strangers.append(request.url),
    )
    page.on(
        "console", lambda message: message.type in {"error", "warning"} and complaints.append(message.text)
    )
    for name, address in PUBLIC:
        page.goto(portal.url + address)
        found[name] = violations_in_every_look(page) + too_wide(page)

    assert {name: lines for name, lines in found.items() if lines} == {}
    assert strangers == []
    assert [text for text in complaints if "404" not in text] == []  # the last is a page that is not there


def test_every_page_is_html_without_a_parse_error(page, portal):
    errors = {}
    for name, address in PUBLIC:
        parser = html5lib.HTMLParser()
        parser.parse(page.request.get(portal.url + address).body())
        errors[name] = [code for _position, code, _data in parser.errors]

    assert {name: codes for name, codes in errors.items() if codes} == {}


def test_every_page_reads_without_javascript(chromium, portal):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    headings = {}
    for name, address in PUBLIC:
        page.goto(portal.url + address)
        headings[name] = page.locator("h1").count()
    context.close()

    assert headings == dict.fromkeys(headings, 1)


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
