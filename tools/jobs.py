"""The clock's work for the programmes, run by the job worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tools.actions import programmes, runs


@app.periodic(cron="20 3 * * *")
@app.task(name="close_forgotten_runs", queue="tools")
def close_forgotten_runs(timestamp):
    """Every night: a meeting that nobody ended is closed, so that the plan can be run again."""
    runs.close_all_forgotten()


@app.periodic(cron="40 3 * * *")
@app.task(name="delete_forgotten_programmes", queue="tools")
def delete_forgotten_programmes(timestamp):
    """Every night: what nobody owns and nobody has touched for two years goes, with its links."""
    programmes.delete_forgotten(at=timezone.now())
