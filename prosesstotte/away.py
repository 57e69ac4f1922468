"""The database is away for a moment: it restarts, is full, or says «not now». A calm page, not an error.

Nothing was saved, since a change is one transaction; the same request is right again in a moment. The
page and what judges it ask the database for nothing.
"""

from http import HTTPStatus

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
RETRY_AFTER = 10  # seconds; a PostgreSQL that is restarted is back in less


def is_away(error):
    """Whether `error` comes from a database that cannot answer now, also when it was wrapped on its way.

    OperationalError is what PostgreSQL or the way to it cannot do at the moment (lost connections,
    shutdown, locks that are never given back); a mistake in our own code has other types.
    InterfaceError is a second question on a connection that was lost. psycopg's own come from the
    job queue, which wraps them in its own type.
    """
    while error is not None:
        if isinstance(error, AWAY):
            return True
        error = error.__cause__ or error.__context__
    return False


def page():
    return HttpResponse(
        render_to_string("503.html"),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"},
    )
