"""What runs by the clock."""

import logging

from procrastinate.contrib.django import app

# letters registers who makes its links; the clock's work for rounds and lotteries stands in files of its own
from referencegroups import letters, lottery_jobs, retention, round_jobs, upkeep  # noqa: F401

logger = logging.getLogger(__name__)


@app.periodic(cron="20 3 * * *")
@app.task(name="referencegroups_retention", queue="referencegroups")
def let_go(timestamp):
    """Every night: what we no longer have a reason to keep. Counts only, no names, in the log."""
    for rule, number in retention.run():
        logger.info("retention %s: %d", rule.key, number)


@app.periodic(cron="10 6 * * *")
@app.task(name="referencegroups_terms", queue="referencegroups")
def look_after_terms(timestamp):
    """Every morning: ask those whose term is nearly over, and let silence be an answer."""
    upkeep.terms()


@app.periodic(cron="40 6 * * *")
@app.task(name="referencegroups_consent", queue="referencegroups")
def ask_about_new_wording(timestamp):
    upkeep.ask_about_new_wording()
