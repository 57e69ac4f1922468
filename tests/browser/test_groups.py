"""A resident joins a reference group and looks after the own page, by e-mail links alone, in a browser."""

import pytest

from tests.browser.axe import too_wide, violations_in_every_look

GROUP = "/referansegrupper/framtidas-bibliotek/"


def secret_link(portal, email, name, seen=0):
    """The link of one purpose in the newest letter; the mail program has joined the lines again."""
    address = rf"(http://localhost:\d+/referansegrupper/{name}/[\w=\r\n-]+/)"
    found = portal.postbox.wait_for(email, address, seen)
    return found[1].replace("=\r\n", "").replace("=\n", "")


def wait_as_people_do(page):
    """Nobody fills in a form in less than two seconds; robots do."""
    page.wait_for_timeout(2_100)


def ask_to_join(page, portal, email):
    page.goto(portal.url + GROUP)
    page.get_by_role("link", name="Bli med", exact=True).click()
    page.get_by_label("E-postadressa di").fill(email)
    wait_as_people_do(page)
    page.get_by_role("button", name="Send meg lenkja").click()
    page.get_by_role("heading", name="Sjå i e-posten din").wait_for()


def confirm(page, portal, email):
    page.goto(secret_link(portal, email, "stadfest"))
    page.get_by_label("Innbyggar").check()
    page.get_by_label("Eg er minst 16 år").check()
    page.get_by_label("Fornamn").fill("Solveig")
    page.get_by_label("Å vere med og bli spurd").check()
    page.get_by_role("button", name="Stadfest og send").click()
    page.get_by_role("heading", name="Takk, adressa er stadfesta").wait_for()


def open_my_page(page, portal, email):
    seen = len(portal.postbox.letters)
    page.goto(f"{portal.url}/referansegrupper/ny-lenkje/")
    page.get_by_label("E-postadressa di").fill(email)
    wait_as_people_do(page)
    page.get_by_role("button", name="Send meg lenkja").click()
    page.goto(secret_link(portal, email, "mi-side", seen))
    page.get_by_role("button", name="Opne sida mi").click()
    page.get_by_role("heading", name="Sida di").wait_for()


@pytest.mark.parametrize(
    ("javascript", "width", "who"),
    [(True, 1280, "med"), (False, 390, "utan")],
    ids=["with-javascript", "without-javascript-at-390"],
)
def test_from_the_poster_to_erased(chromium, portal, javascript, width, who):
    email = f"{who}.medlem@example.org"
    context = chromium.new_context(
        java_script_enabled=javascript, viewport={"width": width, "height": 900}, locale="nn-NO"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()

    ask_to_join(page, portal, email)
    confirm(page, portal, email)
    open_my_page(page, portal, email)
    page.get_by_role("link", name="Rett opplysningane").click()
    page.get_by_label("Fornamn").fill("Synnøve")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Endringa er lagra.").wait_for()
    page.get_by_role("button", name="Ja : SMS").or_(page.get_by_role("button", name="Ja: SMS")).click()
    page.get_by_text("Takk. Samtykket er lagra.").wait_for()
    page.get_by_role("link", name="Slett alt om meg").click()
    page.get_by_role("button", name="Ja, slett alt om meg").click()
    page.get_by_role("heading", name="Alt om deg er sletta").wait_for()
    page.goto(f"{portal.url}/referansegrupper/mi-side/")
    page.get_by_role("heading", name="Lenkja verkar ikkje lenger").wait_for()

    assert [cookie["name"] for cookie in context.cookies() if cookie["name"] == "sessionid"] == []
    context.close()


def test_the_address_bar_never_keeps_a_token(page, portal):
    ask_to_join(page, portal, "adresse@example.org")

    page.goto(secret_link(portal, "adresse@example.org", "stadfest"))

    assert page.url == f"{portal.url}/referansegrupper/stadfest/"


def test_leaving_by_keyboard_alone(page, portal):
    email = "tastatur@example.org"
    ask_to_join(page, portal, email)
    confirm(page, portal, email)
    page.goto(secret_link(portal, email, "slutt"))
    page.get_by_role("button", name="Ja, eg vil slutte").focus()

    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Du er ute av gruppa").wait_for()


def test_axe_finds_nothing_behind_the_links_in_any_look(page, portal):
    email = "axe@example.org"
    found = {}

    def look(name):
        found[name] = violations_in_every_look(page) + too_wide(page)

    page.goto(f"{portal.url}{GROUP}bli-med/")
    page.get_by_role("button", name="Send meg lenkja").click()
    look("join with errors")
    ask_to_join(page, portal, email)
    page.goto(secret_link(portal, email, "stadfest"))
    page.get_by_role("button", name="Stadfest og send").click()
    look("confirm with errors")
    confirm(page, portal, email)
    open_my_page(page, portal, email)
    look("my page")
    for address in ["mi-side/rett/", "mi-side/slett/", "slutt/"]:
        page.goto(f"{portal.url}/referansegrupper/{address}")
        look(address)
    page.goto(secret_link(portal, email, "slutt"))
    look("leave")
    page.goto(secret_link(portal, email, "e-post"))
    look("stop mail")

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_owners_pages_in_admin_break_no_policy(page, portal):
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    portal.log_in(page, "kommunalsjef@example.no")
    page.wait_for_url("**/mine/**")
    page.goto(f"{portal.url}/admin/referencegroups/referencegroup/")
    page.get_by_role("link", name="Å bli gammal heime").click()
    page.get_by_role("link", name="Inviter frå ei liste").click()
    page.get_by_label("Lim inn").fill("ny.i.gruppa@example.org\nikkje ei adresse")
    page.get_by_role("button", name="Sjå over lista").click()
    page.get_by_role("button", name="Send invitasjonane").click()
    page.get_by_text("1 invitasjon er send.").wait_for()

    assert complaints == []
    assert secret_link(portal, "ny.i.gruppa@example.org", "stadfest")
