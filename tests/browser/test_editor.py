"""Køyreplan in a real browser: from a brief to a plan, by keyboard, on a phone, without JavaScript."""

import re

import pytest

from tests.browser.axe import violations_in_every_look

BRIEF = "foremal=mal-og-strategi&n=12&start=09.00&slutt=12.00&form=rom&kjende=ja&usemje=0&leiar=2&leiarar=1"


def new_plan(page, portal, variant="Trygg"):
    """Make a plan from a proposal, as people do; the page is the editor afterwards."""
    page.goto(f"{portal.url}/koyreplan/forslag/?{BRIEF}")
    page.get_by_role("button", name=f"Bruk «{variant}»").click()
    page.wait_for_url(re.compile("/koyreplan/plan/"))


def titles(page):
    return page.locator(".plan .plan-tittel").all_text_contents()


def clocks(page):
    return page.locator(".plan .plan-tid time").all_text_contents()


def settled(page):
    """The editor has swapped its main part: the version in its forms is another."""
    return page.locator("#flytt input[name=versjon]").get_attribute("value")


def wait_for_version(page, old):
    page.wait_for_function(
        "old => document.querySelector('#flytt input[name=versjon]').value !== old", arg=old
    )


def drag(page, handle, target):
    """Take the handle and let it go over the target, slowly, as a hand does."""
    handle.hover()
    page.mouse.down()
    box = target.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2, steps=8)
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 4, steps=4)
    page.mouse.up()


@pytest.fixture
def phone_without_javascript(chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    yield context.new_page()
    context.close()


def test_from_a_brief_to_a_plan_that_ends_on_the_minute(page, portal):
    page.goto(f"{portal.url}/koyreplan/")
    page.get_by_label("Deltakarar").fill("24")
    page.get_by_role("button", name="Lag ein køyreplan").click()
    page.get_by_label("Kva heiter møtet?").fill("Framtidas bibliotek")
    page.get_by_role("button", name="Vis tre forslag").click()
    page.wait_for_selector(".forslag")
    assert page.get_by_role("heading", level=2).all_text_contents()[:3] == ["Trygg", "Balansert", "Modig"]

    page.get_by_role("button", name="Bruk «Balansert»").click()

    assert page.text_content("h1") == "Framtidas bibliotek"
    assert "24 deltakarar, 3 t." in page.text_content(".ingress")


def test_minutes_recalculate_as_soon_as_one_leaves_the_field(page, portal):
    new_plan(page, portal)
    first, before = page.locator(".plan-min").first, clocks(page)
    version = settled(page)
    first.fill("20")
    first.press("Enter")
    wait_for_version(page, version)

    assert clocks(page)[0] == before[0]
    assert clocks(page)[1] == "09.20"
    assert page.evaluate("document.activeElement.classList.contains('plan-min')")
    assert "blir 10 minutt" in page.text_content(".plan-varsel") or "10 min" in page.text_content(
        ".plan-varsel"
    )


def test_what_is_typed_while_the_page_recalculates_is_not_lost(page, portal):
    new_plan(page, portal)
    held = []
    page.route("**/endring/minutt/", lambda route: held.append(route))
    version = settled(page)
    fields = page.locator(".plan-min")
    fields.nth(0).fill("11")
    fields.nth(0).press("ArrowDown")
    page.wait_for_function("() => document.activeElement !== document.querySelectorAll('.plan-min')[0]")
    page.keyboard.type("17")
    held[0].continue_()
    wait_for_version(page, version)

    assert page.locator(".plan-min").nth(1).input_value() == "17"


def test_a_block_moves_by_button_by_keyboard_and_by_drag(page, portal):
    new_plan(page, portal)
    names = titles(page)
    version = settled(page)
    page.get_by_role("button", name=f"Flytt «{names[1]}» ned").click()
    wait_for_version(page, version)
    assert titles(page)[1:3] == [names[2], names[1]]
    assert page.evaluate("document.activeElement.id").startswith("ned-")
    assert page.text_content("#sagt") == f"Flytta «{names[1]}» ned"

    version = settled(page)
    page.keyboard.press("Alt+ArrowUp")
    wait_for_version(page, version)
    assert titles(page) == names

    version = settled(page)
    drag(page, page.locator(".handtak").nth(1), page.locator(".plan > li").nth(3))
    wait_for_version(page, version)
    assert sorted(titles(page)) == sorted(names)
    assert titles(page) != names


def test_a_block_is_dragged_from_one_day_to_the_next(page, portal):
    new_plan(page, portal)
    page.get_by_label("Noko anna").last.select_option(label="Ny dag")
    page.get_by_role("button", name="Legg til", exact=True).click()
    page.wait_for_selector(".plan-dag")
    page.get_by_label("Noko anna").last.select_option(label="Pause")
    page.get_by_role("button", name="Legg til", exact=True).click()
    page.wait_for_selector(".plan-sist >> text=La til «Pause»")
    last_of_day_one = page.locator("[data-sorter]").first.locator("[data-id]").last
    name = last_of_day_one.locator(".plan-tittel").text_content()
    version = settled(page)
    drag(
        page,
        last_of_day_one.locator(".handtak"),
        page.locator("[data-sorter]").last.locator("[data-id]").first,
    )
    wait_for_version(page, version)

    assert name in page.locator("[data-sorter]").last.locator(".plan-tittel").all_text_contents()
    assert name not in page.locator("[data-sorter]").first.locator(".plan-tittel").all_text_contents()


def test_a_block_opens_is_changed_and_the_change_undone(page, portal):
    new_plan(page, portal)
    names = titles(page)
    page.get_by_role("button", name=f"Endre «{names[1]}»").click()
    page.get_by_label("Det deltakarane les").fill("Kva er det viktigaste?")
    page.get_by_role("button", name="Lagre bolken").click()
    page.wait_for_selector("text=Endra «Kva er det viktigaste?»")
    assert titles(page)[1] == "Kva er det viktigaste?"

    page.get_by_role("button", name="Angre").click()
    page.wait_for_selector("text=Angra: Endra")

    assert titles(page) == names


def test_a_method_is_swapped_for_another_with_a_reason(page, portal):
    new_plan(page, portal, "Balansert")
    block = page.locator(".plan > li:has(.plan-om)").nth(2)
    old = block.locator(".plan-tittel").text_content()
    block.get_by_role("button", name=re.compile("^Endre")).click()
    page.get_by_role("button", name="Byt metode").click()
    choice = page.locator(".plan-byt li").first
    assert choice.locator("span").text_content().strip()
    choice.get_by_role("button").click()
    page.wait_for_selector(".plan-sist >> text=Bytte")

    assert old not in titles(page)


def test_everything_works_without_javascript_on_a_narrow_phone(phone_without_javascript, portal):
    page = phone_without_javascript
    new_plan(page, portal)
    names = titles(page)
    page.get_by_role("button", name=f"Flytt «{names[0]}» ned").click()
    assert titles(page)[:2] == [names[1], names[0]]
    page.locator(".plan-min").first.fill("25")
    page.get_by_role("button", name="Rekn om tida").click()
    assert clocks(page)[1] == "09.25"
    page.get_by_label("Noko anna").last.select_option(label="Pause")
    page.get_by_role("button", name="Legg til", exact=True).click()
    assert titles(page)[-1] == "Pause"
    page.get_by_role("button", name="Angre").click()

    assert titles(page)[-1] != "Pause"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_two_people_in_one_plan_meet_politely(chromium, page, portal):
    new_plan(page, portal)
    other = chromium.new_page()
    other.goto(page.url)
    name = titles(page)[0]
    other.get_by_role("button", name=f"Flytt «{name}» ned").click()
    other.wait_for_selector(".plan-sist >> text=Flytta")

    page.get_by_role("button", name=f"Endre «{name}»").click()
    page.wait_for_selector("#lagre-bolk")
    other.get_by_role("button", name=f"Flytt «{name}» opp").click()
    other.wait_for_selector(".plan-sist >> text=opp")
    page.get_by_label("Det deltakarane les").fill("Mi endring")
    page.get_by_role("button", name="Lagre bolken").click()
    page.wait_for_selector("text=Nokon andre har endra planen")
    assert "Mi endring" in page.text_content("[role=alert]")
    page.get_by_role("button", name="Gjer endringa mi likevel").click()
    page.wait_for_selector("text=Endra «Mi endring»")
    other.close()


def test_axe_finds_nothing_in_the_editor_and_round_it_in_any_look(page, portal):
    found = {}
    for address in ["/koyreplan/ny/", f"/koyreplan/forslag/?{BRIEF}", "/koyreplan/forslag/?n=0"]:
        page.goto(portal.url + address)
        found[address] = violations_in_every_look(page)
    new_plan(page, portal)
    plan = page.url
    for part in ["", "ramme/", "historie/", "historie/1/", "del/", "forslag/", "slett/"]:
        page.goto(plan + part)
        found[part] = violations_in_every_look(page)
    page.goto(plan)
    page.locator("[id^=opne-]").nth(2).click()
    page.wait_for_selector("#lagre-bolk")
    found["open"] = violations_in_every_look(page)
    page.goto(plan + "?byt=" + page.locator(".plan > li:has(.plan-om)").first.get_attribute("data-id"))
    found["swap"] = violations_in_every_look(page)

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_editor_is_within_its_budget(chromium, portal):
    context = chromium.new_context()
    page = context.new_page()
    new_plan(page, portal)
    sizes = []
    page.on("requestfinished", lambda r: sizes.append((r.url, r.sizes()["responseBodySize"])))
    page.context.clear_cookies()
    fresh = chromium.new_context().new_page()
    fresh.on("requestfinished", lambda r: sizes.append((r.url, r.sizes()["responseBodySize"])))
    fresh.goto(page.url, wait_until="networkidle")
    scripts = sum(size for url, size in sizes if url.split("?")[0].endswith(".js"))
    styles = sum(size for url, size in sizes if url.split("?")[0].endswith(".css"))
    fresh.context.close()
    context.close()

    assert scripts <= 18_000
    assert styles <= 30_000
