"""The booking's programme: made from the brief, and brought in step when the meeting has moved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import actions
from bookings.models import Booking


@require_POST
def make(request, pk):
    """To the proposals when the plan is new and the meeting has a time; else to the plan itself."""
    booking = found(request, pk)
    is_new = booking.programme_id is None
    try:
        programme = actions.make_programme(by=request.user, booking=booking)
    except ValidationError as error:
        return back(request, booking, error)
    if is_new and booking.starts_at:
        return redirect("tools:new_proposals", programme.edit_token)
    return redirect(programme)


@require_POST
def follow(request, pk):
    booking = found(request, pk)
    try:
        programme = actions.follow_meeting(by=request.user, booking=booking)
    except ValidationError as error:
        return back(request, booking, error)
    messages.success(
        request, _("Planen har fått tida og ramma frå bestillinga. Sjå om bolkane framleis passar.")
    )
    return redirect(programme)


def found(request, pk):
    return get_object_or_404(Booking.objects.visible_to(request.user).select_related("programme"), pk=pk)


def back(request, booking, error):
    messages.error(request, " ".join(error.messages))
    return redirect(booking)
