"""Calendar files (iTIP): one object for one recipient, the same UID for life.

A rising SEQUENCE is how a calendar knows what is newest. Times are UTC, so that no calendar can
show an hour wrong; the summary names nobody, since calendars are shown to many.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vDatetime

from bookings.choices import AdviceStatus, MeetingMode, Status

TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"
MEETING_STATUS = {
    Status.REQUESTED: TENTATIVE,
    Status.ACCEPTED: TENTATIVE,
    Status.CONFIRMED: CONFIRMED,
    Status.COMPLETED: CONFIRMED,
}
PRE_MEETING_STATUS = {**MEETING_STATUS, Status.ACCEPTED: CONFIRMED}


@dataclass(frozen=True)
class Invitation:
    """The calendar file, and the METHOD that stands both in it and in the mail's Content-Type."""

    method: str
    text: str


def meeting(booking, to, *, withdrawn=False):
    """The meeting in the calendar of the address `to`; `withdrawn` takes it out of that one only."""
    return _invitation(meeting_event(booking, withdrawn=withdrawn), to)


def pre_meeting(booking, to, *, withdrawn=False):
    """The formøte in the calendar of the address `to`."""
    return _invitation(pre_meeting_event(booking, withdrawn=withdrawn), to)


def advice(talk, to, *, withdrawn=False):
    """The advisory talk in the calendar of the address `to`; `withdrawn` as for the meeting."""
    return _invitation(advice_event(talk, withdrawn=withdrawn), to)


# --- The events, for an invitation and for the leader's feed -------------------------------------------


def meeting_event(booking, *, withdrawn=False):
    status = CANCELLED if withdrawn else MEETING_STATUS.get(booking.status, CANCELLED)
    event = _event(booking.meeting_uid, booking.meeting_sequence, booking.starts_at, booking.ends_at, status)
    event.add("summary", _("Møte med prosessleiar"))
    event.add("location", _("Digitalt") if booking.mode == MeetingMode.DIGITAL else booking.place)
    return _with_link(event, booking)


def pre_meeting_event(booking, *, withdrawn=False):
    status = CANCELLED if withdrawn else PRE_MEETING_STATUS.get(booking.status, CANCELLED)
    times = booking.pre_meeting_starts_at, booking.pre_meeting_ends_at
    event = _event(booking.pre_meeting_uid, booking.pre_meeting_sequence, *times, status)
    event.add("summary", _("Formøte med prosessleiar"))
    event.add("location", booking.get_pre_meeting_channel_display())
    return _with_link(event, booking)


def advice_event(talk, *, withdrawn=False):
    status = CANCELLED if withdrawn or talk.status == AdviceStatus.CANCELLED else CONFIRMED
    event = _event(talk.uid, talk.sequence, talk.starts_at, talk.ends_at, status)
    event.add("summary", _("Rådgjevingssamtale"))
    event.add("location", talk.video_link or talk.place or talk.get_channel_display())
    return _with_link(event, talk)


def plain_event(uid, sequence, starts_at, ends_at, summary):
    """Time that is nobody's meeting: travel, preparation, a time that is held."""
    event = _event(uid, sequence, starts_at, ends_at, CONFIRMED)
    event.add("summary", summary)
    return event


def stamp(moment):
    return vDatetime(_utc(moment))


def _event(uid, sequence, starts_at, ends_at, status):
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", _utc(starts_at))
    event.add("dtend", _utc(ends_at))
    event.add("status", status)
    return event


def _with_link(event, row):
    link = settings.SITE_URL + row.get_absolute_url()
    words = {"link": link, "phone": settings.SITE_PHONE}
    event.add("description", _("Sjå bestillinga: %(link)s\nSpørsmål? Ring %(phone)s.") % words)
    event.add("url", link)
    event.add("organizer", _address(settings.SITE_EMAIL, settings.SITE_NAME))
    return event


def _utc(moment):
    return moment.astimezone(dt.UTC)


def _invitation(event, to):
    method = "CANCEL" if event["status"] == CANCELLED else "REQUEST"
    event.add("attendee", _address(to), encode=0)
    calendar = new_calendar(method)
    calendar.add_component(event)
    return Invitation(method, calendar.to_ical().decode())


def new_calendar(method):
    calendar = Calendar()
    calendar.add("prodid", "-//Team prosesstøtte//Bestilling//NN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _address(email, name=""):
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = name
    else:
        address.params.update({"ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"})
    return address
