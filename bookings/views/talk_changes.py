"""Another time for an agreed talk: picked from the list of free times, also without JavaScript."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from bookings import story
from bookings.actions.advice_changes import notice_of
from bookings.choices import Move
from bookings.errors import MoveRefused
from bookings.forms.talk_changes import MoveTalkForm
from bookings.free_weeks import moment_text
from bookings.models import AdviceTalk, BookingSettings
from bookings.notice import TOO_LATE_FOR_TALK, talk_is_too_late
from bookings.time_page import MovePage
from bookings.views.doors import ADVICE_DOORS

DOOR = ADVICE_DOORS[Move.MOVE]


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk):
    """Strangers get 404, the wrong role 403, a refused time 422, a taken one 409 with the nearest."""
    rows = AdviceTalk.objects.visible_to(request.user).for_list()
    talk = get_object_or_404(rows, pk=pk)
    talk.check_role(Move.MOVE, request.user)
    if request.method != "POST":
        return _ask(request, talk)
    form = MoveTalkForm(request.POST, row=talk, by=request.user)
    if not form.is_valid():
        return _page(request, talk, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        version = form.cleaned_data["version"]
        DOOR.action(talk=talk, by=request.user, version=version, **form.arguments())
    except ValidationError as error:
        form.refuse(error)
        talk = rows.get(pk=pk)  # as it is now, not as the refused door left it
        form.show_version(talk.version)
        status = getattr(error, "status", HTTPStatus.UNPROCESSABLE_ENTITY)
        return _page(request, talk, form, status, getattr(error, "alternatives", ()))
    messages.success(request, DOOR.done)
    return redirect(talk)


def _ask(request, talk):
    if talk_is_too_late(talk, request.user):
        messages.info(request, TOO_LATE_FOR_TALK)
        return redirect(talk)
    if talk.status in talk.moves[Move.MOVE]:
        return _page(request, talk, MoveTalkForm(row=talk, by=request.user), HTTPStatus.OK)
    messages.info(request, MoveRefused(talk, Move.MOVE).messages[0])
    return redirect(talk)


def _page(request, talk, form, status, alternatives=()):
    notice = notice_of(talk, request.user, BookingSettings.current())
    asked = {
        **request.GET.dict(),
        **({"starts_at": request.POST.get("starts_at", "")} if form.is_bound else {}),
    }
    shown = MovePage(talk, notice, timezone.now()).answer(asked)
    context = {
        "talk": talk,
        "door": DOOR,
        "form": form,
        "can_send": talk.status in talk.moves[Move.MOVE],
        "when": story.stretch(talk.starts_at, talk.ends_at),
        "picked": asked.get("starts_at") or asked.get("tid", ""),
        "alternatives": [(story.moment(free.start), _address(free.start)) for free in alternatives],
        **shown,
    }
    return render(request, "bookings/mine/move_talk.html", context, status=status)


def _address(start):
    return f"?{urlencode({'tid': moment_text(start)})}#tider"
