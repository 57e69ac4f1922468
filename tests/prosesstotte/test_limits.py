import pytest
from django.core.cache import cache
from django.test import RequestFactory

from prosesstotte import limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is set."""
    cache.clear()

    def stand_at(seconds):
        monkeypatch.setattr(limits, "time", lambda: seconds)

    stand_at(6_000.0)
    return stand_at


def ask(action="proposal", address="192.0.2.1"):
    return limits.within(RequestFactory().get("/", REMOTE_ADDR=address), action, most=2)


def test_so_many_are_let_through_and_no_more(clock):
    assert [ask(), ask(), ask()] == [True, True, False]


def test_another_visitor_another_action_and_another_minute_count_for_themselves(clock):
    ask()
    ask()

    assert ask(address="192.0.2.2")
    assert ask(action="other")
    clock(6_061.0)
    assert ask()


def test_no_address_lies_in_the_cache(clock):
    ask()

    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    assert "192.0.2.1" not in limits._key(request, "proposal", 0)
