"""How often somebody may ask for what costs the house something: one table, counted for all processes.

The counts lie in PostgreSQL, one statement each. The limits are loose, for a whole town hall may share one
address. allauth counts the posts of its own pages by `LOGIN`
(settings.py hands it over); everything else asks here.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from time import time

from django.conf import settings
from django.db import connection
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from prosesstotte.models import VisitCount

UNKNOWN = "0.0.0.0"  # noqa: S104 - a web server on a socket that says nothing of who asks: all count together


COUNT = """
INSERT INTO prosesstotte_visitcount AS visits (key, number, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET number = visits.number + 1
RETURNING number
"""


@dataclass(frozen=True)
class Limit:
    """At most so many times in so many seconds, from one address."""

    most: int
    seconds: int = 60


LIMITS = {
    "proposal": Limit(60),  # three programmes thought out by the generator
    "new_programme": Limit(60),  # a row that nobody owns
    "programme_change": Limit(600),  # a version each; a lively workshop has twenty hands on one plan
    "paper": Limit(90),  # a PDF, Word or Excel file made for this request
    "collection_paper": Limit(20),  # the same, with texts from the address
    "collection_link": Limit(20),  # a secret link
    "booking_form": Limit(120),  # a step of /bestill/: a row in the sessions
    "booking_file": Limit(30, 600),  # up to 10 MB
    "booking_message": Limit(20, 600),  # a letter to each of the others
    "evaluation": Limit(600, 600),  # an answer; a whole hall answers at once
    "oidc": Limit(120),  # a way to the municipality's login and back
    "calendar_feed": Limit(60),  # calendar programs; a town hall behind one address has as many
    "kept": Limit(60, 600),  # a form kept over login: up to 100 kB
    "wrong_link": Limit(30, 600),  # a secret address that opens nothing
    "csp_report": Limit(30),  # a line in the log
}


def within(request, action):
    """Whether this visitor may do `action` once more; it is counted."""
    limit = LIMITS[action]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_key(request, action), timezone.now() + timedelta(seconds=limit.seconds)])
        return cursor.fetchone()[0] <= limit.most


def is_over(request, action):
    """Whether this visitor has done `action` too often already; the question is not counted."""
    counted = VisitCount.objects.filter(key=_key(request, action), number__gte=LIMITS[action].most)
    return counted.exists()


def limited(action, methods=("GET", "POST")):
    """A view that answers 429 when `action` has been done too often; only `methods` count."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method in methods and not within(request, action):
                return too_many(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def too_many(request):
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = "120"
    return response


def address_of(request):
    """Where a request comes from, as far as we can know it.

    Anybody can write X-Forwarded-For. Only what our own proxies have put last in it counts, so many of them
    as TRUSTED_PROXIES says; a request that has come past them is known by its own address.
    """
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXIES
    told = passed[-proxies] if 0 < proxies <= len(passed) else ""
    return _cleaned(told) or _cleaned(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _cleaned(text):
    """One address without its port; of IPv6 the network, for a home has a whole one to choose from."""
    text = text.strip("[]") if text.count(":") != 1 else text.split(":")[0]
    text = text.split("]")[0].split("%")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(address if address.version == 4 else ip_network((address, 64), strict=False).network_address)


def _key(request, action):
    """No address is stored, only its fingerprint."""
    stretch = int(time() // LIMITS[action].seconds)
    place = salted_hmac("prosesstotte.limits", address_of(request)).hexdigest()[:24]
    return f"{action}:{stretch}:{place}"
