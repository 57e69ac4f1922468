"""Every address of the house, as everybody in the table of access: read, posted to, and with the methods that
nobody uses. What happens is what the table says, and nothing ever breaks."""

import time

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, reverse

from prosesstotte import access, roles
from prosesstotte.access import ADMINISTRATOR, ALL, COLLEAGUE, LINK, OWN, STRANGER
from tests.prosesstotte.addresses import TABLE
from tests.prosesstotte.house import House
from tests.prosesstotte.test_access import every_view, is_public

pytestmark = pytest.mark.django_db
ELSEWHERE = {  # what needs more than this house has, and where it is tried
    "oidc_start": "test_oidc.py",
    "oidc_callback": "test_oidc.py",
    "kept": "test_kept.py",
    "readyz": "test_state.py",
    "booking_file": "test_files.py",
    "booking_file_remove": "test_files.py",
    "booking_proposal": "test_proposals.py",
    "evaluation_poster": "test_evaluation.py",
    "evaluation_remove_text": "test_evaluation.py",
    "mine_absence_remove": "test_own_time.py",
    "referencegroups:round_archive": "test_round_archive.py",
}
TO_LOGIN = ("/logg-inn/?next=", "/admin/login/")
NEEDS_LOGIN = {name for name, view in every_view() if not is_public(view)}


ORIGIN = {"origin": "http://testserver"}  # as every browser says of a form on our own pages


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
        client = Client(headers=ORIGIN)
        if who in house.users:
            client.force_login(house.users[who])
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
            session["account_authentication_methods_user"] = str(house.users[who].pk)
            session.save()
        client.post(reverse("tools:collection_add"), {"metode": house.method.slug})
        if who == LINK:
            house.open_links(client)
        found[who] = Browser(headers=ORIGIN)
        found[who].cookies = client.cookies
    return found


def in_a_word(response, refusals=()):
    if response.headers.get("Location", "").startswith(TO_LOGIN):
        return "login"
    if response.status_code >= 500:
        return f"broken {response.status_code}"
    refused = response.status_code in {403, 404, *refusals} or response.headers.get("Location") == "/admin/"
    return "refused" if refused else "method" if response.status_code == 405 else "ok"


def expected(one, who, name, *, is_own):
    may = one.row.may[who]
    if may == ALL or (may == OWN and is_own):
        return "ok"
    needs_login = name.partition("#")[0] in NEEDS_LOGIN
    sent_away = who in {STRANGER, LINK} or one.row == access.ADMIN  # admin sends everybody to its own door
    return "login" if sent_away and needs_login else "refused"


def is_right(met, wanted):
    """Something was let through, where it should; else every method said no in the one way it should."""
    if wanted == "ok":
        return "ok" in met and not any(word.startswith("broken") for word in met)
    return set(met) - {"method"} == {wanted}


def columns(row):
    """Where all roles may do the same, the first and the last of them stand for those between."""
    logged_in = list(access.WHO)[2:]
    if len({row.may[who] for who in logged_in}) == 1:
        logged_in = [COLLEAGUE, ADMINISTRATOR]
    return [STRANGER, *([LINK] if row.may[LINK] != row.may[STRANGER] else []), *logged_in]


def tries(house):
    """(name, address in the table, who, own or not, URL) for all there is to try."""
    for name, one in TABLE.items():
        for who in columns(one.row):
            built = {}
            for is_own, build in ((False, one.other), (True, one.own)):
                if build:
                    built[reverse(name.partition("#")[0], args=build(house, who))] = is_own
            for url, is_own in built.items():
                yield name, one, who, is_own, url


def test_every_address_stands_in_the_table():
    named = {name for name, _view in every_view() if not name.startswith("admin:")}

    assert named - ELSEWHERE.keys() == {name.partition("#")[0] for name in TABLE}


def test_everybody_meets_what_the_table_says(caplog, db):
    caplog.set_level("CRITICAL")
    house = House()
    found = browsers(house)

    assert [*wrong_in_the_house(house, found), *wrong_in_admin(house, found)] == []


def wrong_in_the_house(house, found):
    for name, one, who, is_own, url in tries(house):
        cache.clear()
        data = one.data(house) if one.data else {}
        answers = [found[who].visit("GET", url, data), found[who].visit("POST", url, data)]
        met = [in_a_word(answer, one.refusals) for answer in answers]
        wanted = expected(one, who, name, is_own=is_own)
        if not is_right(met, wanted):
            yield f"{name} {who} {'own' if is_own else 'other'}: {met}, not {wanted}"


# --- Admin: what the roles' rights say -----------------------------------------------------------------


def wrong_in_admin(house, found):
    """The list and a row of each model: as everybody. The other addresses: no, to one without the right."""
    everybody = [STRANGER, COLLEAGUE, *access.STAFF]
    for own, name, url in admin_addresses(house):
        is_plain = name in {"changelist", "change"}
        without = [who for who in everybody if wanted_in_admin(own.model, who) == "refused"]
        for who in everybody if is_plain else without[:1]:
            wanted = wanted_in_admin(own.model, who)
            met = [in_a_word(found[who].visit(method, url)) for method in ["GET", "POST"][: 2 - is_plain]]
            if not is_right(met, wanted):
                yield f"admin {own.opts.label} {name} {who}: {met}, not {wanted}"


def wanted_in_admin(model, who):
    if who not in access.STAFF:
        return "login"
    rights = roles.BY_KEY[who].rights
    mine = {f"{model._meta.app_label}.{action}_{model._meta.model_name}" for action in ("view", "change")}
    return "ok" if who == ADMINISTRATOR or mine & set(rights) else "refused"


def admin_addresses(house):
    """(model's admin, what the address is for, URL) for all that take one row or none."""
    for model, own in admin.site._registry.items():
        for pattern in own.get_urls():
            names = getattr(pattern.pattern, "converters", {}).keys()
            row = row_of(house, model)
            if isinstance(pattern, URLPattern) and pattern.name and names <= {"object_id", "pk"} and row:
                url = reverse(f"admin:{pattern.name}", kwargs=dict.fromkeys(names, row))
                yield own, pattern.name.rpartition("_")[2], url


def row_of(house, model):
    """One that is there, and the owner's own where the walls stand between owners."""
    mine = house.worlds["min"].pks(model)
    return mine[0] if mine else model._base_manager.values_list("pk", flat=True).first()


# --- Methods that nobody uses ---------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_the_house_knows_three_methods(method):
    browser = Browser()
    addresses = ["/", "/mine/", "/admin/", "/logg-inn/", "/koyreplan/ny/", "/finst-ikkje/"]

    assert {browser.visit(method, address).status_code for address in addresses} == {405}
