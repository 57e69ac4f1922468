"""Asking once more: what was written in a booking that is over stands in the form for a new one."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bookings.draft import Draft
from bookings.forms.order import NeedForm
from bookings.models import Booking
from bookings.views.order import NAME

SAME = ("title", "goal", "purpose", "group_name", "people", "mode", "place", "notes")


@require_POST
def again(request, pk):
    booking = get_object_or_404(Booking.objects.visible_to(request.user).for_list(), pk=pk)
    begin(request, booking)
    return redirect("bookings:need")


def begin(request, booking):
    """A new draft with the words of the old booking, as the form writes them."""
    typed = {name: str(getattr(booking, name)) for name in SAME}
    typed |= {"service_area": str(booking.service_area_id), "minutes": str(booking.minutes or "")}
    typed |= _responsible(booking) | _booker(request.user, booking)
    draft = Draft(request.session, NAME)
    draft.keep(need={name: text for name, text in typed.items() if text}, times={}, call={})


def _booker(user, booking):
    """Whoever asks anew is the booker of it: somebody else's name and telephone are not theirs."""
    if booking.booker_id != user.pk:
        return {}
    return {"booker_name": booking.booker.name, "phone": booking.phone}


def _responsible(booking):
    if booking.responsible_id == booking.booker_id:
        return {"answers": NeedForm.SELF}
    other = booking.responsible
    return {"answers": NeedForm.OTHER, "responsible_name": other.name, "responsible_email": other.email}
