"""Taking one of the times that came with a no."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import actions, story
from bookings.free_weeks import moment_text
from bookings.models import Booking, Proposal
from bookings.views import again


@require_POST
def take(request, pk, proposal):
    """One press makes a new request; a time that is gone comes back with the nearest free ones."""
    booking = get_object_or_404(Booking.objects.visible_to(request.user).for_list(), pk=pk)
    proposal = get_object_or_404(Proposal.objects.select_related("leader"), pk=proposal, booking=booking)
    proposal.booking = booking
    try:
        made = actions.take_proposal(by=request.user, proposal=proposal)
    except ValidationError as error:
        return _gone(request, booking, error)
    messages.success(request, _("Takk! Tida er halden av, og alt de skreiv, følgjer med."))
    return redirect(made)


def _gone(request, booking, error):
    again.begin(request, booking)  # so that the way on is one choice, with everything kept
    nearest = [
        (story.moment(free.start), _address(free.start)) for free in getattr(error, "alternatives", ())
    ]
    context = {"booking": booking, "refusal": error.messages, "alternatives": nearest}
    status = getattr(error, "status", HTTPStatus.UNPROCESSABLE_ENTITY)
    return render(request, "bookings/leading/proposal_gone.html", context, status=status)


def _address(start):
    return f"{reverse('bookings:time')}?{urlencode({'mote': moment_text(start)})}#formote"


def of(booking, user):
    """What a declined booking shows: (proposal, when, when its formøte is, the booking that came of it)."""
    proposals = list(booking.proposals.select_related("leader__member")) if not booking.is_live else []
    if not proposals:
        return []
    keys = [one.form_key for one in proposals]
    taken = {one.form_key: one for one in Booking.objects.visible_to(user).filter(form_key__in=keys)}
    return [
        (one, story.moment(one.starts_at), story.moment(one.pre_meeting_starts_at), taken.get(one.form_key))
        for one in proposals
    ]
