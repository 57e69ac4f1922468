"""«Kva har de om meg?» as a page, as JSON and as PDF, for whoever is logged in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from prosesstotte import own_data, records

SHOWN = 20  # rows of a table on the page; the files hold all
KINDS = {
    "json": (records.as_json, "application/json"),
    "pdf": (records.as_pdf, "application/pdf"),
}


@require_safe
@never_cache
def page(request):
    record = own_data.record_of(request.user)
    sections = [
        {"section": section, "rows": section.rows[:SHOWN], "more": max(0, len(section.rows) - SHOWN)}
        for section in record.filled
    ]
    return render(request, "own_data.html", {"record": record, "sections": sections})


@require_safe
@never_cache
def file(request, kind):
    make, content_type = KINDS[kind]
    response = HttpResponse(make(own_data.record_of(request.user)), content_type=content_type)
    name = _("kva-har-de-om-meg")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
