"""Public pages: areas and groups, never names."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from prosesstotte.caching import public_page
from prosesstotte.models import ServiceArea
from prosesstotte.text import to_html
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
def detail(request, slug):
    group = get_object_or_404(ReferenceGroup.objects.public().for_list(), slug=slug)
    return render(request, "referencegroups/detail.html", {"group": group, "purpose": to_html(group.purpose)})
