"""/mine/kalender/: the address where the leader's own calendar reads ours, and the one where we read it."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings import actions
from bookings.forms.own_calendar import CalendarForm
from bookings.models import CalendarFeed, ExternalCalendar, ProcessLeader
from bookings.models.own_calendar import FEED
from prosesstotte import links


def leader_of(user):
    leader = ProcessLeader.objects.of(user).select_related("member").first()
    if leader is None:
        raise PermissionDenied
    return leader


@require_safe
@never_cache
def own_calendar(request):
    leader = leader_of(request.user)
    calendar = ExternalCalendar.objects.filter(leader=leader).first()
    form = CalendarForm(initial={"address": calendar.address if calendar else ""})
    return _page(request, leader, calendar, form, HTTPStatus.OK)


@require_POST
def feed_address(request):
    """Make the address, make a new one, or turn it off."""
    leader = leader_of(request.user)
    if request.POST.get("gjer") == "steng":
        actions.close_feed(by=request.user, leader=leader)
        messages.success(request, _("Adressa er slått av."))
    else:
        actions.open_feed(by=request.user, leader=leader)
        messages.success(request, _("Adressa er klar. Lim ho inn i kalenderprogrammet ditt."))
    return redirect("own_calendar")


@require_POST
def external_calendar(request):
    """Keep the address and fetch it, or forget it with everything that was read."""
    leader = leader_of(request.user)
    if request.POST.get("gjer") == "ta-bort":
        actions.unlink_calendar(by=request.user, leader=leader)
        messages.success(request, _("Kalenderen er teken bort, og tidene frå han er sletta."))
        return redirect("own_calendar")
    form = CalendarForm(request.POST)
    if not form.is_valid():
        calendar = ExternalCalendar.objects.filter(leader=leader).first()
        return _page(request, leader, calendar, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.link_calendar(by=request.user, leader=leader, address=form.cleaned_data["address"])
    messages.success(request, _("Vi hentar kalenderen no. Det tek nokre sekund."))
    return redirect("own_calendar")


def _page(request, leader, calendar, form, status):
    feed = CalendarFeed.objects.filter(leader=leader).first()
    if feed:  # after SECRET_KEY is changed the address is another one, and shall open too
        links.keep_standing(FEED, feed, feed.nonce)
    address = settings.SITE_URL + feed.get_absolute_url() if feed else ""
    context = {
        "form": form,
        "calendar": calendar,
        "number": leader.external_busy.count() if calendar else 0,
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}" if address else "",
    }
    return render(request, "bookings/mine/own_calendar.html", context, status=status)
