"""Two on the demo's waiting list: one waits for somebody on holiday, one has an offer to answer."""

import datetime as dt

from bookings import actions
from bookings.actions import WishedTimes
from bookings.leader_calendars import ZONE
from bookings.models import WaitingEntry

DAY = dt.timedelta(days=1)


def load(need, people, away, now, key):
    """`away` is a leader with an absence of whole days; nothing is free with them then."""
    absence = away.absences.first()
    first, last = (moment.astimezone(ZONE).date() for moment in (absence.starts_at, absence.ends_at))
    in_vain = {"first_date": first, "last_date": last - DAY, "leader": away}
    _join("waiting", people["jon"], need(**INSIGHT), in_vain, now, key)
    today = now.astimezone(ZONE).date()
    soon = {"first_date": today + 7 * DAY, "last_date": today + 40 * DAY}
    if _join("offered", people["solveig"], need(**CONFLICT), soon, now - 3 * DAY, key):
        actions.sweep_waiting_list(now)


def _join(name, by, need, wish, at, key):
    """The new place, or None when it is there already."""
    if WaitingEntry.objects.filter(form_key=key(name)).exists():
        return None
    return actions.join_waiting_list(
        by=by, need=need, wish=WishedTimes(minutes=120, **wish), form_key=key(name), at=at
    )


INSIGHT = {
    "title": "Kva fortel innbyggarundersøkinga?",
    "group_name": "Faggruppa for kultur",
    "purpose": "innsikt",
    "goal": "Velje tre funn vi vil gjere noko med.",
}
CONFLICT = {
    "title": "Éin skule, to syn",
    "group_name": "Styringsgruppa for oppvekst",
    "purpose": "konflikt",
    "goal": "Finne ut kva alle kan stå inne for.",
}
