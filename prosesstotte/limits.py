"""How often somebody may ask for what costs the house something: counted for all processes together.

allauth counts the posts of its own pages; this counts any request, also those that only read. The cache
lies in PostgreSQL, and two requests at the very same moment may count as one: the limits are loose.
"""

from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac


def within(request, action, *, most, seconds=60):
    """Whether this visitor has done `action` at most `most` times in this stretch of `seconds`."""
    key = _key(request, action, int(time() // seconds))
    cache.add(key, 0, timeout=2 * seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out in between
        return True


def _key(request, action, stretch):
    """No address lies in the cache, only its fingerprint."""
    address = get_adapter(request).get_client_ip(request)
    return f"limit:{action}:{stretch}:{salted_hmac('prosesstotte.limits', str(address)).hexdigest()[:24]}"
