"""How published results are laid out on a page. All of it is given `results.Published`, or a part of that."""

import datetime

from django import template
from django.utils import timezone, translation
from django.utils.formats import date_format

from prosesstotte.templatetags.portal import dato
from referencegroups import round_listing, round_papers
from referencegroups.results import Kind

register = template.Library()
register.filter("label", round_papers.label_of)
register.filter("tiendel", round_papers.decimal)


@register.filter
def dag(moment):
    """The day in the language of the page: «tysdag 24. november 2026», «Tuesday 24 November 2026»."""
    if translation.get_language() in {"nn", None}:
        return dato(moment)
    local = timezone.localtime(moment) if isinstance(moment, datetime.datetime) else moment
    return date_format(local, "l j F Y" if translation.get_language() == "en" else "l j. F Y")


@register.filter
def bars(tally):
    """[(label, count, percent)] of a question; percent of those who have answered it."""
    whole = tally.answered or 1
    return [(round_papers.label_of(row), row.count, round(100 * row.count / whole)) for row in tally.rows]


@register.filter
def crossed(breakdown):
    return zip(breakdown.rows, breakdown.cells, strict=True)


@register.filter
def beside(now, before):
    """[(label, now, before)] of the same question in two rounds, as percent; a ranking by its mean place."""
    if now.kind == Kind.RANKING:
        places = {one.label: one.mean_place for one in before.ranked}
        return [(one.label, _place(one.mean_place), _place(places[one.label])) for one in now.ranked]
    pairs = zip(bars(now), bars(before), strict=True)
    return [(label, f"{percent} %", f"{earlier[2]} %") for (label, _count, percent), earlier in pairs]


def _place(mean):
    return round_papers.HIDDEN if mean is None else round_papers.decimal(mean)


@register.inclusion_tag("referencegroups/rounds/_rounds.html")
def rounds_of_group(group):
    """The rounds of a group, for its public page: {% rounds_of_group group %}."""
    return {"group": group, "rounds": round_listing.rounds_of(group)}
