"""A leader's own calendar, fetched from a real web server: busy time or a sentence, and the old data kept."""

import datetime as dt
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import actions, calendar_import, diary, jobs, leader_calendars
from bookings.availability import Reason
from bookings.choices import PROBLEMS
from bookings.errors import TimeRefused
from bookings.models import ExternalBusy, ExternalCalendar
from prosesstotte.models import Event
from tests.bookings.factories import FORMØTE, NOW, make_advice, make_leader, oslo, user_of
from tests.bookings.test_foreign_calendar import busy_list, calendar, event
from tests.factories import make_user
from tests.portal import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE, SEND = reverse("own_calendar"), reverse("own_calendar_external")
HOME = "127.0.0.2"  # the one machine that the tests open the guard for
BUSY = event(
    "DTSTART;TZID=Europe/Oslo:20261209T100000\nDTEND;TZID=Europe/Oslo:20261209T113000\nSUMMARY:Hos legen"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A web server in a process of its own; the folder it publishes, and its address."""
    folder, port = tmp_path_factory.mktemp("kalendrar"), free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bookings.calendar_server", HOME, str(port), folder]
    )
    address = f"http://{HOME}:{port}"
    _wait_for(address)
    yield folder, address, port
    process.terminate()
    process.wait(timeout=10)


def _wait_for(address):
    for _ in range(100):
        try:
            return urllib.request.urlopen(address, timeout=1)
        except urllib.error.HTTPError:
            return None
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the web server did not start")


@pytest.fixture
def publish(server, settings):
    """Publish a calendar, and open the guard for this server alone."""
    folder, address, port = server
    settings.FETCH_NETWORKS, settings.FETCH_PORTS = [f"{HOME}/32"], {80, 443, port}

    def write(*events, name="own.ics"):
        (folder / name).write_bytes(calendar(*events))
        return f"{address}/{name}"

    return write


def link(leader, address):
    return actions.link_calendar(by=user_of(leader), leader=leader, address=address, at=NOW)


def fetch(calendar_row, at=NOW):
    calendar_import.fetch(calendar_row, at)
    calendar_row.refresh_from_db()
    return calendar_row.problem


def stretches(leader):
    return list(ExternalBusy.objects.filter(leader=leader).values_list("starts_at", "ends_at"))


def test_the_leader_is_not_free_when_the_own_calendar_is_busy(publish):
    leader = make_leader()
    fetch(link(leader, publish(BUSY)))

    free = leader_calendars.free_talks(first=FORMØTE.date(), last=FORMØTE.date(), minutes=30, at=NOW)

    assert stretches(leader) == [(FORMØTE, FORMØTE + dt.timedelta(minutes=90))]
    clocks = [f"{one.start:%H.%M}" for one in free]
    assert [clock for clock in clocks if "09.00" <= clock <= "12.00"] == [
        "09.00",
        "09.15",
        "11.30",
        "11.45",
        "12.00",
    ]
    with pytest.raises(TimeRefused) as refused:
        make_advice(leader=leader, starts_at=FORMØTE)
    assert refused.value.reason == Reason.BUSY_ELSEWHERE
    assert refused.value.messages == ["Prosessleiaren er oppteken i sin eigen kalender då. Vel ei anna tid."]


def test_a_list_of_busy_time_does_not_stop_our_own_meeting_from_moving_a_little(publish):
    leader = make_leader()
    talk = make_advice(leader=leader, starts_at=FORMØTE)
    listed = busy_list(f"FREEBUSY:{FORMØTE.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}/PT2H")

    fetch(link(leader, publish(listed)))

    assert stretches(leader) == [(talk.ends_at, FORMØTE + dt.timedelta(hours=2))]


def test_each_fetch_replaces_the_last_and_the_others_are_left_alone(publish):
    leader, other = make_leader(), make_leader()
    ExternalBusy.objects.create(leader=other, starts_at=oslo(12, 9), ends_at=oslo(12, 10))
    row = link(leader, publish(BUSY))
    fetch(row)
    publish(event("DTSTART:20261210T080000\nDURATION:PT1H"))

    fetch(row, NOW + dt.timedelta(minutes=20))

    assert stretches(leader) == [(oslo(12, 10, 8), oslo(12, 10, 9))]
    assert row.fetched_at == NOW + dt.timedelta(minutes=20)
    assert len(stretches(other)) == 1


def test_the_week_says_busy_and_never_with_what(publish):
    leader = make_leader()
    fetch(link(leader, publish(BUSY)))

    (day,) = diary.days(leader, FORMØTE.date(), FORMØTE.date())

    assert [entry.text for entry in day.entries] == ["Oppteken (eigen kalender)"]
    assert "legen" not in str(list(ExternalBusy.objects.values()) + list(ExternalCalendar.objects.values()))


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("finst-ikkje.ics", "status"),
        ("big", "too_large"),
        ("endless", "too_large"),
        ("drip", "too_slow"),
        ("half", "unreachable"),
        ("round", "redirects"),
        ("inside", "inside"),
        ("file", "address"),
        ("login.html", "not_a_calendar"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_the_old_time_stands(publish, server, monkeypatch, path, problem):
    monkeypatch.setattr(calendar_import, "SECONDS", 1.5)
    folder, address, _port = server
    (folder / "login.html").write_text("<html>Logg inn</html>")
    leader = make_leader()
    row = link(leader, publish(BUSY))
    fetch(row)
    ExternalCalendar.objects.update(address=f"{address}/{path}")
    row.refresh_from_db()

    assert fetch(row, NOW + dt.timedelta(minutes=20)) == problem

    assert (row.fetched_at, row.tried_at) == (NOW, NOW + dt.timedelta(minutes=20))
    assert len(stretches(leader)) == 1
    assert row.problem_text == PROBLEMS[problem]


def test_a_redirect_to_an_allowed_place_is_followed(publish, server):
    publish(BUSY)
    leader = make_leader()

    assert fetch(link(leader, f"{server[1]}/moved")) == ""
    assert len(stretches(leader)) == 1


def test_the_guard_is_shut_when_no_setting_opens_it(publish, settings):
    row = link(make_leader(), publish(BUSY))
    settings.FETCH_NETWORKS = []

    assert fetch(row) == "inside"


def test_a_rule_that_never_ends_costs_a_process_and_not_the_worker(publish, monkeypatch):
    monkeypatch.setattr(calendar_import, "SECONDS_TO_READ", 2)
    heavy = "DTSTART:20200101T000000Z\nDURATION:PT1S\nRRULE:FREQ=HOURLY;BYMINUTE={0};BYSECOND={0}"
    heavy = heavy.format(",".join(map(str, range(60))))
    row = link(make_leader(), publish(event(heavy)))

    assert fetch(row) == "too_heavy"


def test_a_calendar_taken_away_or_changed_while_it_was_fetched_leaves_nothing(publish):
    leader = make_leader()
    row = link(leader, publish(BUSY))
    stale = ExternalCalendar.objects.get()
    link(leader, publish(name="new.ics"))

    calendar_import.fetch(stale, NOW)
    calendar_import.fetch(None, NOW)

    assert stretches(leader) == []
    assert ExternalCalendar.objects.get().fetched_at is None
    assert not ExternalCalendar.objects.filter(pk=row.pk).exists()


def test_the_clock_fetches_every_calendar_of_active_leaders_in_a_job_each(publish):
    first, gone = link(make_leader(), publish(BUSY)), link(make_leader(is_active=False), publish(BUSY))

    jobs.fetch_calendars(timestamp=0)

    waiting = ProcrastinateJob.objects.filter(task_name="fetch_calendar").values_list("args", flat=True)
    ids = sorted(args["calendar_id"] for args in waiting)
    assert ids == sorted([first.pk, gone.pk, first.pk])  # one each when linked, and the active one now
    jobs.fetch_calendar(calendar_id=first.pk)
    assert ExternalCalendar.objects.get(pk=first.pk).fetched_at is not None


# --- The page --------------------------------------------------------------------------------------


def test_pasting_keeps_the_address_and_fetches_at_once_by_a_job(client, publish):
    leader = make_leader()
    client.force_login(user_of(leader))
    address = publish(BUSY)

    response = client.post(SEND, {"address": f"  {address} "}, follow=True)

    assert "Vi hentar kalenderen no." in response.text
    assert ExternalCalendar.objects.get().address == address
    assert ProcrastinateJob.objects.filter(task_name="fetch_calendar").count() == 1
    fetch(ExternalCalendar.objects.get())
    assert "Sist henta måndag 7. desember 2026 kl. 08.00. 1 oppteken stund framover." in " ".join(
        client.get(PAGE).text.split()
    )


def test_webcal_is_https(client):
    client.force_login(user_of(make_leader()))

    client.post(SEND, {"address": "webcal://kalender.example.no/a/b.ics?x=1"})

    assert ExternalCalendar.objects.get().address == "https://kalender.example.no/a/b.ics?x=1"


@pytest.mark.parametrize(
    "typed", ["", "kalenderen min", "ftp://x.no/a.ics", "https://x.no:22/", "https://a:b@x.no/"]
)
def test_what_is_no_address_is_422_and_stays_in_the_field(client, typed):
    client.force_login(user_of(make_leader()))

    response = client.post(SEND, {"address": typed})

    assert response.status_code == 422
    assert "<title>Feil: " in response.text
    assert response.context["form"]["address"].value() == typed
    assert not ExternalCalendar.objects.exists()


def test_a_problem_is_told_with_when_it_last_went_well(client, publish):
    leader = make_leader()
    row = link(leader, publish(BUSY))
    fetch(row)
    ExternalCalendar.objects.update(problem="status")
    client.force_login(user_of(leader))

    text = " ".join(client.get(PAGE).text.split())

    assert "Vi fekk ikkje henta kalenderen." in text
    assert str(PROBLEMS["status"]) in text
    assert "Sist henta måndag 7. desember 2026 kl. 08.00." in text
    assert "Dei gjeld til vi har henta nye." in text


def test_taking_it_away_takes_the_time_away(client, publish):
    leader = make_leader()
    fetch(link(leader, publish(BUSY)))
    client.force_login(user_of(leader))

    client.post(SEND, {"gjer": "ta-bort"})

    assert (ExternalCalendar.objects.count(), stretches(leader)) == (0, [])
    assert [e.verb for e in Event.objects.filter(verb__startswith="calendar_")] == [
        "calendar_linked", "calendar_unlinked",
    ]  # fmt: skip


def test_only_the_leader_links_a_calendar(client):
    leader = make_leader()
    client.force_login(make_user())

    assert client.post(SEND, {"address": "https://x.no/a.ics"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.link_calendar(by=make_user(), leader=leader, address="https://x.no/a.ics")
