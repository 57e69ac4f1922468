"""How gunicorn serves the portal: `gunicorn -c python:prosesstotte.gunicorn_settings prosesstotte.wsgi`.

Behind a proxy that takes HTTPS and slow clients. WEB_CONCURRENCY (gunicorn's own) says how many workers.

SIGHUP is the graceful restart. By itself gunicorn lets the old workers go as soon as the new ones are born,
but these need seconds to read the new code, and on a busy machine many: measured, visitors waited half a
minute. Here an old worker serves on until all the new ones do.
"""

import multiprocessing
import os
import signal

bind = os.environ.get("BIND", "127.0.0.1:8000").split(",")
workers = int(os.environ.get("WEB_CONCURRENCY", "4"))
worker_class = "sync"  # measured: behind a proxy nothing beats one request at a time
limit_request_line = 0  # a search that is far too long is cut and told of; the proxy has a limit of its own
timeout = 60  # seconds a request may take
graceful_timeout = 60  # seconds a worker that was asked to stop may finish in
# A heartbeat file; on a slow disk it stops the worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# prosesstotte.trace writes the line of each request: gunicorn's would hold addresses with tokens in them.
accesslog = None
control_socket_disable = True  # one door less; systemd sends the signals
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "prosesstotte.trace.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}

generation = multiprocessing.Value("i", 0)  # shared by master and workers: how many restarts there have been
serving = multiprocessing.Value("i", 0)  # workers of this generation that have begun


def on_reload(server):
    with serving.get_lock():
        generation.value += 1
        serving.value = 0


def post_worker_init(worker):
    """The worker has read the code, and begins."""
    with serving.get_lock():
        worker.born, worker.is_asked_to_leave = generation.value, False
        serving.value += 1
    worker.timeout = 1  # seconds between two looks at whether it may leave
    signs_of_life = worker.notify
    worker.notify = lambda: (signs_of_life(), leave_when_relieved(worker))
    signal.signal(signal.SIGTERM, lambda *_: setattr(worker, "is_asked_to_leave", True))
    signal.siginterrupt(signal.SIGTERM, False)  # the request it has is not disturbed


def leave_when_relieved(worker):
    """At once when all of it stops; in a restart when the new workers have begun."""
    relieved = worker.born == generation.value or serving.value >= worker.cfg.workers
    if worker.is_asked_to_leave and relieved:
        worker.alive = False
