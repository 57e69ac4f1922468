"""Forms on pages that are the same for all: no token in them, so we ask the browser where it posts from."""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_callable
from django.views.decorators.csrf import csrf_exempt


def from_own_pages(view):
    """Take a POST without a CSRF token when the browser says that one of our own pages sent it.

    A finished page is kept for everybody (prosesstotte/caching.py), and a token would make it one
    person's. Every browser tells the origin of a POST; one that does not is refused.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method == "POST" and not is_ours(request):
            return get_callable(settings.CSRF_FAILURE_VIEW)(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def is_ours(request):
    sender = request.headers.get("Origin") or origin(referer_of(request))
    own = f"{request.scheme}://{request.get_host()}"
    return sender in {own, *settings.CSRF_TRUSTED_ORIGINS}


def referer_of(request):
    """The address a request came from, in parts; empty ones when it cannot be read."""
    try:
        return urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return urlsplit("")


def origin(parts):
    return f"{parts.scheme}://{parts.netloc}"
