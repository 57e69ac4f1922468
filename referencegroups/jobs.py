"""What runs by the clock."""

from procrastinate.contrib.django import app

# letters registers who makes its links; the clock's work for rounds and lotteries stands in files of its own
from referencegroups import letters, lottery_jobs, round_jobs, upkeep  # noqa: F401


@app.periodic(cron="10 6 * * *")
@app.task(name="referencegroups_terms", queue="referencegroups")
def look_after_terms(timestamp):
    """Every morning: ask those whose term is nearly over, and let silence be an answer."""
    upkeep.terms()


@app.periodic(cron="40 6 * * *")
@app.task(name="referencegroups_consent", queue="referencegroups")
def ask_about_new_wording(timestamp):
    upkeep.ask_about_new_wording()
