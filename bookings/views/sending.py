"""What the pages at /bestill/ have in common: who may open them, the receipt, and a door that says no."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.once import form_key_from
from bookings.choices import Status
from bookings.errors import FormKeyReused, Refused, TimeTaken
from bookings.models import AdviceTalk, BookingSettings, WaitingEntry
from prosesstotte import limits
from prosesstotte.templatetags.portal import dato, klokke


class DraftChanged(Refused):
    status = HTTPStatus.CONFLICT
    sentence = gettext_lazy("Du har endra noko sidan du opna sida. Sjå over, og send på nytt.")


NOTHING_HERE = gettext_lazy("Vi har ikkje det du skreiv lenger. Fyll ut på nytt, eller ring oss.")


def open_page(view):
    """A page that anybody may open and send. It shows what somebody has typed: no cache keeps it."""
    counted = limits.limited("booking_form", ["POST"])(view)
    return login_not_required(never_cache(require_http_methods(["GET", "HEAD", "POST"])(counted)))


def form_page(request, template, form, status=HTTPStatus.UNPROCESSABLE_ENTITY, **context):
    status = status if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)


# --- The check, and sending. `order` is the draft, read once more: an order.Order or an advice.Talk ---


def check_page(request, draft, order):
    """Show everything on one page, or send it."""
    if request.method == "POST":
        return _send(request, draft, order)
    if draft.sent:
        messages.info(request, _("Dette er alt sendt. Her ser du kva som skjer no."))
        return redirect(draft.sent)
    if order.lacks:
        return _back_to_what_lacks(request, draft, order)
    return _page(request, draft, order)


def _back_to_what_lacks(request, draft, order):
    if not draft:  # a session that ended, or an address that somebody had kept
        messages.info(request, NOTHING_HERE)
    return redirect(order.lacks)


def _page(request, draft, order, error=None):
    context = {"draft": draft, "parts": order.parts(), "rules": BookingSettings.current()}
    context |= _refusal(error, order)
    status = getattr(error, "status", HTTPStatus.UNPROCESSABLE_ENTITY) if error else HTTPStatus.OK
    return render(request, order.template, context, status=status)


def _send(request, draft, order):
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.POST.get("key") != draft.key:
        made = _already_made(order.model, request)
        return _receipt(request, made) if made else _look_again(request, draft, order)
    if order.lacks:
        return redirect(order.lacks)
    try:
        made = order.place(by=request.user, form_key=draft.key)
    except ValidationError as error:
        if isinstance(error, FormKeyReused):
            draft.renew_key()
        return _page(request, draft, order, error)
    draft.clear(sent=_address(request, made))
    return _receipt(request, made)


def _look_again(request, draft, order):
    """The page that was sent is not the draft as it stands: another tab, or a session that ended."""
    if order.lacks:
        return _back_to_what_lacks(request, draft, order)
    return _page(request, draft, order, DraftChanged())


def _already_made(model, request):
    """What this very form has made, when it is sent once more; only to somebody who may see it."""
    try:
        key = form_key_from(request.POST.get("key") or None)
    except ValidationError:
        return None
    return model.objects.visible_to(request.user).filter(form_key=key).first()


def _receipt(request, made):
    """To the row's own page, with what happens next and who to call."""
    messages.success(
        request, f"{_what_happens_next(made)} {_('Spørsmål? Ring oss på')} {settings.SITE_PHONE}."
    )
    return redirect(_address(request, made))


def _address(request, made):
    """The row's own page; «Mine» when it was entered for somebody else."""
    is_own = type(made).objects.visible_to(request.user).filter(pk=made.pk).exists()
    return made.get_absolute_url() if is_own else reverse("mine")


def _what_happens_next(made):
    if isinstance(made, AdviceTalk):
        return _("Samtalen er avtalt. Du får ein e-post med tida i kalenderen.")
    if isinstance(made, WaitingEntry):
        return _("Du står på ventelista. Blir det ledig ei tid som passar, får du ein e-post.")
    if made.status == Status.ACCEPTED:
        return _("Bestillinga er lagd inn, og formøtet er avtalt.")
    answer_by = {"date": dato(made.answer_by), "leader": made.leader}
    if made.series:
        sentence = _("Takk! Bestillinga er send, og tidene er haldne av. %(leader)s svarer innan %(date)s.")
    elif made.leader:
        sentence = _("Takk! Bestillinga er send, og tida er halden av. %(leader)s svarer innan %(date)s.")
    else:
        sentence = _("Takk! Ein av oss ringjer innan %(date)s.")
    return " ".join([sentence % answer_by, *_who_comes_along(made)])


def _who_comes_along(booking):
    return [_("Med som medleiar er %(name)s.") % {"name": name} for name in booking.names_of_co_leaders()]


def _refusal(error, order):
    """The sentences of a refusal, and links to the nearest free times when somebody was first."""
    if not error:
        return {}
    nearest = error.alternatives if isinstance(error, TimeTaken) else ()
    links = [(_words(free.start), order.address_of(error.which, free)) for free in nearest]
    return {"refusal": error.messages, "alternatives": links}


def _words(start):
    return f"{dato(start)}, {klokke(start)}"
