"""Pieces of a list that are drawn once and filled many times: in a mould, what differs is a hole in the HTML.

A list of twenty-four cards and forty filters is a thousand small steps for the template engine. Here each
template is drawn once with holes, and a page only joins strings. The markup stays in the templates.
"""

from functools import lru_cache
from itertools import chain

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

HOLE = "\ue000"  # a sign no text has: it is for private use


def fill(mould, values):
    """The mould with `values` in its holes, escaped unless they are safe already."""
    filled = chain.from_iterable(zip(mould, map(conditional_escape, values), strict=False))
    return mark_safe("".join(filled) + mould[-1])  # noqa: S308 - the mould is a template, the values are escaped


def card(shown, tag):
    """The list's card with its button; `shown` is a tools.listing.Card."""
    mould = _card(shown.slug, shown.plain_title, tuple(shown.steps), tag, get_language())
    facts = mark_safe("</span><span>".join(map(conditional_escape, shown.fact_line)))  # noqa: S308
    return fill(mould, [shown.get_absolute_url, shown.title, shown.summary, facts])


@lru_cache(maxsize=20_000)
def _card(slug, title, steps, tag, _language):
    method = {"slug": slug, "steps": steps, "plain_title": title, "fact_line": [HOLE]}
    method |= dict.fromkeys(["get_absolute_url", "title", "summary"], HOLE)
    page = {"method": method, "tag": tag, "collect": True}
    return tuple(render_to_string("components/method_card.html", page).split(HOLE))


def facets(shown, empty):
    """The filters with their numbers. `shown` and `empty` are as tools.facets makes them."""
    values = [value for facet in shown for value in facet["values"]]
    numbers = [part for value in values for part in (value["checked"], value["number"])]
    return fill(_facets(empty, get_language()), numbers)


@lru_cache
def _facets(empty, _language):
    return tuple(render_to_string("tools/_facets.html", {"facets": empty(HOLE, HOLE)}).split(HOLE))
