"""The editor of a programme: GET shows it, each POST is one change and one version.

Everything works as plain forms; `delvis.js` then swaps the page's main part instead of loading it anew.
"""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prosesstotte import limits
from tools.actions import programmes as doors
from tools.views.editor_page import Ask, Conflict, editor_page
from tools.views.edits import EDITS, NotValid
from tools.views.opening import secret_page, to_edit


@secret_page
@require_safe
def editor(request, token):
    ask = Ask(*(request.GET.get(name, "") for name in ("bolk", "etter", "byt")))
    return editor_page(request, to_edit(token), ask)


@secret_page
@require_POST
@limits.limited("programme_change")
def edit(request, token, edit):
    """Make one change. Somebody else's change in between is shown, not overwritten."""
    programme = to_edit(token)
    if edit not in EDITS:
        raise Http404
    if posted_version(request) != programme.version:
        return conflict_page(request, programme, edit)
    try:
        done = EDITS[edit](programme.plan, request.POST)
        programme = doors.change_programme(
            programme=programme, plan=done.plan, what=done.what, version=programme.version, by=request.user
        )
    except NotValid as error:
        return editor_page(request, programme, error.ask, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except doors.SomebodyWasFirst as error:
        return conflict_page(request, error.programme, edit)
    return to_block(programme, done.block_id)


def conflict_page(request, programme, edit):
    """409: what changed meanwhile, what was typed, and a button that makes the change all the same."""
    seen = programme.versions.filter(number=posted_version(request)).first()
    conflict = Conflict.of(seen.plan if seen else programme.plan, programme.plan, request.POST, edit)
    return editor_page(request, programme, Ask(conflict=conflict), status=HTTPStatus.CONFLICT)


@secret_page
@require_POST
def step_back(request, token):
    return _through(request, token, doors.undo)


@secret_page
@require_POST
def step_forward(request, token):
    return _through(request, token, doors.redo)


@secret_page
@require_POST
def put_back(request, token):
    number = request.POST.get("nummer", "")
    if not number.isdecimal():
        raise Http404
    return _through(request, token, doors.put_back, number=int(number[:9]))


def _through(request, token, door, **extra):
    """One of the doors that need no form."""
    programme = to_edit(token)
    try:
        programme = door(programme=programme, version=posted_version(request), by=request.user, **extra)
    except doors.SomebodyWasFirst as error:
        ask = Ask(notice=_("Nokon andre har endra planen imens. Sjå over, og prøv ein gong til."))
        return editor_page(request, error.programme, ask, status=HTTPStatus.CONFLICT)
    except ValidationError as error:
        ask = Ask(notice=" ".join(error.messages))
        return editor_page(request, programme, ask, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(programme)


def posted_version(request):
    """The version the page was made from; 0, which is none, when it is not a number."""
    text = request.POST.get("versjon", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def to_block(programme, block_id=""):
    return redirect(programme.get_absolute_url() + (f"#b-{block_id}" if block_id else ""))
