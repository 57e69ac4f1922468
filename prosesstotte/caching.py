"""Public pages for people who are not logged in: made once, answered 304 before rendering.

The version of the content is one row that database triggers raise (see `watch`), so every
way of changing content counts, also raw SQL. Each process asks for it once a second at most.
"""

import hashlib
import time
from functools import lru_cache, wraps

from django.conf import settings
from django.core.cache import caches
from django.db import migrations
from django.http import HttpResponseNotModified
from django.utils import timezone

from prosesstotte.models import ContentRevision, News

VERSION_AGE = 1.0  # seconds a process may trust the version it read
PAGE_AGE = 600  # seconds an unused page stays in memory
PERSONAL_COOKIES = (
    settings.SESSION_COOKIE_NAME,
    "messages",
    settings.LANGUAGE_COOKIE_NAME,
    settings.KEPT_COOKIE_PREFIX,
)
PROBES = {"/healthz", "/readyz"}  # must answer while the database is away
LONGEST_ADDRESS = 500  # characters; rarer and longer addresses are not worth memory


def public_page(view):
    """Open a view to everybody; its page is the same for all who are not logged in."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_public_page = not request.user.is_authenticated
        return response

    marked.login_required = False
    return marked


class PublicPageMiddleware:
    """Stands outside sessions and login, so that a finished page costs almost nothing."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request):
        if not _may_be_public(request):
            return self.get_response(request)
        # The version is read before the page is made: a change meanwhile makes a new key.
        key = _key(request)
        response = self.pages.get(key)
        if response is None:
            response = self.get_response(request)
            if not _is_public(response):
                return response
            response.headers["ETag"] = f'"{key}"'
            response.headers["Cache-Control"] = "no-cache"  # keep it, but ask us each time
            self.pages.set(key, response, PAGE_AGE)
        if request.headers.get("If-None-Match", "").removeprefix("W/") == f'"{key}"':
            return _not_modified(response)
        return response


def _may_be_public(request):
    return (
        request.method in {"GET", "HEAD"}
        and request.path not in PROBES
        and len(request.get_full_path()) <= LONGEST_ADDRESS
        and not any(name.startswith(PERSONAL_COOKIES) for name in request.COOKIES)
    )


def _is_public(response):
    return response.status_code == 200 and getattr(response, "is_public_page", False) and not response.cookies


def _key(request):
    address = f"{request.scheme} {request.get_host()}{request.get_full_path()}"
    return hashlib.sha256(f"{content_version()} {address}".encode()).hexdigest()[:32]


def _not_modified(response):
    answer = HttpResponseNotModified()
    for header in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        if header in response.headers:
            answer.headers[header] = response.headers[header]
    return answer


_seen = {"at": float("-inf"), "version": ""}


def content_version():
    """What the public pages are made from: content, the calendar's day, and the code."""
    if time.monotonic() - _seen["at"] >= VERSION_AGE:
        number = ContentRevision.objects.values_list("number", flat=True).first() or 0
        news = News.objects.published().count()  # news may come out by the clock alone
        _seen.update(at=time.monotonic(), version=f"{number}-{news}-{timezone.localdate()}-{_code()}")
    return _seen["version"]


@lru_cache(maxsize=1)
def _code():
    """A fingerprint of programs, templates and look: a new release makes new pages."""
    found = hashlib.sha256()
    for pattern in (
        "*/*.py",
        "templates/**/*.html",
        "templates/**/*.typ",
        "static/css/*",
        "static/js/*",
        "static/img/*",
    ):
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def forget():
    """Drop finished pages and read the version anew (tests)."""
    _seen.update(at=float("-inf"))
    caches["pages"].clear()


def watch(*tables):
    """Migration operations: let every change of these tables raise the content's version."""
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER content_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION raise_content_revision()",
            f"DROP TRIGGER content_changed ON {table}",
        )
        for table in tables
    ]
