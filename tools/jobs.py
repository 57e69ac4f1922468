"""The clock's work for the programmes, run by the job worker."""

from procrastinate.contrib.django import app

from tools.actions import runs


@app.periodic(cron="20 3 * * *")
@app.task(name="close_forgotten_runs", queue="tools")
def close_forgotten_runs(timestamp):
    """Every night: a meeting that nobody ended is closed, so that the plan can be run again."""
    runs.close_all_forgotten()
