"""The archive package of a booking, for its leader and the team."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from bookings import actions
from bookings.models import Booking


@require_POST
def package(request, pk):
    booking = get_object_or_404(Booking.objects.visible_to(request.user), pk=pk)
    content = actions.export_booking(by=request.user, booking=booking)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="bestilling-{pk}.zip"'
    return response
