"""The messages of a booking, written in the same transaction as the change.

One mail carries one calendar object at most: the formøte and the meeting are two mails. Nobody
is written to twice about the same thing, also when the booker answers for the meeting.
"""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import invitations
from bookings.choices import REMINDERS, Role, Source, Status
from bookings.letter_facts import facts, listed, moment, plain, stretch, to_come, way_out
from prosesstotte import mail

OUR_SIDE = {Role.LEADER}
THEIR_SIDE = {Role.BOOKER, Role.RESPONSIBLE}
EVERYBODY = OUR_SIDE | THEIR_SIDE
AT_THE_MEETING = EVERYBODY | {Role.CO_LEADER}  # a co-leader has no part in the formøte


# --- One function for each thing that happens --------------------------------------------------


def requested(booking):
    _send("requested", booking, THEIR_SIDE)
    _send("request_to_answer", booking, OUR_SIDE)
    _send("co_leader_asked", booking, {Role.CO_LEADER}, invite=invitations.meeting)


def accepted(booking, *, is_new=False):
    """`is_new`: whoever comes along hears of it now, by a letter of their own.

    The formøte of a series comes with the meeting that has it.
    """
    if not booking.pre_meeting_is_carried and not booking.pre_meeting_is_held:
        has_talk = booking.pre_meeting_starts_at
        _send("accepted", booking, EVERYBODY, invite=invitations.pre_meeting if has_talk else None)
    told = EVERYBODY if is_new else AT_THE_MEETING
    _send("meeting_reserved", booking, told, invite=invitations.meeting)
    if is_new:
        _send("co_leader_brought", booking, {Role.CO_LEADER}, invite=invitations.meeting)


def declined(booking):
    proposals = listed(_offered(one) for one in booking.proposals.all())
    _send("declined", booking, THEIR_SIDE, proposals=proposals)
    _take_from_co_leaders(booking)


def _offered(proposal):
    times = {"when": moment(proposal.starts_at), "before": moment(proposal.pre_meeting_starts_at)}
    return _("%(when)s, med formøte %(before)s") % times


def pre_meeting_planned(booking):
    _send("pre_meeting_planned", booking, EVERYBODY, invite=invitations.pre_meeting)


def pre_meeting_recorded(booking):
    _send("pre_meeting_recorded", booking, THEIR_SIDE)


def pre_meeting_time_dropped(booking):
    """It was held early: the planned time leaves the calendars."""
    _send("pre_meeting_dropped", booking, EVERYBODY, invite=_withdrawn(invitations.pre_meeting))


def confirmed(booking):
    _send("confirmed", booking, AT_THE_MEETING, invite=invitations.meeting)


def completed(booking):
    _send("completed", booking, THEIR_SIDE)


def cancelled(booking, *, before, at=None):
    """`before` is the state it was in: a request has no invitations to take back."""
    was_agreed = before in {Status.ACCEPTED, Status.CONFIRMED}
    _send("cancelled", booking, EVERYBODY, invite=invitations.meeting if was_agreed else None)
    _take_from_co_leaders(booking, kind="cancelled")
    if was_agreed and _is_to_come(booking, at):
        _send("pre_meeting_dropped", booking, EVERYBODY, invite=invitations.pre_meeting)


def lapsed(booking):
    _send("lapsed", booking, AT_THE_MEETING, invite=invitations.meeting)
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
    _send(kind, booking, AT_THE_MEETING, invite=invitations.meeting if is_agreed else None)
    still_there = {address for _role, address in recipients(booking, AT_THE_MEETING)}
    if old_responsible.email.lower() not in still_there:
        _remind_no_more(booking, old_responsible.email)
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


def moved(booking, *, before):
    """`before`: source → (start, end) of what has got another time. A request has no invitations yet."""
    is_agreed = booking.status != Status.REQUESTED
    was = {f"{source}_before": stretch(*times) for source, times in before.items()}
    if Source.MEETING in before:
        _send("moved", booking, EVERYBODY, invite=invitations.meeting if is_agreed else None, **was)
        answers_nothing = {**was, "is_leader": False}
        _send("moved", booking, {Role.CO_LEADER}, invite=invitations.meeting, **answers_nothing)
    if Source.PRE_MEETING in before and (is_agreed or Source.MEETING not in before):
        invite = invitations.pre_meeting if is_agreed else None
        _send("pre_meeting_moved", booking, EVERYBODY, invite=invite, **was)


def adjusted(booking, *, meeting, pre_meeting):
    """Only what is new: (label, text) about the meeting, and about its formøte. One calendar in each letter.

    `meeting` and `pre_meeting` are (lines, is in calendars): a title is in no calendar, a place is.
    """
    is_agreed = booking.status != Status.REQUESTED
    invites = (invitations.meeting, invitations.pre_meeting)
    for (lines, is_shown), invite in zip((meeting, pre_meeting), invites, strict=True):
        if lines:
            new = listed(f"{label}: {plain(text)}" for label, text in lines)
            _send("adjusted", booking, EVERYBODY, invite=invite if is_shown and is_agreed else None, new=new)
        if lines and invite is invitations.meeting:
            _send("adjusted", booking, {Role.CO_LEADER}, invite=invite if is_shown else None, new=new)


def inherited(booking, *, old, at):
    """A new group leader: the times come into one calendar and go out of the other, one in each letter."""
    invites = [invitations.meeting] if booking.status != Status.REQUESTED else []
    if invites and _is_to_come(booking, at) and not booking.pre_meeting_is_held:
        invites.append(invitations.pre_meeting)
    is_still_there = old.email.lower() in {address for _role, address in recipients(booking, EVERYBODY)}
    if not is_still_there:
        _remind_no_more(booking, old.email)
    for invite in invites or [lambda *_, **__: None]:
        address = booking.booker.email
        _queue("inherited", booking, Role.BOOKER, address, invite(booking, address))
        if not is_still_there:
            withdrawn = invite(booking, old.email, withdrawn=True)
            _queue("no_longer_booker", booking, Role.BOOKER, old.email, withdrawn)


def message(booking, *, by, text):
    """Word to the others; what is written stands in the letter, nobody's name in its subject."""
    for role, address in recipients(booking, AT_THE_MEETING):
        if address != by.email.lower():
            _queue("message", booking, role, address, None, by=plain(str(by)), text=plain(text))


def reminder(booking, source):
    _send(f"reminder_{source}", booking, AT_THE_MEETING if source == Source.MEETING else EVERYBODY)


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


# --- Who leads it ----------------------------------------------------------------------------------


def handed_over(row, *, old, reason, at):
    """The old leader gets it out of the calendar, the new one into it, and those who booked get a name."""
    if hasattr(row, "responsible"):
        _booking_handed_over(row, old, reason, at)
    else:
        _talk_handed_over(row, old, reason)


def _talk_handed_over(talk, old, reason):
    _send("advice_new_leader", talk, THEIR_SIDE, invite=invitations.advice)
    if talk.leader != old:
        _send("advice_taken_over", talk, OUR_SIDE, invite=invitations.advice, note=plain(reason))
        _send_to_old("advice_no_longer_leader", talk, old, invitations.advice)


def _booking_handed_over(booking, old, reason, at):
    _send("new_leader", booking, THEIR_SIDE)
    if booking.leader == old:
        return
    is_agreed = booking.status != Status.REQUESTED
    meeting = invitations.meeting if is_agreed else None
    _send("taken_over", booking, OUR_SIDE, invite=meeting, note=plain(reason))
    _send_to_old("no_longer_leader", booking, old, meeting)
    if is_agreed and not booking.pre_meeting_is_held and _is_to_come(booking, at):
        _send("taken_over_pre_meeting", booking, OUR_SIDE, invite=invitations.pre_meeting)
        _send_to_old("no_longer_leader_pre_meeting", booking, old, invitations.pre_meeting)


def pre_meeting_passed_on(booking, *, old):
    """The formøte of a series follows with another of its meetings, that somebody else leads."""
    _send("taken_over_pre_meeting", booking, OUR_SIDE, invite=invitations.pre_meeting)
    _send_to_old("no_longer_leader_pre_meeting", booking, old, invitations.pre_meeting)


def _send_to_old(kind, row, leader, invite):
    """Word to whoever no longer leads it; the calendar is left alone when they take part otherwise."""
    address = leader.email.lower()
    if not address:
        return
    stays = address in {one for _role, one in recipients(row, AT_THE_MEETING)}
    if not stays:
        _remind_no_more(row, address)
    _queue(
        kind, row, Role.LEADER, address, _withdrawn(invite)(row, address) if invite and not stays else None
    )


def leader_sought(row):
    """The leader had to let go: nothing is called off, and the team looks for somebody else."""
    _send("leader_sought" if hasattr(row, "responsible") else "advice_leader_sought", row, THEIR_SIDE)


def fell_ill(leader, rows):
    """To the team's mailbox: what needs somebody else today."""
    lines = listed(_what_is_left(row, leader) for row in rows)
    context = {"leader": str(leader), "lines": lines, "link": f"{settings.SITE_URL}/mine/"}
    mail.queue("bookings/leader_is_ill", to=settings.SITE_EMAIL, context=context, about=leader)


def _what_is_left(row, leader):
    if row.leader_id == leader.pk:
        return f"{plain(str(row))}: {to_come(row)}"
    return _("%(title)s (medleiar): %(when)s") % {
        "title": plain(str(row)),
        "when": stretch(row.starts_at, row.ends_at),
    }


def co_leader_brought(booking, leader):
    _queue(
        "co_leader_brought", booking, Role.CO_LEADER, leader.email, invitations.meeting(booking, leader.email)
    )


def co_leader_let_go(booking, leader):
    _send_to_old("co_leader_let_go", booking, leader, invitations.meeting)


def co_leader_said_no(booking, leader, *, tell_team):
    """The meeting stands: the leader and the team find somebody else, or agree on being one."""
    told = {"co_leader": plain(str(leader))}
    _send("co_leader_said_no", booking, OUR_SIDE, **told)
    if tell_team:
        _send_to_team("co_leader_said_no", booking, **told)


def _take_from_co_leaders(booking, kind="co_leader_let_go"):
    """A co-leader has had an invitation from the first day, also to a request."""
    _send(kind, booking, {Role.CO_LEADER}, invite=_withdrawn(invitations.meeting))


# --- Who, and with what ------------------------------------------------------------------------


CO_LEADER = ("leader__member__user",)


def recipients(row, roles):
    """(role, address) of those with a role in `roles`, each address once. No leader: the team's mailbox."""
    leader = row.leader.email if row.leader else ""
    found = [(Role.LEADER, leader or settings.SITE_EMAIL), (Role.BOOKER, row.booker.email)]
    if hasattr(row, "responsible"):
        found.append((Role.RESPONSIBLE, row.responsible.email))
    if hasattr(row, "responsible") and Role.CO_LEADER in roles:
        found += [(Role.CO_LEADER, one.leader.email) for one in row.co_leaders().select_related(*CO_LEADER)]
    once = {}
    for role, address in found:
        if role in roles:
            once.setdefault(address.lower(), role)
    return [(role, address) for address, role in once.items()]


def _send(kind, row, roles, *, invite=None, **words):
    for role, address in recipients(row, roles):
        _queue(kind, row, role, address, invite(row, address) if invite else None, **words)


def _send_to_team(kind, row, **words):
    if settings.SITE_EMAIL.lower() not in {address for _role, address in recipients(row, OUR_SIDE)}:
        _queue(kind, row, Role.LEADER, settings.SITE_EMAIL, None, **words)


def _queue(kind, row, role, address, invitation, **words):
    calendar = {"calendar": invitation.text, "calendar_method": invitation.method} if invitation else {}
    context = {
        "is_leader": role in {Role.LEADER, Role.CO_LEADER},
        "link": settings.SITE_URL + row.get_absolute_url(),
        **facts(row),
        **words,
    }
    if role == Role.CO_LEADER:
        context["ways"] = way_out(row)  # not theirs to move or call off
    mail.queue(f"bookings/{kind}", to=address, context=context, about=row, **calendar)


def _remind_no_more(row, address):
    """A reminder that still lies in the queue is not for whoever has no part in it any more."""
    mail.take_back(row, REMINDERS, to__iexact=address)


def _withdrawn(invite):
    return lambda row, address: invite(row, address, withdrawn=True)


def _is_to_come(booking, at):
    """A formøte that lies on another meeting of the series is that one's to tell of."""
    if booking.pre_meeting_is_carried:
        return False
    return booking.pre_meeting_starts_at and booking.pre_meeting_starts_at > (at or timezone.now())
