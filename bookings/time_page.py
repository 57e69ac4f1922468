"""What the page for the time shows: one week of meeting starts, and then the formøte before one of them.

Everything in the address is read leniently: what cannot be read is set aside with a sentence about it.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import first_talks, leader_calendars
from bookings.free_days import free_days
from bookings.free_series import FreeSeries
from bookings.free_weeks import (
    LOOK_AHEAD,
    Day,
    FreeWeeks,
    first_open_day,
    last_open_day,
    moment_text,
    monday_of,
    read,
    read_moment,
    read_week,
)
from bookings.leader_calendars import WEEK, ZONE
from bookings.models import BookingSettings, ProcessLeader
from bookings.rhythm import ALONE, Rhythm

NEXT_DAYS = 3
UNKNOWN_WEEK = gettext_lazy("Vi fann ikkje den veka, og viser den første med ledig tid.")


class Leader(NamedTuple):
    """What the page needs of a process leader."""

    pk: int
    name: str


@dataclass
class Question:
    """What the reader asks to see. `seek` goes on to the first week with a free time."""

    leader: Leader | None = None
    week: dt.date | None = None
    start: dt.datetime | None = None
    talk_week: dt.date | None = None
    seek: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def leaders(self):
        return [self.leader.pk] if self.leader else None


def read_question(data, leaders, rules):
    """Read leiar, veke, mote, forveke and neste from an address (or a dict with the same names)."""
    asked = Question(seek="neste" in data)
    asked.leader = leaders.get(data.get("leiar", ""))
    asked.week = read_week(data.get("neste") or data.get("veke", ""), rules)
    asked.talk_week = read_week(data.get("forveke", ""), rules)
    start = read_moment(data.get("mote", ""))
    asked.start = start if start and is_open(start, rules) else None
    unread = [
        (
            data.get("leiar") and not asked.leader,
            _("Vi fann ikkje den prosessleiaren, og viser tidene til alle."),
        ),
        (data.get("veke") and not asked.week, UNKNOWN_WEEK),
        (data.get("mote") and not asked.start, _("Vi fann ikkje den tida. Vel ei tid på lista.")),
    ]
    asked.remarks = [sentence for is_unread, sentence in unread if is_unread]
    return asked


def is_open(start, rules):
    return first_open_day(rules) <= start.date() <= last_open_day(rules)


@dataclass
class TimePage:
    """One request's view of the free times for a meeting of `minutes` in `mode`, or for a series of them.

    Four queries; one more for a week with nothing free, which names the next free days.
    """

    minutes: int
    mode: str
    at: dt.datetime
    rhythm: Rhythm = ALONE

    def __post_init__(self):
        self.settings = BookingSettings.current()
        self.rules = leader_calendars.rules(self.settings, at=self.at)
        self.wish = leader_calendars.meeting_wish(
            self.settings, minutes=self.minutes, mode=self.mode, at=self.at
        )
        active = ProcessLeader.objects.active().order_by("member__order", "member__name")
        rows = active.values_list("pk", "member__name")
        self.leaders = {str(pk): Leader(pk, name) for pk, name in rows}
        self.earliest = self.wish.earliest.astimezone(ZONE)

    def judge(self, form):
        """Whether the times in a valid form are free; else the form says why."""
        asked = {"minutes": self.minutes, "mode": self.mode, "at": self.at, "rhythm": self.rhythm}
        return form.judge(self.settings, **asked)

    def question(self, data):
        return read_question(data, self.leaders, self.rules)

    def answer(self, asked):
        """The week, the chosen time in it and the week of formøte before it, with the leaders' names."""
        meetings, talks = self._free(asked)
        week = shown_week(asked, meetings)
        chosen = week.time(moment_text(asked.start)) if asked.start else None
        if asked.start and not chosen:
            asked.remarks.append(_("Den tida er ikkje ledig. Vel ei anna tid på lista."))
        shown = {"asked": asked, "week": week, "chosen": chosen, "names": {}}
        if week.is_empty and not asked.seek and not self.rhythm.is_series:
            shown["next_days"] = self._next_days(asked, week, meetings)
        if not chosen:
            return {**shown, "stops": meetings.stops(week.monday)}
        shown["dates"] = self.rhythm.starts(asked.start)
        return {**shown, "talk_week": self._talk_week(asked, chosen, talks), "names": self._names(chosen)}

    def _free(self, asked):
        first, last = span(asked, self.earliest.date(), self.rules)
        talk_first, talk_last = self._talk_span(asked) if asked.start else (first, last)
        begin = monday_of(first_talks.begins(self.rules, first, len(asked.leaders or self.leaders)))
        until = max(last + self.rhythm.reach, talk_last)
        calendars = read(min(begin, first, talk_first), until, leaders=asked.leaders, at=self.at)
        earliest = first_talks.earliest_meetings(self.settings, self.rules, calendars, first)
        kept = (calendars, first, last, self.rhythm)
        meetings = FreeSeries(self.wish, self.rules, *kept, earliest=earliest)
        return meetings, FreeWeeks(None, self.rules, calendars, talk_first, talk_last)

    def _next_days(self, asked, week, meetings):
        """The first days after an empty week that somebody has free, in whichever weeks they lie."""
        able = [start.astimezone(ZONE).date() for start in meetings.earliest.values()]
        first = max(week.monday, first_open_day(self.rules), min(able, default=week.monday))
        last = last_open_day(self.rules)
        found = free_days(self.wish, self.rules, first, last, asked.leaders)
        return [Day(date, ()) for date in list(found)[:NEXT_DAYS]]

    def _talk_span(self, asked):
        """The last weeks that the formøte may lie in."""
        if asked.talk_week:
            return asked.talk_week, asked.talk_week
        end = leader_calendars.latest_pre_meeting_end(self.settings, asked.start) - dt.timedelta(seconds=1)
        last = monday_of(end.astimezone(ZONE).date())
        return max(last - WEEK * (LOOK_AHEAD - 1), monday_of(first_open_day(self.rules))), last

    def _talk_week(self, asked, chosen, talks):
        """The formøte is held by somebody who has the meeting's time free too."""
        wish = leader_calendars.pre_meeting_wish(self.settings, meeting_starts_at=asked.start)
        calendars = {pk: talks.calendars[pk] for pk in chosen.leaders}
        free = FreeWeeks(wish, self.rules, calendars, talks.first, talks.last)
        return free.last_with_a_time(free.last) or free.week(free.last)

    def _names(self, chosen):
        return [self.leaders[str(pk)].name for pk in chosen.leaders if str(pk) in self.leaders]


@dataclass
class TalkPage:
    """One request's view of the free times for an advisory talk. The form says the length and the leader."""

    at: dt.datetime

    def __post_init__(self):
        self.settings = BookingSettings.current()
        notice = self.settings.advice_notice_minutes
        self.rules = leader_calendars.rules(self.settings, at=self.at, notice=notice)

    def answer(self, form, data):
        """The week to show, by the address and by what stands in the form."""
        week = data.get("neste") or data.get("veke", "")
        start = read_moment(form["starts_at"].value() or "")
        asked = Question(week=read_week(week, self.rules), seek="neste" in data)
        asked.start = start if start and is_open(start, self.rules) else None
        if week and not asked.week:
            asked.remarks.append(UNKNOWN_WEEK)
        wish = leader_calendars.talk_wish(self.settings, minutes=self._minutes(form))
        first, last = span(asked, first_open_day(self.rules), self.rules)
        calendars = read(first, last, leaders=_leaders(form), at=self.at)
        free = FreeWeeks(wish, self.rules, calendars, first, last)
        return {"asked": asked, "week": shown_week(asked, free)}

    def _minutes(self, form):
        lengths = {str(length): length for length in self.settings.advice_lengths}
        return lengths.get(str(form["minutes"].value()), min(lengths.values()))


def _leaders(form):
    pk = str(form["leader"].value() or "")
    return [int(pk)] if re.fullmatch(r"[0-9]{1,9}", pk) else None


def span(asked, earliest, rules):
    """The Mondays to read: one week when it is asked for, some more when we look for a free one."""
    monday = asked.week or monday_of(asked.start.date() if asked.start else earliest)
    if asked.seek:
        return monday, max(monday, monday_of(last_open_day(rules)))
    if asked.week or asked.start:
        return monday, monday
    return monday, monday + WEEK * (LOOK_AHEAD - 1)


def shown_week(asked, free):
    week = free.first_with_a_time(free.first) or free.week(free.first)
    if asked.seek and week.is_empty:
        asked.remarks.append(_("Kalenderen har ingen ledig tid frå denne veka og framover."))
    return week


@dataclass
class MovePage:
    """The free times that an agreed talk may move to: of its leader, and its own time is in nobody's way."""

    talk: object
    notice: int
    at: dt.datetime

    def answer(self, data):
        """The week to show, by the address: veke, neste, and tid (the time that is chosen)."""
        settings = BookingSettings.current()
        rules = leader_calendars.rules(settings, at=self.at, notice=self.notice)
        key = ("advice", self.talk.pk)
        wish = leader_calendars.talk_wish(settings, minutes=self.talk.minutes, ignoring=key)
        asked = self._question(data, rules)
        first, last = span(asked, first_open_day(rules), rules)
        calendars = read(first, last, leaders=[self.talk.leader_id], at=self.at)
        return {"asked": asked, "week": shown_week(asked, FreeWeeks(wish, rules, calendars, first, last))}

    def _question(self, data, rules):
        week = data.get("neste") or data.get("veke", "")
        start = read_moment(data.get("tid") or data.get("starts_at", ""))
        asked = Question(week=read_week(week, rules), seek="neste" in data)
        asked.start = start if start and is_open(start, rules) else None
        if week and not asked.week:
            asked.remarks.append(UNKNOWN_WEEK)
        return asked
