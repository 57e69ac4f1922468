"""Who can take over, or come along: every colleague judged by the same predicate, with the reason.

Pages show the list; the doors ask the same slots again under the locks.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings import leader_calendars, reservations
from bookings.availability import Reason, Wish
from bookings.choices import REASONS, MeetingMode, Source
from bookings.models import AdviceTalk, BookingSettings, ProcessLeader
from bookings.reservations import Slot

# What stands in a colleague's way, in few words.
IN_THE_WAY = {
    Reason.PAST: gettext_lazy("tida har alt vore"),
    Reason.HOLIDAY: gettext_lazy("heilagdag"),
    Reason.DAY_OFF: gettext_lazy("arbeider ikkje den dagen"),
    Reason.OUTSIDE_HOURS: gettext_lazy("utanfor arbeidstida"),
    Reason.ABSENT: gettext_lazy("borte"),
    Reason.BUSY_ELSEWHERE: gettext_lazy("oppteken i sin eigen kalender"),
    Reason.TAKEN: gettext_lazy("oppteken"),
    Reason.DAY_FULL: gettext_lazy("full dag"),
    Reason.WEEK_FULL: gettext_lazy("full veke"),
    Reason.HOURS_FULL: gettext_lazy("har nok timar den dagen"),
}
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Colleague:
    """`why_not` is empty for those who are free; `why` is what speaks for them."""

    leader: ProcessLeader
    why: str
    why_not: str = ""
    is_overrulable: bool = False  # only hours or limits stand in the way: a reason sets them aside


# --- The times as they stand, as slots for somebody else ------------------------------------------


def standing_slots(row, at):
    """What is still to come of a booking or a talk, the meeting first.

    The times are agreed, so neither notice, grid nor the days between are asked again; working
    hours, absences, limits and what is taken are the new leader's own.
    """
    settings = BookingSettings.current()
    rules = replace(
        leader_calendars.rules(settings, at=at, notice=0), grid=1, horizon=leader_calendars.REACH.days
    )
    return [Slot(source, start, wish, rules) for source, start, wish in _stretches(row, settings, at)]


def _stretches(row, settings, at):
    after = settings.talk_buffer_after
    if isinstance(row, AdviceTalk):
        return [(Source.ADVICE, row.starts_at, _wish(row, row.starts_at, row.ends_at, after))]
    found = [(Source.MEETING, row.starts_at, _meeting_wish(row, after))] if row.starts_at else []
    start, end = row.pre_meeting_starts_at, row.pre_meeting_ends_at
    has_talk = start and not row.pre_meeting_is_held and not row.pre_meeting_is_carried
    if has_talk and start > at:
        found.append(
            (Source.PRE_MEETING, start, _wish(row, start, end, 0 if row.pre_meeting_is_follow_up else after))
        )
    return found


def _meeting_wish(booking, after):
    wish = replace(_wish(booking, booking.starts_at, booking.ends_at, after), is_meeting=True)
    return replace(wish, before=None, after=None) if booking.mode == MeetingMode.ROOM else wish


def _wish(row, start, end, after):
    """As long as it is; what it takes already is its own and in nobody's way."""
    key = ("advice" if isinstance(row, AdviceTalk) else "booking", row.pk)
    minutes = int((end - start).total_seconds()) // 60
    return Wish(minutes=minutes, before=0, after=after, ignoring=key, is_meeting=False)


def meeting_slot(booking, at):
    """The meeting alone: a co-leader needs no formøte."""
    return standing_slots(booking, at)[:1]


# --- The list ----------------------------------------------------------------------------------------


def judged(slots, *, purpose="", at, without=()):
    """Every active leader but those in `without`, the free ones first: the best of them on top.

    Three queries, whatever the number of leaders.
    """
    verdicts = reservations.judge(slots, None, at=at) if slots else {}
    leaders = [one for one in ProcessLeader.objects.active().for_list() if one.pk not in set(without)]
    hours = reservations.hours_lately(leaders, at)

    def merit(one):
        taken = hours.get(one.pk, dt.timedelta())
        return verdicts.get(one.pk) is not None, purpose not in one.purposes, taken, one.pk

    return [
        Colleague(one, _why(one, purpose, hours), *_why_not(verdicts.get(one.pk)))
        for one in sorted(leaders, key=merit)
    ]


def _why(leader, purpose, hours):
    number = round(hours.get(leader.pk, dt.timedelta()) / HOUR)
    load = ngettext(
        "ledig, %(number)d time avtalt i åtte veker", "ledig, %(number)d timar avtalt i åtte veker", number
    ) % {"number": number}
    if purpose in leader.purposes:
        return _("%(load)s, god på føremålet") % {"load": load}
    return load


def _why_not(verdict):
    if verdict is None:
        return "", False
    slot, reason = verdict
    words = {"what": slot.source.label.lower(), "reason": IN_THE_WAY.get(reason, REASONS[reason])}
    sentence = _("%(reason)s (%(what)s)") % words
    return sentence, reason in reservations.OVERRULABLE
