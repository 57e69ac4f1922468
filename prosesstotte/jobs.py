"""The ground's jobs, run by `manage.py procrastinate worker`."""

import logging
from contextlib import suppress

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from prosesstotte import mail, retention
from prosesstotte.models import OutgoingMail

logger = logging.getLogger(__name__)
# 4 s, 16 s, 1 min, 4 min … about a day in all: a mail server may be down over night.
MAIL_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
MAIL_ATTEMPTS = 9


@app.task(name="send_mail", retry=MAIL_RETRY, queue="mail")
def send_mail(*, mail_id):
    """Send one e-mail. A server that is down means another try later, then a dead letter."""
    letter = OutgoingMail.objects.filter(pk=mail_id, sent_at__isnull=True).first()
    if letter is None:
        return
    try:
        mail.deliver(letter)
    except Exception as error:
        _note_failure(letter, error)
        raise


def _note_failure(letter, error):
    letter.attempts += 1
    letter.last_error = type(error).__name__  # the server's words may hold the address
    letter.gave_up_at = timezone.now() if letter.attempts >= MAIL_ATTEMPTS else None
    letter.save(update_fields=["attempts", "last_error", "gave_up_at"])


@app.periodic(cron="20 3 * * *")
@app.task(name="let_go", aliases=["referencegroups_retention"], queue="retention")
def let_go(timestamp):
    """Every night: what we no longer have a reason to keep. Counts only, no names, in the log."""
    for rule, number in retention.run():
        logger.info("retention %s: %d", rule.key, number)


# --- Looking after the jobs themselves -----------------------------------------------------------

SILENT = 60  # seconds without a sign of life: the worker is gone, and its jobs with it
MOST_ATTEMPTS = 20  # a job that has taken so many workers with it is left as failed
FINISHED_KEPT = 7 * 24  # hours


@app.periodic(cron="* * * * *")
@app.task(name="take_up_lost_jobs", queue="house", pass_context=True)
async def take_up_lost_jobs(context, timestamp):
    """Every minute: what a killed worker did is done again. A job may be done twice, never not at all."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        logger.warning("job %s of a lost worker is taken up again", job.id)
        await _again(job, manager)


async def _again(job, manager):
    with suppress(UniqueViolation):  # another of its kind waits in the queue already
        if job.attempts < MOST_ATTEMPTS:
            return await manager.retry_job(job, retry_at=timezone.now())
    return await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="50 3 * * *")
@app.task(name="forget_finished_jobs", queue="house", pass_context=True)
async def forget_finished_jobs(context, timestamp):
    """Every night: jobs that went well a week ago are no news. Failed ones stay until somebody looks."""
    await context.app.job_manager.delete_old_jobs(nb_hours=FINISHED_KEPT)
