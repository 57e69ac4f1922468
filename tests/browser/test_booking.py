"""A group leader books, in a real browser: from /bestill/ to the receipt, and calls it off at /mine/."""

import pytest

from tests.browser.axe import too_wide, violations_in_every_look

GOAL = "Bli samde om tre mål."


def fill_in_the_need(page):
    page.get_by_label("Kva møte eller samling gjeld det?").fill("Mål for kultur 2030")
    page.get_by_label("Kva skal de ha fått til når møtet er slutt?").fill(GOAL)
    page.get_by_label("Kva er føremålet?").select_option(label="Mål og strategi")
    page.get_by_label("Kommunalområde").select_option(index=1)
    page.get_by_label("Gruppa").fill("Styringsgruppa for kultur")
    page.get_by_label("Kor mange blir de?").fill("14")
    page.get_by_label("Kor lenge skal møtet vare?").select_option(label="1 t")
    page.get_by_label("Namnet ditt").fill("Solveig Strand")
    page.get_by_label("Telefonen din").fill("900 00 000")
    page.get_by_role("button", name="Gå vidare til tida").click()
    page.wait_for_url("**/bestill/tid/")


def choose_the_times(page):
    page.locator("label.tid").first.click()
    page.get_by_role("button", name="Vis tider for formøtet").click()
    page.get_by_role("heading", name="Formøtet").wait_for()
    page.locator("label.tid:visible").first.click()
    page.get_by_role("button", name="Gå vidare og sjå over").click()
    page.wait_for_url("**/bestill/sjekk/")


def log_in_on_the_way(page, portal, email):
    """The code comes by mail; the same page waits on the other side."""
    page.get_by_role("link", name="Logg inn og send").click()
    portal.log_in_here(page, email)
    page.wait_for_url("**/bestill/sjekk/")


def send_and_call_off(page):
    assert GOAL in page.content()
    page.get_by_role("button", name="Send bestillinga").click()
    page.wait_for_url("**/mine/bestilling/*/")
    page.get_by_text("Takk! Bestillinga er send").wait_for()
    page.get_by_role("link", name="Avlys").click()
    page.get_by_label("Kvifor blir det avlyst?").fill("Vi må finne ein annan dag.")
    page.get_by_role("button", name="Avlys møtet").click()
    page.get_by_text("Møtet er avlyst. Alle har fått e-post.").wait_for()


@pytest.mark.parametrize(
    ("javascript", "width", "who"),
    [(True, 1280, "med"), (False, 1280, "utan"), (True, 390, "smal")],
    ids=["with-javascript", "without-javascript", "at-390"],
)
def test_from_need_to_receipt_and_cancelled_again(chromium, portal, javascript, width, who):
    context = chromium.new_context(
        java_script_enabled=javascript, viewport={"width": width, "height": 900}, locale="nn-NO"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{portal.url}/bestill/")
    page.get_by_role("link", name="Ein prosessleiar i møtet").click()

    fill_in_the_need(page)
    choose_the_times(page)
    log_in_on_the_way(page, portal, f"{who}.bestillar@example.no")
    send_and_call_off(page)

    context.close()


def test_the_keyboard_alone_finds_a_time_and_reads_the_errors(page, portal):
    page.goto(f"{portal.url}/bestill/behov/")
    tab_to(page, "Gå vidare til tida")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ds-error-summary")

    assert page.evaluate("document.activeElement.className") == "ds-error-summary"

    fill_in_the_need(page)
    tab_to_name(page, "mote")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Vis tider for formøtet")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Formøtet").wait_for()
    # Focus stands just before the list of formøte, not at the top of the page.
    assert page.evaluate("document.activeElement.id") == "vel-tid"
    tab_to_name(page, "pre_meeting_starts_at")
    page.keyboard.press("Space")
    tab_to(page, "Gå vidare og sjå over")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bestill/sjekk/")


def test_a_link_in_the_error_summary_leads_to_its_field(page, portal):
    page.goto(f"{portal.url}/bestill/behov/")
    page.get_by_role("button", name="Gå vidare til tida").click()
    sent = []
    page.on("request", lambda request: request.is_navigation_request() and sent.append(request.method))

    page.get_by_role("link", name="Skriv kva møte det gjeld").press("Enter")
    page.wait_for_timeout(500)

    assert page.evaluate("document.activeElement.id") == "id_title"
    assert sent == []


def tab_to(page, text):
    tab_until(page, f"document.activeElement.textContent.trim() === {text!r}")


def tab_to_name(page, name):
    tab_until(page, f"document.activeElement.name === {name!r}")


def tab_until(page, condition):
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    raise AssertionError(f"the keyboard never came to where {condition}")


def test_axe_finds_nothing_on_the_way_to_two_leaders_in_any_look(page, portal):
    found = {}

    def look(name):
        found[name] = violations_in_every_look(page) + too_wide(page)

    page.goto(f"{portal.url}/bestill/behov/")
    assert not page.get_by_label("Kven skal vere med?").is_visible()
    page.get_by_label("To", exact=True).check()
    page.get_by_label("Kven skal vere med?").wait_for()
    page.get_by_role("button", name="Gå vidare til tida").click()
    look("need with errors")
    fill_in_the_need(page)
    page.get_by_label("saman med").select_option(index=2)
    page.get_by_role("button", name="Vis tider", exact=True).click()
    page.wait_for_url("**medleiar=**")
    look("time")
    page.locator("label.tid").first.click()
    page.get_by_role("button", name="Vis tider for formøtet").click()
    page.get_by_role("heading", name="Formøtet").wait_for()
    page.get_by_role("button", name="Gå vidare og sjå over").click()
    page.wait_for_selector(".ds-error-summary")
    look("time with errors")
    page.locator("label.tid:visible").first.click()
    page.get_by_role("button", name="Gå vidare og sjå over").click()
    page.wait_for_url("**/bestill/sjekk/")
    look("check")
    page.get_by_text("Medleiar", exact=True).wait_for()

    assert {name: lines for name, lines in found.items() if lines} == {}
