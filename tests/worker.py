"""The job worker, in the tests' own process."""

from procrastinate.contrib.django import app


def work(**only):
    """Do what lies in the queue now; `only` may name the queues."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, **only)
