"""New proposals for a programme that stands: what lies fast stays, the rest is proposed anew."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tools import programme as clock
from tools import shelf
from tools.actions import programmes as doors
from tools.generator import repropose
from tools.views.editor import posted_version
from tools.views.keeping import trail
from tools.views.new import SEED, VARIANTS, answer, may_propose
from tools.views.opening import secret_page, to_edit
from tools.wording import worded


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_proposals(request, token):
    """Three new programmes round what lies fast; one press takes one of them."""
    programme = to_edit(token)
    if not may_propose(request):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    day, found = first_day(programme.plan), proposed_again(programme.plan)
    if request.method == "POST":
        return take_proposal(request, programme, found)
    context = {
        "programme": programme, "plan": day, **answer(found, day),
        "fixed": [block for block in day.blocks if block.is_fixed],
        "trail": trail(programme, _("Nye forslag")),
    }  # fmt: skip
    return render(request, "tools/new_proposals.html", context)


def first_day(plan):
    """Proposals are made for one day: the first."""
    _opening, date, start, until, blocks = clock.split_days(plan)[0]
    return replace(plan, date=date, start=start, until=until, blocks=tuple(blocks))


def proposed_again(plan):
    methods = shelf.on_offer()
    return worded(repropose(plan, methods, seed=SEED), plan.brief, methods)


def take_proposal(request, programme, found):
    name = request.POST.get("variant", "")
    variant = next((variant for variant in found.variants if variant.name == name), None)
    if variant is None:
        raise Http404
    rest = programme.plan.blocks[len(first_day(programme.plan).blocks) :]
    plan = programme.plan.with_blocks([*variant.blocks, *rest])
    what = _("Tok forslaget «%s»") % VARIANTS[name][0]
    try:
        doors.change_programme(
            programme=programme, plan=plan, what=what, version=posted_version(request), by=request.user
        )
    except doors.SomebodyWasFirst:
        messages.warning(
            request, _("Nokon andre har endra planen imens. Her er nye forslag til planen slik han er no.")
        )
        return redirect("tools:new_proposals", programme.edit_token)
    return redirect(programme)
