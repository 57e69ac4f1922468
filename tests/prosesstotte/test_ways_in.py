"""Small ways in that many portals leave open: redirects out of the house, letter heads, old sessions."""

import re

import pytest
from django.core.mail import BadHeaderError
from django.urls import reverse

from prosesstotte import links, mail
from prosesstotte.models import OutgoingMail
from tests.factories import make_programme, make_user
from tools.models import Programme
from tools.models.programme import EDIT

pytestmark = pytest.mark.django_db
OUT = [
    "https://vond.example/", "//vond.example/", "///vond.example", "\\\\vond.example", "/\\vond.example",
    "http:vond.example", "https:///vond.example", "\t//vond.example", "http://[", "javascript:alert(1)",
    "https://testserver@vond.example/", "https://testserver.vond.example/",
]  # fmt: skip


def leads_out(response):
    """Whether a browser would go to another host, or run something."""
    return not re.match(
        r"(?![\s\\])(/(?![/\\])|$|\?|https?://testserver/)", response.headers.get("Location", "")
    )


def log_in(client, user, **more):
    client.post(reverse("account_login"), {"email": user.email, **more})
    text = OutgoingMail.objects.filter(to=user.email).latest("pk").text
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", text, re.MULTILINE)[1]
    return client.post(reverse("account_confirm_login_code"), {"code": code, "action": "verify", **more})


@pytest.mark.parametrize("address", OUT)
def test_no_next_leads_out_of_the_house(client, address):
    user = make_user()
    answers = [client.get("/admin/login/", {"next": address}), client.get("/mine/", {"next": address})]
    answers.append(log_in(client, user, next=address))
    answers.append(client.get(reverse("account_login"), {"next": address}))
    answers.append(client.get("/admin/login/", {"next": address}))
    answers.append(client.post(reverse("account_logout"), {"next": address}))

    assert [leads_out(answer) for answer in answers] == [False] * 6


@pytest.mark.parametrize("address", OUT)
def test_no_referer_leads_out_of_the_house(client, address):
    answers = [
        client.post(reverse("tools:collection_add"), {"metode": "x"}, headers={"Referer": address}),
        client.post(reverse("tools:collection_new"), {}, headers={"Referer": address}),
    ]

    assert [leads_out(answer) for answer in answers] == [False, False]


def test_a_session_gets_another_key_at_login_and_none_is_left_after_logout(client):
    client.post(reverse("bookings:call_me"), {"group_name": "Faggruppe", "title": "Møte"})
    client.get(reverse("account_login"))
    before = client.session.session_key
    log_in(client, make_user())
    inside = client.session.session_key
    client.post(reverse("account_logout"))

    assert len({before, inside}) == 2
    assert not client.session.exists(inside)


BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1c"]


@pytest.mark.parametrize("sign", BREAKS)
def test_a_line_break_in_what_people_write_makes_no_header(settings, sign):
    vond = f"Møte{sign}Bcc: vond@example.org{sign}{sign}Tekst"
    settings.SITE_NAME = vond

    context = {"code": "ABCD-2345", "site_name": vond}
    letter = mail.queue("account/login_code", to="kari@example.no", context=context)
    head = mail.as_message(letter).message().as_bytes().split(b"\n\n")[0]

    assert b"\nBcc" not in head
    assert len(letter.subject.splitlines()) == 1


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r"])
def test_a_line_break_in_an_address_is_refused(sign):
    letter = mail.queue("account/login_code", to="kari@example.no", context={"code": "ABCD-2345"})
    letter.to = f"kari@example.no{sign}Bcc: vond@example.org"

    with pytest.raises((BadHeaderError, ValueError)):
        mail.as_message(letter).message()


def test_a_token_is_found_by_its_hash_and_never_compared_sign_by_sign(django_assert_num_queries):
    programme = make_programme()
    token = programme.edit_token

    with django_assert_num_queries(1) as asked:
        links.resolve(EDIT, token[:-1] + ("a" if token[-1] != "a" else "b"), Programme)

    assert token[:-1] not in asked.captured_queries[0]["sql"]
