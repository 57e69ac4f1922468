"""/mine/statistikk/: the team's numbers for a period, on the page and as a file."""

import datetime as dt
import re
from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings import statistics
from bookings.evaluation_words import decimal
from bookings.statistics import Period
from bookings.views.team import download, for_the_team, options

WRITTEN = re.compile(r"(20\d{2})(?:-([1-4]))?", re.ASCII)
YEARS_BACK = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """`key` is «2026», «2026-4» (a quarter) or nothing: the last twelve months."""

    key: str

    @classmethod
    def of(cls, query):
        key = query.get("periode", "")
        return cls(key if WRITTEN.fullmatch(key) else "")

    @property
    def period(self):
        found = WRITTEN.fullmatch(self.key)
        if not found:
            today = timezone.localdate()
            return Period(today - dt.timedelta(days=364), today)
        year, quarter = int(found[1]), found[2]
        if not quarter:
            return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
        return Period(dt.date(year, 3 * int(quarter) - 2, 1), _last_of(year, 3 * int(quarter)))


def _last_of(year, month):
    return (dt.date(year, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def choices():
    """The last twelve months, this year's quarters so far, and some years."""
    today = timezone.localdate()
    quarters = range((today.month + 2) // 3, 0, -1)
    words = _("%(q)d. kvartal %(year)d")
    found = {"": _("Siste 12 månader")}
    found |= {f"{today.year}-{q}": words % {"q": q, "year": today.year} for q in quarters}
    return found | {str(today.year - back): str(today.year - back) for back in range(YEARS_BACK)}


@require_safe
@for_the_team
def statistics_page(request):
    asked = Asked.of(request.GET)
    context = {
        "periods": options(choices(), asked.key, lambda key: f"?periode={key}"),
        "period": asked.period,
        "tables": [_shown(table) for table in statistics.tables(asked.period)],
        "query": f"?periode={asked.key}",
    }
    return render(request, "bookings/mine/statistics.html", context)


def _shown(table):
    """The table with its numbers as people write them."""
    rows = [[decimal(cell) if isinstance(cell, float) else cell for cell in row] for row in table.rows]
    return {"title": table.title, "columns": table.columns, "rows": rows, "note": table.note}


@require_safe
@for_the_team
def statistics_file(request, kind):
    asked = Asked.of(request.GET)
    title = _("Statistikk %(first)s til %(last)s") % {
        "first": asked.period.first.isoformat(),
        "last": asked.period.last.isoformat(),
    }
    return download(_lines(title, asked.period), kind, title=title[:31], widths=(46, 14, 14, 14, 14, 14))


def _lines(title, period):
    """Every table under the other, an empty line between."""
    yield [title]
    for table in statistics.tables(period):
        yield []
        yield [table.title]
        yield list(table.columns)
        yield from map(list, table.rows)
