"""Links without an account: scanners change nothing, guessing is hopeless, nothing leaks."""

import logging
import re

import pytest
from django.core import serializers
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from prosesstotte.logs import HideTokens
from prosesstotte.models import Link, OutgoingMail
from referencegroups import actions, secret_links, upkeep
from referencegroups.choices import MailPause, Purpose, State
from referencegroups.models import ConsentEvent, DoNotInvite, Member, Membership
from tests.factories import make_user
from tests.referencegroups.factories import (
    current_text,
    make_consent_text,
    make_group,
    make_member,
    make_membership,
)
from tests.referencegroups.post import as_sent, letters, links

pytestmark = pytest.mark.django_db
KARI = "kari@example.org"
GUESS = "a" * 32


@pytest.fixture(autouse=True)
def _fresh_limits():
    call_command("createcachetable", verbosity=0)
    cache.clear()


@pytest.fixture
def membership():
    for purpose in Purpose:
        current_text(purpose)
    membership = make_membership(member=make_member(KARI, first_name="Kari", last_name="Fjord"))
    secret_links.stand(membership)
    return membership


def path_of(kind, row):
    return secret_links.path_for(kind, row)


def everything():
    """All rows that a link could change."""
    models = [Member, Membership, ConsentEvent, DoNotInvite, Link, OutgoingMail]
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def every_kind_of_letter(membership):
    """Letters with every link we send: renewal, own page, new wording, invitation, request."""
    actions.ask_to_renew(membership=membership)
    actions.joining.letters.send_my_page(membership.member)
    make_consent_text(Purpose.MEMBERSHIP)
    upkeep.ask_about_new_wording()
    actions.invite(by=make_user(), group=make_group(), email="per@example.org")
    actions.ask_to_join(group=make_group(), email="ola@example.org")
    return letters()


def test_a_scanner_that_follows_every_link_in_every_letter_changes_nothing(client, membership):
    paths = [path for letter in every_kind_of_letter(membership) for path in links(letter)]
    before = everything()

    for path in paths:
        client.get(path, follow=True)
        client.head(path)

    assert {path.split("/")[2] for path in paths} >= {
        "stadfest", "slutt", "forny", "samtykke", "mi-side", "e-post",
    }  # fmt: skip
    assert everything() == before


def test_the_address_in_the_letter_reads_nothing_and_leads_to_one_without_the_token(client, membership):
    path = path_of(secret_links.LEAVE, membership)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)

    assert (response.status_code, response.headers["Location"]) == (302, "/referansegrupper/slutt/")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert [query["sql"] for query in queries if "referencegroups" in query["sql"]] == []


@pytest.mark.parametrize("kind", secret_links.KINDS.values(), ids=list(secret_links.KINDS))
def test_every_page_behind_a_link_is_quiet(client, membership, kind):
    row = membership.member if kind.model is Member else membership
    if kind is secret_links.CONFIRM:
        row = make_membership(state=State.INVITED)
        secret_links.stand_invitation(row)
    response = client.get(path_of(kind, row), follow=True)

    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "sessionid" not in client.cookies


def test_the_cookie_is_short_and_out_of_reach_for_scripts(client, membership):
    client.get(path_of(secret_links.LEAVE, membership))

    cookie = client.cookies[secret_links.LEAVE.purpose]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (1800, True, "Lax")
    assert cookie["path"] == "/referansegrupper/"


def test_a_cookie_that_somebody_wrote_is_not_believed(client, membership):
    client.cookies[secret_links.LEAVE.purpose] = path_of(secret_links.LEAVE, membership).split("/")[-2]

    assert client.get("/referansegrupper/slutt/").status_code == 404


def test_a_link_opens_its_own_purpose_and_no_other(client, membership):
    token = path_of(secret_links.LEAVE, membership).split("/")[-2]

    for name in ["stadfest", "forny", "samtykke", "mi-side", "e-post"]:
        assert client.get(f"/referansegrupper/{name}/{token}/", follow=True).status_code == 404


def test_tokens_are_kept_hashed_and_have_at_least_128_random_bits(membership):
    tokens = [path_of(kind, membership).split("/")[-2] for kind in (secret_links.LEAVE, secret_links.RENEW)]

    assert all(len(token) * 6 >= 128 for token in tokens)
    rows = serializers.serialize("json", Link.objects.all())
    assert not any(token in rows for token in tokens)


def test_no_letter_in_the_database_holds_a_token(membership):
    every_kind_of_letter(membership)
    sent = " ".join(as_sent(letter).body for letter in letters())
    tokens = set(re.findall(r"/([\w-]{20,})/", sent))

    kept = serializers.serialize("json", OutgoingMail.objects.all())
    assert len(tokens) >= 6
    assert [token for token in tokens if token in kept] == []


# --- Guessing ----------------------------------------------------------------------------------


def test_guessing_is_slowed_down_and_then_right_ones_wait_too(client, membership):
    codes = [client.get(f"/referansegrupper/slutt/{GUESS}/", follow=True).status_code for _ in range(31)]

    assert (codes[0], codes[28], codes[30]) == (404, 404, 429)
    assert client.get(path_of(secret_links.LEAVE, membership), follow=True).status_code == 429


def test_right_links_are_never_counted(client, membership):
    path = path_of(secret_links.LEAVE, membership)

    assert {client.get(path, follow=True).status_code for _ in range(40)} == {200}


def test_a_mail_program_that_guesses_is_slowed_down_too(client):
    codes = [client.post(f"/referansegrupper/e-post/{GUESS}/").status_code for _ in range(31)]

    assert (codes[0], codes[30]) == (404, 429)


def test_the_log_has_no_token():
    record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (f"/slutt/{GUESS}/",), None)

    HideTokens().filter(record)

    assert record.getMessage() == "Not Found: /slutt/…/"


# --- Leaving, and no more mail -------------------------------------------------------------------


def test_leaving_is_one_button_and_needs_no_reason(client, membership):
    page = client.get(path_of(secret_links.LEAVE, membership), follow=True)
    assert page.text.split("<main")[1].split("<footer")[0].count("<button") == 1
    assert "<textarea" not in page.text

    done = client.post("/referansegrupper/slutt/")

    membership.refresh_from_db()
    assert (done.status_code, membership.state, membership.end_reason) == (200, State.ENDED, "withdrew")


def test_the_link_to_leave_is_the_same_in_every_letter_and_never_expires(client, membership):
    first = path_of(secret_links.LEAVE, membership)
    Link.objects.update(created_at=timezone.now().replace(year=2020))
    every_kind_of_letter(membership)

    assert path_of(secret_links.LEAVE, membership) == first
    assert client.get(first, follow=True).status_code == 200


def test_leaving_twice_is_told_the_same(client, membership):
    client.get(path_of(secret_links.LEAVE, membership))
    client.post("/referansegrupper/slutt/")
    client.get(path_of(secret_links.LEAVE, membership))

    assert client.post("/referansegrupper/slutt/").status_code == 200
    assert len(letters(KARI, "left")) == 1


def test_a_letter_can_be_stopped_by_one_click_in_the_mail_program(client, membership):
    actions.ask_to_renew(membership=membership)
    message = as_sent(letters(KARI)[-1])

    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    response = client.post(
        address.removeprefix("http://localhost:8000"),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    membership.member.refresh_from_db()
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (response.status_code, membership.member.mail_pause) == (200, MailPause.ASKED)
    membership.refresh_from_db()
    assert membership.state == State.ACTIVE


def test_mail_on_pause_sends_only_what_is_asked_for(membership):
    actions.stop_mail(member=membership.member)

    actions.ask_to_renew(membership=membership)
    assert letters(KARI) == []
    assert not Membership.objects.askable().exists()
    actions.joining.letters.send_my_page(membership.member)
    assert len(letters(KARI)) == 1


def test_a_letter_has_a_plain_part_and_loads_nothing(membership):
    actions.ask_to_renew(membership=membership)
    message = as_sent(letters(KARI)[-1])

    html = message.alternatives[0][0]
    assert "/referansegrupper/forny/" in message.body
    assert "/~" not in message.body + html
    assert not re.search(r"<(img|link|script)", html)


# --- A new link ------------------------------------------------------------------------------------


@pytest.mark.parametrize("email", [KARI, "ukjend@example.org"])
def test_asking_for_a_new_link_always_says_the_same(client, membership, email):
    from referencegroups.forms import bots

    opened = bots.stamp(timezone.now().timestamp() - 10)
    response = client.post("/referansegrupper/ny-lenkje/", {"email": email, "opened": opened}, follow=True)

    assert response.redirect_chain == [("/referansegrupper/ny-lenkje/send/", 302)]
    assert "Sjå i e-posten din" in response.text
    assert [letter.to for letter in letters()] == ([KARI] if email == KARI else [])


def test_asking_for_new_links_is_rate_limited(client, membership):
    from referencegroups.forms import bots

    opened = bots.stamp(timezone.now().timestamp() - 10)
    for _ in range(8):
        client.post("/referansegrupper/ny-lenkje/", {"email": KARI, "opened": opened})

    assert len(letters(KARI)) == 5


def test_a_link_that_was_forwarded_shows_nothing_personal(client, membership):
    for kind, row in [
        (secret_links.LEAVE, membership),
        (secret_links.RENEW, membership),
        (secret_links.STOP_MAIL, membership),
        (secret_links.CONSENT, membership),
        (secret_links.MY_PAGE, membership.member),
    ]:
        page = client.get(path_of(kind, row), follow=True).text
        assert "Kari" not in page
        assert KARI not in page


def test_when_the_secret_key_is_changed_old_letters_and_new_ones_open(client, membership, settings):
    old = path_of(secret_links.LEAVE, membership)
    settings.SECRET_KEY = "another key, for this test alone, and long enough for every check"

    new = path_of(secret_links.LEAVE, membership)

    assert old != new
    assert [client.get(path, follow=True).status_code for path in (old, new)] == [200, 200]
