"""The logged-in person's own pages: what is agreed, what waits for whom, and one row in full."""

import datetime as dt
import re
from dataclasses import dataclass
from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bookings import actions, diary, leader_calendars, notice, story
from bookings.choices import CREW, HANDLERS, Move, Role
from bookings.forms.doors import DoorForm
from bookings.forms.files import MessageForm
from bookings.forms.leading import form_of
from bookings.models import AdviceTalk, Booking, BookingSettings, ProcessLeader
from bookings.story import Task
from bookings.views import leading, proposals, series, waiting
from bookings.views.doors import ADVICE_DOORS, BOOKING_DOORS
from bookings.views.evaluated import section_of
from prosesstotte import events
from tools.choices import Face

WEEK = dt.timedelta(days=7)
WRITTEN_WEEK = re.compile(r"(\d{4})-W(\d{2})")
PAST_ON_A_PAGE = 10
# What the nearest is measured by; the meeting's start where nothing else is said.
NEAREST = {
    Task.ANSWER: "answer_by",
    Task.CALL: "answer_by",
    Task.RECORD: "pre_meeting_ends_at",
    Task.HOLD: "pre_meeting_starts_at",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list: the booking or the talk, when it is, and what happens with it now."""

    row: object
    when: str
    now: object
    with_whom: object = None  # of a talk: the other one
    later: str = ""  # of a series: the other dates, in a sentence


@require_safe
def mine(request):
    user, at = request.user, timezone.now()
    leader = ProcessLeader.objects.of(user).select_related("member").first()
    is_staff = leader is None and user.has_perm("bookings.change_booking")
    live = Booking.objects.live() if is_staff else Booking.objects.live().concerning(user)
    bookings, talks = list(live.for_list()), list(AdviceTalk.objects.live().of(user).for_list())
    past = Paginator(Booking.objects.of(user).past(at).for_list().reverse(), PAST_ON_A_PAGE)
    followed = Booking.objects.live().read_by(user).for_list()
    today = timezone.localdate()
    handled = [one for one in bookings if is_staff or is_handled(one, leader)]
    context = {
        "leader": leader,
        "is_team": bool(leader) or is_staff,
        "work": worklist(handled, at),
        "wanted": leading.wanted(bookings, leader) if leader or is_staff else [],
        "lacking": leading.lacking(handled, at),
        "co_led": [
            item(one, handles=False, at=at, comes_along=True) for one in leading.co_led(bookings, leader)
        ],
        "collisions": leading.colliding(leader, is_staff, at),
        "today": diary.days(leader, today, today)[0] if leader else None,
        "asked": series.once(item(one, handles=False, at=at) for one in bookings if is_asked(one, user, at)),
        "talks": [talk_item(one, user, at) for one in talks],
        "waiting": waiting.numbers() if leader or is_staff else {},
        "places": waiting.own_places(user),
        "followed": series.once(item(one, handles=False, at=at) for one in followed),
        "past": past.get_page(request.GET.get("side")),
        "at": at,
    }
    return render(request, "bookings/mine/index.html", context)


def is_handled(booking, leader):
    return leader is not None and booking.leader_id in {leader.pk, None}


def is_asked(booking, user, at):
    group_leader = booking.group and booking.group.leader_id
    return user.pk in {booking.booker_id, booking.responsible_id, group_leader} and not (
        booking.ends_at and booking.ends_at < at
    )


def item(booking, *, handles, at, comes_along=False):
    when = story.stretch(booking.starts_at, booking.ends_at)
    return Item(booking, when, story.now(booking, handles=handles, at=at, comes_along=comes_along))


def talk_item(talk, user, at):
    handles = talk.leader.member.user_id == user.pk
    text = story.talk_now(talk, handles=handles, at=at)
    return Item(
        talk, story.stretch(talk.starts_at, talk.ends_at), text, talk.booker if handles else talk.leader
    )


def worklist(bookings, at):
    """[(task, items)] in the order a process leader takes them, each with the nearest first."""
    items = [item(booking, handles=True, at=at) for booking in bookings]
    found = []
    for task in [one for one in Task if one != Task.TAKE_OVER]:  # that has a list of its own
        by = attrgetter(f"row.{NEAREST.get(task, 'starts_at')}")
        mine = sorted((one for one in items if one.now.task == task), key=by)
        found += [(task, series.once(mine))] if mine else []
    return found


@require_safe
def week(request):
    """The leader's week as a list of days; an unknown week is this one, and the page says so."""
    leader = ProcessLeader.objects.of(request.user).select_related("member").first()
    if leader is None:
        raise PermissionDenied
    asked = request.GET.get("veke", "")
    monday = read_week(asked) or this_monday()
    days = diary.days(leader, monday, monday + dt.timedelta(days=6))
    context = {
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "number": monday.isocalendar().week,
        "days": [day for day in days if day.entries or not day.is_weekend],
        "earlier": week_text(monday - WEEK),
        "later": week_text(monday + WEEK),
        "is_this_week": monday == this_monday(),
        "was_unknown": bool(asked) and read_week(asked) is None,
        "today": timezone.localdate(),
    }
    return render(request, "bookings/mine/week.html", context)


def this_monday():
    today = timezone.localdate()
    return today - dt.timedelta(days=today.weekday())


def week_text(monday):
    year, number, _day = monday.isocalendar()
    return f"{year}-W{number:02}"


def read_week(text):
    """«2026-W50» → its Monday; None when it is no week, or too far off to reckon with."""
    found = WRITTEN_WEEK.fullmatch(text)
    try:
        monday = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None
    return monday if monday and abs(monday - timezone.localdate()) < leader_calendars.REACH else None


@require_safe
def booking_detail(request, pk):
    user, at = request.user, timezone.now()
    people = ("held_by", "held_with", "entered_by", "programme", "evaluation")
    booking = get_object_or_404(Booking.objects.visible_to(user).for_list().select_related(*people), pk=pk)
    roles = booking.roles_of(user)
    handles = bool(roles & HANDLERS)
    now = story.now(booking, handles=handles, at=at, comes_along=Role.CO_LEADER in roles)
    is_late = not handles and notice.is_too_late(booking, user, at)
    context = {
        "booking": booking,
        "now": now,
        "handles": handles,
        "meeting": story.stretch(booking.starts_at, booking.ends_at),
        "pre_meeting": story.stretch(booking.pre_meeting_starts_at, booking.pre_meeting_ends_at),
        "held": story.stretch(booking.held_from, booking.held_to),
        "series": series.list_of(booking, user),
        "buttons": buttons_of(booking, user, now, handles=handles, is_late=is_late, at=at),
        "has_to_call": is_late and booking.starts_at > at,
        "evaluation": section_of(booking, handles=handles, at=at),
        "files": list(booking.attachments.select_related("by")),
        "thread": list(booking.messages.select_related("by")),
        "may_write": bool(roles - {Role.COLLEAGUE}),
        "message_form": MessageForm(),
        "programme": programme_of(booking, handles=bool(roles & CREW)),
        "proposals": proposals.of(booking, user),
        "may_take": Role.BOOKER in roles,
        "co_leaders": leading.co_leaders_of(booking, roles, at),
        "history": story.history(booking, events.history(booking), reader=user, handles=handles),
    }
    return render(request, "bookings/mine/booking.html", context)


def programme_of(booking, *, handles):
    """What the page says of the booking's programme: who leads edits it, the others read their face of it."""
    if booking.programme is None:
        return {"may_make": handles and booking.is_live}
    if not handles:
        return {"address": booking.programme.reading_address(Face.OWNER)}
    return {
        "address": booking.programme.get_absolute_url(),
        "is_out_of_step": booking.is_live and actions.is_out_of_step(booking),
    }


@require_safe
def advice_detail(request, pk):
    user, at = request.user, timezone.now()
    talk = get_object_or_404(AdviceTalk.objects.visible_to(user).for_list(), pk=pk)
    handles = bool(talk.roles_of(user) & HANDLERS)
    moves = [move for move in talk.moves_for(user) if talk_makes_sense(move, talk, user, at)]
    context = {
        "talk": talk,
        "now": story.Now(None, story.talk_now(talk, handles=handles, at=at)),
        "when": story.stretch(talk.starts_at, talk.ends_at),
        "handles": handles,
        "buttons": in_order(
            Button(
                move,
                ADVICE_DOORS[move].button if move == Move.COMPLETE else ADVICE_DOORS[move].link,
                move == Move.COMPLETE,
                move == Move.COMPLETE,
            )
            for move in moves
        ),
        "history": story.history(talk, events.history(talk), reader=user, handles=handles),
    }
    return render(request, "bookings/mine/advice.html", context)


def talk_makes_sense(move, talk, user, at):
    """It is held when it has begun. Inside the notice the booker changes nothing here, but calls."""
    has_begun = talk.starts_at <= at
    if move == Move.SEEK:  # offered where it belongs, not among the buttons
        return False
    if move in {Move.COMPLETE, Move.CHANNEL, Move.HAND_OVER}:
        return has_begun == (move == Move.COMPLETE) and _is_in_time(talk, user, at)
    return _is_in_time(talk, user, at)


def _is_in_time(talk, user, at):
    notice = dt.timedelta(minutes=BookingSettings.current().advice_notice_minutes)
    return bool(talk.roles_of(user) & HANDLERS) or talk.starts_at - at >= notice


# --- Buttons for the moves that somebody may make now ----------------------------------------------


QUIET = {Move.ADJUST, Move.CHANGE, Move.HAND_OVER, Move.TRAVEL}


@dataclass(frozen=True, slots=True)
class Button:
    """`is_direct`: one press goes through the door; else a link to the page that asks."""

    move: Move
    text: str
    is_primary: bool = False
    is_direct: bool = False

    @property
    def is_quiet(self):
        """Changes beside the matter are links below the buttons, so that these stay few."""
        return self.move in QUIET


def buttons_of(booking, user, now, *, handles, is_late, at):
    moves = [move for move in booking.moves_for(user) if makes_sense(move, booking, at)]
    if is_late:
        moves = [move for move in moves if move not in notice.TOO_LATE]
    return in_order(button(move, booking, now, handles) for move in moves)


def makes_sense(move, booking, at):
    """The state allows more than what there is a reason to do just now."""
    if move == Move.PLAN:  # a formøte that has its time still to come is moved with the meeting
        return (
            not booking.pre_meeting_is_held
            and not booking.pre_meeting_is_carried
            and not (booking.pre_meeting_ends_at and booking.pre_meeting_ends_at > at)
        )
    if move == Move.MOVE:
        return booking.starts_at is not None and booking.starts_at > at
    if move == Move.CONFIRM:
        return booking.pre_meeting_is_held
    if move == Move.READ:
        return booking.must_read_record
    if move in {Move.HAND_OVER, Move.TRAVEL}:
        return booking.starts_at is not None and booking.starts_at > at
    if move in {Move.SEEK, Move.BRING, Move.LET_GO}:  # offered where they belong, not among the buttons
        return False
    return move != Move.COMPLETE or booking.starts_at <= at


def button(move, booking, now, handles):
    is_direct = form_of(move, booking) is DoorForm
    door = BOOKING_DOORS[move]
    text = door.button if is_direct else door.link
    if move == Move.RECORD and booking.pre_meeting_is_held:
        text = _("Rett det som er ført inn")
    return Button(move, text, handles and move == story.MOVE_OF.get(now.task), is_direct)


def in_order(buttons):
    """The primary one first and no beside yes, the way out last; then the quiet ones."""
    return sorted(
        buttons,
        key=lambda one: (one.is_quiet, not one.is_primary, one.move != Move.DECLINE, one.move == Move.CANCEL),
    )
