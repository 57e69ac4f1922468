"""The letters of the waiting list: to the booker, about the place and the offers."""

from django.utils.formats import date_format

from bookings.choices import MeetingMode
from bookings.letter_facts import moment, plain, stretch
from prosesstotte import mail
from prosesstotte.templatetags.portal import minutt


def joined(entry):
    _queue("waiting_joined", entry)


def offered(offer):
    _queue("waiting_offer", offer.entry, **_times(offer))


def expired(offer):
    _queue("waiting_expired", offer.entry, **_times(offer))


def ended(entry):
    _queue("waiting_ended", entry)


def _queue(kind, entry, **words):
    context = {
        "link": mail.absolute(entry.get_absolute_url()),
        "title": plain(entry.title),
        "group": plain(entry.group_name),
        "length": minutt(entry.minutes),
        "is_digital": entry.mode == MeetingMode.DIGITAL,
        "first": _date(entry.first_date),
        "last": _date(entry.last_date),
        "wished_leader": str(entry.leader or ""),
        "until": _date(entry.until),
        **words,
    }
    mail.queue(f"bookings/{kind}", to=entry.booker.email, context=context, about=entry)


def _times(offer):
    return {
        "pre_meeting": stretch(offer.pre_meeting_starts_at, offer.pre_meeting_ends_at),
        "channel": offer.entry.get_pre_meeting_channel_display().lower(),
        "when": stretch(offer.starts_at, offer.ends_at),
        "leader": str(offer.leader),
        "expires": moment(offer.expires_at),
    }


def _date(date):
    return date_format(date, "l j. F Y")
