"""What is agreed but no longer fits the leader's own time: an absence, or other working hours.

Nobody is told no by it: the leader and the team see it, and hand over, move or call. Judged by the
same predicate as every request, with the margins that the commitment has.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import availability, leader_calendars
from bookings.availability import Reason, Wish
from bookings.choices import LIVE, AdviceStatus, Part, Source
from bookings.leader_calendars import ZONE
from bookings.models import BookingSettings, Commitment
from prosesstotte.models import Event

WORDS = {
    Reason.ABSENT: gettext_lazy("%(leader)s er borte då."),
    Reason.HOLIDAY: gettext_lazy("Dagen er ein heilagdag, og %(leader)s arbeider ikkje då."),
    Reason.DAY_OFF: gettext_lazy("%(leader)s arbeider ikkje den dagen."),
    Reason.OUTSIDE_HOURS: gettext_lazy("Tida ligg utanfor arbeidstida til %(leader)s."),
}
PEOPLE = ("leader__member", "booking__booker", "advice__booker")


@dataclass(frozen=True, slots=True)
class Collision:
    row: object  # booking or talk
    commitment: Commitment
    reason: Reason

    @property
    def text(self):
        return WORDS[self.reason] % {"leader": self.commitment.leader}

    @property
    def what(self):
        what = _("medleiar") if self.is_co_leader else self.commitment.get_source_display()
        return _("%(what)s: %(row)s") % {"what": what.capitalize(), "row": self.row}

    @property
    def is_co_leader(self):
        return self.commitment.part == Part.CO_LEADER


def collisions(leaders, at):
    """Of the leaders with these pks (None: everybody), the nearest first. At most five queries."""
    coming = list(_coming(leaders, at))
    if not coming:
        return []
    first, last = (find(one.core.lower for one in coming).astimezone(ZONE).date() for find in (min, max))
    calendars = leader_calendars.load(
        first=first, last=last, leaders={one.leader_id for one in coming}, at=at
    )
    rules = leader_calendars.rules(BookingSettings.current(), at=at)
    found = [(one, _reason(one, calendars.get(one.leader_id), rules)) for one in coming]
    overruled = _overruled([one.booking_id for one, reason in found if reason and reason != Reason.ABSENT])
    return [
        Collision(one.booking or one.advice, one, reason)
        for one, reason in found
        if reason == Reason.ABSENT or (reason and one.booking_id not in overruled)
    ]


def _coming(leaders, at):
    rows = Commitment.objects.standing(at).filter(core__endswith__gt=at).exclude(source=Source.HOLD)
    if leaders is not None:
        rows = rows.filter(leader__in=leaders)
    rows = rows.exclude(booking__wants_new_leader=True).exclude(advice__wants_new_leader=True)
    live = rows.filter(booking__status__in=LIVE) | rows.filter(advice__status=AdviceStatus.CONFIRMED)
    return live.select_related(*PEOPLE).order_by("core", "pk")


def _reason(commitment, calendar, rules):
    """The first of the leader's own reasons, or None."""
    if calendar is None:
        return None
    core, blocked = commitment.core, commitment.blocked
    wish = Wish(
        minutes=_minutes(core.upper - core.lower),
        before=_minutes(core.lower - blocked.lower),
        after=_minutes(blocked.upper - core.upper),
        is_meeting=False,
    )
    reasons = availability.refusals(core.lower, calendar, wish, rules)
    return Reason.ABSENT if Reason.ABSENT in reasons else next((r for r in reasons if r in WORDS), None)


def _minutes(length):
    return int(length.total_seconds()) // 60


def _overruled(bookings):
    """Those that were put outside the hours on purpose, with a reason."""
    if not any(bookings):
        return set()
    told = Event.objects.filter(subject_type="bookings.booking", subject_id__in=[pk for pk in bookings if pk])
    return set(told.filter(data__overruled__gt="").values_list("subject_id", flat=True))
