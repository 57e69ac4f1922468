"""The log: one line an event, each with the request or the job it belongs to, and nothing about people.

An address is written as its pattern in urls.py, never as it was asked for: a token, a name or what somebody
searched for stands in the address, not in the pattern. What others write is scrubbed (hiding.py).
Which jobs a request queued stands in its line «jobs_deferred»; the lines of a job carry the job's number.
"""

import json
import logging
import re
import time
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from prosesstotte import hiding

logger = logging.getLogger(__name__)
HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[\w.-]{8,64}")
request_id = ContextVar("request_id", default="")
job_id = ContextVar("job_id", default=None)


class RequestIdMiddleware:
    """Outermost: gives every request an id (or keeps the proxy's), tells it back, and writes one line."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.headers.get(HEADER, "")
        token = request_id.set(asked if ACCEPTED.fullmatch(asked) else uuid.uuid4().hex)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request_id.get()
            write_line(request, response, time.perf_counter() - started)
            return response
        finally:
            request_id.reset(token)


def write_line(request, response, seconds):
    """Nothing for pages whose promise is that nothing is written (decision 010), nor for the probes."""
    found = request.resolver_match
    if found and (settings.UNLOGGED & {*found.namespaces, found.url_name}):
        return
    facts = {
        "method": request.method,
        "route": found.route if found else None,  # None: from memory, or no such page
        "status": response.status_code,
        "ms": round(1000 * seconds),
    }
    logger.info("request", extra={"facts": facts})


def in_job(call_next, context, worker):
    """Task middleware: what the job writes carries its number."""
    token = job_id.set(context.job.id)
    try:
        return call_next()
    finally:
        job_id.reset(token)


class JsonLines(logging.Formatter):
    """One JSON object a line. It leans on no settings: gunicorn uses it before Django is there."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request": request_id.get() or None,
            "job": job_id.get(),
            **jobs_of(record),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["exception"] = told(record.exc_info[1])
        return json.dumps(
            {key: value for key, value in line.items() if value is not None}, ensure_ascii=False
        )


def message_of(record):
    """procrastinate writes the arguments of a job into its message; its `action` says the same without."""
    if record.name.startswith("procrastinate") and hasattr(record, "action"):
        return record.action
    return hiding.one_line(record.getMessage())


def jobs_of(record):
    """Number and name of the jobs that a line of procrastinate's is about."""
    about = [*getattr(record, "jobs", []), *filter(None, [getattr(record, "job", None)])]
    if not about or not record.name.startswith("procrastinate"):
        return {}
    return {"jobs": [{"id": job["id"], "task": job["task_name"]} for job in about]}


def told(error):
    """Type, words that quote nobody, and where."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return {
        "type": type(error).__name__,
        "message": hiding.words_of(error),
        "where": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
    }
