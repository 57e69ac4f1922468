"""The team's trend of evaluations: by month or quarter, divided or not, on the page and as a file."""

import datetime as dt
from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bookings import evaluating, evaluations
from bookings.evaluating import STATEMENTS, may_be_read
from bookings.evaluation_words import NAMES, decimal
from bookings.views.team import download, for_the_team, options
from prosesstotte.templatetags.portal import MONTHS
from tools.choices import Purpose

UNITS = {"kvartal": "quarter", "manad": "month"}
UNIT_WORDS = {"kvartal": gettext_lazy("Per kvartal"), "manad": gettext_lazy("Per månad")}
BACK = {"quarter": 24, "month": 12}  # months that are shown
DIVIDERS = {"": "", "omrade": "area", "foremal": "purpose"}
DIVIDER_WORDS = {
    "": gettext_lazy("Samla"),
    "omrade": gettext_lazy("Etter kommunalområde"),
    "foremal": gettext_lazy("Etter føremål"),
}
GROUP_WORDS = {"omrade": gettext_lazy("Kommunalområde"), "foremal": gettext_lazy("Føremål")}


@dataclass(frozen=True, slots=True)
class Asked:
    """How the page is asked for. What is unknown in the address is the usual way."""

    unit: str
    divided: str
    purpose: str

    @classmethod
    def of(cls, query):
        unit, divided, purpose = (query.get(name, "") for name in ("vis", "del", "foremal"))
        return cls(
            unit if unit in UNITS else "kvartal",
            divided if divided in DIVIDERS else "",
            purpose if purpose in Purpose.values else "",
        )

    def query(self, **other):
        values = {"vis": self.unit, "del": self.divided, **other}
        return "?" + "&".join(f"{name}={value}" for name, value in values.items() if value)

    def meetings(self):
        months = BACK[UNITS[self.unit]]
        today = timezone.localdate()
        first = evaluating.quarter(today.replace(day=1) - dt.timedelta(days=30 * (months - 1)))
        return evaluations.meetings(first)

    def lines(self, meetings):
        return evaluating.trend(meetings, unit=UNITS[self.unit], by=DIVIDERS[self.divided])


@require_safe
@for_the_team
def trend(request):
    asked = Asked.of(request.GET)
    meetings = asked.meetings()
    shown = sum(may_be_read(meeting.answered, is_closed=True) for meeting in meetings)
    context = {
        "units": options(UNIT_WORDS, asked.unit, lambda key: asked.query(vis=key)),
        "dividers": options(DIVIDER_WORDS, asked.divided, lambda key: asked.query(**{"del": key})),
        "charts": charts(asked, meetings),
        "names": NAMES.values(),
        "group_word": GROUP_WORDS.get(asked.divided, ""),
        "rows": [row(line, asked) for line in asked.lines(meetings)],
        "shown": shown,
        "too_few": len(meetings) - shown,
        "texts": evaluations.texts_to_learn_from(purpose=asked.purpose),
        "purposes": options(
            {"": _("Alle føremål"), **dict(Purpose.choices)},
            asked.purpose,
            lambda key: f"{asked.query(foremal=key)}#skrive",
        ),
        "query": asked.query(),
    }
    return render(request, "bookings/mine/trend.html", context)


def row(line, asked):
    return {
        "period": period(line.period, asked.unit),
        "group": line.group,
        "meetings": line.meetings,
        "answered": line.answered,
        "means": [decimal(mean) for mean in line.means],
    }


def charts(asked, meetings):
    """[(statement, [(label, mean, percent, answers)])]: the periods, or the groups over the whole time."""
    unit = "whole" if asked.divided else UNITS[asked.unit]
    lines = evaluating.trend(meetings, unit=unit, by=DIVIDERS[asked.divided])
    return [
        (NAMES[name], [_bar(line, line.means[number], asked) for line in lines])
        for number, name in enumerate(STATEMENTS)
    ]


def _bar(line, mean, asked):
    label = line.group or period(line.period, asked.unit)
    return {"label": label, "mean": decimal(mean), "percent": round(20 * mean), "answered": line.answered}


def period(first, unit):
    """«oktober 2026», or «4. kvartal 2026»."""
    if unit == "manad":
        return f"{MONTHS[first.month - 1]} {first.year}"
    return _("%(number)d. kvartal %(year)d") % {"number": (first.month + 2) // 3, "year": first.year}


@require_safe
@for_the_team
def trend_file(request, kind):
    asked = Asked.of(request.GET)
    return download(table(asked), kind, title=_("Evaluering"), widths=(20, 30, 10, 10, 14, 14, 14, 16))


def table(asked):
    """The page's table as rows of cells. Means have two decimals here."""
    group = [str(GROUP_WORDS[asked.divided])] if asked.divided else []
    yield [_("Periode"), *group, _("Møte"), _("Svar"), *map(str, NAMES.values())]
    for line in asked.lines(asked.meetings()):
        cells = [line.group] if asked.divided else []
        means = [round(mean, 2) for mean in line.means]
        yield [period(line.period, asked.unit), *cells, line.meetings, line.answered, *means]
