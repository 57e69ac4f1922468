"""What the letters of bookings say, finished as text: times as people say them, typed words made harmless.

A letter gets no object and no list, only these names: administrators write the letters anew, and
`email_words.py` tells which names each of them may use.
"""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Channel, MeetingMode, Move, Status
from bookings.leader_calendars import ZONE
from bookings.models.booking import LAPSE_AHEAD


def facts(row):
    """What the letters about a booking or a talk show."""
    leader = None if row.wants_new_leader else row.leader  # nobody is sent to somebody who is ill
    shared = {
        "leader": str(leader or ""),
        "leader_phone": leader.phone if leader else "",
        "when": stretch(row.starts_at, row.ends_at),
        "reason": plain(getattr(row, "declined_reason", "") or row.cancelled_reason),
        "place": plain(row.place),
    }
    return {**shared, **(_booking_facts(row) if hasattr(row, "responsible") else _talk_facts(row))}


def _booking_facts(booking):
    return {
        "title": plain(booking.title),
        "group": plain(booking.group_name),
        "goal": plain(booking.goal),
        "way": plain(booking.held_way or ""),
        "booker": plain(str(booking.booker)),
        "phone": plain(booking.phone),
        "responsible": plain(str(booking.responsible)),
        "co_leaders": in_words([plain(name) for name in booking.names_of_co_leaders()]),
        "wished_time": plain(booking.wished_time),
        "is_requested": booking.status == Status.REQUESTED,
        "is_held": booking.pre_meeting_is_held,
        "must_read_record": booking.must_read_record,
        "is_follow_up": booking.pre_meeting_is_follow_up,
        "was_in_calendar": booking.meeting_sequence > 1,
        "is_digital": booking.mode == MeetingMode.DIGITAL,
        "pre_meeting": stretch(booking.pre_meeting_starts_at, booking.pre_meeting_ends_at),
        "channel": booking.get_pre_meeting_channel_display().lower(),
        "answer_by": moment(booking.answer_by),
        "lapses_at": moment(booking.starts_at and booking.starts_at - LAPSE_AHEAD),
        "others": listed(stretch(one.starts_at, one.ends_at) for one in _others(booking)),
        "ways": _ways(booking, WAYS if booking.starts_at else WAYS[-1:]),
    }


def _others(booking):
    """What stands of the series that it is one of."""
    return type(booking).objects.live().beside(booking)


def _talk_facts(talk):
    return {
        "about": plain(talk.about),
        "booker": plain(str(talk.booker)),
        "phone": plain(talk.phone),
        "channel": talk.get_channel_display().lower(),
        "by_phone": talk.channel == Channel.PHONE,
        "by_video": talk.channel == Channel.VIDEO,
        "leader_calls": talk.who_calls == "leader",
        "video_link": talk.video_link,
        "ways": _ways(talk, TALK_WAYS),
    }


# The pages a letter leads to: login first, then there. Nothing is changed before somebody presses.
WAYS = [
    (Move.MOVE, gettext_lazy("Flytt møtet")),
    (Move.ADJUST, gettext_lazy("Endre opplysningane")),
    (Move.CANCEL, gettext_lazy("Avlys møtet")),
]
TALK_WAYS = [
    (Move.MOVE, gettext_lazy("Flytt samtalen")),
    (Move.CHANNEL, gettext_lazy("Endre samtaleform")),
    (Move.CANCEL, gettext_lazy("Avlys samtalen")),
]


def _ways(row, moves):
    if not row.is_live:
        return []
    name = "booking_move" if hasattr(row, "responsible") else "advice_move"
    return [(text, settings.SITE_URL + reverse(name, args=[row.pk, move])) for move, text in moves]


def way_out(booking):
    """The way that a co-leader has: to say no, as long as the meeting is to come."""
    return _ways(booking, [(Move.LET_GO, gettext_lazy("Meld frå om du ikkje kan vere med"))])


def in_words(names):
    """«Kari, Ola og Siv»."""
    *most, last = names or [""]
    return _("%(most)s og %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def listed(lines):
    """The lines as a Markdown list."""
    return "\n".join(f"- {line}" for line in lines)


def moment(at):
    """«måndag 7. desember 2026 kl. 09.00», or nothing."""
    if at is None:
        return ""
    local = at.astimezone(ZONE)
    return _("%(date)s kl. %(clock)s") % {"date": date_format(local, "l j. F Y"), "clock": _clock(local)}


def stretch(start, end):
    """«måndag 7. desember 2026 kl. 09.00–11.00», or nothing."""
    return f"{moment(start)}–{_clock(end.astimezone(ZONE))}" if start else ""


def to_come(row):
    """When somebody has to be there: the formøte too, as long as it is not held."""
    when = stretch(row.starts_at, row.ends_at)
    if not getattr(row, "pre_meeting_starts_at", None) or row.pre_meeting_is_held:
        return when
    before = stretch(row.pre_meeting_starts_at, row.pre_meeting_ends_at)
    return _("formøte %(before)s, møte %(when)s") % {"before": before, "when": when}


def _clock(local):
    return f"{local:%H.%M}"


LOOK_ALIKES = {"<": "‹", ">": "›", "[": "(", "]": ")", "*": "·", "_": "-"}


def plain(text):
    """Words somebody typed, as one line that Markdown makes no link, picture or emphasis of.

    A backslash would show in the plain part; these look right in both. A _ inside a word is
    harmless, and stands in e-mail addresses.
    """
    one_line = " ".join(text.split())
    return re.sub(r"[<>\[\]*]|(?<!\w)_|_(?!\w)", lambda found: LOOK_ALIKES[found.group()], one_line)
