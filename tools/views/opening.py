"""Who may open a programme: whoever holds its link. No login, no cache, no search engine."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.views.decorators.cache import never_cache

from prosesstotte import limits, links
from tools.choices import Face
from tools.models import Programme
from tools.models.programme import EDIT, reading


def secret_page(view):
    """A page behind a secret address: nobody keeps it. (The whole house sends no referrer to others.)

    Who tries too many addresses that open nothing is asked to wait; one that opens is never counted.
    """

    @wraps(view)
    def kept_secret(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            if limits.within(request, "wrong_link"):
                raise
            response = limits.too_many(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(never_cache(kept_secret))


def to_edit(token):
    """The programme an edit link opens; 404 for anything else."""
    programme = links.resolve(EDIT, token, Programme)
    if programme is None:
        raise Http404
    return programme


def to_read(token):
    """(programme, face) of a reading link; 404 for anything else."""
    purposes = {reading(face): face for face in Face}
    programme, purpose = links.resolve_any(purposes, token, Programme)
    if programme is None:
        raise Http404
    return programme, purposes[purpose]
