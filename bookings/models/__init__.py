"""Bookings: the process leaders and their time, bookings with formøte, advisory talks."""

from bookings.models.advice import AdviceTalk
from bookings.models.booking import Booking
from bookings.models.commitment import Commitment
from bookings.models.own_calendar import CalendarFeed, ExternalBusy, ExternalCalendar
from bookings.models.process_leader import Absence, HoursOverride, ProcessLeader, WorkingHours
from bookings.models.settings import BookingSettings

__all__ = [
    "Absence",
    "AdviceTalk",
    "Booking",
    "BookingSettings",
    "CalendarFeed",
    "Commitment",
    "ExternalBusy",
    "ExternalCalendar",
    "HoursOverride",
    "ProcessLeader",
    "WorkingHours",
]
