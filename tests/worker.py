"""The job worker, in the tests' own process, and its queue."""

from django.db import connection
from procrastinate.contrib.django import app


def work(**only):
    """Do what lies in the queue now; `only` may name the queues."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, **only)


def empty_the_queue():
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_events CASCADE"
        )
