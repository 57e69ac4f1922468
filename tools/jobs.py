"""The library's jobs."""

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from tools.models import Collection

KEPT = datetime.timedelta(days=365)


@app.periodic(cron="20 3 1 * *")
@app.task(name="forget_collections", queue="house")
def forget_collections(timestamp):
    """Delete what somebody shared without logging in and nobody has changed for a year."""
    Collection.objects.forgotten(timezone.now() - KEPT).delete()
