"""The doors of a running meeting, against the database."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories import make_method, make_run, make_user
from tools import jobs, shelf
from tools.actions import runs
from tools.actions.programmes import SomebodyWasFirst, change_programme
from tools.live import Event
from tools.models import MethodRun, Run
from tools.plan import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("afternoon")]
MINUTE = dt.timedelta(minutes=1)


def press(run, kind, minutes, key=None, /, **data):
    return Event(str(key or uuid.uuid4()), kind, run.started_at + minutes * MINUTE, data)


def run_through(run, *minutes):
    """Go through the meeting: each block takes these minutes, then the end."""
    gone, events = 0, []
    for length, block in zip(minutes[:-1], run.plan.blocks, strict=False):
        gone += length
        events.append(press(run, "next", gone, **{"from": block.id}))
    return runs.take_events(run=run, events=[*events, press(run, "end", gone + minutes[-1])])


def rows():
    return list(MethodRun.objects.order_by("pk").values_list("planned", "actual", "people", "is_rehearsal"))


def test_somebody_logged_in_starts_a_real_run():
    leader = make_user()
    run = make_run(by=leader, started=0)

    assert (run.started_by, run.is_rehearsal, run.live().now.id) == (leader, False, "velkomen")


@pytest.mark.parametrize("by", [None, AnonymousUser()])
def test_others_only_rehearse(by):
    assert make_run(by=by).is_rehearsal is True


def test_a_second_start_joins_the_run_that_goes_on():
    run = make_run(started=0)

    assert runs.start_run(programme=run.programme) == run
    assert run.events.count() == 1


def test_an_empty_day_is_not_started():
    run = make_run()
    run.programme.put(Plan("Tom"))

    run.delete()
    with pytest.raises(ValidationError, match="Legg inn minst éin"):
        runs.start_run(programme=run.programme)


def test_the_database_allows_one_run_at_a_time():
    run = make_run()

    with pytest.raises(IntegrityError, match="run_one_at_a_time"), transaction.atomic():
        Run.objects.create(programme=run.programme, content=run.content)


def test_an_event_with_the_same_key_counts_once_also_in_the_database():
    run, key = make_run(), uuid.uuid4()
    for _ in range(2):
        runs.take_events(run=run, events=[press(run, "next", 5, key), press(run, "next", 5, key)])

    assert (run.events.count(), run.live().now.id) == (2, "metode")
    with pytest.raises(IntegrityError, match="run_event_counts_once"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tools_runevent (run_id, key, kind, at, received_at, data) "
            "SELECT run_id, key, kind, at, received_at, data FROM tools_runevent"
        )


def test_presses_before_the_start_or_in_the_future_are_moved_to_what_can_be():
    run = make_run(started=60)
    runs.take_events(run=run, events=[press(run, "next", -5), press(run, "pause", 6000)])

    before, after = run.events.exclude(kind="start").order_by("at")
    assert before.at == run.started_at
    assert after.at <= timezone.now()
    assert run.live().is_paused


def test_the_end_keeps_the_minutes_of_each_method():
    run = run_through(make_run(by=make_user(), people=18), 12, 40, 9)

    assert rows() == [(30, 40, 18, False)]
    assert (run.actual_minutes(), run.live().phase) == (61, "ended")


def test_ending_twice_makes_nothing_twice():
    run = make_run(by=make_user())
    for _ in range(2):
        run_through(run, 12, 40, 9)

    assert len(rows()) == 1


def test_a_device_that_comes_late_corrects_the_minutes():
    run = run_through(make_run(by=make_user()), 12, 40, 9)
    runs.take_events(run=run, events=[press(run, "pause", 20), press(run, "resume", 30)])

    assert rows() == [(30, 30, 20, False)]


def test_two_days_after_nobody_is_listened_to():
    run = run_through(make_run(by=make_user(), started=49 * 60), 12, 40, 9)

    assert (run.ended_at, rows()) == (None, [])


def test_a_meeting_with_too_many_presses_can_still_be_ended(monkeypatch):
    monkeypatch.setattr(runs, "MOST_EVENTS", 2)
    run = make_run(by=make_user())
    runs.take_events(run=run, events=[press(run, "next", minute) for minute in (5, 6, 7)])
    run = runs.take_events(run=run, events=[press(run, "pause", 8), press(run, "end", 9)])

    assert (run.events.count(), run.actual_minutes()) == (2, 9)


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("UPDATE tools_run SET ended_at = started_at - interval '1 minute'", "run_ends_after_it_starts"),
        ("UPDATE tools_methodrun SET actual = 0", "method_run_took_time"),
    ],
)
def test_the_database_keeps_only_runs_that_took_time(sql, constraint):
    run_through(make_run(by=make_user()), 12, 40, 9)

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(sql)


def test_five_real_runs_teach_the_method_its_minutes():
    method = make_method("Runde", slug="runde")
    for actual in (40, 42, 38, 44, 41):
        run_through(make_run(by=make_user(), method=method), 10, actual, 5)
    method.refresh_from_db()

    assert method.learned == {"medium": {"minutes": 41, "runs": 5}}
    assert (method.minutes(20), method.minutes(40)) == (41, 23)
    assert sum(line["minutes"] for line in method.lines(20)) == 41
    assert shelf.methods()["runde"].minutes(20) == 41


def test_rehearsals_and_nonsense_teach_nothing():
    method = make_method()
    for number in range(6):
        run_through(make_run(method=method), 10, 40, 5)
        run_through(make_run(by=make_user(), method=method), 10, 2 if number % 2 else 100, 5)
    method.refresh_from_db()

    assert MethodRun.objects.count() == 12
    assert method.learned == {}


def test_a_forgotten_run_is_closed_without_teaching_anybody():
    run = make_run(by=make_user(), started=13 * 60)
    runs.take_events(run=run, events=[press(run, "next", 12)])
    jobs.close_forgotten_runs(timestamp=0)
    run.refresh_from_db()

    assert (run.is_forgotten, run.ended_at, run.actual_minutes()) == (
        True,
        run.started_at + 12 * MINUTE,
        None,
    )
    assert rows() == []


def test_a_run_in_its_own_time_is_left_alone_at_night():
    run = make_run(started=11 * 60)

    assert (runs.close_all_forgotten(), runs.current_run(run.programme)) == (0, run)


def test_a_forgotten_run_gives_way_to_a_new_one():
    old = make_run(started=14 * 60)
    new = runs.start_run(programme=old.programme)

    assert new != old
    assert Run.objects.going_on().get() == new


def test_a_forgotten_run_is_mended_when_the_device_reports_the_end():
    run = make_run(by=make_user(), started=14 * 60)
    runs.close_all_forgotten()
    run = run_through(run, 12, 40, 9)

    assert (run.is_forgotten, run.actual_minutes(), len(rows())) == (False, 61, 1)


def test_the_actual_minutes_can_be_put_into_the_plan():
    run = run_through(make_run(by=make_user()), 12, 40, 9)
    programme = runs.use_actual_minutes(programme=run.programme, run=run, version=1)

    assert [block.minutes for block in programme.plan.blocks] == [12, 40, 9]
    assert programme.versions.first().what == "Tok inn minutta møtet tok"


def test_the_plan_is_not_overwritten_when_somebody_was_first():
    run = run_through(make_run(by=make_user()), 12, 40, 9)
    plan = run.plan
    change_programme(
        programme=run.programme, plan=plan.with_blocks(plan.blocks[:2]), what="Kortare", version=1
    )

    with pytest.raises(SomebodyWasFirst):
        runs.use_actual_minutes(programme=run.programme, run=run, version=1)
