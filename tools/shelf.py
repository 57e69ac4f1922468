"""The library as the programmes see it: the facts of every method, in memory for each content version."""

from prosesstotte.caching import content_version
from tools.facts import Details
from tools.models import Method

_kept = {"version": None, "methods": {}}
LONG_TEXTS = [
    "search",
    "search_short",
    "search_title",
    "sort_key",
    "good_for",
    "not_for",
    "preparation",
    "room",
    "digital",
]
DETAIL_FIELDS = ["instructions", "materials", "room", "digital"]  # in the order of Details


def methods():
    """{slug: Facts} of every method, drafts too: an old programme may hold one. Do not change it."""
    version = content_version()
    if _kept["version"] != version:
        found = {method.slug: method.facts() for method in Method.objects.defer(*LONG_TEXTS)}
        _kept.update(version=version, methods=found)
    return _kept["methods"]


def details(plan):
    """{slug: Details} of the methods in `plan`, in one query."""
    slugs = {block.method for block in plan.blocks if block.method}
    rows = Method.objects.filter(slug__in=slugs).values_list(*["slug", *DETAIL_FIELDS])
    return {slug: Details(tuple(steps), tuple(things), *texts) for slug, steps, things, *texts in rows}


def on_offer():
    """The Facts that a new programme may use: what is published, in Norwegian order."""
    return [facts for facts in methods().values() if facts.address]


def forget():
    """Read anew next time (tests)."""
    _kept.update(version=None)
