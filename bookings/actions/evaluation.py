"""Doors of the evaluation. An answer writes no event: an event has a time, and an answer must not."""

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from bookings import evaluation_letters, evaluation_links
from bookings.choices import HANDLERS, EvaluationState
from bookings.errors import Busy, Refused
from bookings.evaluating import STATEMENTS
from bookings.models import Evaluation, EvaluationAnswer
from prosesstotte import events

SAME_FORM = 3600  # seconds: a form that is sent twice within this is one answer


def ready_evaluation(booking):
    """Inside a door: the booking has an evaluation, with an address that opens when the meeting starts."""
    evaluation, is_new = Evaluation.objects.get_or_create(booking=booking)
    if is_new:
        evaluation_links.stand(evaluation)
    return evaluation


@transaction.atomic
def answer_evaluation(*, evaluation, scores, text="", form_key, at=None):
    """Keep one participant's answer: `scores` by statement. False when the same form was sent before.

    The form's key is a fingerprint in the cache for an hour and has nothing to do with the answer's own.
    """
    locked = Evaluation.objects.select_for_update(of=("self",)).select_related("booking")
    evaluation.refresh_from_db(from_queryset=locked)
    if evaluation.state(at) != EvaluationState.OPEN:
        raise Refused(_("Evalueringa er ikkje open no."))
    if not _is_new(_fingerprint(evaluation, form_key)):
        return False
    evaluation.fix_facts()
    answer = EvaluationAnswer(
        evaluation=evaluation, text=text.strip(), **{name: scores[name] for name in STATEMENTS}
    )
    answer.clean_fields(exclude=["evaluation"])
    answer.save(force_insert=True)
    return True


def _is_new(fingerprint):
    """The cache says nothing of a database that went away: what it did not take must be there from before."""
    if cache.add(fingerprint, 1, timeout=SAME_FORM):
        return True
    if cache.get(fingerprint):
        return False
    raise Busy


def _fingerprint(evaluation, form_key):
    return f"evaluation:{salted_hmac('bookings.evaluation', f'{evaluation.pk}:{form_key}').hexdigest()[:32]}"


@transaction.atomic
def remove_evaluation_text(*, by, answer, at=None):
    """Take out what names somebody; the scores stand. The text itself is kept nowhere."""
    booking = answer.evaluation.booking
    if booking is None or not booking.roles_of(by) & HANDLERS:
        raise PermissionDenied
    if EvaluationAnswer.objects.filter(pk=answer.pk).exclude(text="").update(text=""):
        events.record(booking, "evaluation_text_removed", by=by, at=at or timezone.now())


@transaction.atomic
def remind_of_evaluation(*, evaluation, at=None):
    """Ask the booker once to share the link, while it still is open. Made by the clock alone."""
    at = at or timezone.now()
    locked = Evaluation.objects.select_for_update(of=("self",)).select_related("booking")
    evaluation.refresh_from_db(from_queryset=locked)
    if evaluation.reminded_at is None and evaluation.state(at) == EvaluationState.OPEN:
        evaluation.reminded_at = at
        evaluation.save(update_fields=["reminded_at"])
        evaluation_letters.remind(evaluation)
