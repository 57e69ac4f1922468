"""What is asked for, as plain values from a form: the need, and the two times."""

import datetime as dt
from dataclasses import dataclass

from bookings import leader_calendars
from bookings.choices import Channel, MeetingMode, Source
from bookings.models import ProcessLeader
from bookings.pairs import Who
from bookings.reservations import Slot, check_reach
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
    """A meeting and its formøte (aware starts). `leader` None: any who has both times free.

    With two `leaders` the `co_leader`, None for anybody else, comes along in the meeting alone.
    """

    starts_at: dt.datetime
    minutes: int
    pre_meeting_starts_at: dt.datetime
    pre_meeting_channel: str = Channel.PHONE
    leader: ProcessLeader | None = None
    leaders: int = 1
    co_leader: ProcessLeader | None = None

    @property
    def who(self):
        return Who(self.leaders, self.leader and self.leader.pk, self.co_leader and self.co_leader.pk)

    def slots(self, settings, *, mode, at):
        """The two stretches to reserve, each judged by the same wish as its list of free times."""
        check_reach(Source.MEETING, self.starts_at, at)
        check_reach(Source.PRE_MEETING, self.pre_meeting_starts_at, at)
        rules = leader_calendars.rules(settings, at=at)
        wish = leader_calendars.pre_meeting_wish(settings, meeting_starts_at=self.starts_at)
        talk = Slot(Source.PRE_MEETING, self.pre_meeting_starts_at, wish, rules)
        # The working days between are the formøte's rule; one sentence by one field is enough.
        wish = leader_calendars.meeting_wish(settings, minutes=self.minutes, mode=mode, at=at)
        return [Slot(Source.MEETING, self.starts_at, wish, rules), talk]

    def columns(self, slots):
        """The booking's columns for these slots (meeting first)."""
        meeting, talk = slots
        return {
            "starts_at": meeting.start,
            "ends_at": meeting.end,
            "pre_meeting_starts_at": talk.start,
            "pre_meeting_ends_at": talk.end,
            "pre_meeting_channel": self.pre_meeting_channel,
        }
