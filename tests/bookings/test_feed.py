"""The leader's own time for calendar programs: one secret address, the invitations' UIDs, nobody's name."""

import re

import icalendar
import pytest
import vobject
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.foreign_calendar import busy
from bookings.models import CalendarFeed
from prosesstotte import limits
from prosesstotte.models import Event, Link
from tests.bookings.factories import (
    FORMØTE,
    MEETING,
    NOW,
    OSLO,
    make_accepted,
    make_advice,
    make_leader,
    make_need,
    oslo,
    user_of,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("own_calendar")


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """Monday 7 December 2026, 08.00."""
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def leader():
    return make_leader("Ingrid Ås")


def address(leader):
    return actions.open_feed(by=user_of(leader), leader=leader).get_absolute_url()


def events(client, url):
    """Summary → event, as two strangers read the file."""
    text = client.get(url).text
    other = {str(event["UID"]) for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}
    found = vobject.readOne(text).contents.get("vevent", [])
    assert {event.uid.value for event in found} == other
    return found


def fill(leader):
    booker = make_user(name="Ole Vik")
    booking = make_accepted(leader=leader, by=booker, need=make_need(title="Samtale om Per Hansen"))
    talk = make_advice(leader=leader, by=booker, starts_at=oslo(12, 10, 10), about="Om Per Hansen")
    return booking, talk


def test_meeting_formøte_talk_and_travel_with_the_uids_of_the_invitations(client, leader):
    booking, talk = fill(leader)

    found = {event.uid.value: event for event in events(client, address(leader))}

    meeting, pre = found[booking.meeting_uid], found[booking.pre_meeting_uid]
    assert (meeting.dtstart.value, meeting.status.value) == (MEETING, "TENTATIVE")
    assert (pre.dtstart.value, int(pre.sequence.value)) == (FORMØTE, booking.pre_meeting_sequence)
    assert found[talk.uid].summary.value == "Rådgjevingssamtale"
    assert found[f"for-{booking.meeting_uid}"].summary.value == "Førebuing og reise"
    assert found[f"for-{booking.meeting_uid}"].dtend.value == MEETING
    assert f"etter-{booking.meeting_uid}" in found


def test_the_file_names_nobody_and_holds_only_the_leaders_own(client, leader):
    fill(leader)
    fill(make_leader())

    text = client.get(address(leader)).text

    assert not re.search("Ole|Vik|Per|Hansen|Ingrid|ATTENDEE|900 00", text)
    assert text.count("BEGIN:VEVENT") == 3 + 2 + 1 + 1  # three agreements and the time around them
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75


def test_what_is_cancelled_leaves_the_file(client, leader):
    booking, talk = fill(leader)
    url = address(leader)
    actions.cancel(by=user_of(leader), booking=booking, at=NOW)
    actions.cancel_advice(by=user_of(leader), talk=talk, at=NOW)

    assert events(client, url) == []


def test_our_own_file_makes_nobody_busy_when_it_comes_back(client, leader):
    fill(leader)

    assert busy(client.get(address(leader)).content, OSLO, NOW, oslo(12, 31)) == []


def test_no_login_no_index_and_304_until_something_changes(client, leader):
    booking, _talk = fill(leader)
    url = address(leader)

    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    actions.cancel(by=user_of(leader), booking=booking, at=NOW)
    changed = client.get(url, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, first["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (first["X-Robots-Tag"], first["Cache-Control"]) == ("noindex", "private, no-cache")
    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)
    assert "sessionid" not in client.cookies


def test_a_new_address_kills_the_old_one_and_off_is_off(client, leader):
    old, new = address(leader), address(leader)

    assert [client.get(url).status_code for url in (old, new)] == [404, 200]
    actions.close_feed(by=user_of(leader), leader=leader)
    assert client.get(new).status_code == 404
    assert not CalendarFeed.objects.exists()
    verbs = ["calendar_feed_opened", "calendar_feed_opened", "calendar_feed_closed"]
    assert [event.verb for event in Event.objects.filter(verb__startswith="calendar_feed")] == verbs


def test_the_address_lies_nowhere_in_the_database(leader):
    token = address(leader).split("/")[-1].removesuffix(".ics")

    assert len(token) == 24
    assert token not in f"{Link.objects.values_list()} {CalendarFeed.objects.values_list()}"


def test_the_address_dies_with_the_job_and_opens_with_a_changed_secret_key(client, leader, settings):
    url = address(leader)
    settings.SECRET_KEY = "another one, and long enough for everything"
    client.force_login(user_of(leader))

    shown = re.search(r'value="[^"]*(/kalender/[^"]+)"', client.get(PAGE).text)[1]

    assert shown != url
    assert [client.get(one).status_code for one in (url, shown)] == [200, 200]
    leader.is_active = False
    leader.save()
    assert [client.get(one).status_code for one in (url, shown)] == [404, 404]


def test_too_often_is_429(client, leader, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "calendar_feed", limits.Limit(2))
    url = address(leader)

    statuses = [client.get(url).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


@pytest.mark.parametrize("number", [1, 3])
def test_the_file_is_a_constant_number_of_queries(client, leader, number, django_assert_max_num_queries):
    for hour in range(number):
        make_advice(leader=leader, starts_at=oslo(12, 10, 9 + hour))
    url = address(leader)
    client.get(url)

    with django_assert_max_num_queries(16):  # twelve of them count how often somebody asks
        assert client.get(url).status_code == 200


def test_the_page_makes_renews_and_turns_off(client, leader):
    client.force_login(user_of(leader))
    change = reverse("own_calendar_feed")

    assert 'href="webcal:' not in client.get(PAGE).text
    made = client.post(change, {"gjer": "lag"}, follow=True).text
    again = client.post(change, {"gjer": "lag"}, follow=True).text
    off = client.post(change, {"gjer": "steng"}, follow=True).text

    first, second = (re.search(r'href="(webcal://[^"]+\.ics)"', page)[1] for page in (made, again))
    assert first != second
    assert 'href="webcal:' not in off


def test_only_the_leader_has_the_page_and_opens_the_address(client, leader):
    client.force_login(make_user())

    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("own_calendar_feed")).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.open_feed(by=make_user(), leader=leader)
