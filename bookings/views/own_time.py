"""/mine/arbeidstid/, /mine/fravaer/ and «eg er sjuk i dag»: a process leader's own time."""

from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from bookings import letter_facts, story
from bookings.actions import own_time
from bookings.collisions import collisions
from bookings.forms.own_time import AbsenceForm, DateForm, IllForm, OwnRulesForm, WeekForm, written
from bookings.leader_calendars import ZONE
from bookings.models import ProcessLeader


def own_page(view):
    """For process leaders alone: the view gets the leader that the reader is."""

    @wraps(view)
    def run(request, *args, **kwargs):
        leader = ProcessLeader.objects.of(request.user).select_related("member").first()
        if leader is None:
            raise PermissionDenied
        return view(request, leader, *args, **kwargs)

    return run


def _saved(request, leader, sentence, address):
    """Thank, and say what collides now: it is shown on «Mine» until it is solved."""
    messages.success(request, sentence)
    number = len(collisions([leader.pk], timezone.now()))
    if number:
        words = ngettext(
            "%(number)d avtale passar ikkje med dette. Sjå lista på «Mine».",
            "%(number)d avtalar passar ikkje med dette. Sjå lista på «Mine».",
            number,
        )
        messages.warning(request, words % {"number": number})
    return redirect(address)


# --- Working hours -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def hours(request, leader):
    form = WeekForm(request.POST if request.method == "POST" else None, leader=leader)
    if form.is_valid():
        own_time.set_week(by=request.user, leader=leader, week=form.week())
        return _saved(request, leader, _("Arbeidstida er lagra."), "mine_hours")
    return _hours_page(request, leader, week=form)


@require_POST
@own_page
def date(request, leader):
    form = DateForm(request.POST)
    if form.is_valid():
        own_time.set_date(by=request.user, leader=leader, **form.cleaned_data)
        return _saved(request, leader, _("Dagen er lagra."), "mine_hours")
    return _hours_page(request, leader, date=form)


@require_POST
@own_page
def clear_date(request, leader):
    day = _read_date(request.POST.get("date", ""))
    if day:
        own_time.clear_date(by=request.user, leader=leader, date=day)
    return _saved(request, leader, _("Den vanlege arbeidstida gjeld den dagen."), "mine_hours")


def _read_date(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_POST
@own_page
def rules(request, leader):
    form = OwnRulesForm(request.POST, instance=leader)
    if form.is_valid():
        own_time.set_own_rules(by=request.user, leader=leader, **form.cleaned_data)
        return _saved(request, leader, _("Reglane dine er lagra."), "mine_hours")
    return _hours_page(request, leader, rules=form)


def _hours_page(request, leader, **asked):
    forms = {
        "week": WeekForm(leader=leader),
        "date": DateForm(),
        "rules": OwnRulesForm(instance=leader),
    } | asked
    wrong = next((form for form in forms.values() if form.errors), None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    context = {**forms, "wrong": wrong, "dates": _dates(leader)}
    return render(request, "bookings/leading/hours.html", context, status=status)


def _dates(leader):
    """[(date, hours in words)] from today on."""
    found = {}
    for row in leader.hours_overrides.filter(date__gte=timezone.localdate()):
        found.setdefault(row.date, []).extend([(row.from_time, row.to_time)] if row.from_time else [])
    return [(date, written(sorted(stretches)) or _("fri")) for date, stretches in found.items()]


# --- Absences ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def absences(request, leader):
    form = AbsenceForm(request.POST if request.method == "POST" else None, leader=leader)
    if form.is_valid():
        own_time.add_absence(by=request.user, leader=leader, **form.times)
        return _saved(request, leader, _("Fråværet er ført inn."), "mine_absences")
    coming = leader.absences.filter(ends_at__gt=timezone.now())
    rows = [(row, story.stay(row.starts_at.astimezone(ZONE), row.ends_at.astimezone(ZONE))) for row in coming]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "bookings/leading/absences.html", {"form": form, "rows": rows}, status=status)


@require_POST
@own_page
def remove_absence(request, leader, pk):
    own_time.remove_absence(by=request.user, leader=leader, absence=pk)
    return _saved(request, leader, _("Fråværet er fjerna."), "mine_absences")


# --- «Eg er sjuk i dag» -------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def ill(request, leader):
    form = IllForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rows = own_time.fall_ill(by=request.user, leader=leader, tomorrow=form.cleaned_data["tomorrow"])
        messages.success(request, _handed(len(rows)))
        return redirect("mine")
    return _ill_page(request, leader, form)


def _handed(number):
    if not number:
        return _("Du er ført som sjuk. Du hadde ingen avtalar. God betring!")
    words = ngettext(
        "Du er ført som sjuk, og teamet har fått avtalen din. God betring!",
        "Du er ført som sjuk, og teamet har fått dei %(number)d avtalane dine. God betring!",
        number,
    )
    return words % {"number": number}


def _when(rows, leader):
    """Each with everything that somebody else has to be at: the formøte too, for the one who leads it."""
    return [
        (
            row,
            letter_facts.to_come(row)
            if row.leader_id == leader.pk
            else letter_facts.stretch(row.starts_at, row.ends_at),
        )
        for row in rows
    ]


def _ill_page(request, leader, form):
    at = timezone.now()
    today = own_time.rows_until(leader, at, own_time.ill_until(at, tomorrow=False))
    both = own_time.rows_until(leader, at, own_time.ill_until(at, tomorrow=True))
    tomorrow = [row for row in both if row not in today]
    whose = {"leader": leader, "today": _when(today, leader), "tomorrow": _when(tomorrow, leader)}
    context = {"form": form, **whose}
    return render(request, "bookings/leading/ill.html", context)
