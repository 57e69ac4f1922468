"""Which other times a booking may have: the wishes behind its list of free times and its door alike.

The booking itself is ignored, so that a meeting may be moved half an hour over its own old time.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from bookings import leader_calendars, series
from bookings.choices import HANDLERS, Source
from bookings.models import Booking, BookingSettings, Commitment
from bookings.reservations import Slot


def minutes(number):
    return dt.timedelta(minutes=number)


@dataclass(frozen=True)
class Standing:
    """How a booking stands in the calendars at the moment `at`, and what `by` may move it to.

    leaders        pks of everybody whose time the meeting takes
    before, after  minutes of margin round the meeting; they follow it to its new time
    """

    booking: Booking
    settings: BookingSettings
    at: dt.datetime
    handles: bool
    leaders: tuple[int, ...]
    before: int
    after: int

    @classmethod
    def of(cls, booking, *, by, at=None):
        """Two queries."""
        rows = list(Commitment.objects.active().filter(booking=booking, source=Source.MEETING))
        margins = [(row.core.lower - row.blocked.lower, row.blocked.upper - row.core.upper) for row in rows]
        before, after = (
            int(max(side, default=minutes(0)).total_seconds()) // 60
            for side in (zip(*margins, strict=True) if rows else ((), ()))
        )
        return cls(
            booking=booking,
            settings=BookingSettings.current(),
            at=at or timezone.now(),
            handles=bool(booking.roles_of(by) & HANDLERS),
            leaders=tuple(sorted({booking.leader_id, *(row.leader_id for row in rows)} - {None})),
            before=before,
            after=after,
        )

    @property
    def ignoring(self):
        return ("booking", self.booking.pk)

    @property
    def rules(self):
        return leader_calendars.rules(self.settings, at=self.at)

    @property
    def talk_rules(self):
        """A short formøte after a change is a phone call: whoever holds it needs no notice."""
        is_short = self.booking.pre_meeting_is_follow_up and self.handles
        return leader_calendars.rules(self.settings, at=self.at, notice=0 if is_short else None)

    @property
    def has_talk_to_move(self):
        """The formøte of a series is moved with the meeting that has it."""
        booking = self.booking
        is_own = bool(booking.pre_meeting_starts_at) and not booking.pre_meeting_is_carried
        return is_own and not booking.pre_meeting_is_held

    # --- The meeting ---------------------------------------------------------------------------

    def meeting_wish(self, *, talk_stays):
        """The meeting as it is, at another time, after the formøte that stands or the first possible."""
        wish = leader_calendars.meeting_wish(
            self.settings, minutes=self.booking.minutes, at=self.at, ignoring=self.ignoring
        )
        earliest = self.earliest_start(talk_stays=talk_stays)
        return replace(wish, before=self.before, after=self.after, earliest=earliest)

    def earliest_start(self, *, talk_stays):
        booking = self.booking
        if not (booking.pre_meeting_is_held or booking.pre_meeting_ends_at):
            return None
        ends = booking.held_to if booking.pre_meeting_is_held else booking.pre_meeting_ends_at
        if self.has_talk_to_move and not talk_stays:
            ends = min(ends, self._first_talk_end())
        if not booking.pre_meeting_is_follow_up:
            return leader_calendars.earliest_meeting(self.settings, ends)
        return ends if booking.pre_meeting_is_held else ends + minutes(self.before)

    def _first_talk_end(self):
        if self.booking.pre_meeting_is_follow_up:
            return self.at + minutes(self.talk_rules.notice + self.settings.follow_up_minutes)
        return self.at + minutes(self.settings.notice_minutes + self.settings.pre_meeting_minutes)

    def talk_may_stay(self, meeting_starts_at):
        earliest = self.earliest_start(talk_stays=True)
        return earliest is None or earliest <= meeting_starts_at

    # --- The formøte -----------------------------------------------------------------------------

    def talk_wish(self, meeting_starts_at):
        if not self.booking.pre_meeting_is_follow_up:
            first = series.first_start(self.booking, meeting_starts_at)
            return leader_calendars.pre_meeting_wish(
                self.settings, meeting_starts_at=first, ignoring=self.ignoring
            )
        free_until = meeting_starts_at - minutes(self.before)
        return leader_calendars.follow_up_wish(
            self.settings, meeting_starts_at=free_until, ignoring=self.ignoring
        )

    # --- Both --------------------------------------------------------------------------------------

    def slots(self, starts_at=None, talk_starts_at=None):
        """What really gets another time, by source; None stays where it is."""
        booking, found = self.booking, {}
        moves_talk = talk_starts_at not in {None, booking.pre_meeting_starts_at}
        if starts_at not in {None, booking.starts_at}:
            wish = self.meeting_wish(talk_stays=not moves_talk)
            found[Source.MEETING] = Slot(Source.MEETING, starts_at, wish, self.rules)
        if moves_talk:
            wish = self.talk_wish(starts_at or booking.starts_at)
            found[Source.PRE_MEETING] = Slot(Source.PRE_MEETING, talk_starts_at, wish, self.talk_rules)
        return found

    def leaders_of(self, source):
        """A co-leader is there in the meeting, not in the formøte."""
        return self.leaders if source == Source.MEETING else (self.booking.leader_id,)
