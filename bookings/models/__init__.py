"""Bookings: the process leaders and their time, bookings with formøte, advisory talks."""

from bookings.models.advice import AdviceTalk
from bookings.models.attachment import Attachment, Message
from bookings.models.booking import Booking
from bookings.models.commitment import Commitment
from bookings.models.evaluation import Evaluation, EvaluationAnswer
from bookings.models.group import Group
from bookings.models.own_calendar import CalendarFeed, ExternalBusy, ExternalCalendar
from bookings.models.process_leader import Absence, HoursOverride, ProcessLeader, WorkingHours
from bookings.models.proposal import Proposal
from bookings.models.settings import BookingSettings
from bookings.models.waiting import Offer, WaitingEntry

__all__ = [
    "Absence",
    "AdviceTalk",
    "Attachment",
    "Booking",
    "BookingSettings",
    "CalendarFeed",
    "Commitment",
    "Evaluation",
    "EvaluationAnswer",
    "ExternalBusy",
    "ExternalCalendar",
    "Group",
    "HoursOverride",
    "Message",
    "Offer",
    "ProcessLeader",
    "Proposal",
    "WaitingEntry",
    "WorkingHours",
]
