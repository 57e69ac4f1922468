"""Every route to the participants' answers goes through here: pages, exports and papers alike."""

from dataclasses import dataclass

from django.utils import timezone

from bookings import evaluating
from bookings.evaluating import STATEMENTS, Meeting, may_be_read
from bookings.models import Evaluation, EvaluationAnswer


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of one evaluation: `result` and `texts` only when they may be read."""

    answered: int
    is_closed: bool
    result: evaluating.Result | None = None
    texts: tuple[EvaluationAnswer, ...] = ()


def told(evaluation, at=None):
    """One evaluation, in one query. The texts come in the order of their random keys."""
    is_closed = evaluation.has_closed(at)
    answers = list(evaluation.answers.order_by("id"))
    sheets = [[getattr(answer, name) for name in STATEMENTS] for answer in answers]
    found = evaluating.result(sheets, is_closed=is_closed)
    texts = tuple(answer for answer in answers if answer.text) if found else ()
    return Told(len(answers), is_closed, found, texts)


def meetings(since, at=None):
    """Closed evaluations of meetings held from the date `since`, for the trend, in one query."""
    found = Evaluation.objects.closed(at).filter(held_on__gte=since).counted()
    return [
        Meeting(
            evaluation.held_on,
            evaluation.service_area.name,
            evaluation.get_purpose_display(),
            evaluation.answered,
            tuple(getattr(evaluation, f"sum_{name}") or 0 for name in STATEMENTS),
        )
        for evaluation in found.select_related("service_area")
    ]


def texts_to_learn_from(*, purpose="", most=20, at=None):
    """What participants wrote where enough have answered, newest meeting first: [(evaluation, texts)]."""
    found = Evaluation.objects.closed(at or timezone.now()).counted().filter(answered__gt=0)
    found = found.filter(purpose=purpose) if purpose else found
    rows = [one for one in found.order_by("-held_on", "-pk")[: 3 * most] if _readable(one)][:most]
    by_evaluation = {}
    for answer in EvaluationAnswer.objects.filter(evaluation__in=rows).exclude(text="").order_by("id"):
        by_evaluation.setdefault(answer.evaluation_id, []).append(answer.text)
    return [(one, by_evaluation[one.pk]) for one in rows if one.pk in by_evaluation]


def _readable(evaluation):
    return may_be_read(evaluation.answered, is_closed=True)
