"""The second step with a passkey: a real browser, and a key that answers as one on a machine does."""

import pytest

VIRTUAL_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def key(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL_KEY})["authenticatorId"]


def test_a_passkey_is_added_and_then_opens_the_door(portal, page, key):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    portal.log_in(page, "nokkel@example.no")
    page.wait_for_url("**/mine/")
    page.goto(f"{portal.url}/logg-inn/to-steg/")

    page.get_by_role("link", name="Legg til ein nøkkel").click()
    page.get_by_label("Namn på nøkkelen").fill("Jobbmaskina")
    page.get_by_role("button", name="Legg til nøkkelen").click()
    page.wait_for_url(lambda address: "webauthn" not in address)
    page.goto(f"{portal.url}/logg-inn/ut/")
    page.get_by_role("button", name="Logg ut").click()
    page.wait_for_url(f"{portal.url}/")
    portal.log_in(page, "nokkel@example.no")
    page.get_by_role("button", name="Bruk tilgangsnøkkelen").click()

    page.wait_for_url("**/mine/")
    assert [text for text in said if "Content Security Policy" in text] == []
