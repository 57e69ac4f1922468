"""Every address of the house, as everybody in the table of access: read, posted to, and with the methods that
nobody uses. What happens is what the table says, and nothing ever breaks."""

import time

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from prosesstotte import access
from prosesstotte.access import ALL, LINK, OWN, STRANGER
from tests.prosesstotte.addresses import TABLE
from tests.prosesstotte.house import House
from tests.prosesstotte.test_access import every_view, is_public

pytestmark = pytest.mark.django_db
BEHIND_A_PROVIDER = {"oidc_start", "oidc_callback"}  # there is none here: tests/prosesstotte/test_oidc.py
TO_LOGIN = ("/logg-inn/?next=", "/admin/login/")
NEEDS_LOGIN = {name for name, view in every_view() if not is_public(view)}


class Browser(RequestFactory):
    """A client without the copying of contexts that makes Django's own slow. It remembers no new cookies."""

    handler = ClientHandler(enforce_csrf_checks=False)

    def visit(self, method, address, data=None):
        """The answer; whatever it changed is undone."""
        asked = {"GET": self.get, "POST": self.post}.get(method)
        environ = asked(address, data) if asked else self.generic(method, address)
        with transaction.atomic():
            response = self.handler(environ)
            transaction.set_rollback(True)
        return response

    def request(self, **request):
        return self._base_environ(**request)


def browsers(house):
    """One for each column of the table. Those who log in have just shown their second factor."""
    found = {}
    for who in access.WHO:
        client = Client()
        if who in house.users:
            client.force_login(house.users[who])
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
            session["account_authentication_methods_user"] = str(house.users[who].pk)
            session.save()
        client.post(reverse("tools:collection_add"), {"metode": house.method.slug})
        if who == LINK:
            house.open_links(client)
        found[who] = Browser()
        found[who].cookies = client.cookies
    return found


def in_a_word(response, refusals=()):
    if response.status_code == 302 and response.headers["Location"].startswith(
        ("/logg-inn/?next=", "/admin/login")
    ):
        return "login"
    if response.status_code >= 500:
        return f"broken {response.status_code}"
    refused = response.status_code in {403, 404, *refusals}
    return "refused" if refused else "method" if response.status_code == 405 else "ok"


def expected(one, who, name, *, is_own):
    may = one.row.may[who]
    if may == ALL or (may == OWN and is_own):
        return "ok"
    needs_login = name.partition("#")[0] in NEEDS_LOGIN
    return "login" if who in {STRANGER, LINK} and needs_login else "refused"


def is_right(met, wanted):
    """Something was let through, where it should; else every method said no in the one way it should."""
    if wanted == "ok":
        return "ok" in met and not any(word.startswith("broken") for word in met)
    return set(met) - {"method"} == {wanted}


def tries(house):
    """(name, address in the table, who, own or not, URL) for everything there is to try."""
    for name, one in TABLE.items():
        for who in access.WHO:
            for is_own, build in ((True, one.own), (False, one.other)):
                if build:
                    yield name, one, who, is_own, reverse(name.partition("#")[0], args=build(house, who))


def test_every_address_stands_in_the_table():
    named = {name for name, _view in every_view() if not name.startswith("admin:")}

    assert named - BEHIND_A_PROVIDER == {name.partition("#")[0] for name in TABLE}


def test_everybody_meets_what_the_table_says(caplog):
    caplog.set_level("CRITICAL")
    house = House()
    found, wrong = browsers(house), []
    for name, one, who, is_own, url in tries(house):
        cache.clear()
        data = one.data(house) if one.data else {}
        answers = [found[who].visit("GET", url), found[who].visit("POST", url, data)]
        met = [in_a_word(answer, one.refusals) for answer in answers]
        wanted = expected(one, who, name, is_own=is_own)
        if not is_right(met, wanted):
            wrong.append(f"{name} {who} {'own' if is_own else 'other'}: {met}, not {wanted}")

    assert wrong == []
