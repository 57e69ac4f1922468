"""The house as its users meet it."""

import pytest

from tests.browser.test_every_page import violations

ADMIN_PAGES = [
    "/admin/", "/admin/prosesstotte/news/", "/admin/prosesstotte/news/add/", "/admin/prosesstotte/page/",
    "/admin/prosesstotte/teammember/", "/admin/prosesstotte/document/", "/admin/prosesstotte/servicearea/",
    "/admin/prosesstotte/outgoingmail/", "/admin/prosesstotte/event/", "/admin/prosesstotte/user/",
    "/admin/tools/method/", "/admin/tools/recipe/", "/admin/tools/synonym/",
    "/admin/referencegroups/referencegroup/", "/admin/referencegroups/lottery/",
    "/admin/referencegroups/lottery/add/", "/admin/referencegroups/lottery/1/change/",
    "/admin/referencegroups/lottery/filer/", "/admin/referencegroups/lottery/breidd/3/",
    "/admin/referencegroups/round/", "/admin/referencegroups/round/add/", "/admin/referencegroups/member/",
    "/admin/bookings/booking/", "/admin/prosesstotte/user/add/", "/admin/prosesstotte/document/add/",
    "/logg-inn/to-steg/", "/logg-inn/to-steg/totp/activate/", "/logg-inn/ut/", "/logg-inn/stengd/",
]  # fmt: skip


def test_a_newcomer_logs_in_with_the_code_and_out_again(page, portal):
    portal.log_in(page, "ny.kollega@example.no")

    page.wait_for_url("**/mine/")
    page.goto(portal.url)
    assert page.get_by_role("link", name="Mine").is_visible()


def test_login_pages_are_accessible(page, portal):
    page.goto(f"{portal.url}/logg-inn/")
    page.get_by_label("E-postadressa di").fill("ny.kollega@example.no")
    page.get_by_role("button", name="Send meg ein kode").click()
    page.wait_for_url("**/logg-inn/kode/**")

    assert violations(page) == []


def test_an_email_address_is_hidden_from_robots_and_shown_to_people(page, portal):
    source = page.request.get(f"{portal.url}/om/").text()
    assert "@example.no" not in source
    assert "mailto:" not in source

    page.goto(f"{portal.url}/om/")
    page.locator("main").get_by_role("button", name="e-post").first.click()

    page.get_by_role("link", name="@example.no").wait_for()


def test_filters_work_with_javascript_and_keep_the_focus(page, portal):
    page.goto(f"{portal.url}/metodar/")
    before = page.get_by_role("status").first.inner_text()

    box = page.get_by_label("Velje").first
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**steg=velje**")

    assert page.get_by_role("status").first.inner_text() != before
    assert page.evaluate("document.activeElement.value") == "velje"


def test_filters_work_without_javascript(chromium, portal):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal.url}/metodar/")

    page.get_by_label("Velje").first.check()
    page.get_by_role("button", name="Vis metodar").click()

    assert "steg=velje" in page.url
    context.close()


@pytest.fixture
def administrator(page, portal):
    portal.log_in(page, "admin@example.no")
    page.wait_for_url("**/mine/")
    return page


def test_admin_breaks_no_policy(administrator, portal):
    complaints = []
    administrator.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    for address in ADMIN_PAGES:
        assert administrator.goto(portal.url + address).status == 200, address

    assert complaints == []


def test_an_administrator_previews_markdown(administrator, portal):
    administrator.goto(f"{portal.url}/admin/prosesstotte/news/add/")
    administrator.locator("#id_body").fill("Hei **alle**")

    administrator.get_by_role("button", name="Førehandsvis").click()

    administrator.locator(".forhandsvis strong", has_text="alle").wait_for()


def test_what_was_typed_when_the_session_ended_stands_there_after_login(page, portal):
    portal.log_in(page, "ingrid@example.no")
    page.wait_for_url("**/mine/")
    page.goto(f"{portal.url}/metodar/idemyldring/erfaring/")
    page.locator("main textarea").first.fill("Vi var tjue,\nog «alle» snakka.")
    page.context.clear_cookies()

    page.locator("main").get_by_role("button").last.click()
    page.wait_for_url("**/logg-inn/**")
    portal.log_in_here(page, "ingrid@example.no")
    page.wait_for_url("**/metodar/idemyldring/erfaring/**")

    assert page.locator("main textarea").first.input_value() == "Vi var tjue,\nog «alle» snakka."
    assert page.get_by_text("Vi har teke vare på det du skreiv.").is_visible()
    assert violations(page) == []
