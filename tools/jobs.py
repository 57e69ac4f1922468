"""The jobs of the library and the programmes, run by the job worker.

Handbook and cards take seconds, so they are made before somebody asks; what is forgotten goes at night
(tools/retention.py).
"""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tools import editions, handbook, paper
from tools.actions import runs
from tools.models import Method, PaperEdition


@app.task(name="build_handbook", queue="paper", queueing_lock="build_handbook")
def build_handbook():
    handbook.build()
    all_cards()


@app.periodic(cron="*/15 * * * *")
@app.task(name="keep_papers_fresh", queue="paper")
def keep_papers_fresh(timestamp):
    """So that book and cards usually are ready when somebody comes; the same texts make no new ones."""
    handbook.build()
    all_cards()


def all_cards():
    """Cards of every method. They take a second or two, so they are made before somebody asks."""
    methods = Method.objects.published().for_reading().in_order()
    return editions.ready("kort", "cards", lambda: paper.cards_data(methods))


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


@app.periodic(cron="20 3 * * *")
@app.task(name="close_forgotten_runs", queue="tools")
def close_forgotten_runs(timestamp):
    """Every night: a meeting that nobody ended is closed, so that the plan can be run again."""
    runs.close_all_forgotten()
