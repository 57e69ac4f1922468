"""Doors of the leader's own calendar: the address where it reads ours, and the one where we read it."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from procrastinate.contrib.django import app

from bookings.models import CalendarFeed, ExternalBusy, ExternalCalendar, ProcessLeader
from bookings.models.own_calendar import FEED, new_nonce
from bookings.reservations import door
from prosesstotte import events, links


@door
def open_feed(*, by, leader):
    """Make the secret address, or a new one: the old one dies."""
    _check_own(leader, by)
    ProcessLeader.objects.lock([leader.pk])
    feed, _ = CalendarFeed.objects.update_or_create(leader=leader, defaults={"nonce": new_nonce()})
    links.stand([FEED], feed, feed.nonce)
    events.record(leader, "calendar_feed_opened", by=by)
    return feed


@door
def close_feed(*, by, leader):
    """Turn the address off. Whoever still asks for it gets nothing."""
    _check_own(leader, by)
    for feed in CalendarFeed.objects.filter(leader=leader):
        links.revoke(FEED, feed)
        feed.delete()
        events.record(leader, "calendar_feed_closed", by=by)


@door
def link_calendar(*, by, leader, address, at=None):
    """Read busy time from `address` from now on; another address begins anew. Fetched at once by a job."""
    _check_own(leader, by)
    ProcessLeader.objects.lock([leader.pk])
    calendar = ExternalCalendar.objects.filter(leader=leader).first()
    if calendar is None or calendar.address != address:
        unlink(leader)
        at = at or timezone.now()
        calendar = ExternalCalendar.objects.create(leader=leader, address=address, linked_at=at)
        events.record(leader, "calendar_linked", by=by)  # the address is the leader's secret
    # By name: jobs.py, which does the work, leans on this module's neighbours.
    app.configure_task("fetch_calendar", queue="bookings").defer(calendar_id=calendar.pk)
    return calendar


@door
def unlink_calendar(*, by, leader):
    """Forget the address and everything that was read from it."""
    _check_own(leader, by)
    ProcessLeader.objects.lock([leader.pk])
    if unlink(leader):
        events.record(leader, "calendar_unlinked", by=by)


def unlink(leader):
    ExternalBusy.objects.filter(leader=leader).delete()
    return ExternalCalendar.objects.filter(leader=leader).delete()[0]


def _check_own(leader, by):
    if leader.member.user_id != by.pk:
        raise PermissionDenied
