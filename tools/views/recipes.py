"""Pages of the ready programmes: the eight recipes with clock times. They only read."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prosesstotte.caching import public_page
from prosesstotte.forms import ClockField
from prosesstotte.text import to_html
from tools import programme, shelf
from tools.choices import Purpose, Step
from tools.models import Programme, Recipe
from tools.shopping import shopping_list
from tools.views.library import wants_drafts

MOST_OWN = 50


@require_safe
@public_page
def recipe_list(request):
    return render(request, "tools/recipe_list.html", {"programmes": ready_programmes()})


@require_safe
@public_page
def recipe_detail(request, slug):
    recipe = find_recipe(request, slug)
    page = programme_page(recipe, recipe.start)
    texts = {name: to_html(getattr(recipe, name)) for name in ["result", "good_for", "preparation"]}
    things = shopping_list(recipe.blocks.all(), recipe.people)
    trail = [
        (reverse("tools:method_list"), _("Metodar")),
        (reverse("tools:recipe_list"), _("Møteoppskrifter")),
        ("", recipe.title),
    ]
    return render(
        request, "tools/recipe_detail.html", {**page, "texts": texts, "things": things, "trail": trail}
    )


@require_safe
@public_page
def programmes(request):
    """Where a programme begins: a proposal, a ready one, or one of somebody's own."""
    mine = Programme.objects.visible_to(request.user).for_list()[:MOST_OWN]
    context = {"programmes": ready_programmes(), "mine": mine, "purposes": Purpose.choices}
    return render(request, "tools/programmes.html", context)


@require_safe
@public_page
def programme_detail(request, slug):
    recipe = find_recipe(request, slug)
    start, remark = read_start(request.GET.get("start", ""), recipe.start)
    trail = [(reverse("tools:programmes"), _("Køyreplan")), ("", recipe.title)]
    page = {**programme_page(recipe, start), "remark": remark, "trail": trail}
    return render(request, "tools/programme.html", page)


def find_recipe(request, slug):
    recipes = Recipe.objects.visible_to(request.user, drafts=wants_drafts(request))
    return get_object_or_404(recipes.with_blocks(), slug=slug)


def ready_programmes():
    """Every recipe with what its strip needs, in two queries."""
    return [programme_page(recipe, recipe.start) for recipe in Recipe.objects.shown().with_blocks()]


def programme_page(recipe, start):
    plan = replace(recipe.plan(), start=start)
    times = programme.timed(plan, shelf.methods())
    return {
        "recipe": recipe,
        "rows": times.rows,
        "ticks": times.ticks,
        "bars": programme.bars(times.rows, Step.values),
        "start": times.starts_at,
        "end": times.ends_at,
        "total": times.minutes,
        "pauses": sum(row.minutes for row in times.rows if row.is_pause),
        "purpose": Purpose(recipe.purpose).label,
        "is_draft": not recipe.is_shown,
    }


def read_start(text, usual):
    """(start, "") or (the usual start, a sentence about what to write)."""
    if not text.strip():
        return usual, ""
    try:
        return ClockField().clean(text.replace("\0", "")), ""
    except ValidationError:
        remark = _("Skriv klokkeslettet slik: 17.30. Her startar planen %(usual)s, som er det vanlege.")
        return usual, remark % {"usual": f"{usual:%H.%M}"}
