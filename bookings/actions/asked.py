"""What is asked for, as plain values from a form: the need, and the two times."""

import datetime as dt
from dataclasses import dataclass

from bookings import leader_calendars
from bookings.availability import Reason
from bookings.choices import Channel, MeetingMode, Source
from bookings.errors import TimeRefused
from bookings.models import ProcessLeader
from bookings.reservations import Slot, check_reach
from bookings.rhythm import ALONE, Rhythm
from prosesstotte.models import ServiceArea


@dataclass(frozen=True, kw_only=True)
class Need:
    """What the group needs. Without `responsible_email` the booker answers for the meeting."""

    service_area: ServiceArea
    group_name: str
    title: str
    purpose: str
    people: int
    goal: str = ""
    mode: str = MeetingMode.ROOM
    place: str = ""
    notes: str = ""
    phone: str = ""
    responsible_email: str = ""
    responsible_name: str = ""

    def columns(self):
        return {name: value for name, value in vars(self).items() if not name.startswith("responsible_")}


@dataclass(frozen=True, kw_only=True)
class Times:
    """A meeting and its formøte (aware starts). `leader` None: any who has all the times free.

    `rhythm` makes a series of it: the same clock some weeks later, with one formøte before the first.
    """

    starts_at: dt.datetime
    minutes: int
    pre_meeting_starts_at: dt.datetime
    pre_meeting_channel: str = Channel.PHONE
    leader: ProcessLeader | None = None
    rhythm: Rhythm = ALONE

    def slots(self, settings, *, mode, at):
        """The stretches to reserve, meetings first, each judged by the wish behind its list of times."""
        check_reach(Source.MEETING, self.starts_at, at)
        check_reach(Source.PRE_MEETING, self.pre_meeting_starts_at, at)
        rules = leader_calendars.rules(settings, at=at)
        wish = leader_calendars.pre_meeting_wish(settings, meeting_starts_at=self.starts_at)
        talk = Slot(Source.PRE_MEETING, self.pre_meeting_starts_at, wish, rules)
        # The working days between are the formøte's rule; one sentence by one field is enough.
        wish = leader_calendars.meeting_wish(settings, minutes=self.minutes, mode=mode, at=at)
        return [*(Slot(Source.MEETING, start, wish, rules) for start in self._starts()), talk]

    def _starts(self):
        starts = self.rhythm.starts(self.starts_at)
        if None in starts:
            raise TimeRefused(Reason.OFF_GRID, which=Source.MEETING)
        return starts

    def columns(self, slots):
        """The booking's columns for these slots (one meeting, and its formøte last)."""
        meeting, talk = slots
        return {
            "starts_at": meeting.start,
            "ends_at": meeting.end,
            "pre_meeting_starts_at": talk.start,
            "pre_meeting_ends_at": talk.end,
            "pre_meeting_channel": self.pre_meeting_channel,
        }
