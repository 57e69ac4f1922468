"""The library as the programmes see it: the facts of every method, in memory for each content version."""

from prosesstotte.caching import content_version
from tools.models import Method

_kept = {"version": None, "methods": {}}
LONG_TEXTS = ["search", "search_title", "sort_key", "good_for", "not_for", "preparation", "room", "digital"]


def methods():
    """{slug: Facts} of every method, drafts too: an old programme may hold one. Do not change it."""
    version = content_version()
    if _kept["version"] != version:
        found = {method.slug: method.facts() for method in Method.objects.defer(*LONG_TEXTS)}
        _kept.update(version=version, methods=found)
    return _kept["methods"]


def on_offer():
    """The Facts that a new programme may use: what is published, in Norwegian order."""
    return [facts for facts in methods().values() if facts.address]


def forget():
    """Read anew next time (tests)."""
    _kept.update(version=None)
