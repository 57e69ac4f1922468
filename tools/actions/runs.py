"""The doors of a running meeting: start it, take what was pressed, close what was forgotten, learn."""

import datetime as dt
import uuid
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tools import learning
from tools.actions.programmes import change_programme
from tools.live import KINDS, day_of, state
from tools.live.shape import DONE, END, ENDED, NEXT, START
from tools.models import Method, MethodRun, Run, RunEvent
from tools.programme import split_days

THANKS = dt.timedelta(hours=3)  # after the end: how long the hall shows that it is over
LATE = dt.timedelta(hours=48)  # after the start: a device that was without a network may still report
MOST_EVENTS = 2000  # for one meeting; after that it can only be ended


def start_run(*, programme, day=None, is_rehearsal=False, by=None):
    """The run of `programme` that begins now, or the one somebody else has just begun.

    Only somebody who is logged in teaches the house: every other run is a rehearsal.
    """
    if going_on := current_run(programme):
        return going_on
    at, is_known = timezone.now(), by is not None and by.is_authenticated
    number, _date, _start, blocks = day_of(programme.plan, day, at)
    if not blocks:
        raise ValidationError(_("Denne dagen har ingen bolkar enno. Legg inn minst éin før de startar."))
    try:
        return _begin(programme, number, at, is_rehearsal or not is_known, by if is_known else None)
    except IntegrityError:  # the constraint: one at a time
        return programme.runs.going_on().get()


@transaction.atomic
def _begin(programme, day, at, is_rehearsal, by):
    run = Run.objects.create(
        programme=programme,
        content=programme.content,
        is_rehearsal=is_rehearsal,
        started_at=at,
        started_by=by,
    )
    data = {"day": day, "rehearsal": is_rehearsal}
    RunEvent.objects.create(run=run, key=uuid.uuid4(), kind=START, at=at, data=data)
    return run


def steps_to_report(programme):
    """[(id, title, planned minutes)] of a meeting of one day that nobody has run here; else nothing."""
    plan = programme.plan
    if programme.last_run() or len(split_days(plan)) > 1 or not plan.blocks:
        return []
    steps = state(plan, [], timezone.now()).steps
    return [(seen.id, " / ".join(block.title for block in seen.step.blocks), seen.minutes) for seen in steps]


@transaction.atomic
def report_run(*, programme, minutes, started_at, by):
    """A meeting that was led without these pages, told afterwards: a run like any other.

    `minutes`: step id → whole minutes. A step that is left out was not used.
    """
    run = _begin(programme, 1, started_at, False, by)
    steps, at = run.live_at(started_at).steps, started_at
    for seen in steps:
        # A moment more, so that what took no time is passed in order.
        at += dt.timedelta(minutes=minutes.get(seen.id, 0), milliseconds=1)
        kind = END if seen is steps[-1] else NEXT
        RunEvent.objects.create(run=run, key=uuid.uuid4(), kind=kind, at=at, data={"from": seen.id})
    _settle(run, at)
    return run


def current_run(programme, at=None):
    """The run that is going on, or None. One that everybody has left is closed on the way."""
    run = programme.runs.going_on().first()
    if run and run.is_overdue(at or timezone.now()):
        close_forgotten(run=run)
        return None
    return run


def just_ended(programme, at=None):
    """The meeting that was over a little while ago, or None."""
    since = (at or timezone.now()) - THANKS
    return programme.runs.filter(is_forgotten=False, ended_at__gte=since).first()


@transaction.atomic
def take_events(*, run, events):
    """Keep presses (tools.live.Event) from a device. What came before, or too late, is left out.

    Nobody's clock runs ahead of ours, and nothing was pressed before the start.
    """
    run = Run.objects.select_for_update().get(pk=run.pk)
    now = timezone.now()
    if now - run.started_at > LATE:
        return run
    if run.events.count() + len(events) > MOST_EVENTS:
        events = [event for event in events if event.kind == END][:1]
    RunEvent.objects.bulk_create(
        [_row(run, event, now) for event in events if event.kind in KINDS and event.kind != START],
        ignore_conflicts=True,
    )
    if run.ended_at or any(event.kind == END for event in events):
        _settle(run, now)
    return run


def _row(run, event, now):
    at = min(max(event.at, run.started_at), now)
    return RunEvent(run=run, key=event.key, kind=event.kind, at=at, data=event.data, received_at=now)


def _settle(run, now):
    """The end, and what the meeting says of its methods. Once more gives the same rows, not more of them."""
    seen = run.live_at(now)
    if seen.phase != ENDED:
        return
    run.ended_at, run.is_forgotten = seen.ended_at, False
    run.save(update_fields=["ended_at", "is_forgotten"])
    before = set(run.methods.values_list("method_id", flat=True))
    run.methods.all().delete()
    rows = MethodRun.objects.bulk_create(_method_runs(run, seen))
    if not run.is_rehearsal:
        teach(before | {row.method_id for row in rows})


def _method_runs(run, seen):
    used = learning.used_in(seen, run.plan.brief.people)
    ids = dict(Method.objects.filter(slug__in={one.method for one in used}).values_list("slug", "pk"))
    return [
        MethodRun(
            method_id=ids[one.method],
            run=run,
            people=one.people,
            planned=one.planned,
            actual=one.actual,
            is_rehearsal=run.is_rehearsal,
            at=run.started_at,
        )
        for one in used
        if one.method in ids
    ]


@transaction.atomic
def teach(methods):
    """Let the methods with these keys tell what their real runs have taught."""
    rows = {}
    locked = list(Method.objects.select_for_update().filter(pk__in=methods).order_by("pk").only("learned"))
    for row in MethodRun.objects.real().filter(method__in=locked):
        rows.setdefault(row.method_id, []).append(row.plain())
    changed = []
    for method in locked:
        lessons = learning.lessons(rows.get(method.pk, []))
        if lessons != method.learned:
            method.learned = lessons
            changed.append(method)
    Method.objects.bulk_update(changed, ["learned"])


@transaction.atomic
def close_forgotten(*, run):
    """End a run that nobody ended, at the last press. Its minutes say nothing, so nothing is learned."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.ended_at is None:
        run.ended_at = max(run.events.values_list("at", flat=True), default=run.started_at)
        run.is_forgotten = True
        run.save(update_fields=["ended_at", "is_forgotten"])
    return run


def close_all_forgotten(at=None):
    """The number of runs that were closed because everybody had left them."""
    at = at or timezone.now()
    overdue = [run for run in Run.objects.going_on() if run.is_overdue(at)]
    for run in overdue:
        close_forgotten(run=run)
    return len(overdue)


def use_actual_minutes(*, programme, run, version, by=None):
    """Put the minutes it took into the plan, where the block still is there; SomebodyWasFirst as usual."""
    took = {
        seen.step.blocks[0].id: seen.used_minutes
        for seen in run.live().steps
        if seen.place == DONE and seen.used >= 60 and len(seen.step.blocks) == 1
    }
    blocks = [replace(block, minutes=took.get(block.id, block.minutes)) for block in programme.plan.blocks]
    plan = programme.plan.with_blocks(blocks)
    return change_programme(
        programme=programme, plan=plan, what=_("Tok inn minutta møtet tok"), version=version, by=by
    )
