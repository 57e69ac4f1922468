"""A form that could not be taken in is not lost: the session had ended, or its page had been open too long.

What was typed lies encrypted in the database for an hour. The key lies in a cookie in the browser that
typed it and nowhere else, so a copy of the database opens nothing, and nobody else gets to see it. After
login the same page comes with the form filled in and a sentence about it. Nothing is carried out before
the person presses once more. Files, secrets, login and scripts are never kept.
"""

import hashlib
import json
import re
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.cache import caches
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from prosesstotte import limits, refill
from prosesstotte.posting import is_ours, origin, referer_of

COOKIE = settings.KEPT_COOKIE_PREFIX  # and a fingerprint of the page: two tabs may wait at once
SECONDS = 60 * 60
LARGEST = 100_000  # characters in all; a longer one is told that it was not kept
ANCHOR = "#teke-vare-pa"
SECRET = re.compile(r"password|passord|secret|token|code|kode", re.IGNORECASE)
LOGIN = ("account_", "mfa_")  # views whose forms are never kept
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


# --- What is kept ------------------------------------------------------------------------------


def keep(request, response):
    """Let `response`, which turns a form away, carry the key to what was typed."""
    key, page = Fernet.generate_key(), page_of(request)
    entry = {
        "address": request.get_full_path(),
        "back": page,
        "fields": typed(request),
        "had_files": bool(request.FILES),
        "is_told": False,
    }
    _write(key, entry)
    request.has_been_kept = True
    response.set_cookie(
        cookie_of(page), key.decode(), max_age=SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def can_keep(request):
    """A form a person sent, small enough, and not one that logs somebody in."""
    match = request.resolver_match
    is_login = match is None or (match.view_name or "").startswith(LOGIN)
    is_script = "X-Requested-With" in request.headers or request.content_type not in FORMS
    if request.method != "POST" or is_login or is_script:
        return False
    size = sum(len(name) + len(value) for name, value in typed(request))
    return size <= LARGEST and limits.within(request, "kept")


def typed(request):
    """(name, value) for each field in order, without secrets."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [pair for pair in pairs if not SECRET.search(pair[0])]


def page_of(request):
    """The page the form stood on: ours, or else the address it was sent to."""
    sender = referer_of(request)
    page = urlunsplit(("", "", sender.path, sender.query, ""))
    is_page = origin(sender) == f"{request.scheme}://{request.get_host()}"
    safe = is_page and page and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if safe else request.get_full_path()


def cookie_of(address):
    return COOKIE + hashlib.sha256(urlsplit(address).path.encode()).hexdigest()[:12]


def read(request, cookie):
    """What this browser's cookie opens, or None."""
    key = request.COOKIES.get(cookie, "")
    sealed = key and caches["kept"].get(_name(key.encode()))
    try:
        return json.loads(Fernet(key).decrypt(sealed)) if sealed else None
    except (InvalidToken, ValueError):
        return None


def _write(key, entry):
    caches["kept"].set(_name(key), Fernet(key).encrypt(json.dumps(entry).encode()), SECONDS)


def _name(key):
    return f"kept:{hashlib.sha256(key).hexdigest()}"


def forget(request, response, cookie):
    caches["kept"].delete(_name(request.COOKIES[cookie].encode()))
    response.delete_cookie(cookie, samesite="Lax")


# --- Turned away ---------------------------------------------------------------------------------


class LoginMiddleware(LoginRequiredMiddleware):
    """Login is the default; a form that comes from somebody who is logged out is kept meanwhile."""

    def handle_no_permission(self, request, view_func):
        if not can_keep(request):
            return super().handle_no_permission(request, view_func)
        back = redirect_to_login(page_of(request) + ANCHOR, self.get_login_url(view_func))
        return keep(request, back)


def csrf_failure(request, reason=""):
    """The page had been open too long. What another site sent is not kept: it must not fill our forms."""
    if is_ours(request) and can_keep(request):
        return keep(request, redirect("kept", cookie_of(page_of(request)).removeprefix(COOKIE)))
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


@require_safe
@login_not_required
@never_cache
def kept(request, page):
    """On to the page with the form; or, when the form is not there, what was typed and a button."""
    entry = read(request, COOKIE + page)
    if entry is None:
        return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
    if not entry["is_told"]:
        return redirect(entry["back"] + ANCHOR)
    texts = [value for _name, value in entry["fields"] if " " in value.strip()]
    return render(request, "kept.html", {"kept": entry, "texts": texts})


# --- And back again --------------------------------------------------------------------------------


class KeptMiddleware:
    """Fills in the page somebody comes back to, until they have sent the form or an hour has gone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        waiting = [name for name in request.COOKIES if name.startswith(COOKIE)]
        if waiting and request.method == "POST":
            let_go(request, response, waiting)
        elif waiting and request.method == "GET":
            entry = read(request, cookie_of(request.path))
            return come_back(request, response, entry) if entry else response
        return response


def let_go(request, response, waiting):
    """Forget what has been sent again; and all of it at logout, for a machine may be shared."""
    match = request.resolver_match
    is_logout = match is not None and match.view_name == "account_logout"
    was_taken = not hasattr(request, "has_been_kept") and response.status_code < 500
    for cookie in waiting:
        entry = read(request, cookie)
        sent = entry and was_taken and request.path == urlsplit(entry["address"]).path
        if is_logout or sent or entry is None:
            forget(request, response, cookie)


def come_back(request, response, entry):
    """The page with the form filled in; the page of what is kept, once, when the form is not there."""
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:  # a button: its address shows nothing
        return to_kept_page(request, {**entry, "back": ""})
    is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
    if response.status_code != HTTPStatus.OK or not is_page:
        return response
    notice = render_to_string("components/kept_notice.html", {"kept": entry})
    fields = [tuple(pair) for pair in entry["fields"]]
    html, rest = refill.fill(response.text, request.get_full_path(), entry["address"], fields, notice)
    if rest and not entry["is_told"]:
        return to_kept_page(request, entry)
    response.content = html
    response.headers["Cache-Control"] = "no-store"
    return response


def to_kept_page(request, entry):
    cookie = cookie_of(request.path)
    _write(request.COOKIES[cookie].encode(), {**entry, "is_told": True})
    return redirect("kept", cookie.removeprefix(COOKIE))
