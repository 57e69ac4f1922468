"""The process leader's half of the chain in a real browser: answer, formøte, confirm, complete."""

import datetime as dt
import subprocess
import sys

import html5lib
import psycopg
import pytest

from prosesstotte.embedded import PROJECT
from tests.browser.axe import too_wide, violations_in_every_look

INGRID = "ingrid@example.no"
# Wide with JavaScript, and a phone without it.
WAYS = [
    pytest.param({"viewport": {"width": 1280, "height": 900}}, id="wide"),
    pytest.param(
        {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}, id="390-no-script"
    ),
]
# A request for Ingrid at her last free time, made by the door as the group leader's page does it.
MAKE_REQUEST = """
import datetime as dt, sys
from django.utils import timezone
from bookings import actions, leader_calendars
from bookings.models import ProcessLeader
from prosesstotte.models import ServiceArea, User
leader = ProcessLeader.objects.get(member__user__email="ingrid@example.no")
day = timezone.localdate() + dt.timedelta(days=60)
month = dt.timedelta(days=30)
meeting = leader_calendars.free_meetings(first=day, last=day + month, minutes=60, leaders=[leader])[-1].start
talks = leader_calendars.free_pre_meetings(
    first=day - month, last=meeting.date(), meeting_starts_at=meeting, leaders=[leader]
)
need = actions.Need(
    service_area=ServiceArea.objects.first(), group_name="Faggruppa", title=TITLE,
    purpose="mal-og-strategi", goal="Bli samde om tre mål.", people=12, phone="900 00 000",
)
times = actions.Times(starts_at=meeting, minutes=60, pre_meeting_starts_at=talks[-1].start, leader=leader)
by = User.objects.get(email="gruppeleiar@example.no")
print(actions.request_booking(by=by, need=need, times=times).pk)
"""


REQUESTED_MOVES = ("godta", "avsla", "endre", "avlys", "flytt", "opplysningar", "overlat", "filer")
OWN_PAGES = ["arbeidstid/", "kalender/", "kvifor/", "evaluering/", "statistikk/", "opplysningar/"]
OWN_PAGES += ["venteliste/1/endre/", "venteliste/2/"]  # the demo has one who waits and one with an offer


@pytest.fixture(scope="module")
def ingrid(chromium, portal):
    """Ingrid's cookies: she logs in once."""
    context = chromium.new_context()
    page = context.new_page()
    portal.log_in(page, INGRID)
    page.wait_for_url("**/mine/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_as_ingrid(chromium, portal, ingrid):
    """A function that opens «Mine» as Ingrid in a browser of the given kind."""
    contexts = []

    def open_page(**kind):
        context = chromium.new_context(storage_state=ingrid, locale="nn-NO", **kind)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{portal.url}/mine/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def make_request(portal, title):
    """A new request to Ingrid; returns its number."""
    code = MAKE_REQUEST.replace("TITLE", repr(title))
    made = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return int(made.stdout.split()[-1])


def let_the_meeting_pass(portal, pk):
    """Move the clock times of one booking back, so that its meeting ended a minute ago."""
    with psycopg.connect(portal.cluster.url("prosesstotte")) as connection:
        connection.execute(
            "UPDATE bookings_booking SET starts_at = now() - interval '1 hour', "
            "ends_at = now() - interval '1 minute', pre_meeting_starts_at = NULL, pre_meeting_ends_at = NULL "
            "WHERE id = %s",
            [pk],
        )


def yesterday():
    return (dt.date.today() - dt.timedelta(days=1)).isoformat()  # noqa: DTZ011 - any day that is over


def fill_in_the_record(page):
    page.get_by_label("Kva skal de sitje att med?").fill("Tre mål alle står bak")
    page.get_by_label("Kven er med?").fill("Sju einingsleiarar")
    page.get_by_label("Noko: det er ulike syn").check()
    page.get_by_label("Korleis vil de arbeide?").fill("IGP og prikkavstemming")
    page.get_by_label("Dato").fill(yesterday())
    page.get_by_label("Frå klokka").fill("10.00")
    page.get_by_label("Til klokka").fill("10.45")


def press(page, name):
    """Walk there with Tab and press Enter: no mouse."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never came to «{name}»")


@pytest.mark.parametrize("way", WAYS)
def test_from_request_to_completed(open_as_ingrid, portal, way):
    title = f"Mål for 2027, {way['viewport']['width']}"
    pk = make_request(portal, title)
    page = open_as_ingrid(**way)

    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Godta bestillinga").click()
    page.get_by_text("Bestillinga er godteken.").wait_for()
    page.get_by_role("link", name="Før inn formøtet").click()
    fill_in_the_record(page)
    page.get_by_role("button", name="Før inn formøtet").click()
    page.get_by_text("Formøtet er ført inn.").wait_for()
    page.get_by_role("button", name="Stadfest møtet").click()
    page.get_by_text("Møtet er stadfesta. Alle har fått e-post.").wait_for()
    let_the_meeting_pass(portal, pk)
    page.reload()
    page.get_by_role("link", name="Meld gjennomført").click()
    page.get_by_label("Kor mange minutt varte møtet?").fill("55")
    page.get_by_role("button", name="Meld gjennomført").click()

    page.get_by_text("Møtet er gjennomført. Det varte 55 min.").wait_for()
    history = page.locator(".historie li").all_inner_texts()
    assert [line.split("\n")[-1] for line in history] == [
        "Solveig Strand sende inn bestillinga.",
        "Du sa ja. Formøtet blei avtalt.",
        "Du førte inn formøtet.",
        "Du stadfesta møtet.",
        "Du melde møtet gjennomført.",
    ]
    portal.postbox.wait_for("gruppeleiar@example.no", "stadfesta")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_by_keyboard_an_error_leads_back_to_its_field_and_nothing_is_lost(open_as_ingrid, portal, script):
    title = f"Mål ved tastaturet, {script}"
    make_request(portal, title)
    page = open_as_ingrid(viewport={"width": 1280, "height": 900}, java_script_enabled=script)

    press(page, title)
    press(page, "Godta bestillinga")
    press(page, "Før inn formøtet")
    page.get_by_label("Kven manglar?").focus()
    page.keyboard.type("Ungdom under 18")
    page.get_by_label("Frå klokka").focus()
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    page.keyboard.type("9.45")
    press(page, "Før inn formøtet")

    page.locator(".ds-error-summary:focus").wait_for()
    assert page.title().startswith("Feil: Formøtet")
    press(page, "Svar på «Korleis vil de arbeide?»")
    assert page.evaluate("document.activeElement.name") == "way"
    page.keyboard.type("Verdskafé")
    assert page.get_by_label("Kven manglar?").input_value() == "Ungdom under 18"
    fill_in_the_record(page)
    page.get_by_label("Til klokka").focus()
    press(page, "Før inn formøtet")

    page.get_by_text("Formøtet er ført inn.").wait_for()
    assert page.get_by_text("Ungdom under 18").is_visible()


def test_every_page_of_mine_is_accessible_correct_and_narrow_in_any_look(open_as_ingrid, portal):
    pk = make_request(portal, "Tilgjengeleg")
    page = open_as_ingrid()
    addresses = ["", "veke/", f"bestilling/{pk}/"]
    addresses += [f"bestilling/{pk}/{move}/" for move in REQUESTED_MOVES]
    addresses += OWN_PAGES
    found = look_at(page, portal, addresses)
    page.goto(f"{portal.url}/mine/bestilling/{pk}/")
    page.get_by_role("button", name="Godta bestillinga").click()
    found |= look_at(
        page, portal, [f"bestilling/{pk}/", f"bestilling/{pk}/formote/", f"bestilling/{pk}/formote-tid/"]
    )

    page.goto(f"{portal.url}/mine/bestilling/{pk}/formote/")
    page.get_by_role("button", name="Før inn formøtet").click()
    page.locator(".ds-error-summary:focus").wait_for()
    found["with errors"] = faults_of(page)

    assert {address: faults for address, faults in found.items() if faults} == {}


def look_at(page, portal, addresses):
    found = {}
    for address in addresses:
        page.goto(f"{portal.url}/mine/{address}")
        found[address] = faults_of(page)
    return found


def faults_of(page):
    """What axe, an HTML parser and a ruler find on the page."""
    parser = html5lib.HTMLParser()
    parser.parse(page.content())
    errors = [code for _at, code, _data in parser.errors]
    return violations_in_every_look(page) + errors + too_wide(page)
