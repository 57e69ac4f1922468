"""Login by a code: one page, one field, the same answer to everybody."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prosesstotte.models import OutgoingMail, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/logg-inn/", "/logg-inn/kode/"


@pytest.fixture(autouse=True)
def _domain(settings):
    settings.LOGIN_DOMAINS = ["kommune.example"]
    cache.clear()  # what was counted by another test


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


# --- One code, one time, one browser ----------------------------------------------------------------


def test_a_code_works_once(client):
    make_user("kari@annan.example")
    ask_for_code(client, "kari@annan.example")
    code = code_in_mail("kari@annan.example")
    confirm(client, code)
    client.logout()

    confirm(client, code)

    assert not is_logged_in(client)


def test_a_code_works_only_in_the_browser_that_asked_for_it(client):
    make_user("kari@annan.example")
    ask_for_code(client, "kari@annan.example")
    other = Client()
    ask_for_code(other, "ola@annan.example")

    confirm(other, code_in_mail("kari@annan.example"))

    assert not is_logged_in(other)


def test_a_code_that_is_too_old_does_not_work(client, settings):
    make_user("kari@annan.example")
    ask_for_code(client, "kari@annan.example")
    assert settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT <= 15 * 60

    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 0
    confirm(client, code_in_mail("kari@annan.example"))

    assert not is_logged_in(client)


# --- Nothing tells a known address from a strange one ------------------------------------------------


def test_known_and_strange_addresses_cost_the_same_work(client):
    make_user("kari@annan.example")
    make_user("slutta@kommune.example", is_active=False)
    ask_for_code(client, "varm@ute.example")  # what a process reads only once

    costs = {}
    for email in [
        "kari@annan.example",
        "ny@kommune.example",
        "slutta@kommune.example",
        "framand@ute.example",
    ]:
        with CaptureQueriesContext(connection) as queries:
            Client().post(ASK, {"email": email})
        costs[email] = len(queries)

    assert len(set(costs.values())) == 1, costs


def test_a_wrong_code_is_answered_alike_for_known_and_strange_addresses():
    make_user("kari@annan.example")
    pages = []
    for email in ["kari@annan.example", "framand@ute.example"]:
        browser = Client()
        ask_for_code(browser, email)
        text = confirm(browser, "FEILKODE").text
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"|[\w]+@[\w.]+', "", text))

    assert pages[0] == pages[1]


# --- How often ---------------------------------------------------------------------------------------


def test_a_mailbox_is_not_filled_and_all_processes_count_together():
    make_user("kari@annan.example")

    answers = [Client().post(ASK, {"email": "kari@annan.example"}) for _ in range(5)]

    assert OutgoingMail.objects.filter(to="kari@annan.example").count() == 3
    assert "Det vart for mange forsøk" in answers[-1].text
    with connection.cursor() as cursor:  # in the database, where every process reads
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%request_login_code%'")
        assert cursor.fetchone()[0] > 0


# --- A closed account --------------------------------------------------------------------------------


def test_who_is_closed_out_meets_a_calm_page_at_the_next_click(client):
    user = make_user("kari@annan.example")
    client.force_login(user)
    assert client.get(reverse("mine")).status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False)
    page = client.get("/metodar/", follow=True)

    assert page.redirect_chain == [(reverse("account_inactive"), 302)]
    assert "Tilgangen er stengd" in page.text
    assert not is_logged_in(client)
    assert client.get("/metodar/").status_code == 200


def test_an_administrator_closes_an_account_with_its_sessions_in_one_save(client):
    user = make_user("kari@annan.example")
    client.force_login(user)
    admin = Client()
    admin.force_login(make_user(is_staff=True, is_superuser=True))
    address = reverse("admin:prosesstotte_user_change", args=[user.pk])

    admin.post(address, {"email": user.email, "name": "Kari", "phone": ""})

    assert client.get(reverse("mine"), follow=True).redirect_chain[0][0] == reverse("account_inactive")


def test_somebody_with_rights_to_users_cannot_become_an_administrator_through_them(client):
    chief = make_user("sjef@kommune.example", is_staff=True, is_superuser=True)
    helper = make_user(is_staff=True)
    helper.user_permissions.set(
        Permission.objects.filter(codename__in=["change_user", "view_user", "delete_user"])
    )
    client.force_login(helper)
    address = reverse("admin:prosesstotte_user_change", args=[chief.pk])

    written = client.post(address, {"email": "helper@ute.example", "name": "Eg", "is_active": "on"})
    deleted = client.post(reverse("admin:prosesstotte_user_delete", args=[chief.pk]), {"post": "yes"})

    assert (written.status_code, deleted.status_code) == (403, 403)
    assert User.objects.get(pk=chief.pk).email == "sjef@kommune.example"
