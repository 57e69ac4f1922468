"""The library on paper: PDFs of methods, recipes and cards, and the page where one fetches the handbook."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prosesstotte import limits
from prosesstotte.caching import content_version
from tools import editions, facets, handbook, jobs, paper
from tools.models import Method, Recipe
from tools.models.paper import Stage

MOST_CARDS = 100


@require_safe
@login_not_required
def method_pdf(request, slug):
    method = get_object_or_404(Method.objects.published().for_reading(), slug=slug)
    people, _remark = facets.read_people(request.GET.get("n", ""))
    what = f"metode/{slug}?n={method.people_counted(people)}" if people else f"metode/{slug}"
    edition = editions.ready(what, "method", lambda: paper.method_data(method, people))
    return paper_response(request, edition, f"metode-{slug}.pdf")


@require_safe
@login_not_required
def recipe_pdf(request, slug):
    recipe = get_object_or_404(Recipe.objects.shown().with_blocks(), slug=slug)
    edition = editions.ready(f"oppskrift/{slug}", "recipe", lambda: paper.recipe_data(recipe))
    return paper_response(request, edition, f"oppskrift-{slug}.pdf")


@require_safe
@login_not_required
@limits.limited("paper")
def cards_pdf(request):
    """Cards of the methods named in the address, or of all. Unknown names are left out."""
    named = [slug for slug in request.GET.getlist("metode") if slug][:MOST_CARDS]
    edition = chosen_cards(named) if named else jobs.all_cards()
    return paper_response(request, edition, "metodekort.pdf")


def chosen_cards(named):
    """The shelf knows a set by its methods, whatever order they were named in."""
    methods = Method.objects.published().for_reading().in_order()
    methods = methods.filter(slug__in=[slug for slug in named if "\0" not in slug])
    slugs = " ".join(methods.values_list("slug", flat=True))
    if not slugs:
        raise Http404
    name = f"kort?{hashlib.sha256(slugs.encode()).hexdigest()}"
    return editions.ready(name, "cards", lambda: paper.cards_data(methods))


@require_safe
@login_not_required
def handbook_pdf(request):
    """The newest book there is, also while the next one is being made."""
    edition = editions.find(handbook.WHAT)
    if edition is None or not edition.exists:
        return redirect("tools:handbook")
    return paper_response(request, edition, "gode-prosessar-og-metodar.pdf")


def paper_response(request, edition, filename):
    """The PDF, shown in the browser; 304 to one who has it."""
    etag = quote_etag(edition.digest)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(bytes(edition.content), content_type="application/pdf")
        response.headers["Content-Disposition"] = content_disposition_header(False, filename)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"  # keep it, but ask us each time
    return response


@require_safe
@login_not_required
def handbook_page(request):
    """Where the book is fetched. New texts start a build: to fill the shelf changes nothing for anybody."""
    edition = handbook.latest()
    is_fresh = edition is not None and edition.agrees_with(content_version())
    if not is_fresh and not (edition and edition.failed_lately()):
        edition = jobs.ask_for_handbook()
    waits = not is_fresh and edition.is_under_way()
    page = {
        "edition": edition,
        "waits": waits,
        "failed": edition.stage == Stage.FAILED and not is_fresh,
        "stage": Stage(edition.stage).label,
        "trail": [(reverse("tools:method_list"), _("Metodar")), ("", _("Handboka"))],
    }
    response = render(request, "tools/handbook.html", page)
    response.headers["Cache-Control"] = "no-store"
    return response
