"""The clock's work for programmes and collections, run by the job worker."""

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from tools.actions import runs
from tools.models import Collection

KEPT = datetime.timedelta(days=365)


@app.periodic(cron="20 3 * * *")
@app.task(name="close_forgotten_runs", queue="tools")
def close_forgotten_runs(timestamp):
    """Every night: a meeting that nobody ended is closed, so that the plan can be run again."""
    runs.close_all_forgotten()


@app.periodic(cron="40 3 1 * *")
@app.task(name="forget_collections", queue="tools")
def forget_collections(timestamp):
    """Every month: what somebody shared without logging in, and nobody has changed for a year, is deleted."""
    Collection.objects.forgotten(timezone.now() - KEPT).delete()
