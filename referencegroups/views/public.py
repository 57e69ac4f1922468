"""Public pages: areas, groups and years. Numbers of members, never names."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from prosesstotte import limits
from prosesstotte.caching import public_page
from prosesstotte.mail import absolute
from prosesstotte.models import ServiceArea
from prosesstotte.text import to_html
from referencegroups import poster, year_page
from referencegroups.choices import MEMBERS
from referencegroups.models import ReferenceGroup


@require_safe
@public_page
def index(request):
    groups = list(ReferenceGroup.objects.public().for_list())
    areas = [
        {"area": area, "groups": [group for group in groups if group.area_id == area.pk]}
        for area in ServiceArea.objects.filter(is_open=True)
    ]
    return render(request, "referencegroups/index.html", {"areas": areas})


@require_safe
@public_page
def area(request, slug):
    found = get_object_or_404(ServiceArea, slug=slug, is_open=True)
    groups = ReferenceGroup.objects.public().for_list().filter(area=found)
    return render(request, "referencegroups/area.html", {"area": found, "groups": groups})


@require_safe
@public_page
def detail(request, slug):
    group = _public_group(slug)
    years = year_page.years(group)
    lotteries = group.lotteries.public().defer("list_text", "chances")
    context = {"group": group, "purpose": to_html(group.purpose), "years": years, "lotteries": lotteries}
    return render(request, "referencegroups/detail.html", context)


@require_safe
@public_page
def year(request, slug, year):
    """What one group did in one year; the parts come from year_page.PARTS."""
    group = _public_group(slug)
    if year not in year_page.years(group):
        raise Http404
    context = {"group": group, "year": year, "parts": year_page.parts(group, year)}
    return render(request, "referencegroups/year.html", context)


@require_safe
@login_not_required
def short(request, pk):
    """The address on posters: short, and straight to the form."""
    group = get_object_or_404(ReferenceGroup.objects.public(), pk=pk)
    return redirect("referencegroups:join", slug=group.slug)


@require_safe
@login_not_required
@limits.limited("paper")
def poster_pdf(request, slug):
    group = get_object_or_404(ReferenceGroup.objects.public().select_related("area"), slug=slug)
    if not group.takes_requests:
        raise Http404
    address = absolute(reverse("group_short", args=[group.pk]))
    response = HttpResponse(poster.pdf_of(group, address), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="plakat-{group.slug}.pdf"'
    return response


def _public_group(slug):
    counted = (
        ReferenceGroup.objects.public()
        .for_list()
        .annotate(members=Count("memberships", filter=Q(memberships__state__in=MEMBERS)))
    )
    return get_object_or_404(counted, slug=slug)
