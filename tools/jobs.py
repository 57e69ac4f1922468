"""The library's jobs: the handbook takes seconds, so nobody's page waits for it."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tools import handbook
from tools.models import PaperEdition


@app.task(name="build_handbook", queue="paper", queueing_lock="build_handbook")
def build_handbook():
    handbook.build()


@app.periodic(cron="*/15 * * * *")
@app.task(name="keep_handbook_fresh", queue="paper")
def keep_handbook_fresh(timestamp):
    """So that the book usually is ready when somebody comes; the same texts make no new one."""
    handbook.build()


def ask_for_handbook():
    """Start a build, unless one is under way and alive. A worker that died is not waited for."""
    with transaction.atomic():
        PaperEdition.objects.get_or_create(what=handbook.WHAT)
        edition = PaperEdition.objects.select_for_update().defer("content").get(what=handbook.WHAT)
        if not edition.is_under_way():
            edition.step(handbook.Stage.QUEUED)
            with suppress(AlreadyEnqueued), transaction.atomic():
                build_handbook.defer()
    return edition
