"""The ground's jobs, run by `manage.py procrastinate worker`."""

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

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
