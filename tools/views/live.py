"""Run the meeting: the start page, the leader's screen, the hall's screen, the presses, and the summary."""

import json
import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tools import afterword, live_help, shelf
from tools.actions import runs
from tools.actions.programmes import SomebodyWasFirst
from tools.live import state
from tools.live.shape import AHEAD, ENDED
from tools.live_forms import StartForm, read_press, read_presses
from tools.models import Run
from tools.views import live_screen
from tools.views.opening import secret_page, to_edit

WAITING = {"run": 0, "version": "0", "phase": "waiting"}
MOST_DROPS = 4  # choices at a time: people are in a hurry
BROKEN = (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError)


@require_safe
@secret_page
def page(request, token):
    """Whatever the meeting needs now: the start page, or one of the two screens."""
    programme = to_edit(token)
    run, is_hall = runs.current_run(programme), wants_hall(request)
    if run:
        return screen(request, programme, run, is_hall)
    if is_hall:
        return empty_hall(request, programme)
    return start_page(request, programme, StartForm(plan=programme.plan))


def wants_hall(request):
    return request.GET.get("vising") == "sal"


def start_page(request, programme, form, status=HTTPStatus.OK):
    ended = programme.runs.exclude(ended_at=None)[:5]
    context = {"programme": programme, "form": form, "runs": ended, "brief": programme.plan.brief}
    return render(request, "tools/live/start.html", context, status=status)


def empty_hall(request, programme):
    """The hall thanks for a while after the end; then it waits for the next start."""
    ended = runs.just_ended(programme)
    if ended:
        return screen(request, programme, ended, is_hall=True)
    return render(request, "tools/live/hall.html", waiting_hall(programme))


def waiting_hall(programme):
    return {
        "programme": programme,
        "live": state(programme.plan, [], timezone.now()),
        "picture_json": json.dumps(WAITING),
        "words_json": json.dumps(live_screen.words()),
    }


def screen(request, programme, run, is_hall, status=HTTPStatus.OK):
    live = run.live()
    context = {"programme": programme, "run": run, "live": live, "key": uuid.uuid4()}
    context |= live_screen.shown(run, live, is_hall=is_hall)
    if is_hall:
        context |= {"afterword": afterword.of(programme), "is_over": live.phase == ENDED}
        return render(request, "tools/live/hall.html", context, status=status)
    context |= help_panel(request, run, live)
    return render(request, "tools/live/leader.html", context, status=status)


def help_panel(request, run, live):
    """What the page says about being late: a way in or a proposal, and what was done and can be undone."""
    done = {"change": live.last_change, "won": won(live)} if can_undo(live) else {}
    if request.GET.get("vis") != "forslag" or live.drift <= 0:
        return {**done, "is_late": live.drift >= live_screen.WORTH_A_WORD}
    proposal = live_help.propose(live, shelf.methods(), run.plan.brief.people)
    steps = {seen.id: seen for seen in live.steps}
    shorter = [
        (live_screen.heading(steps[name]), steps[name].minutes, new) for name, new in proposal.shorter.items()
    ]
    drops = [
        (name, live_screen.heading(steps[name]), minutes) for name, minutes in proposal.drops[:MOST_DROPS]
    ]
    return {
        **done,
        "proposal": proposal,
        "drops": drops,
        "shorter": shorter,
        "shorter_json": json.dumps(proposal.shorter),
    }


def can_undo(live):
    """While something of the newest change still is ahead of us."""
    change = live.last_change
    ahead = {seen.id for seen in live.steps if seen.place == AHEAD}
    return change is not None and bool(ahead & {*change.minutes, *change.dropped})


def won(live):
    """Minutes won by the newest change."""
    before = {seen.id: seen.step.minutes for seen in live.steps}
    for change in live.changes[:-1]:
        before |= change.minutes
    change = live.last_change
    dropped = sum(before[name] for name in change.dropped)
    return dropped + sum(before[name] - new for name, new in change.minutes.items())


@require_POST
@secret_page
def start(request, token):
    programme = to_edit(token)
    form = StartForm(request.POST, plan=programme.plan)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            runs.start_run(
                programme=programme, day=chosen["day"], is_rehearsal=chosen["rehearsal"], by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
    if form.errors:
        return start_page(request, programme, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("tools:live", token)


@require_POST
@secret_page
def press(request, token):
    """Presses from a form (then on to the page) or from the script (then the new picture)."""
    programme = to_edit(token)
    is_script = request.content_type == "application/json"
    run = get_object_or_404(programme.runs, pk=run_number(request, is_script))
    try:
        events = read_presses(request.body) if is_script else [read_press(request.POST)]
    except BROKEN:
        return refuse(request, programme, run, is_script)
    run = runs.take_events(run=run, events=events)
    if is_script:
        return JsonResponse(small_picture(request, token, run))
    return redirect("tools:live_summary", token, run.pk) if run.ended_at else redirect("tools:live", token)


def run_number(request, is_script):
    number = request.GET.get("run") if is_script else request.POST.get("run")
    return int(number) if (number or "").isascii() and (number or "").isdecimal() and len(number) < 10 else 0


def refuse(request, programme, run, is_script):
    sentence = _("Vi skjønte ikkje det trykket. Last sida på nytt og prøv ein gong til.")
    if is_script:
        return JsonResponse({"error": sentence}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.error(request, sentence)
    return screen(request, programme, run, False, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
@secret_page
def current_state(request, token):
    """The small JSON that devices ask for every few seconds; 304 while nothing is pressed."""
    programme = to_edit(token)
    run = (
        runs.current_run(programme) or runs.just_ended(programme)
        if wants_hall(request)
        else programme.runs.first()
    )
    tag = f'"{live_screen.version(run) if run else 0}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    answer = small_picture(request, token, run) if run else WAITING
    return JsonResponse(answer, headers={"ETag": tag})


def small_picture(request, token, run):
    picture = live_screen.picture(run, run.live(), is_hall=wants_hall(request))
    if run.ended_at:
        picture |= {"phase": "ended", "summary": reverse("tools:live_summary", args=[token, run.pk])}
    return picture


@require_safe
@secret_page
def summary(request, token, number):
    """Planned against actual, block by block."""
    programme = to_edit(token)
    run = get_object_or_404(programme.runs.exclude(ended_at=None), pk=number)
    return summary_page(request, programme, run)


def summary_page(request, programme, run, status=HTTPStatus.OK):
    live = run.live()
    rows = [(live_screen.heading(seen), seen, live_screen.difference(seen)) for seen in live.steps]
    context = {
        "programme": programme,
        "run": run,
        "rows": rows,
        "planned": live.planned_end,
        "actual": run.actual_minutes(),
        "afterword": afterword.of(programme),
        "can_use": not run.is_forgotten and any(seen.used >= 60 for seen in live.steps),
    }
    return render(request, "tools/live/summary.html", context, status=status)


@require_POST
@secret_page
def use_minutes(request, token, number):
    """Let the plan have the minutes the meeting took."""
    programme = to_edit(token)
    run = get_object_or_404(
        Run.objects.filter(programme=programme, is_forgotten=False).exclude(ended_at=None), pk=number
    )
    version = request.POST.get("version", "")
    try:
        version = int(version) if version.isascii() and version.isdecimal() else 0
        runs.use_actual_minutes(programme=programme, run=run, version=version, by=request.user)
    except SomebodyWasFirst as conflict:
        messages.error(request, _("Nokon har endra planen i mellomtida. Sjå over, og prøv ein gong til."))
        return summary_page(request, conflict.programme, run, HTTPStatus.CONFLICT)
    messages.success(request, _("Planen har fått minutta møtet tok. Du kan angre i planen."))
    return redirect("tools:live_summary", token, run.pk)
