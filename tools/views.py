"""Pages of the library and the ready programmes. They only read."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prosesstotte.caching import content_version, public_page
from prosesstotte.forms import ClockField
from prosesstotte.text import to_html
from tools import facets, listing, programme
from tools.choices import INCLUSION, Mode, Participation, Posture, Purpose, Status, Step, WorkForm
from tools.models import Method, Recipe
from tools.shopping import shopping_list

MARKDOWN = ["good_for", "not_for", "preparation", "room", "digital"]


def wants_drafts(request):
    """Staff may look at what is not published, by ?forhandsvis."""
    return "forhandsvis" in request.GET


@require_safe
@public_page
def method_list(request):
    """The result is looked up while the page is drawn, unless this process has it in memory."""
    choice, side = facets.read_choice(request.GET), request.GET.get("side", "")
    context = {
        "listing": SimpleLazyObject(lambda: listing.find(choice, side)),
        "choice": choice,
        "chips": facets.chips(choice),
        "cleared": choice.cleared().address(),
        "query": choice.query(),
        "side": side,
        "version": content_version(),
    }
    return render(request, "tools/method_list.html", context)


@require_safe
@public_page
def method_detail(request, slug):
    methods = Method.objects.visible_to(request.user, drafts=wants_drafts(request)).defer("search")
    method = get_object_or_404(methods, slug=slug)
    people, remark = facets.read_people(request.GET.get("n", ""))
    extra = {"remark": remark, "version": content_version()}
    return render(request, "tools/method_detail.html", {**method_page(method, people), **extra})


def method_page(method, people):
    """Everything the card shows, made ready once."""
    return {
        "method": method,
        "people": people,
        "counted": method.people_counted(people),
        "minutes": method.minutes(people),
        "lines": method.lines(people),
        "materials": method.materials_for(people),
        "texts": {name: to_html(getattr(method, name)) for name in MARKDOWN},
        "labels": labels(method),
        "inclusion": [
            (label, method.inclusion[key]) for key, label in INCLUSION.items() if method.inclusion.get(key)
        ],
        "related": method.related.published().for_list().in_order(),
        "is_draft": method.status == Status.DRAFT,
        "trail": [(reverse("tools:method_list"), _("Metodar")), ("", method.title)],
    }


def labels(method):
    return {
        "purpose": Purpose(method.purpose).label,
        "mode": Mode(method.mode).label,
        "work_form": WorkForm(method.work_form).label,
        "posture": Posture(method.posture).label,
        "participation": Participation(method.participation).label,
    }


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
    return render(request, "tools/programmes.html", {"programmes": ready_programmes()})


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
    blocks = recipe.lines()
    total = programme.total(blocks)
    return {
        "recipe": recipe,
        "rows": programme.timed(blocks, start),
        "ticks": programme.ticks(blocks, start),
        "bars": programme.bars(blocks, Step.values),
        "start": start,
        "end": programme.clock(start, total),
        "total": total,
        "pauses": sum(block.minutes for block in recipe.blocks.all() if block.kind == "pause"),
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
