"""How gunicorn serves the portal: `gunicorn -c python:prosesstotte.gunicorn_settings prosesstotte.wsgi`.

Behind a proxy that takes HTTPS and slow clients. SIGHUP is the graceful restart: new workers with the new
code first, then the old ones finish what they have. WEB_CONCURRENCY (gunicorn's own) says how many workers.
"""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000").split(",")
workers = int(os.environ.get("WEB_CONCURRENCY", "4"))
worker_class = "sync"  # measured: behind a proxy nothing beats one request at a time
timeout = 60  # seconds a request may take
graceful_timeout = 60  # seconds a worker that was asked to stop may finish in
# A heartbeat file; on a slow disk it stops the worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# prosesstotte.trace writes the line of each request: gunicorn's would hold addresses with tokens in them.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "prosesstotte.trace.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
