"""What the team's own pages share: who may see them, and the choice between a few ways of showing."""

from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.text import slugify

from bookings.models import ProcessLeader
from prosesstotte import spreadsheets


def is_of_the_team(user):
    return user.has_perm("bookings.view_booking") or ProcessLeader.objects.of(user).exists()


def for_the_team(view):
    """Open to process leaders and to staff who see every booking; 403 to others."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_of_the_team(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@dataclass(frozen=True, slots=True)
class Option:
    """A link that shows the page in one way. `query` begins with «?»."""

    text: str
    query: str
    is_chosen: bool


def options(choices, chosen, query_of):
    """Links for `choices` (key → words); `query_of(key)` is the address's query."""
    return [Option(str(words), query_of(key), key == chosen) for key, words in choices.items()]


def download(lines, kind, *, title, widths=()):
    """A table as a file: `kind` is csv or xlsx."""
    if kind == "csv":
        content, content_type = spreadsheets.as_csv(lines), spreadsheets.CSV
    else:
        content = spreadsheets.as_xlsx(lines, title=title, widths=widths)
        content_type = spreadsheets.XLSX
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(title)}.{kind}"'
    return response
