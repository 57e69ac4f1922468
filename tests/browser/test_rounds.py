"""A member answers from the letter in a real browser: without JavaScript too, by keyboard, on a phone."""

import re
from itertools import count

import pytest

from referencegroups.round_demo import ADDRESSES
from tests.browser.axe import too_wide, violations, violations_in_every_look

LINK = r"(/referansegrupper/svar/[\w-]{32}/)"
_members = count(1)


@pytest.fixture
def member():
    """The address of somebody who is asked and has not answered yet."""
    return ADDRESSES[next(_members)]


def ask_for_a_link(page, portal, email):
    """As one who lost the letter: the page, the address, and the link that comes by mail."""
    page.goto(f"{portal.url}/referansegrupper/framtidas-bibliotek/")
    page.get_by_role("link", name="Eit rom for alle").click()
    number = re.search(r"/runde/(\d+)/", page.url)[1]
    page.goto(f"{portal.url}/referansegrupper/svar/{number}/")
    seen = len(portal.postbox.letters)
    page.get_by_label("E-postadressa di").fill(email)
    page.get_by_role("button", name="Send meg ei ny lenkje").click()
    page.get_by_text("har vi no sendt ei ny lenkje").wait_for()
    return portal.url + portal.postbox.wait_for(email, LINK, seen)[1]


def fill_in(page):
    page.get_by_role("group", name="Kven er du?").get_by_label("Innbyggar").check()
    page.get_by_role("group", name="Kor viktig er biblioteket for deg?").get_by_label("4", exact=True).check()
    page.get_by_role("group", name="Kva brukar du?").get_by_label("Bøker").check()
    ranking = page.get_by_role("group", name="Kva skal vi bruke pengar på først?")
    ranking.get_by_label("Betre rom").select_option(label="1.")
    ranking.get_by_label("Fleire bøker").select_option(label="2.")
    page.get_by_role("textbox", name="Kva saknar du?").fill("Meir lys")


@pytest.mark.parametrize(
    ("javascript", "width"), [(True, 1280), (False, 1280), (True, 390)], ids=["js", "no-js", "at-390"]
)
def test_from_letter_to_receipt_and_the_answer_changed(chromium, portal, member, javascript, width):
    context = chromium.new_context(
        java_script_enabled=javascript, viewport={"width": width, "height": 900}, locale="nn-NO"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    link = ask_for_a_link(page, portal, member)

    page.goto(link)
    assert "Svaret ditt er fortruleg." in page.text_content("main")
    fill_in(page)
    page.get_by_role("button", name="Send svaret").click()
    page.get_by_text("Takk! Svaret ditt er lagra.").wait_for()
    page.get_by_role("link", name="Endre svaret").click()
    page.get_by_text("Du har svart før.").wait_for()
    assert page.get_by_role("textbox", name="Kva saknar du?").input_value() == "Meir lys"
    assert page.get_by_label("Betre rom").input_value() == "1"
    page.get_by_role("button", name="Lagre det endra svaret").click()
    page.get_by_text("Takk! Svaret ditt er lagra.").wait_for()
    say_that_one_has_answered(chromium, portal, member)

    assert [cookie["name"] for cookie in context.cookies() if cookie["name"] == "sessionid"] == []
    context.close()


def say_that_one_has_answered(chromium, portal, member):
    """The link of another letter, on another computer, opens no answer."""
    elsewhere = chromium.new_page()
    elsewhere.goto(ask_for_a_link(elsewhere, portal, member))
    elsewhere.get_by_text("Du har svart.").wait_for()
    assert elsewhere.get_by_role("textbox").count() == 0
    elsewhere.close()


def test_the_keyboard_alone_answers_and_reads_the_errors(page, portal, member):
    page.goto(ask_for_a_link(page, portal, member))
    tab_until(page, "document.activeElement.textContent.trim() === 'Send svaret'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ds-error-summary")
    assert page.evaluate("document.activeElement.className") == "ds-error-summary"

    tab_until(page, "document.activeElement.type === 'radio'")
    page.keyboard.press("Space")
    tab_until(page, "document.activeElement.textContent.trim() === 'Send svaret'")
    page.keyboard.press("Enter")

    page.get_by_text("Takk! Svaret ditt er lagra.").wait_for()


def tab_until(page, condition):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    raise AssertionError(f"the keyboard never came to where {condition}")


def test_axe_finds_nothing_from_letter_to_results_in_any_look(page, portal, member):
    found = {}

    def look(name):
        for details in page.locator("details").all():
            details.evaluate("element => element.open = true")
        found[name] = violations_in_every_look(page) + too_wide(page)

    link = ask_for_a_link(page, portal, member)
    look("link sent")
    page.goto(link)
    page.get_by_role("button", name="Send svaret").click()
    page.wait_for_selector(".ds-error-summary")
    look("answer with errors")
    page.get_by_role("link", name="Engelsk").click()
    look("answer in English")
    page.goto(f"{page.url.split('?')[0]}?sprak=nn")
    fill_in(page)
    page.get_by_role("button", name="Send svaret").click()
    page.get_by_text("Takk! Svaret ditt er lagra.").wait_for()
    look("receipt")
    for title in ("Eit rom for alle", "Opningstider på biblioteka"):
        page.goto(f"{portal.url}/referansegrupper/framtidas-bibliotek/")
        page.get_by_role("link", name=title).click()
        look(title)

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_owner_writes_what_it_came_to(page, portal):
    portal.log_in(page, "kultursjef@example.no")
    page.goto(f"{portal.url}/referansegrupper/framtidas-bibliotek/")
    page.get_by_role("link", name="Opningstider på biblioteka").click()
    number = re.search(r"/runde/(\d+)/", page.url)[1]
    page.goto(f"{portal.url}/referansegrupper/tilbakemelding/{number}/")

    assert violations(page) == []
    new = page.get_by_role("region", name="Tema 3, nytt")
    new.get_by_label("Kva vi høyrde").fill("Betre skilting")
    new.get_by_label("Kva vi gjorde").fill("Vi set opp nye skilt.")
    new.get_by_label("Status").select_option(label="Ikkje avgjort")
    page.get_by_role("button", name="Lagre").click()
    page.wait_for_selector(".ds-error-summary")
    assert new.get_by_label("Kva vi høyrde").input_value() == "Betre skilting"
    new.get_by_label("Ny dato").fill("2030-01-31")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Lagra.").wait_for()
    page.goto(f"{portal.url}/referansegrupper/framtidas-bibliotek/runde/{number}/")
    page.get_by_text("Nytt svar innan torsdag 31. januar 2030.").wait_for()
