"""What the pages that pick times show: a week of meetings, then a week of formøte, then the check.

Everything in the address is read leniently. A time that is not free (any more) is set aside with a
sentence about it, so that what the last step shows is what the door would take.
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookings import first_talks, leader_calendars, reservations
from bookings.actions import Times
from bookings.choices import Source
from bookings.free_weeks import (
    LOOK_AHEAD,
    FreeWeeks,
    Week,
    first_open_day,
    moment_text,
    monday_of,
    read,
    read_moment,
    read_week,
)
from bookings.leader_calendars import WEEK, ZONE
from bookings.models import Booking, BookingSettings, ProcessLeader
from bookings.moving import Standing
from bookings.reservations import Slot
from bookings.time_page import UNKNOWN_WEEK, Question, is_open, shown_week, span

NOT_FREE = gettext_lazy("Den tida er ikkje ledig. Vel ei anna tid på lista.")
USUAL_MINUTES = 120


@dataclass
class Pick(Question):
    """What the reader has picked so far; a time that is None is still to be picked."""

    talk: dt.datetime | None = None


@dataclass(frozen=True)
class FreeTogether(FreeWeeks):
    """Free weeks for a meeting that several lead: a time counts when all of them have it free."""

    def week(self, monday):
        week = super().week(monday)
        days = [replace(day, times=tuple(filter(self._suits_all, day.times))) for day in week.days]
        return Week(week.monday, tuple(days), week.earlier, week.later)

    def _suits_all(self, time):
        return len(time.leaders) == len(self.calendars)


class PickPage:
    """One request's view. The kinds of page say which slots they ask for, and of whom."""

    picks_meeting = picks_talk = True
    weeks = FreeWeeks
    carried = ()  # (name, text) that every link and form of the page brings along

    def __init__(self, booking: Booking, *, by, at=None):
        self.booking, self.by, self.at = booking, by, at or timezone.now()
        self.settings = BookingSettings.current()
        self.rules = leader_calendars.rules(self.settings, at=self.at)

    @property
    def talk_minutes(self):
        is_short = self.booking.pre_meeting_is_follow_up
        return self.settings.follow_up_minutes if is_short else self.settings.pre_meeting_minutes

    @property
    def leaders(self):
        """pks of those whose time it takes; None is any who is free."""
        raise NotImplementedError

    def meeting_slot(self, start):
        raise NotImplementedError

    def talk_slot(self, start, talk):
        raise NotImplementedError

    def slots(self, start, talk):
        """Source → Slot, as the door will ask for them."""
        return {Source.MEETING: self.meeting_slot(start), Source.PRE_MEETING: self.talk_slot(start, talk)}

    # --- What is picked ----------------------------------------------------------------------------

    def answer(self, data):
        """The step the reader has come to, with the week of times it shows."""
        asked = self.read(data)
        if asked.start is None:
            return {"asked": asked, "step": "meeting", "week": self._meeting_week(asked)}
        if asked.talk is None and self.picks_talk:
            return {"asked": asked, "step": "talk", "week": self._talk_week(asked)}
        return {"asked": asked, "step": "check"}

    def read(self, data):
        asked = Pick(seek="neste" in data)
        asked.week = read_week(data.get("neste") or data.get("veke", ""), self.rules)
        asked.talk_week = read_week(data.get("forveke", ""), self.rules)
        if (data.get("veke") and not asked.week) or (data.get("forveke") and not asked.talk_week):
            asked.remarks.append(str(UNKNOWN_WEEK))
        asked.start = self._moment(data, "mote") if self.picks_meeting else self.booking.starts_at
        asked.talk = self._moment(data, "formote") if self.picks_talk and asked.start else None
        self._set_aside(asked, data)
        return asked

    def _moment(self, data, name):
        moment = read_moment(data.get(name, ""))
        return moment if moment and (is_open(moment, self.rules) or self.is_kept(moment)) else None

    def is_kept(self, moment):
        return False

    def _set_aside(self, asked, data):
        """Nothing that is not free goes on to the next step."""
        if self.picks_meeting and asked.start and not self.suits(asked.start):
            asked.start = asked.talk = None
        if asked.start and (asked.talk or not self.picks_talk):
            self._check_pair(asked)
        named = [name for name in ("mote", "formote") if data.get(name)]
        if len(named) > bool(asked.start and self.picks_meeting) + bool(asked.talk):
            asked.remarks.append(str(NOT_FREE))

    def suits(self, start):
        return bool(self.free_leaders(self.meeting_slot(start)))

    def _check_pair(self, asked):
        for source, slot in self.slots(asked.start, asked.talk).items():
            if not self.free_leaders(slot):
                asked.talk = None
                asked.start = None if source == Source.MEETING and self.picks_meeting else asked.start
                return

    def free_leaders(self, slot):
        """Who has it free; nobody, when not all who must be there have."""
        leaders = self.leaders_of(slot.source)
        verdicts = reservations.judge([slot], leaders, at=self.at)
        free = [pk for pk, verdict in verdicts.items() if verdict is None]
        return free if leaders is None or len(free) == len(leaders) else []

    def leaders_of(self, source):
        return self.leaders

    # --- The weeks -----------------------------------------------------------------------------------

    def _meeting_week(self, asked):
        slot = self.meeting_slot(self.at)
        earliest = (slot.wish.earliest or self.at).astimezone(ZONE).date()
        first, last = span(asked, max(earliest, first_open_day(self.rules)), self.rules)
        begin = monday_of(self.begins(first))
        calendars = read(begin, last, leaders=self.leaders_of(Source.MEETING), at=self.at)
        able = self.earliest_meetings(calendars, first)
        return shown_week(asked, self.weeks(slot.wish, slot.rules, calendars, first, last, earliest=able))

    def begins(self, first):
        return first

    def earliest_meetings(self, calendars, first):
        """pk → from when a leader can lead; a booking that has its formøte asks for no new one."""
        return {}

    def _talk_week(self, asked):
        """The last weeks that the formøte may lie in, by those who lead the meeting too."""
        slot = self.talk_slot(asked.start, asked.start)
        leaders = self.leaders_of(Source.PRE_MEETING) or self.free_leaders(self.meeting_slot(asked.start))
        first, last = self._talk_span(asked, slot.wish.latest.astimezone(ZONE).date())
        calendars = read(first, last, leaders=leaders, at=self.at)
        free = FreeWeeks(slot.wish, slot.rules, calendars, first, last)
        return free.last_with_a_time(last) or free.week(last)

    def _talk_span(self, asked, latest):
        if asked.talk_week:
            return asked.talk_week, asked.talk_week
        now = monday_of(first_open_day(self.rules))
        last = max(monday_of(latest), now)
        return max(last - WEEK * (LOOK_AHEAD - 1), now), last


class MovePage(PickPage):
    """Another time for the meeting, the formøte or both: who leads it stays."""

    weeks = FreeTogether

    def __init__(self, booking, *, by, at=None):
        super().__init__(booking, by=by, at=at)
        self.standing = Standing.of(booking, by=by, at=self.at)
        self.picks_talk = self.standing.has_talk_to_move

    @property
    def leaders(self):
        return list(self.standing.leaders)

    def leaders_of(self, source):
        return list(self.standing.leaders_of(source))

    def meeting_slot(self, start):
        wish = self.standing.meeting_wish(talk_stays=not self.picks_talk)
        return Slot(Source.MEETING, start, wish, self.rules)

    def talk_slot(self, start, talk):
        return Slot(Source.PRE_MEETING, talk, self.standing.talk_wish(start), self.standing.talk_rules)

    def slots(self, start, talk):
        return self.standing.slots(start, talk)

    def is_kept(self, moment):
        return moment in {self.booking.starts_at, self.booking.pre_meeting_starts_at}

    def suits(self, start):
        return (start == self.booking.starts_at and self.picks_talk) or super().suits(start)

    def _check_pair(self, asked):
        if not self.slots(asked.start, asked.talk):
            asked.talk = None
            asked.start = asked.start if self.picks_talk else None
            return
        super()._check_pair(asked)

    def kept_talk(self, asked):
        """The formøte's own time, when it may stand before the meeting that is picked and that one is new."""
        is_new = asked.start and asked.start != self.booking.starts_at
        may_stay = is_new and self.picks_talk and self.standing.talk_may_stay(asked.start)
        return moment_text(self.booking.pre_meeting_starts_at) if may_stay else ""


class PlanPage(MovePage):
    """A time for the formøte alone."""

    picks_meeting = False

    def __init__(self, booking, *, by, at=None):
        super().__init__(booking, by=by, at=at)
        self.picks_talk = True

    def kept_talk(self, asked):
        return ""


class CallPage(PickPage):
    """The answer to «ring meg»: how long, who leads it, and both times."""

    def __init__(self, booking, *, by, data, at=None):
        super().__init__(booking, by=by, at=at)
        self.all_leaders = list(ProcessLeader.objects.active().for_list())
        self.own = next((one for one in self.all_leaders if one.member.user_id == by.pk), None)
        lengths = {str(length): length for length in sorted(self.settings.meeting_lengths)}
        usual = USUAL_MINUTES if str(USUAL_MINUTES) in lengths else min(lengths.values())
        self.lengths, self.minutes = list(lengths.values()), lengths.get(data.get("minutt", ""), usual)
        self.leader = {str(one.pk): one for one in self.all_leaders}.get(data.get("leiar", ""), self.own)
        leader = [("leiar", str(self.leader.pk))] if self.leader else []
        self.carried = [("minutt", str(self.minutes)), *leader]

    @cached_property
    def leaders(self):
        return [self.leader.pk] if self.leader else None

    def meeting_slot(self, start):
        wish = leader_calendars.meeting_wish(
            self.settings, minutes=self.minutes, mode=self.booking.mode, at=self.at
        )
        return Slot(Source.MEETING, start, wish, self.rules)

    def talk_slot(self, start, talk):
        wish = leader_calendars.pre_meeting_wish(self.settings, meeting_starts_at=start)
        return Slot(Source.PRE_MEETING, talk, wish, self.rules)

    def begins(self, first):
        return first_talks.begins(self.rules, first, len(self.leaders or self.all_leaders))

    def earliest_meetings(self, calendars, first):
        return first_talks.earliest_meetings(self.settings, self.rules, calendars, first)

    def slots(self, start, talk):
        times = Times(starts_at=start, minutes=self.minutes, pre_meeting_starts_at=talk)
        slots = times.slots(self.settings, mode=self.booking.mode, at=self.at)
        return {slot.source: slot for slot in slots}

    def kept_talk(self, asked):
        return ""
