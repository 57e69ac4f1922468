"""The public pages of rounds: what is asked and why, and afterwards what was said and what came of it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from prosesstotte.caching import public_page
from prosesstotte.text import to_html
from referencegroups import round_listing, round_papers
from referencegroups.results import compare


@require_safe
@public_page
def round_page(request, slug, pk):
    row = get_object_or_404(round_listing.shown_rounds(), pk=pk, group__slug=slug)
    published = round_listing.results_of(row) if row.is_over else None
    context = {
        "round": row,
        "group": row.group,
        "published": published,
        "summary": to_html(row.summary) if row.is_summarised else "",
        "useful": round_listing.usefulness_of(row),
        "others": _others(row) if published else [],
        "pairs": _pairs(request, row, published),
    }
    return render(request, "referencegroups/rounds/round.html", context)


def _others(row):
    """Rounds of the same group that it makes sense to compare with."""
    over = round_listing.rounds_of(row.group).exclude(pk=row.pk).exclude(state="open")
    return list(over[:10])


def _pairs(request, row, published):
    """The same questions in this round and another, when `?med=` names one; an unknown one is ignored."""
    asked = request.GET.get("med", "")
    other = (
        round_listing.rounds_of(row.group).filter(pk=asked).first()
        if published and asked.isdecimal() and len(asked) < 10
        else None
    )
    if other is None or not other.is_over or other.pk == row.pk:
        return None
    return {"other": other, "pairs": compare(published, round_listing.results_of(other))}


@require_safe
@public_page
def round_file(request, slug, pk, kind):
    """The published results as CSV, Excel or PDF: the very same numbers as on the page."""
    row = get_object_or_404(round_listing.shown_rounds(), pk=pk, group__slug=slug)
    try:
        published = round_listing.results_of(row)
    except PermissionDenied:
        raise Http404 from None
    paper = round_papers.KINDS[kind]
    response = HttpResponse(paper.make(row, published), content_type=paper.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="spørjerunde-{row.pk}.{kind}"'.replace(
        "ø", "o"
    )
    return response
