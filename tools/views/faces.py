"""The faces of a programme (køyreplan) on the screen and as files. They only read.

A reading link opens one face and its files; the edit link opens all four.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from prosesstotte import limits
from prosesstotte.text import nn_slug
from tools import shelf
from tools.choices import Face
from tools.faces import sheet
from tools.formats import FORMATS, files_of
from tools.formats.calendar import NeedsDate
from tools.views.opening import secret_page, to_edit, to_read

LONGEST_NAME = 60  # characters of a file's name


@require_safe
@secret_page
def reading(request, token):
    programme, face = to_read(token)
    return _page(request, programme, face, here=reverse("tools:reading", args=[token]))


@require_safe
@secret_page
@limits.limited("paper")
def reading_file(request, token, kind):
    programme, face = to_read(token)
    return _file(request, programme, face, kind, back=reverse("tools:reading", args=[token]))


@require_safe
@secret_page
def face(request, token, face):
    programme = to_edit(token)
    others = [(reverse("tools:face", args=[token, other]), other) for other in Face]
    here = reverse("tools:face", args=[token, face])
    return _page(request, programme, face, here=here, token=token, others=others)


@require_safe
@secret_page
@limits.limited("paper")
def face_file(request, token, face, kind):
    back = reverse("tools:face", args=[token, face])
    return _file(request, to_edit(token), face, kind, back=back)


def _sheet(programme, face):
    return sheet(face, programme.plan, shelf.methods(), shelf.details(programme.plan))


def _page(request, programme, face, *, here, token="", others=()):
    page = {
        "sheet": _sheet(programme, face),
        "files": [(here + address, name) for address, name in files_of(face)],
        "face": face,
        "others": others,
        "token": token,
    }
    return render(request, "tools/face.html", page)


def _file(request, programme, face, kind, *, back):
    form = FORMATS[kind]
    if face not in form.faces:
        raise Http404
    found = _sheet(programme, face)
    try:
        content = form.make(found, programme, request.GET)
    except NeedsDate:
        return render(request, "tools/face_needs_date.html", {"sheet": found, "back": back}, status=422)
    name = content_disposition_header(not form.opens_in_browser, file_name(found, face, kind))
    return HttpResponse(content, content_type=form.content_type, headers={"Content-Disposition": name})


def file_name(sheet, face, kind):
    """«framtidas-bibliotek-program.pdf»; a title without letters is called «koyreplan»."""
    title = nn_slug(sheet.title)[:LONGEST_NAME].strip("-") or "koyreplan"
    return f"{title}-{face}.{kind}"
