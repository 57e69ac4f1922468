"""Round the editor: the brief, the history, sharing, copies, and taking a plan away."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prosesstotte import limits
from tools import editing, shelf
from tools import programme as clock
from tools.actions import programmes as doors
from tools.changes import changes
from tools.choices import Face
from tools.forms import BriefForm
from tools.forms.brief import initial_of
from tools.views.editor import posted_version
from tools.views.opening import secret_page, to_edit

PER_PAGE = 25


def trail(programme, text):
    return [
        (reverse("tools:programmes"), _("Køyreplan")),
        (programme.get_absolute_url(), programme.title),
        ("", text),
    ]


def changed_meanwhile(request, programme):
    """Sentences about what somebody else did after this page was made; empty when nobody did."""
    seen = programme.versions.filter(number=posted_version(request)).first()
    return changes(seen.plan, programme.plan) if seen else []


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def brief(request, token):
    """The brief of a plan that stands. Its blocks stay as they are; the warnings say what no longer fits."""
    programme = to_edit(token)
    form = BriefForm(request.POST if request.method == "POST" else None, initial=initial_of(programme.plan))
    status, meanwhile = HTTPStatus.OK, []
    if form.is_valid():
        try:
            plan, what = form.plan(programme.plan), _("Endra ramma for møtet")
            done = doors.change_programme(
                programme=programme, plan=plan, what=what, version=posted_version(request), by=request.user
            )
            return redirect(done)
        except doors.SomebodyWasFirst as error:
            programme, status = error.programme, HTTPStatus.CONFLICT
            meanwhile = changed_meanwhile(request, programme)
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "programme": programme, "form": form,
        "is_conflict": status == HTTPStatus.CONFLICT, "meanwhile": meanwhile,
        "names": [facts.title for facts in shelf.on_offer()], "trail": trail(programme, _("Ramma for møtet")),
    }  # fmt: skip
    return render(request, "tools/brief.html", context, status=status)


@secret_page
@require_safe
def history(request, token):
    """Every version, the newest first; `?versjon=3` shows that one beside what stands now."""
    programme = to_edit(token)
    versions = programme.versions.select_related("by").defer("content")
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("side"))
    context = {"programme": programme, "page_obj": page, "trail": trail(programme, _("Historie"))}
    return render(request, "tools/history.html", context)


@secret_page
@require_safe
def old_version(request, token, number):
    programme = to_edit(token)
    version = get_object_or_404(programme.versions, number=number)
    context = {
        "programme": programme, "version": version, "times": clock.timed(version.plan, shelf.methods()),
        "changes": changes(version.plan, programme.plan),
        "trail": trail(programme, _("Versjon %(number)s") % {"number": number}),
    }  # fmt: skip
    return render(request, "tools/old_version.html", context)


@secret_page
@require_safe
def share(request, token):
    """The secret addresses: one to edit by, one to read each face."""
    programme = to_edit(token)
    addresses = [(face.label, request.build_absolute_uri(programme.reading_address(face))) for face in Face]
    context = {
        "programme": programme, "addresses": addresses,
        "edit_address": request.build_absolute_uri(programme.get_absolute_url()),
        "trail": trail(programme, _("Del planen")),
    }  # fmt: skip
    return render(request, "tools/share.html", context)


@secret_page
@require_POST
def renew_links(request, token):
    programme = doors.renew_links(programme=to_edit(token))
    messages.success(request, _("Lenkjene er bytte. Dei gamle verkar ikkje lenger."))
    return redirect("tools:share", programme.edit_token)


@secret_page
@require_POST
@limits.limited("new_programme")
def copy(request, token):
    """The same plan once more, without its history and its date."""
    plan = to_edit(token).plan
    title = _("%s (kopi)") % plan.title[:150]
    made = doors.make_programme(plan=replace(editing.undated(plan), title=title), by=request.user)
    messages.success(request, _("Her er kopien. Originalen står som han var."))
    return redirect(made)


@login_required
@require_POST
def take_over(request, token):
    """Somebody who is logged in keeps a plan that nobody owns."""
    programme = doors.take_over(programme=to_edit(token), by=request.user)
    if programme.owner != request.user:
        messages.info(request, _("Planen høyrer alt til nokon. Lag ein kopi om du vil ha din eigen."))
    return redirect(programme)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, token):
    """Ask once, then take the plan away. What belongs to a booking, and what others own, stays."""
    programme = to_edit(token)
    may = not programme.is_kept_by_booking and programme.owner in {None, request.user}
    if request.method == "POST" and may:
        doors.delete_programme(programme=programme)
        messages.success(request, _("Planen er sletta."))
        return redirect("tools:programmes")
    context = {"programme": programme, "may": may, "trail": trail(programme, _("Slett planen"))}
    status = HTTPStatus.FORBIDDEN if request.method == "POST" else HTTPStatus.OK
    return render(request, "tools/delete.html", context, status=status)
