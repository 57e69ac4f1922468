"""Twenty people press «Send» at the same moment, through the pages."""

from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from bookings.models import Booking, Commitment
from tests.bookings.factories import NOW, make_leader
from tests.bookings.test_order_pages import CHECK, TIME, fill_in, key_on, log_in, need_answers
from tests.bookings.test_race import at_once
from tests.factories import make_area

pytestmark = pytest.mark.django_db(transaction=True)


def ready_to_send(number, area):
    """Somebody who has filled in everything; the job that presses the button."""
    client = Client()
    log_in(client)
    fill_in(client, need=need_answers(area=area, title=f"Samling nummer {number}"))
    key = key_on(client.get(CHECK))
    return lambda: client.post(CHECK, {"key": key})


def test_one_gets_the_time_and_nineteen_get_other_times_with_everything_kept(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    make_leader()
    area = make_area()

    answers = at_once(*[ready_to_send(number, area) for number in range(20)])

    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: 19}
    losers = [(number, answer.text) for number, answer in enumerate(answers) if answer.status_code == 409]
    assert all(f"Samling nummer {number}" in page and f"{TIME}?" in page for number, page in losers)
    assert Booking.objects.count() == 1
    assert Commitment.objects.count() == 2
