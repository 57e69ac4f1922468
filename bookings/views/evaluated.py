"""The evaluation as those in the booking see it: the address to share, and what came of it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings import actions, evaluation_links, evaluation_poster, evaluations
from bookings.choices import EvaluationState
from bookings.evaluation_words import ANSWERS, NAMES, decimal
from bookings.models import BookingSettings, Evaluation, EvaluationAnswer
from bookings.models.evaluation import HELD
from prosesstotte import qr


def section_of(booking, *, handles, at):
    """What the booking's page shows of its evaluation; nothing before the meeting is confirmed."""
    evaluation = getattr(booking, "evaluation", None)
    if (
        evaluation is None or booking.status not in HELD
    ):  # a confirmed meeting may fall back, or be called off
        return None
    evaluation.booking = booking  # the page has read it
    rule = None if evaluation.closes_at else BookingSettings.current()
    state = evaluation.state(at, rule)
    told = None if state == EvaluationState.EARLY else evaluations.told(evaluation, at)
    address = "" if state == EvaluationState.CLOSED else evaluation_links.address_of(evaluation)
    return {
        "is_early": state == EvaluationState.EARLY,
        "is_open": state == EvaluationState.OPEN,
        "address": address,
        "qr": qr.drawing(address) if address else None,
        "closes": evaluation.closing(rule),
        "told": told,
        "lines": lines_of(told.result if told else None),
        "may_remove": handles,
    }


def lines_of(result):
    """[(statement, mean, percent of the scale, [(answer, count)])], for bars and table."""
    if result is None:
        return []
    return [
        {
            "name": NAMES[tally.statement],
            "mean": decimal(tally.mean),
            "percent": round(20 * tally.mean),
            "counts": list(reversed(list(zip(ANSWERS.values(), tally.counts, strict=True)))),
        }
        for tally in result.tallies
    ]


@require_safe
def poster(request, pk, sheet):
    if sheet not in evaluation_poster.SHEETS:
        raise Http404
    found = Evaluation.objects.visible_to(request.user).select_related("booking")
    evaluation = get_object_or_404(found, booking_id=pk)
    if evaluation.state() == EvaluationState.CLOSED:
        raise Http404
    response = HttpResponse(evaluation_poster.pdf_of(evaluation, sheet), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="evaluering-{pk}-{sheet}.pdf"'
    return response


@require_POST
def remove_text(request, pk):
    """Only a text that somebody may read can be taken out: an open evaluation shows none."""
    answer = get_object_or_404(
        EvaluationAnswer.objects.select_related("evaluation__booking__leader__member"),
        pk=_key(request.POST.get("answer", "")),
        evaluation__in=Evaluation.objects.visible_to(request.user).filter(booking_id=pk).closed(),
    )
    actions.remove_evaluation_text(by=request.user, answer=answer)
    messages.success(request, _("Teksten er fjerna."))
    return redirect(answer.evaluation.booking)


def _key(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
