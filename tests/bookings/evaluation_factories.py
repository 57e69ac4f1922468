"""Meetings that participants have evaluated, made through the doors."""

import datetime as dt
import uuid

from bookings import actions
from bookings.evaluating import STATEMENTS
from bookings.models import Evaluation
from tests.bookings.factories import MEETING, make_confirmed

DURING = MEETING + dt.timedelta(minutes=90)
AFTER_CLOSE = MEETING + dt.timedelta(days=8)
GOOD = (5, 4, 3, 5)


def evaluation_of(booking):
    return Evaluation.objects.select_related("booking").get(booking=booking)


def answer(evaluation, scores=GOOD, *, text="", at=DURING, form_key=None):
    return actions.answer_evaluation(
        evaluation=evaluation,
        scores=dict(zip(STATEMENTS, scores, strict=True)),
        text=text,
        form_key=form_key or uuid.uuid4(),
        at=at,
    )


def make_evaluated(number=5, *, booking=None, scores=GOOD, **fields):
    """A meeting that `number` participants gave the same scores."""
    evaluation = evaluation_of(booking or make_confirmed(**fields))
    for _ in range(number):
        answer(evaluation, scores)
    return evaluation
