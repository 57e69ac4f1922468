"""The waiting list: the first who fits is offered the time, and nobody else can take it meanwhile."""

import pytest

from bookings import actions
from bookings.models import Offer
from tests.bookings.factories import NOW, make_leader, oslo
from tests.bookings.waiting_factories import DEADLINE, make_absent, make_waiting

pytestmark = pytest.mark.django_db


def sweep(at=NOW):
    actions.sweep_waiting_list(at)
    return list(Offer.objects.values_list("entry_id", "outcome", "expires_at"))


def test_the_first_who_waits_is_offered_what_is_free():
    leader = make_leader()
    away = make_absent(leader)
    first, second = make_waiting(minutes=360), make_waiting(minutes=360)
    assert sweep() == []

    away.delete()

    assert sweep() == [(first.pk, "open", DEADLINE), (second.pk, "open", DEADLINE)]
    starts = Offer.objects.values_list("starts_at", flat=True)
    assert list(starts) == [oslo(12, 14, 8), oslo(12, 15, 8)]
