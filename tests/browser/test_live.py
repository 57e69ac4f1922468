"""A running meeting in a real browser: two devices, no network, no script, the keyboard, and axe."""

import re
import subprocess
import sys

import html5lib
import pytest
from playwright.sync_api import expect

from prosesstotte.embedded import PROJECT
from tests.browser.axe import violations, violations_in_every_look

# Kept plans from a recipe, as the editor makes them: for each of NEEDED, how many minutes its meeting is old.
MAKE = """
import datetime as dt
from dataclasses import replace
from django.utils import timezone
from tools.actions import programmes, runs
from tools.models import Recipe, Run
plan = Recipe.objects.with_blocks().get(slug="mal-og-strategi-pa-3-timar").plan()
plan = plan.with_blocks(replace(block, responsible="Kari", note="Les høgt.") for block in plan.blocks)
for minutes in NEEDED:
    begun = timezone.localtime() - dt.timedelta(minutes=minutes or 0)
    lock = begun + dt.timedelta(minutes=LOCKED_AT)
    of = replace(plan, start=begun.time(), date=begun.date())
    if minutes == LOCKED:
        first, second, third, pause, *rest = of.blocks
        of = of.with_blocks([first, second, third, replace(pause, starts=lock.time()), *rest])
    programme = programmes.make_programme(plan=of)
    if minutes is not None:
        run = runs.start_run(programme=programme)
        run.events.update(at=begun, data={"day": 1})
        Run.objects.filter(pk=run.pk).update(started_at=begun)
    print(programme.edit_token)
"""
NEEDED = [None, None, None, 2, 2, 2, 2, 12, 18, 28, 31]
LOCKED, LOCKED_AT = 31, 80  # in that plan the first pause is locked, fifteen minutes after it is due
BEHIND = re.compile(r"\d+ minutt bak planen")
LATE = re.compile(r"Vi er \d+ minutt etter")
FIRST, SECOND = "Velkomen, mål og ramme", "Kva håpar du at innbyggarane merkar om fem år?"


@pytest.fixture(scope="module")
def waiting(portal):
    """(minutes, address) of plans nobody has used yet; made in one go, since each go costs a second."""
    code = (
        MAKE.replace("NEEDED", str(NEEDED))
        .replace("LOCKED_AT", str(LOCKED_AT))
        .replace("LOCKED", str(LOCKED))
    )
    made = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    tokens = made.stdout.split()[-len(NEEDED) :]
    addresses = [f"{portal.url}/koyreplan/plan/{token}/koyr/" for token in tokens]
    return list(zip(NEEDED, addresses, strict=True))


@pytest.fixture
def make(waiting):
    """Where a plan of its own is run; its meeting began so many minutes ago, or waits."""

    def take(minutes=None):
        found = next(pair for pair in waiting if pair[0] == minutes)
        waiting.remove(found)
        return found[1]

    return take


@pytest.fixture(scope="module")
def late(waiting):
    """A meeting that is so far behind that something has to go; several tests look at it."""
    return next(address for minutes, address in waiting if minutes == 28)


def title(page):
    return page.locator("#no-tittel")


def saved(page):
    """The server has everything that was pressed here."""
    expect(page.locator("body")).to_have_attribute("data-ulagra", "0")


def go_on(page):
    page.get_by_role("button", name="Neste").click()


@pytest.fixture
def device(chromium):
    """Opens a screen of its own: its own store, its own network, a clock that can be moved."""
    contexts = []

    def open_device(address, **options):
        contexts.append(chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options}))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        if options.get("java_script_enabled", True):
            page.clock.install()
        page.goto(address)
        return page

    yield open_device
    for context in contexts:
        context.close()


def test_started_gone_on_and_loaded_again(device, make):
    address = make()
    page, hall = device(address), device(address + "?vising=sal")
    page.get_by_role("button", name="Start møtet").click()
    expect(title(page)).to_have_text(FIRST)
    hall.clock.fast_forward("00:05")
    expect(title(hall)).to_have_text(FIRST)
    go_on(page)
    expect(title(page)).to_have_text(SECOND)
    saved(page)
    page.reload()

    expect(title(page)).to_have_text(SECOND)
    expect(page.locator("#att-tal")).to_have_text("14")
    expect(page.get_by_role("timer")).to_have_count(1)
    assert page.locator("[aria-live]").count() == 0  # nobody has to listen to the seconds


def test_without_a_network_it_counts_on_and_saves_when_it_is_back(device, make):
    address = make(2)
    page = device(address)
    left = int(page.locator("#att-tal").text_content())
    page.context.set_offline(True)
    page.clock.fast_forward("03:00")
    expect(page.locator("#att-tal")).to_have_text(re.compile(f"^({left - 3}|{left - 4})$"))
    go_on(page)

    expect(title(page)).to_have_text(SECOND)
    expect(page.locator("#nett")).to_have_text("Utan nett. Klokka går, og vi lagrar når nettet er tilbake.")
    expect(page.locator("#kunngjering")).to_contain_text(f"No: {SECOND}")
    page.context.set_offline(False)
    page.clock.fast_forward("00:05")
    expect(page.locator("#nett")).to_have_text("Nettet er tilbake, og alt er lagra.")
    expect(title(device(address))).to_have_text(SECOND)


def test_a_press_without_a_network_survives_that_the_page_is_loaded_again(device, make):
    address = make(2)
    page = device(address)
    page.route("**/trykk/**", lambda route: route.abort())
    go_on(page)
    expect(page.locator("#nett")).to_contain_text("Utan nett.")
    page.unroute("**/trykk/**")
    page.reload()

    expect(title(page)).to_have_text(SECOND)
    saved(page)
    expect(title(device(address))).to_have_text(SECOND)


def test_two_devices_and_the_hall_follow_each_other(device, make):
    address = make(2)
    phone, laptop, hall = device(address), device(address), device(address + "?vising=sal")
    go_on(phone)
    saved(phone)
    for page in (laptop, hall):
        page.clock.fast_forward("00:05")
        expect(title(page)).to_have_text(SECOND)
    laptop.get_by_role("button", name="Pause").click()
    saved(laptop)
    phone.clock.fast_forward("00:05")

    expect(phone.locator("#stilling")).to_have_text("Møtet har pause")
    expect(phone.get_by_role("button", name="Hald fram")).to_be_visible()
    assert "Kari" not in hall.content()
    assert "Les høgt" not in hall.content()


def test_the_keyboard_leads_the_meeting_and_can_be_turned_off(device, make):
    page = device(make(2))
    for key, shown in [(" ", SECOND), ("ArrowLeft", FIRST), ("ArrowRight", SECOND)]:
        page.keyboard.press(key)
        expect(title(page)).to_have_text(shown)
    page.keyboard.press("p")
    expect(page.locator("#stilling")).to_have_text("Møtet har pause")
    page.wait_for_timeout(1500)  # as long as a person takes
    page.keyboard.press("P")
    expect(page.locator("#stilling")).not_to_have_text("Møtet har pause")

    page.get_by_text("Heile planen").click()
    page.get_by_label("Tastar").uncheck()
    page.locator("#innhald").focus()
    page.keyboard.press("ArrowLeft")
    expect(title(page)).to_have_text(SECOND)


def test_being_late_is_one_press_to_mend_and_one_to_undo(device, make):
    page = device(make(18))
    expect(page.locator("#stilling")).to_have_text(BEHIND)
    page.context.set_offline(True)
    page.get_by_role("link", name=LATE).click()
    expect(page.locator("#nett")).to_contain_text("Dette treng nett.")
    page.context.set_offline(False)

    page.get_by_role("link", name=LATE).click()
    page.get_by_role("button", name="Kort ned og vinn").click()
    expect(page.locator("#stilling")).to_have_text("I rute")
    page.get_by_role("button", name="Angre").click()
    expect(page.locator("#stilling")).to_have_text(BEHIND)


@pytest.mark.parametrize("minutes", [28, LOCKED])
def test_the_script_counts_as_the_server_does(device, waiting, minutes):
    address = next(address for age, address in waiting if age == minutes)
    shown = []
    for has_script in (True, False, True):  # a minute may turn between two looks, but not between three
        page = device(address, java_script_enabled=has_script)
        page.locator("body.koyr-levande" if has_script else "body").wait_for()
        parts = ["stilling", "ferdig", "neste-tid", "neste-tittel", "neste-pause", "att-ord"]
        shown.append([page.locator(f"#{part}").text_content() for part in [*parts, "planen"]])

    assert shown[1] in (shown[0], shown[2])


def test_the_end_is_asked_for_once_more_and_leads_to_the_summary(device, make):
    page = device(make(12))
    go_on(page)
    page.locator("#slutt summary").click()
    page.get_by_role("button", name="Ja, avslutt møtet").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Slik gjekk møtet")
    expect(page.get_by_role("row", name=FIRST)).to_contain_text(re.compile("1[2-9] min"))


def test_everything_works_without_a_script(device, make):
    page = device(make(), java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Start møtet").click()
    go_on(page)
    expect(title(page)).to_have_text(SECOND)
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#stilling")).to_have_text("Møtet har pause")
    page.get_by_role("button", name="Hald fram").click()
    page.get_by_role("button", name="Førre").click()
    expect(title(page)).to_have_text(FIRST)
    page.locator("#slutt summary").click()
    page.get_by_role("button", name="Ja, avslutt møtet").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Slik gjekk møtet")


def test_axe_finds_nothing_in_any_look_and_nothing_scrolls_sideways(device, late):
    page = device(late, viewport={"width": 1280, "height": 900})
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.get_by_role("link", name=LATE).click()
    page.get_by_text("Så langt bak").wait_for()
    for closed in ("#heile", "#slutt"):
        page.locator(f"{closed} summary").click()
    found, wide = violations_in_every_look(page), [width_at_320(page)]
    page.goto(late + "?vising=sal")
    found += violations_in_every_look(page)
    wide.append(width_at_320(page))

    assert (found, complaints, max(wide)) == ([], [], 320)


def width_at_320(page):
    page.set_viewport_size({"width": 320, "height": 700})
    return page.evaluate("document.documentElement.scrollWidth")


def test_start_and_summary_are_accessible_too(device, make):
    address = make()
    page = device(address)
    found = violations(page)
    page.get_by_role("button", name="Start møtet").click()
    page.locator("#slutt summary").click()
    page.get_by_role("button", name="Ja, avslutt møtet").click()
    page.get_by_role("heading", name="Slik gjekk møtet").wait_for()

    assert found + violations(page) == []


def test_the_next_button_is_within_a_thumbs_reach(device, late):
    page = device(late, viewport={"width": 390, "height": 844})
    box = page.get_by_role("button", name="Neste").bounding_box()

    assert box["height"] >= 48
    assert box["width"] >= 150
    assert box["y"] + box["height"] > 844 - 100


def test_the_pages_are_html_and_the_script_is_small(device, late):
    brotli = pytest.importorskip("brotli")
    page = device(late)
    for address in (late, late + "?vising=sal"):
        parser = html5lib.HTMLParser()
        parser.parse(page.request.get(address).body())
        assert [code for _position, code, _data in parser.errors] == []
    scripts = page.eval_on_selector_all("script[src]", "found => found.map(script => script.src)")

    assert sum(len(brotli.compress(page.request.get(script).body())) for script in scripts) <= 18_000
