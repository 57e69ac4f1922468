"""The participants' page: open to whoever has the address, and told to nobody who was there."""

from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings import actions, evaluation_links, story
from bookings.choices import EvaluationState
from bookings.evaluating import STATEMENTS
from bookings.evaluation_words import ANSWERS, NAMES, SENTENCES
from bookings.forms.evaluation import EvaluationForm
from bookings.models import BookingSettings
from prosesstotte import limits
from prosesstotte.caching import public_page
from prosesstotte.posting import from_own_pages

COOKIE = "evaluert"  # says that this device has answered this address, and nothing else
COOKIE_AGE = 90 * 24 * 3600  # seconds: longer than any evaluation is open


def quiet(view):
    """Found by no search engine, kept by no cache."""

    @wraps(view)
    def told_to_nobody(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
        return response

    return told_to_nobody


@require_safe
@public_page
def about(request):
    """What participants are asked, and what they are promised."""
    context = {
        "statements": [(NAMES[name], SENTENCES[name]) for name in STATEMENTS],
        "answers": ", ".join(str(words).lower() for words in reversed(ANSWERS.values())),
        "days": BookingSettings.current().evaluation_days,
    }
    return render(request, "bookings/evaluation/about.html", context)


@quiet
@from_own_pages
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request, token):
    evaluation = evaluation_links.find(token)
    if evaluation is None:
        return _dead_link(request)
    rule, at = BookingSettings.current(), timezone.now()
    state = evaluation.state(at, rule)
    if state != EvaluationState.OPEN:
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
        return _page(request, "waiting", evaluation, rule, status=status, is_early=state == state.EARLY)
    if request.method == "POST":
        return _answer(request, evaluation, rule)
    if request.COOKIES.get(COOKIE) and "ny" not in request.GET:
        return _page(request, "thanks", evaluation, rule)
    return _page(request, "form", evaluation, rule, form=EvaluationForm())


def _dead_link(request):
    if not limits.within(request, "wrong_link"):
        return limits.too_many(request)
    return render(request, "bookings/evaluation/dead_link.html", status=HTTPStatus.NOT_FOUND)


def _answer(request, evaluation, rule):
    form = EvaluationForm(request.POST)
    if not form.is_valid():
        return _page(request, "form", evaluation, rule, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    if not limits.within(request, "evaluation"):
        return limits.too_many(request)
    try:
        actions.answer_evaluation(evaluation=evaluation, **form.arguments())
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, "form", evaluation, rule, HTTPStatus.CONFLICT, form=form)
    return _thank(request)


def _thank(request):
    """Back to the same address, with a cookie that only this address is told."""
    response = HttpResponseRedirect(request.path)
    response.set_cookie(
        COOKIE,
        "1",
        max_age=COOKIE_AGE,
        path=request.path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _page(request, name, evaluation, rule, status=HTTPStatus.OK, **context):
    booking = evaluation.booking
    context |= {
        "booking": booking,
        "when": story.stretch(booking.starts_at, booking.ends_at) if booking else "",
        "closes": evaluation.closing(rule),
    }
    return render(request, f"bookings/evaluation/{name}.html", context, status=status)
