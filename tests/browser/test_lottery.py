"""The public page of a lottery in a real browser: without JavaScript, on a phone, and for everybody."""

import re

import pytest

from tests.browser.axe import violations

PAGE = "/referansegrupper/sentrum-2040/loddtrekking/1/"


@pytest.fixture
def plain(chromium, portal):
    """A phone without JavaScript."""
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="nn-NO"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(portal.url + PAGE)
    yield page
    context.close()


def test_anybody_does_the_draw_again_without_javascript(plain):
    seed = plain.locator("section", has=plain.locator("#status")).locator("strong").inner_text()

    plain.get_by_label("Frø").fill(seed)
    plain.get_by_role("button", name="Vis panelet").click()

    assert "Det er det same panelet som blei trekt." in plain.get_by_role("status").inner_text()


def test_a_member_finds_a_chance_without_javascript(plain):
    number = plain.locator("p.nummer span").first.inner_text()

    plain.get_by_label("Nummeret ditt").fill(number)
    plain.get_by_role("button", name="Vis sjansen").click()

    assert re.search(r"\d+ av 10 000 lodd.*Nummeret er trekt", plain.get_by_role("status").inner_text(), re.S)


def test_a_missing_seed_is_asked_for_accessibly(page, portal):
    page.goto(f"{portal.url}{PAGE}?fro=")

    assert "Fyll ut «Frø»" in page.locator("main").inner_text()
    assert violations(page) == []
