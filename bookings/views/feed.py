"""/kalender/<secret>.ics: a leader's time for calendar programs, which cannot log in."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from bookings import feed
from bookings.models import CalendarFeed
from bookings.models.own_calendar import FEED
from prosesstotte import limits, links


@login_not_required
@require_safe
def calendar_feed(request, token):
    if not limits.within(request, "calendar_feed"):
        return limits.too_many(request)
    found = links.resolve(FEED, token, CalendarFeed)
    if found is None or not found.leader.is_active:
        raise Http404
    text = feed.calendar_of(found.leader)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    is_same = request.headers.get("If-None-Match", "").removeprefix("W/") == etag
    response = (
        HttpResponseNotModified()
        if is_same
        else HttpResponse(text, content_type="text/calendar; charset=utf-8")
    )
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    for name, value in headers.items():
        response[name] = value
    return response
