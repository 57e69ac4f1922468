"""Login by a code: one page, one field, the same answer to everybody."""

import re

import pytest
from django.urls import reverse

from prosesstotte.models import OutgoingMail, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/logg-inn/", "/logg-inn/kode/"


@pytest.fixture(autouse=True)
def _domain(settings):
    settings.LOGIN_DOMAINS = ["kommune.example"]


def ask_for_code(client, email, **data):
    return client.post(ASK, {"email": email, **data}, follow=True)


def code_in_mail(email):
    text = OutgoingMail.objects.filter(to=email).latest("pk").text
    return re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", text, re.MULTILINE)[1]


def confirm(client, code, **data):
    return client.post(CONFIRM, {"code": code, "action": "verify", **data})


def is_logged_in(client):
    return "_auth_user_id" in client.session


def test_somebody_known_comes_in_with_the_code(client):
    make_user("kari@annan.example")

    ask_for_code(client, "kari@annan.example")
    confirm(client, code_in_mail("kari@annan.example"))

    assert is_logged_in(client)


def test_lower_case_code_is_as_good(client):
    make_user("kari@annan.example")

    ask_for_code(client, "kari@annan.example")
    confirm(client, code_in_mail("kari@annan.example").lower())

    assert is_logged_in(client)


def test_a_new_colleagues_account_is_made_when_the_code_is_confirmed(client):
    ask_for_code(client, "Ny@kommune.example")
    assert not User.objects.exists()

    confirm(client, code_in_mail("Ny@kommune.example"))

    assert list(User.objects.values_list("email", flat=True)) == ["ny@kommune.example"]
    assert is_logged_in(client)


def test_a_stranger_sees_the_same_page_and_gets_a_mail_that_says_why(client):
    make_user("kari@annan.example")
    known = ask_for_code(client, "kari@annan.example")
    client.logout()

    stranger = ask_for_code(client, "framand@ute.example")

    def without_secrets(page):
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|[\w]+@[\w.]+', "", page.text)

    assert without_secrets(stranger) == without_secrets(known)
    assert OutgoingMail.objects.get(to="framand@ute.example").kind == "account/unknown_account"


def test_somebody_deactivated_gets_no_code_even_from_an_allowed_domain(client):
    make_user("slutta@kommune.example", is_active=False)

    ask_for_code(client, "slutta@kommune.example")

    assert OutgoingMail.objects.get().kind == "account/unknown_account"


def test_a_wrong_code_is_refused_and_five_end_the_attempt(client):
    make_user("kari@annan.example")
    ask_for_code(client, "kari@annan.example")
    right = code_in_mail("kari@annan.example")

    for _ in range(5):
        confirm(client, "FEILKODE")
    confirm(client, right)

    assert not is_logged_in(client)


def test_the_subject_of_the_mail_holds_no_code(client):
    make_user("kari@annan.example")

    ask_for_code(client, "kari@annan.example")

    mail = OutgoingMail.objects.get()
    assert code_in_mail(mail.to) not in mail.subject


def test_login_returns_to_where_one_was_going_but_never_out_of_the_house(client):
    make_user("kari@annan.example")

    client.post(f"{ASK}?next=/om/", {"email": "kari@annan.example", "next": "/om/"})
    inside = confirm(client, code_in_mail("kari@annan.example"), next="/om/")
    client.logout()
    client.post(ASK, {"email": "kari@annan.example"})
    outside = confirm(client, code_in_mail("kari@annan.example"), next="https://vond.example/")

    assert inside.headers["Location"] == "/om/"
    assert outside.headers["Location"] == reverse("mine")


def test_an_empty_address_gets_a_sentence(client):
    response = client.post(ASK, {"email": ""})

    assert "Skriv e-postadressa di" in response.text
