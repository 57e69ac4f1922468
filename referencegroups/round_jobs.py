"""The clock's work for rounds. A job names a round and a place in the list, never a token or an answer."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from referencegroups import round_letters, secrecy
from referencegroups.choices import State
from referencegroups.models import Invitation, Round, Theme
from referencegroups.round_choices import ANSWERED_BACK, ThemeStatus

BATCH = 50  # letters in one transaction: the site is never held up
REMIND_OWNER = (14, 3)  # days ahead


@app.task(name="send_round_batch", queue="rounds", pass_context=False)
@transaction.atomic
def send_batch(*, round_id, kind, after):
    """Write the next letters of a round, and queue the rest of them."""
    row = Round.objects.select_related("group").get(pk=round_id)
    batch = list(_to_write_to(row, kind).filter(pk__gt=after).order_by("pk")[:BATCH])
    for invitation in batch:
        invitation.round = row
        _write(invitation, kind)
    if len(batch) == BATCH:
        send_batch.defer(round_id=round_id, kind=kind, after=batch[-1].pk)


def _to_write_to(row, kind):
    asked = Invitation.objects.filter(round=row).select_related("membership__member")
    if kind == "feedback":
        return asked
    if not row.is_open:
        return asked.none()
    still_members = asked.filter(membership__state=State.ACTIVE)
    if kind == "reminder":  # a reminder that is sent counts, so that a job run twice sends nothing twice
        return still_members.unanswered().filter(reminders__lt=row.reminders_sent)
    return still_members


def _write(invitation, kind):
    if kind == "feedback":
        round_letters.feedback(invitation)
        return
    round_letters.invitation(invitation, kind=kind)
    if kind == "reminder":
        Invitation.objects.filter(pk=invitation.pk).update(reminders=F("reminders") + 1)


@app.task(name="rewrite_answer_tables", queue="rounds", retry=5)
def rewrite_tables():
    secrecy.rewrite_tables()


@app.periodic(cron="20 3 * * *")
@app.task(name="rewrite_answer_tables_nightly", queue="rounds")
def rewrite_tables_nightly(timestamp):
    """Once more: a long transaction may have kept old rows alive when the round closed."""
    secrecy.rewrite_tables()


@app.periodic(cron="*/5 * * * *")
@app.task(name="open_and_close_rounds", queue="rounds")
def open_and_close_rounds(timestamp):
    """On time, within five minutes. One round's trouble does not hold up the others."""
    for row in Round.objects.to_close():
        close_round.defer(round_id=row.pk)
    for row in Round.objects.to_open():
        open_round.defer(round_id=row.pk)


@app.task(name="close_round", queue="rounds")
def close_round(*, round_id):
    from referencegroups.actions import rounds  # the doors queue jobs from this module

    row = Round.objects.to_close().filter(pk=round_id).first()
    if row:
        rounds.close(round=row)


@app.task(name="open_round", queue="rounds")
def open_round(*, round_id):
    from referencegroups.actions import rounds

    row = Round.objects.to_open().filter(pk=round_id).first()
    if row:
        rounds.open_round(round=row)


@app.periodic(cron="30 7 * * *")
@app.task(name="remind_owners_of_feedback", queue="rounds")
def remind_owners(timestamp=None):
    """14 and 3 days before what was promised: the feedback, and the new date of what was undecided."""
    today = timezone.localdate()
    for place, days in enumerate(REMIND_OWNER):
        soon = today + dt.timedelta(days=days)
        for row in Round.objects.owing_feedback().filter(owner_reminders=place, promised_on__lte=soon):
            _remind(row, round_letters.owner_reminder, row, due=row.promised_on)
        themes = Theme.objects.filter(status=ThemeStatus.UNDECIDED, round__state__in=ANSWERED_BACK)
        for theme in themes.filter(owner_reminders=place, decide_on__lte=soon).select_related("round__group"):
            _remind(theme, round_letters.owner_reminder, theme.round, due=theme.decide_on, theme=theme)


@transaction.atomic
def _remind(counted, letter, row, **context):
    """One letter, and the count that keeps it from being sent twice."""
    type(counted).objects.filter(pk=counted.pk).update(owner_reminders=F("owner_reminders") + 1)
    letter(row, **context)
