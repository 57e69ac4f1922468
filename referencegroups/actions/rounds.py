"""The doors of a round: reviewed by a second person, opened, closed, summarised, fed back, archived.

All are keyword-only and one transaction; `by` is a user, or None for the clock. They answer with
`MoveRefused` or another `Refused`, or a ValidationError with the sentence of the constraint that said no.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte import events
from referencegroups import round_jobs, round_letters, secrecy
from referencegroups.errors import Changed, MoveRefused, Refused
from referencegroups.models import FreeText, Invitation, Membership
from referencegroups.round_choices import FEWEST_QUESTIONS, MOST_QUESTIONS, MOST_REMINDERS, RoundMove

QUESTIONS = _("Ein runde har frå tre til sju spørsmål.")
NOBODY = _("Gruppa har ingen å spørje no. Ho må vere i gang, og medlemene må ha samtykt.")
TOO_LATE = _("Svarfristen er ute. Send runden tilbake til kladd og set ein ny.")
UNREAD = _("Les alle fritekstane før du oppsummerer.")
NO_FEEDBACK = _("Skriv kva det blei til, minst eitt tema, før runden kan gå vidare.")
REMINDED = _("Det er alt sendt to påminningar. Fleire blir det ikkje.")
NOT_OPEN = _("Runden er ikkje open.")


@transaction.atomic
def review(*, round, by):
    """A second person has read it: nobody opens a round alone."""
    round.lock()
    _check(FEWEST_QUESTIONS <= round.questions.count() <= MOST_QUESTIONS, QUESTIONS)
    round.step(RoundMove.REVIEW, by=by, reviewed_by=by)


def revise(*, round, by):
    """Back to a draft: what is changed must be read anew."""
    round.step(RoundMove.REVISE, by=by, reviewed_by=None)


@transaction.atomic
def open_round(*, round, by=None, at=None):
    """Ask everybody who may be asked today. The letters go out in batches, behind us."""
    at = at or timezone.now()
    round.step(RoundMove.OPEN, by=by, at=at, answer_salt=secrecy.new_salt())
    _check(round.closes_at > at, TOO_LATE)
    members = (
        Membership.objects.askable().filter(group=round.group).order_by("pk").values_list("pk", flat=True)
    )
    asked = Invitation.objects.bulk_create(Invitation(round=round, membership_id=pk) for pk in members)
    _check(asked, NOBODY)
    round.asked = len(asked)
    round.save(update_fields=["asked"])
    round_jobs.send_batch.defer(round_id=round.pk, kind="invitation", after=0)


@transaction.atomic
def close(*, round, by=None, at=None):
    """The deadline: what was answered is cut from who answered, for good."""
    at = at or timezone.now()
    round.lock()
    if not round.may(RoundMove.CLOSE):
        raise MoveRefused(round, RoundMove.CLOSE)
    secrecy.seal_answers(round)
    round.step(RoundMove.CLOSE, by=by, at=at, answer_salt="", closed_at=at)
    round_jobs.rewrite_tables.defer()


@transaction.atomic
def summarise(*, round, by, summary):
    round.lock()
    _check(not FreeText.objects.of(round).waiting().exists(), UNREAD)
    round.step(RoundMove.SUMMARISE, by=by, summary=summary.strip())


@transaction.atomic
def feed_back(*, round, by):
    """«Kva blei det til?» is public, and mailed to everybody who was asked."""
    round.lock()
    _check(round.themes.exists(), NO_FEEDBACK)
    at = timezone.now()
    round.step(RoundMove.FEED_BACK, by=by, at=at, fed_back_at=at)
    round_jobs.send_batch.defer(round_id=round.pk, kind="feedback", after=0)


@transaction.atomic
def archive(*, round, by):
    round.lock()
    _check(round.themes.exists(), NO_FEEDBACK)
    secrecy.seal_votes(round)
    round.step(RoundMove.ARCHIVE, by=by)
    round_jobs.rewrite_tables.defer()


@transaction.atomic
def remind(*, round, by, sent):
    """Remind those who have not answered. `sent` is how many reminders the page said were sent before."""
    round.lock()
    _check(round.is_open, NOT_OPEN)
    _check(round.reminders_sent < MOST_REMINDERS, REMINDED)
    if round.reminders_sent != sent:
        raise Changed
    round.reminders_sent += 1
    round.save(update_fields=["reminders_sent"])
    round_jobs.send_batch.defer(round_id=round.pk, kind="reminder", after=0)
    events.record(round, "remind", by=by, number=round.reminders_sent)


def send_trial(*, round, by):
    """«Send prøve til meg»."""
    round_letters.trial(round, to=by.email)


@transaction.atomic
def fix_slips(*, question, by, **words):
    """Put slips of the pen right in an open round; the database keeps the words as they were."""
    for name, value in words.items():
        setattr(question, name, value)
    question.fixed_by = by
    question.save(update_fields=[*words, "fixed_by"])
    events.record(question.round, "fix_slips", by=by, question=question.pk)


def _check(holds, sentence):
    if not holds:
        raise Refused(sentence)
