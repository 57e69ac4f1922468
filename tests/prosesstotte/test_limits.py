import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from prosesstotte import limits
from prosesstotte.limits import LIMITS, Limit
from prosesstotte.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is set, and limits of two a minute."""
    cache.clear()
    monkeypatch.setitem(LIMITS, "proposal", Limit(2))
    monkeypatch.setitem(LIMITS, "paper", Limit(2))

    def stand_at(seconds):
        monkeypatch.setattr(limits, "time", lambda: seconds)

    stand_at(6_000.0)
    return stand_at


def ask(action="proposal", address="192.0.2.1"):
    return limits.within(RequestFactory().get("/", REMOTE_ADDR=address), action)


def test_so_many_are_let_through_and_no_more(clock):
    assert [ask(), ask(), ask()] == [True, True, False]


def test_another_visitor_another_action_and_another_minute_count_for_themselves(clock):
    ask()
    ask()

    assert ask(address="192.0.2.2")
    assert ask(action="paper")
    clock(6_061.0)
    assert ask()


def test_no_address_is_stored(clock):
    ask()

    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    assert "192.0.2.1" not in limits._key(request, "proposal")


def test_asking_whether_it_is_too_often_is_not_counted(clock):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")

    asked = [limits.is_over(request, "proposal") for _ in range(5)]
    ask()
    ask()

    assert asked == [False] * 5
    assert limits.is_over(request, "proposal")


# --- Where a request comes from --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "passed", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # nobody stands before us: what the visitor wrote counts for nothing
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),  # the visitor wrote the first one
        (2, "10.9.9.9, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),  # it has come past one of them
        (1, "", "192.0.2.1"),
        (1, "tull, <b>", "192.0.2.1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "[2001:db8:1:2:aaaa::1]:4711", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:bbbb::2", "2001:db8:1:2::"),  # the same home as the one above
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, passed, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": passed})

    assert limits.address_of(request) == address


def test_a_server_on_a_socket_has_no_address_and_still_answers():
    assert limits.address_of(RequestFactory().get("/", REMOTE_ADDR="")) == limits.UNKNOWN


def test_a_new_forwarded_address_for_each_try_opens_nothing(settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "3/m/ip"}
    for number in range(4):
        email, forged = f"ein{number}@annan.example", f"10.0.0.{number}"
        Client().post("/logg-inn/", {"email": email}, headers={"X-Forwarded-For": forged})

    assert OutgoingMail.objects.count() == 3


# --- Every limit in the table is in force -----------------------------------------------------------

BRIEF = "foremal=idemyldring&n=12&start=09.00&slutt=12.00&form=rom&kjende=ja&usemje=0&leiar=1&leiarar=1"
WHERE = {
    "proposal": ("get", f"/koyreplan/forslag/?{BRIEF}"),
    "new_programme": ("post", "/koyreplan/lag/metodar/"),
    "programme_change": ("post", "/koyreplan/plan/ingen/endring/flytt/"),
    "paper": ("get", "/koyreplan/les/ingen/plan.pdf"),
    "collection_link": ("post", "/metodar/samling/lenkje/"),
    "booking_form": ("post", "/bestill/behov/"),
    "wrong_link": ("get", "/koyreplan/plan/ingen/"),
    "csp_report": ("post", "/csp-rapport/"),
}  # fmt: skip
ELSEWHERE = {
    "kept": "test_kept.py",
    "collection_paper": "test_collections.py",
    "booking_file": "test_files.py",
    "booking_message": "test_files.py",
    "evaluation": "test_evaluation.py",
    "oidc": "test_oidc.py",
    "calendar_feed": "test_feed.py",
}


def test_every_limit_is_tried():
    assert WHERE.keys() | ELSEWHERE.keys() == LIMITS.keys()


@pytest.mark.parametrize("action", WHERE)
def test_the_third_time_is_refused_when_two_are_allowed(client, clock, monkeypatch, action):
    monkeypatch.setitem(LIMITS, action, Limit(2))
    method, address = WHERE[action]

    statuses = [getattr(client, method)(address).status_code for _ in range(3)]

    assert [status == 429 for status in statuses] == [False, False, True]


@pytest.mark.parametrize("address", ["/referansegrupper/slutt/", "/referansegrupper/svar/"])
def test_guessing_at_members_links_is_counted_too(client, clock, monkeypatch, address):
    monkeypatch.setitem(LIMITS, "wrong_link", Limit(2))

    for _ in range(3):
        client.get(f"{address}{'x' * 32}/", follow=True)

    assert limits.is_over(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1"), "wrong_link")
