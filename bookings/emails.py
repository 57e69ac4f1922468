"""The messages of a booking, written in the same transaction as the change.

One mail carries one calendar object at most: the formøte and the meeting are two mails. Nobody
is written to twice about the same thing, also when the booker answers for the meeting.
"""

import re

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bookings import invitations
from bookings.choices import Channel, MeetingMode, Role, Status
from bookings.leader_calendars import ZONE
from bookings.models.booking import LAPSE_AHEAD
from prosesstotte import mail

OUR_SIDE = {Role.LEADER}
THEIR_SIDE = {Role.BOOKER, Role.RESPONSIBLE}
EVERYBODY = OUR_SIDE | THEIR_SIDE


# --- One function for each thing that happens --------------------------------------------------


def requested(booking):
    _send("requested", booking, THEIR_SIDE)
    _send("request_to_answer", booking, OUR_SIDE)


def accepted(booking):
    _send(
        "accepted",
        booking,
        EVERYBODY,
        invite=invitations.pre_meeting if booking.pre_meeting_starts_at else None,
    )
    _send("meeting_reserved", booking, EVERYBODY, invite=invitations.meeting)


def declined(booking):
    _send("declined", booking, THEIR_SIDE)


def pre_meeting_planned(booking):
    _send("pre_meeting_planned", booking, EVERYBODY, invite=invitations.pre_meeting)


def pre_meeting_recorded(booking):
    _send("pre_meeting_recorded", booking, THEIR_SIDE)


def pre_meeting_time_dropped(booking):
    """It was held early: the planned time leaves the calendars."""
    _send("pre_meeting_dropped", booking, EVERYBODY, invite=_withdrawn(invitations.pre_meeting))


def confirmed(booking):
    _send("confirmed", booking, EVERYBODY, invite=invitations.meeting)


def completed(booking):
    _send("completed", booking, THEIR_SIDE)


def cancelled(booking, *, before, at=None):
    """`before` is the state it was in: a request has no invitations to take back."""
    was_agreed = before in {Status.ACCEPTED, Status.CONFIRMED}
    _send("cancelled", booking, EVERYBODY, invite=invitations.meeting if was_agreed else None)
    if was_agreed and _is_to_come(booking, at):
        _send("pre_meeting_dropped", booking, EVERYBODY, invite=invitations.pre_meeting)


def lapsed(booking):
    _send("lapsed", booking, EVERYBODY, invite=invitations.meeting)
    _send_to_team("lapsed", booking)


def lapse_warning(booking):
    _send("lapse_warning", booking, EVERYBODY)
    _send_to_team("lapse_warning", booking)


def answer_overdue(booking):
    _send("answer_overdue", booking, OUR_SIDE)
    _send_to_team("answer_overdue", booking)


def changed(booking, *, old_responsible, falls_back):
    """New goal or responsible. Whoever no longer answers for it gets the meeting out of the calendar."""
    is_agreed = booking.status == Status.ACCEPTED
    kind = "fell_back" if falls_back else "changed"
    _send(kind, booking, EVERYBODY, invite=invitations.meeting if is_agreed else None)
    still_there = {address for _role, address in recipients(booking, EVERYBODY)}
    if old_responsible.email.lower() not in still_there:
        withdrawn = _withdrawn(invitations.meeting)(booking, old_responsible.email) if is_agreed else None
        _queue("no_longer_responsible", booking, Role.RESPONSIBLE, old_responsible.email, withdrawn)
    if is_agreed and booking.pre_meeting_starts_at:
        _hand_over_pre_meeting(booking, old_responsible.email)


def _hand_over_pre_meeting(booking, old):
    """The agreed formøte moves from the calendar of the old responsible to that of the new one."""
    new = booking.responsible.email
    others = {address for _role, address in recipients(booking, {Role.LEADER, Role.BOOKER})}
    if new.lower() not in {old.lower(), *others}:
        invitation = invitations.pre_meeting(booking, new)
        _queue("pre_meeting_planned", booking, Role.RESPONSIBLE, new, invitation)
    if old.lower() not in {new.lower(), *others}:
        invitation = _withdrawn(invitations.pre_meeting)(booking, old)
        _queue("pre_meeting_handed_over", booking, Role.RESPONSIBLE, old, invitation)


def reminder(booking, source):
    _send(f"reminder_{source}", booking, EVERYBODY)


def was_it_held(booking):
    _send("was_it_held", booking, OUR_SIDE)
    _send_to_team("was_it_held", booking)


def advice_confirmed(talk):
    _send("advice_confirmed", talk, EVERYBODY, invite=invitations.advice)


def advice_moved(talk):
    _send("advice_moved", talk, EVERYBODY, invite=invitations.advice)


def advice_channel_changed(talk):
    _send("advice_channel_changed", talk, EVERYBODY, invite=invitations.advice)


def advice_cancelled(talk):
    _send("advice_cancelled", talk, EVERYBODY, invite=invitations.advice)


def advice_reminder(talk):
    _send("advice_reminder", talk, EVERYBODY)


# --- Who, and with what ------------------------------------------------------------------------


def recipients(row, roles):
    """(role, address) of those with a role in `roles`, each address once. No leader: the team's mailbox."""
    leader = row.leader.email if row.leader else ""
    found = [(Role.LEADER, leader or settings.SITE_EMAIL), (Role.BOOKER, row.booker.email)]
    if hasattr(row, "responsible"):
        found.append((Role.RESPONSIBLE, row.responsible.email))
    once = {}
    for role, address in found:
        if role in roles:
            once.setdefault(address.lower(), role)
    return [(role, address) for address, role in once.items()]


def _send(kind, row, roles, *, invite=None):
    for role, address in recipients(row, roles):
        _queue(kind, row, role, address, invite(row, address) if invite else None)


def _send_to_team(kind, row):
    if settings.SITE_EMAIL.lower() not in {address for _role, address in recipients(row, OUR_SIDE)}:
        _queue(kind, row, Role.LEADER, settings.SITE_EMAIL, None)


def _queue(kind, row, role, address, invitation):
    calendar = {"calendar": invitation.text, "calendar_method": invitation.method} if invitation else {}
    context = {
        "is_leader": role == Role.LEADER,
        "link": settings.SITE_URL + row.get_absolute_url(),
        **facts(row),
    }
    mail.queue(f"bookings/{kind}", to=address, context=context, about=row, **calendar)


def _withdrawn(invite):
    return lambda row, address: invite(row, address, withdrawn=True)


def _is_to_come(booking, at):
    return booking.pre_meeting_starts_at and booking.pre_meeting_starts_at > (at or timezone.now())


# --- In words ------------------------------------------------------------------------------------


def facts(row):
    """What the templates show, finished as text: times as people say them, typed words made harmless."""
    shared = {
        "row": row,
        "leader": str(row.leader or ""),
        "leader_phone": row.leader.phone if row.leader else "",
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
        "wished_time": plain(booking.wished_time),
        "is_held": booking.pre_meeting_is_held,
        "is_follow_up": booking.pre_meeting_is_follow_up,
        "was_in_calendar": booking.meeting_sequence > 1,
        "is_digital": booking.mode == MeetingMode.DIGITAL,
        "pre_meeting": stretch(booking.pre_meeting_starts_at, booking.pre_meeting_ends_at),
        "channel": booking.get_pre_meeting_channel_display().lower(),
        "answer_by": moment(booking.answer_by),
        "lapses_at": moment(booking.starts_at and booking.starts_at - LAPSE_AHEAD),
    }


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
    }


def moment(at):
    """«måndag 7. desember 2026 kl. 09.00», or nothing."""
    if at is None:
        return ""
    local = at.astimezone(ZONE)
    return _("%(date)s kl. %(clock)s") % {"date": date_format(local, "l j. F Y"), "clock": _clock(local)}


def stretch(start, end):
    """«måndag 7. desember 2026 kl. 09.00–11.00», or nothing."""
    return f"{moment(start)}–{_clock(end.astimezone(ZONE))}" if start else ""


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
