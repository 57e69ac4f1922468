"""Files and messages on a booking. A file comes as a download, and only to those who may see the booking."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import actions
from bookings.forms.files import FileForm, MessageForm
from bookings.models import Attachment, Booking, BookingSettings
from prosesstotte import limits


def found(request, pk):
    """Strangers get 404; who may only read gets 403 at what changes something."""
    booking = get_object_or_404(Booking.objects.visible_to(request.user).for_list(), pk=pk)
    if not booking.roles_of(request.user):
        raise PermissionDenied
    return booking


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    booking = found(request, pk)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    if posted and not limits.within(request, "booking_file"):
        return limits.too_many(request)
    form, status = FileForm(*posted), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            actions.attach(by=request.user, booking=booking, file=form.cleaned_data["file"])
        except ValidationError as error:
            form.add_error("file", error)
            status = getattr(error, "status", status)
        else:
            messages.success(request, _("Fila er lagd ved. Alle som har ei rolle i møtet, kan opne ho."))
            return redirect(f"{booking.get_absolute_url()}#filer")
    return _page(request, "bookings/files/add.html", booking, form, status)


def _page(request, template, booking, form, status):
    context = {"row": booking, "form": form, "rules": BookingSettings.current()}
    return render(request, template, context, status=status if form.errors else HTTPStatus.OK)


@require_safe
def fetch(request, pk, file):
    """Always as a download: a file may not run in our origin."""
    row = _file(request, pk, file)
    try:
        content = row.file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=row.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file(request, pk, file):
    booking = get_object_or_404(Booking.objects.visible_to(request.user), pk=pk)
    return get_object_or_404(Attachment.objects.select_related("booking"), pk=file, booking=booking)


@require_POST
def remove(request, pk, file):
    booking = found(request, pk)
    row = Attachment.objects.select_related("booking").filter(pk=file, booking=booking).first()
    try:
        if row:
            actions.remove_file(by=request.user, attachment=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Fila er teken bort."))
    return redirect(f"{booking.get_absolute_url()}#filer")


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    booking = found(request, pk)
    posted = request.POST if request.method == "POST" else None
    if posted and not limits.within(request, "booking_message"):
        return limits.too_many(request)
    form = MessageForm(posted)
    if form.is_valid():
        actions.write_message(by=request.user, booking=booking, text=form.cleaned_data["text"])
        messages.success(request, _("Meldinga er send. Dei andre har fått e-post."))
        return redirect(f"{booking.get_absolute_url()}#meldingar")
    return _page(request, "bookings/files/write.html", booking, form, HTTPStatus.UNPROCESSABLE_ENTITY)
