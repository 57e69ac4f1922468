"""The public pages of a lottery: the list, the outcome, and the draw once more by anybody."""

import json
from collections import Counter
from http import HTTPStatus

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from prosesstotte.caching import public_page
from prosesstotte.forms import PortalForm
from referencegroups.lottery.drawing import draw
from referencegroups.lottery.files import write_chances
from referencegroups.lottery_words import percent, quota_table
from referencegroups.models import Lottery, ReferenceGroup

PANELS_A_PAGE = 25


class SeedForm(PortalForm):
    fro = forms.CharField(
        label=_("Frø"),
        max_length=300,
        help_text=_("Skriv frøet slik det står i kjelda. Talet på mellomrom har ikkje noko å seie."),
    )


class NumberForm(PortalForm):
    nummer = forms.IntegerField(
        label=_("Nummeret ditt"), min_value=1, help_text=_("Det står i e-posten du fekk frå oss.")
    )

    def __init__(self, data, lottery):
        super().__init__(data)
        self.lottery = lottery

    def clean_nummer(self):
        number = self.cleaned_data["nummer"]
        if str(number) not in self.lottery.chances:
            raise ValidationError(_("Nummeret er ikkje i denne potten. Sjå over det, og prøv igjen."))
        return number


def published(slug, pk):
    groups = ReferenceGroup.objects.public().filter(slug=slug)
    found = Lottery.objects.public().select_related("group__area")
    return get_object_or_404(found, pk=pk, group__in=groups)


@require_safe
@public_page
def lottery(request, slug, pk):
    row = published(slug, pk)
    seed = SeedForm(request.GET if "fro" in request.GET else None)
    number = NumberForm(request.GET if "nummer" in request.GET else None, row)
    context = {
        "lottery": row,
        "group": row.group,
        "quotas": quota_table(row),
        "chances": chance_words(row),
        "seed_form": seed,
        "tried": try_seed(row, seed.cleaned_data["fro"]) if seed.is_valid() else None,
        "number_form": number,
        "own": own_chance(row, number.cleaned_data["nummer"]) if number.is_valid() else None,
        "seed_literal": json.dumps(row.seed or "…", ensure_ascii=False),
        "page_obj": Paginator(row.panels.panels, PANELS_A_PAGE).get_page(request.GET.get("side")),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if seed.errors or number.errors else HTTPStatus.OK
    return render(request, "referencegroups/lottery.html", context, status=status)


def chance_words(row):
    without = sum(tickets == 0 for tickets in row.chances.values())
    levels = len(Counter(row.chances.values()))
    return {
        "lowest": percent(row.lowest),
        "highest": percent(row.highest),
        "without": without,
        "all_equal": levels == 1,
    }


def try_seed(row, seed):
    """What a seed gives, worked out anew from the published list."""
    return draw(row.panels, map(int, row.chances), seed, row.reserves)


def own_chance(row, number):
    tickets = row.chances[str(number)]
    panels = sum(number in panel.people for panel in row.panels.panels)
    place = row.drawn_reserves.index(number) + 1 if number in row.drawn_reserves else None
    return {
        "number": number,
        "tickets": tickets,
        "percent": percent(tickets),
        "panels": panels,
        "drawn": number in row.drawn,
        "reserve": place,
    }


@require_safe
@public_page
def panels_file(request, slug, pk):
    """The very bytes whose SHA-256 is the fingerprint."""
    return _file(published(slug, pk).list_text, "panel.csv")


@require_safe
@public_page
def chances_file(request, slug, pk):
    chances = published(slug, pk).chances
    return _file(write_chances({int(number): tickets for number, tickets in chances.items()}), "sjansar.csv")


def _file(text, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@public_page
def data_file(request, slug, pk):
    """Everything that is public about the draw, for programs.

    The fingerprint of what the chances were worked out from stays in the log: in a small pool
    somebody could try every combination of facts until it fits.
    """
    row = published(slug, pk)
    plain = ("seats", "pool_size", "lowest", "highest", "list_hash", "seed_source", "seed_at")
    outcome = ("seed", "ticket", "panel_number", "drawn", "drawn_reserves", "drawn_at", "withdrawn_reason")
    keys = ("category", "name", "min", "max")
    return JsonResponse(
        {
            "group": row.group.slug,
            "state": row.state,
            "published_at": row.published_at,
            **{name: getattr(row, name) for name in plain},
            "quotas": [dict(zip(keys, quota, strict=True)) for quota in row.quotas],
            "chances": row.chances,
            "panels": [
                {"panel": p.number, "from": p.first, "to": p.last, "people": p.people}
                for p in row.panels.panels
            ],
            **{name: getattr(row, name) for name in outcome},
        }
    )
