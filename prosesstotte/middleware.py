"""Two gates that every request passes."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect

METHODS = ["GET", "HEAD", "POST"]


def known_methods(get_response):
    """The house reads and posts. Libraries take PUT for POST, and anything else for GET."""

    def gate(request):
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return gate


def closed_accounts(get_response):
    """An account that is closed is logged out everywhere by its next request, and told why."""

    def gate(request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:  # a page for all must not depend on a cookie
            return get_response(request)
        if request.session.get(SESSION_KEY) and not request.user.is_authenticated:
            request.session.flush()
            return redirect("account_inactive")
        return get_response(request)

    return gate
