"""The doors that give times: a week of meetings, then a week of formøte, then the check and the door."""

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import notice, story
from bookings.choices import Move
from bookings.errors import MoveRefused, TimeTaken
from bookings.forms.adjusting import AdjustForm
from bookings.forms.leading import form_of
from bookings.forms.picking import AcceptPickForm, MoveForm, MoveOutsideForm, PlanForm
from bookings.free_weeks import moment_text
from bookings.models import Booking
from bookings.pick_page import CallPage, MovePage, PlanPage
from bookings.series import TOGETHER
from bookings.views import doors
from bookings.views.series import SERIES_DOORS, asks_which

TYPED = "skriv"  # in the address: a time that no list offers, typed with the reason


@require_http_methods(["GET", "HEAD", "POST"])
def booking_move(request, pk, move):
    """One address for each door; those that give times have pages of their own."""
    if move == Move.ADJUST:
        return ask(request, pk, move, AdjustForm)
    if move in TOGETHER and asks_which(request, pk, move):
        return doors.go_through(request, Booking, pk, move, SERIES_DOORS[move], form_of, "booking")
    if move == Move.MOVE and is_typed(request):
        return ask(request, pk, move, MoveOutsideForm)
    gives_times = move in {Move.MOVE, Move.PLAN} or (move == Move.ACCEPT and is_call(request, pk))
    return pick(request, pk, move) if gives_times else doors.booking_move(request, pk, move)


def ask(request, pk, move, form):
    door = doors.BOOKING_DOORS[move]
    return doors.go_through(request, Booking, pk, move, door, lambda move, row: form, "booking")


def is_typed(request):
    """A time that no list offers is typed, with the reason."""
    return TYPED in request.GET or "date" in request.POST


def is_call(request, pk):
    """A «ring meg» that is answered with times from the lists, and not with typed ones."""
    waits = Booking.objects.visible_to(request.user).filter(pk=pk, starts_at=None)
    return not is_typed(request) and waits.exists()


@dataclass
class Picking:
    """One request at one of these doors: the page of times that fits, and its form."""

    request: object
    booking: Booking
    move: Move

    def __post_init__(self):
        by, posted = {"by": self.request.user}, self.request.POST
        if self.move == Move.ACCEPT:
            sent = {"minutt": posted.get("minutes", ""), "leiar": posted.get("leader", "")}
            self.page = CallPage(self.booking, data=sent if posted else self.request.GET, **by)
        else:
            self.page = {Move.MOVE: MovePage, Move.PLAN: PlanPage}[self.move](self.booking, **by)

    def form(self, posted=None, *, start=None, talk=None):
        told = {"row": self.booking, "by": self.request.user, "start": start, "talk": talk}
        if self.move == Move.ACCEPT:
            return AcceptPickForm(posted, minutes=self.page.minutes, leader=self.page.leader, **told)
        return {Move.MOVE: MoveForm, Move.PLAN: PlanForm}[self.move](posted, **told)

    def address(self, **more):
        return f"?{urlencode([*self.page.carried, *more.items()])}"


def pick(request, pk, move):
    """Strangers get 404, the wrong role 403, a wrong answer 422, a late one 409."""
    rows = Booking.objects.visible_to(request.user).for_list()
    booking = get_object_or_404(rows, pk=pk)
    booking.check_role(move, request.user)
    if request.method == "POST":
        return send(request, rows, booking, move)
    if booking.status not in booking.moves[move] or (booking.starts_at is None and move != Move.ACCEPT):
        messages.info(request, MoveRefused(booking, move).messages[0])
        return redirect(booking)
    picking = Picking(request, booking, move)
    if late := notice.why_too_late(booking, move, request.user, picking.page.settings):
        messages.info(request, late)
        return redirect(booking)
    answer = picking.page.answer(request.GET)
    asked = answer["asked"]
    form = picking.form(start=asked.start, talk=asked.talk)
    return show(picking, form, HTTPStatus.OK, **answer)


def send(request, rows, booking, move):
    picking = Picking(request, booking, move)
    form = picking.form(request.POST)
    if not form.is_valid():
        return refused(picking, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    door = doors.BOOKING_DOORS[move]
    try:
        version = form.cleaned_data["version"]
        door.action(booking=booking, by=request.user, version=version, **form.arguments())
    except PermissionDenied:
        if doors.is_lost(rows, booking.pk, move, request.user):
            return doors.somebody_was_first(request)
        raise
    except ValidationError as error:
        form.refuse(error)
        picking.booking = rows.get(pk=booking.pk)  # as it is now, not as the refused door left it
        form.show_version(picking.booking.version)
        if isinstance(error, TimeTaken) and error.alternatives:
            form.offer(error.which, [choice(free.start) for free in error.alternatives])
        return refused(picking, form, getattr(error, "status", HTTPStatus.UNPROCESSABLE_ENTITY))
    messages.success(request, door.done)
    return redirect(booking if rows.filter(pk=booking.pk).exists() else "mine")


def choice(start):
    return moment_text(start), story.moment(start)


def refused(picking, form, status):
    """The last step once more, with what was typed."""
    asked = picking.page.read({})
    for name, field in (("start", "starts_at"), ("talk", "pre_meeting_starts_at")):
        if field in form.fields:
            setattr(asked, name, getattr(form, "cleaned_data", {}).get(field))
    return show(picking, form, status, asked=asked, step="check")


def show(picking, form, status, *, asked, step, week=None):
    booking, page = picking.booking, picking.page
    start = {"mote": moment_text(asked.start)} if asked.start and page.picks_meeting else {}
    context = {
        "row": booking,
        "door": doors.BOOKING_DOORS[picking.move],
        "form": form,
        "page": page,
        "asked": asked,
        "step": step,
        "week": week,
        "times": times_of(picking, asked, start),
        "carried": [*page.carried, *start.items()],
        "kept_talk": page.kept_talk(asked) if step == "talk" else "",
        "kept_meeting": kept_meeting(picking) if step == "meeting" else "",
        "is_call": picking.move == Move.ACCEPT,
        "may_type": picking.move == Move.ACCEPT or (picking.move == Move.MOVE and page.standing.handles),
        "can_send": booking.status in booking.moves[picking.move],
        "when": story.stretch(booking.starts_at, booking.ends_at),
    }
    return render(picking.request, "bookings/pick/page.html", context, status=status)


def kept_meeting(picking):
    """The address that lets the meeting stay and moves its formøte alone."""
    if picking.move == Move.MOVE and picking.page.picks_talk:
        return picking.address(mote=moment_text(picking.booking.starts_at))
    return ""


@dataclass(frozen=True)
class Time:
    """A time in words: as it was, as it is picked (may be empty), and the address to pick another."""

    label: str
    before: str
    after: str
    again: str = ""

    @property
    def is_new(self):
        return bool(self.after) and self.after != self.before


def times_of(picking, asked, start):
    """The meeting and the formøte, so far as the page has to do with them."""
    booking, page = picking.booking, picking.page
    minutes = {"meeting": booking.minutes or getattr(page, "minutes", 0), "talk": page.talk_minutes}
    was = {
        "meeting": story.stretch(booking.starts_at, booking.ends_at),
        "talk": story.stretch(booking.pre_meeting_starts_at, booking.pre_meeting_ends_at),
    }
    picked = {
        name: stretch(at, minutes[name]) for name, at in (("meeting", asked.start), ("talk", asked.talk))
    }
    found = [Time(_("Møtet"), was["meeting"], picked["meeting"], picking.address() if start else "")]
    if page.picks_talk:
        again = picking.address(**start) if asked.talk else ""
        found.append(Time(_("Formøtet"), was["talk"], picked["talk"], again))
    return found


def stretch(start, minutes):
    return story.stretch(start, start + dt.timedelta(minutes=minutes)) if start else ""
