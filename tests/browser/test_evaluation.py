"""A participant evaluates in a real browser: a narrow phone without script, the keyboard, and axe."""

import html5lib

from bookings.evaluation_words import NAMES
from tests.browser.axe import violations

MEETING = "Mål for oppvekst 2030"  # of the demo: held some days ago, and its link is open


def secret_address(page, portal):
    """From the booking's page, where the booker finds it."""
    portal.log_in(page, "gruppeleiar@example.no")
    page.goto(f"{portal.url}/mine/")
    page.get_by_role("link", name=MEETING).click()
    return page.get_by_role("link", name="/evaluering/").inner_text()


def test_a_participant_evaluates_without_script_and_by_keyboard(page, chromium, portal):
    address = secret_address(page, portal)
    assert violations(page) == []
    phone = chromium.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    screen = phone.new_page()
    screen.goto(address)

    for name in NAMES.values():
        screen.get_by_role("group", name=str(name)).get_by_label("Litt samd").check()
    screen.get_by_role("button", name="Send svaret").click()

    assert screen.get_by_role("status").inner_text() == "Takk! Svaret ditt er lagra."
    screen.get_by_role("link", name="Svar for ein til").press("Enter")
    assert screen.get_by_role("button", name="Send svaret").is_visible()
    phone.close()


def test_the_form_and_its_errors_are_accessible(page, portal):
    address = secret_address(page, portal)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.get_by_role("button", name="Send svaret").press("Enter")

    assert page.title().startswith("Feil:")
    page.get_by_role("link", name="Vel eit svar under «Samhandling»").click()
    assert page.evaluate("document.activeElement.name") == "collaboration"
    assert violations(page) == []
    parser = html5lib.HTMLParser()
    parser.parse(page.content())
    assert parser.errors == []
