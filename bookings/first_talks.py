"""From when each leader can lead a meeting: the formøte comes first, and it needs a time of its own.

Without this the list would offer meetings that nobody could hold a formøte before. It costs as much as one
more week of times, so it is asked of teams of a usual size; in a larger one somebody else has the time, and
the page of the formøte says so when nobody has.
"""

import datetime as dt

from bookings import availability, leader_calendars
from bookings.availability import Wish
from bookings.leader_calendars import WEEK, ZONE

LOOKED_THROUGH = WEEK * 3  # from now; who has no time for a formøte so long is told so on the next step
USUAL_TEAM = 12  # leaders


def begins(rules, first, number):
    """The first date to read when meetings of so many leaders are shown from date `first`."""
    return min(first, _today(rules)) if _is_asked(rules, first, number) else first


def _today(rules):
    return rules.now.astimezone(ZONE).date()


def _is_asked(rules, first, number):
    return number <= USUAL_TEAM and first <= _today(rules) + LOOKED_THROUGH


def earliest_meetings(settings, rules, calendars, first):
    """pk → the first instant for a meeting, by the first free formøte; nothing when it is not asked.

    The calendars have to cover the dates from `begins`. A day at a time, of those who still lack one.
    """
    if not _is_asked(rules, first, len(calendars)):
        return {}
    today = _today(rules)
    end = today + LOOKED_THROUGH
    found = dict.fromkeys(calendars, availability.midnight(end, ZONE))
    length = dt.timedelta(minutes=settings.pre_meeting_minutes)
    for pk, start in _first_talks(settings, rules, calendars, today, end):
        found[pk] = leader_calendars.earliest_meeting(settings, start + length)
    return found


def _first_talks(settings, rules, calendars, date, end):
    wish = Wish(
        minutes=settings.pre_meeting_minutes, before=0, after=settings.talk_buffer_after, is_meeting=False
    )
    lacking = dict(calendars)
    while lacking and date < end:
        for start, leaders in availability.starts_of_any(lacking, wish, rules, date, date).items():
            for pk in leaders:
                if lacking.pop(pk, None) is not None:
                    yield pk, start
        date += availability.ONE_DAY
