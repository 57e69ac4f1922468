"""What the page for the time shows: one week of meeting starts, and then the formøte before one of them.

Everything in the address is read leniently: what cannot be read is set aside with a sentence about it.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import first_talks, leader_calendars, two_leaders
from bookings.choices import ONE_FOR_A_SERIES
from bookings.forms.who import ADDRESS
from bookings.free_days import free_days
from bookings.free_series import FreeSeries
from bookings.free_weeks import (
    LOOK_AHEAD,
    Day,
    FreeFor,
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
from bookings.pairs import Who
from bookings.reservations import taken_lately
from bookings.rhythm import Rhythm
from bookings.stretches import ONE_DAY

NEXT_DAYS = 3
AHEAD_FOR_TWO = 4  # weeks that are read when two are to be free at once
UNKNOWN_WEEK = gettext_lazy("Vi fann ikkje den veka, og viser den første med ledig tid.")


class Leader(NamedTuple):
    """What the page needs of a process leader; what speaks for them only when two are asked for."""

    pk: int
    name: str
    purposes: tuple[str, ...] = ()
    time: dt.timedelta | None = None


@dataclass
class Question:
    """What the reader asks to see. `seek` goes on to the first week with a free time.

    carried  (name, text) about who is asked for, that every link and form of the page brings along
    """

    leader: Leader | None = None
    other: Leader | None = None
    number: int = 1
    carried: list[tuple[str, object]] = field(default_factory=list)
    week: dt.date | None = None
    start: dt.datetime | None = None
    talk_week: dt.date | None = None
    seek: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def who(self):
        return Who(self.number, self.leader and self.leader.pk, self.other and self.other.pk)

    @property
    def is_pair(self):
        return self.number == 2

    @property
    def address(self):
        """What is carried, as the end of a link."""
        return "".join(f"&{name}={text}" for name, text in self.carried)


def read_question(data, leaders, rules, need=None):
    """Read leiarar, leiar, medleiar, veke, mote, forveke and neste from an address (or such a dict).

    `need` says who is asked for when the address does not.
    """
    asked = Question(seek="neste" in data)
    read_who(asked, data, leaders, need or {})
    asked.week = read_week(data.get("neste") or data.get("veke", ""), rules)
    asked.talk_week = read_week(data.get("forveke", ""), rules)
    start = read_moment(data.get("mote", ""))
    asked.start = start if start and is_open(start, rules) else None
    unread = [
        (
            (data.get("leiar") and not asked.leader) or (data.get("medleiar") and not asked.other),
            _("Vi fann ikkje den prosessleiaren, og viser tidene til alle."),
        ),
        (data.get("veke") and not asked.week, UNKNOWN_WEEK),
        (data.get("mote") and not asked.start, _("Vi fann ikkje den tida. Vel ei tid på lista.")),
    ]
    asked.remarks += [sentence for is_unread, sentence in unread if is_unread]
    return asked


def wanted_in(data, need):
    """Who is asked for, as typed: by the address when it says anything of it, else by the need."""
    wanted = {word: str(need.get(name, "")) for name, word in ADDRESS.items()}
    said = {word: data[word] for word in wanted if word in data}
    return {"leiarar": wanted["leiarar"], "leiar": "", "medleiar": ""} | said if said else wanted


def read_who(asked, data, leaders, need):
    """Set who is asked for, so far as they are known: nobody comes along with themselves."""
    wanted = wanted_in(data, need)
    asked.leader = leaders.get(wanted["leiar"])
    if wanted["leiarar"] == "2" and Rhythm.read(need).is_series:
        asked.remarks.append(ONE_FOR_A_SERIES)
    elif wanted["leiarar"] == "2" and len(leaders) > 1:
        asked.number, asked.other = 2, leaders.get(wanted["medleiar"])
    if asked.leader and asked.leader == asked.other:
        asked.other = None
        asked.remarks.append(
            _("Vel to ulike prosessleiarar. No viser vi tidene med kven som helst ved sida av.")
        )
    asked.carried = carried(asked, need)


def carried(asked, need):
    """Nothing but the named leader in the simple case; everything when need or reader ask for more."""
    leader = ("leiar", asked.leader.pk if asked.leader else "")
    if asked.is_pair:
        return [("leiarar", 2), leader, ("medleiar", asked.other.pk if asked.other else "")]
    if need.get("leaders") == "2":
        return [("leiarar", 1), leader]
    return [leader] if asked.leader or need.get("leader") else []


def is_open(start, rules):
    return first_open_day(rules) <= start.date() <= last_open_day(rules)


@dataclass
class TimePage:
    """One request's view of the free times for the meeting, or the series, that the need (as typed) asks for.

    Four queries; one more for a week with nothing free for one leader, which names the next free days.
    """

    need: dict
    at: dt.datetime

    def __post_init__(self):
        self.rhythm = Rhythm.read(self.need)
        self.minutes, self.mode = int(self.need["minutes"]), self.need["mode"]
        self.settings = BookingSettings.current()
        self.rules = leader_calendars.rules(self.settings, at=self.at)
        self.wish = leader_calendars.meeting_wish(
            self.settings, minutes=self.minutes, mode=self.mode, at=self.at
        )
        self.earliest = self.wish.earliest.astimezone(ZONE)

    def judge(self, form):
        """Whether the times in a valid form are free; else the form says why."""
        asked = {"minutes": self.minutes, "mode": self.mode, "at": self.at, "rhythm": self.rhythm}
        return form.judge(self.settings, **asked)

    def question(self, data):
        explains = data.get("mote") and data.get("leiarar", self.need.get("leaders")) == "2"
        self.leaders = {str(one.pk): one for one in read_leaders(self.at, with_merits=explains)}
        return read_question(data, self.leaders, self.rules, self.need)

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
            return {**shown, "stops": meetings.stops(week.monday) if self.rhythm.is_series else []}
        talk_week = self._talk_week(asked, chosen, talks)
        told = {"names": self._names(chosen), "pair": self._pair(asked, chosen, talk_week)}
        return {**shown, **told, "talk_week": talk_week, "dates": self.rhythm.starts(asked.start)}

    def _free(self, asked):
        first, last = span(asked, self.earliest.date(), self.rules)
        talk_first, talk_last = self._talk_span(asked) if asked.start else (first, last)
        begin, end = self._to_read(asked, first, last)
        asked_for = {"leaders": asked.who.asked, "at": self.at}
        calendars = read(min(begin, talk_first), max(end, talk_last), **asked_for)
        meetings = self._meetings(asked, calendars, first, last)
        return meetings, FreeWeeks(None, self.rules, calendars, talk_first, talk_last)

    def _to_read(self, asked, first, last):
        """The Mondays to read from and to, when meetings are shown from `first` to `last`."""
        if asked.is_pair:
            return first, max(last, self._last_for_two(first))
        number = len(asked.who.asked or self.leaders)
        begin = monday_of(first_talks.begins(self.rules, first, number))
        return min(begin, first), last + self.rhythm.reach

    def _meetings(self, asked, calendars, first, last):
        free = (self.wish, self.rules, calendars, first, last)
        if asked.is_pair:
            return FreeFor(*free, asked.who)
        earliest = first_talks.earliest_meetings(self.settings, self.rules, calendars, first)
        return FreeSeries(*free, self.rhythm, earliest=earliest)

    def _last_for_two(self, first):
        """When two have no time in common, the next days are found in the calendars that are read anyway."""
        return min(first + WEEK * AHEAD_FOR_TWO, max(first, monday_of(last_open_day(self.rules))))

    def _next_days(self, asked, week, meetings):
        """The first days after an empty week that suit, in whichever weeks they lie."""
        able = [start.astimezone(ZONE).date() for start in meetings.earliest.values()]
        first = max(week.monday, first_open_day(self.rules), min(able, default=week.monday))
        last = last_open_day(self.rules)
        if asked.is_pair:
            end = min(last, self._last_for_two(meetings.first) + WEEK - ONE_DAY)
            found = dict.fromkeys(start.astimezone(ZONE).date() for start in meetings.starts(first, end))
        else:
            found = free_days(self.wish, self.rules, first, last, asked.who.asked)
        return [Day(date, ()) for date in list(found)[:NEXT_DAYS]]

    def _talk_span(self, asked):
        """The last weeks that the formøte may lie in."""
        if asked.talk_week:
            return asked.talk_week, asked.talk_week
        end = leader_calendars.latest_pre_meeting_end(self.settings, asked.start) - dt.timedelta(seconds=1)
        last = monday_of(end.astimezone(ZONE).date())
        return max(last - WEEK * (LOOK_AHEAD - 1), monday_of(first_open_day(self.rules))), last

    def _talk_week(self, asked, chosen, talks):
        """The formøte is held by somebody who can lead the meeting too."""
        wish = leader_calendars.pre_meeting_wish(self.settings, meeting_starts_at=asked.start)
        calendars = {pk: talks.calendars[pk] for pk in asked.who.leads(chosen.leaders)}
        free = FreeWeeks(wish, self.rules, calendars, talks.first, talks.last)
        return free.last_with_a_time(free.last) or free.week(free.last)

    def _names(self, chosen):
        return [self.leaders[str(pk)].name for pk in chosen.leaders if str(pk) in self.leaders]

    def _pair(self, asked, chosen, talk_week):
        """Who it would be as it looks now, and why: a sentence for each of the two."""
        if not asked.is_pair:
            return []
        leaders = {one.pk: one for one in self.leaders.values()}
        at_meeting = [pk for pk in chosen.leaders if pk in leaders]
        at_talk = {pk for day in talk_week.days for time in day.times for pk in time.leaders}
        leads = [pk for pk in asked.who.leads(at_meeting) if pk in at_talk]
        if not leads:
            return []
        answer = two_leaders.Answer(asked.who, dict.fromkeys(leads), dict.fromkeys(at_meeting))
        hours = {pk: one.time or dt.timedelta() for pk, one in leaders.items()}
        return in_words(two_leaders.choose(answer, leaders, self.need["purpose"], hours))


def read_leaders(at, *, with_merits):
    """The active leaders; with what speaks for them where the page tells whom it would be. One query."""
    names = ProcessLeader.objects.active().names()
    if not with_merits:
        return [Leader(pk, name) for pk, name in names]
    time = taken_lately(at).filter(leader=OuterRef("pk")).values("time")
    rows = names.annotate(time=Subquery(time)).values_list("pk", "member__name", "purposes", "time")
    return [Leader(*row) for row in rows]


LEADS = {
    "asked_for": gettext_lazy("%(name)s leier, slik du bad om."),
    "competence": gettext_lazy("%(name)s leier, vald for kunnskapen sin om føremålet."),
    "fewest_hours": gettext_lazy("%(name)s leier, og har best plass i kalenderen."),
}
COMES = {
    "asked_for": gettext_lazy("%(name)s er med, slik du bad om."),
    "competence": gettext_lazy("%(name)s er med, vald for kunnskapen sin om føremålet."),
    "fewest_hours": gettext_lazy("%(name)s er med, og har best plass i kalenderen."),
}
BOTH = {
    "asked_for": gettext_lazy("%(leader)s leier, og %(other)s er med, slik du bad om."),
    "competence": gettext_lazy(
        "%(leader)s leier, og %(other)s er med. Begge er valde for kunnskapen sin om føremålet."
    ),
    "fewest_hours": gettext_lazy("%(leader)s leier, og %(other)s er med. Dei har best plass i kalenderen."),
}


def in_words(chosen):
    if chosen.why == chosen.why_other:
        return [BOTH[chosen.why] % {"leader": chosen.leader.name, "other": chosen.other.name}]
    return [
        LEADS[chosen.why] % {"name": chosen.leader.name},
        COMES[chosen.why_other] % {"name": chosen.other.name},
    ]


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
