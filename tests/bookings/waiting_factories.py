"""Plain helpers for the waiting list. The clock stands as in factories.py: Monday 7 December 2026, 08.00."""

import datetime as dt

from bookings import actions
from bookings.actions import WishedTimes
from bookings.models import Absence, Offer
from tests.bookings.factories import NOW, make_leader, make_need, oslo
from tests.factories import make_user

FIRST, LAST = dt.date(2026, 12, 14), dt.date(2026, 12, 18)  # Monday to Friday
DEADLINE = oslo(12, 8, 8)  # of an offer that is made at NOW


def make_wish(**fields):
    return WishedTimes(**{"minutes": 120, "first_date": FIRST, "last_date": LAST, **fields})


def make_waiting(*, by=None, need=None, at=NOW, caller=None, form_key=None, **wish):
    told = {"need": need or make_need(), "wish": make_wish(**wish), "caller": caller, "form_key": form_key}
    return actions.join_waiting_list(by=by or make_user(), at=at, **told)


def make_absent(leader, first=FIRST, last=LAST):
    """Away on whole days, as when nothing is free."""
    start = oslo(first.month, first.day, year=first.year)
    end = oslo(last.month, last.day, year=last.year) + dt.timedelta(days=1)
    return Absence.objects.create(leader=leader, starts_at=start, ends_at=end)


def make_offer(*, leader=None, at=NOW, **fields):
    """The open offer of one who waits; made by a sweep."""
    entry = make_waiting(leader=leader or make_leader(), at=at, **fields)
    actions.sweep_waiting_list(at)
    return Offer.objects.get(entry=entry)
