"""allauth's pages in our house: ours in look and words, and markup without a mistake."""

import re

import html5lib
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.urls import reverse

from prosesstotte.models import OutgoingMail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = make_user("ada@example.no")
    client.force_login(user)
    return user


def check(response, heading):
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    assert f"<h1>{heading}</h1>" in text
    assert "style=" not in text
    assert "Team prosesstøtte" in text


def give_second_factor(user):
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def test_the_login_page_asks_for_an_address(client):
    response = client.get(reverse("account_login"))

    check(response, "Logg inn")
    assert 'type="email"' in response.text


def test_a_bad_address_gets_a_summary_and_the_word_error_in_the_title(client):
    response = client.post(reverse("account_login"), {"email": "ada"})

    check(response, "Logg inn")
    assert "<title>Feil: Logg inn" in response.text
    assert 'href="#id_email"' in response.text


@pytest.mark.parametrize("email", ["\0", "a\0@example.no", "x" * 10_000])
def test_a_broken_address_is_refused_and_shown_again(client, email):
    check(client.post(reverse("account_login"), {"email": email}), "Logg inn")


def test_the_code_page_says_where_the_code_went(client, person):
    client.logout()

    response = client.post(reverse("account_login"), {"email": person.email}, follow=True)

    check(response, "Skriv koden")
    assert person.email in response.text


def test_a_wrong_code_is_said_in_nynorsk(client, person):
    client.logout()
    client.post(reverse("account_login"), {"email": person.email})

    response = client.post(reverse("account_confirm_login_code"), {"code": "feil"})

    check(response, "Skriv koden")
    assert "Koden er ikkje rett" in response.text


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_logout", "Logg ut"),
        ("account_inactive", "Tilgangen er stengd"),
        ("mfa_index", "Innlogging i to steg"),
        ("mfa_activate_totp", "Slå på innlogging i to steg"),
        ("mfa_add_webauthn", "Legg til ein tilgangsnøkkel"),
        ("mfa_list_webauthn", "Tilgangsnøklar"),
    ],
)
def test_the_pages_of_somebody_with_one_factor(client, person, name, heading):
    check(client.get(reverse(name)), heading)


@pytest.mark.parametrize(
    "name", ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
)
def test_what_guards_the_second_factor_asks_for_it_first(client, person, name):
    give_second_factor(person)

    response = client.get(reverse(name), follow=True)

    check(response, "Stadfest at det er deg")


def test_a_wrong_code_from_the_app_is_refused_in_nynorsk(client, person):
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    check(response, "Slå på innlogging i to steg")
    assert "Koden er ikkje rett" in response.text


def test_the_pages_of_a_confirmed_second_factor(client, person):
    give_second_factor(person)
    codes = RecoveryCodes(person.authenticator_set.get(type="recovery_codes")).get_unused_codes()

    client.post(reverse("mfa_reauthenticate"), {"code": codes[0]})

    check(client.get(reverse("mfa_index")), "Innlogging i to steg")
    check(client.get(reverse("mfa_deactivate_totp")), "Slå av innlogging i to steg")
    check(client.get(reverse("mfa_view_recovery_codes")), "Reservekodar")
    check(client.get(reverse("mfa_generate_recovery_codes")), "Lag nye reservekodar")


def test_nobody_reaches_the_key_of_another(client, person):
    give_second_factor(person)
    codes = RecoveryCodes(person.authenticator_set.get(type="recovery_codes")).get_unused_codes()
    theirs = Authenticator.objects.create(user=make_user(), type="webauthn", data={"name": "Nøkkel"})
    client.post(reverse("mfa_reauthenticate"), {"code": codes[0]})

    assert client.get(reverse("mfa_edit_webauthn", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_the_second_step_of_logging_in(client, person):
    give_second_factor(person)
    client.logout()
    client.post(reverse("account_login"), {"email": person.email})
    code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b", OutgoingMail.objects.latest("pk").text)[0]

    response = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)

    check(response, "Vis at det er deg")


def test_the_house_is_named_on_allauths_pages_too(client):
    assert f'href="tel:{settings.SITE_PHONE.replace(" ", "")}"' in client.get(reverse("account_login")).text
