"""A new programme: from a brief, a recipe, some methods, or nothing. Nobody has to log in."""

from dataclasses import dataclass, replace
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prosesstotte import limits
from tools import programme as clock
from tools import shelf
from tools.actions import programmes as doors
from tools.forms import NewForm, StartForm
from tools.forms.block import method_block
from tools.forms.brief import HTML_NAMES
from tools.generator import propose
from tools.plan import Brief, Plan
from tools.views.recipes import find_recipe
from tools.wording import offer_line, refusal_line, relaxed_line, warning_line, worded

MOST_METHODS = 30
SEED = 0  # the same brief gives the same programmes
VARIANTS = {
    "trygg": (gettext_lazy("Trygg"), gettext_lazy("Kjende former som går bra også for ein fersk møteleiar.")),
    "balansert": (gettext_lazy("Balansert"), gettext_lazy("Litt nytt, litt kjent. Passar for dei fleste.")),
    "modig": (
        gettext_lazy("Modig"),
        gettext_lazy("Meir rørsle og nytenking. Krev ei gruppe som er med på det."),
    ),
}


def may_propose(request):
    """A proposal is the dearest page of the house; a whole town hall may sit behind one address."""
    return limits.within(request, "proposal")


def open_page(view):
    """Open to everybody, and never kept: it shows what somebody has typed."""

    def not_indexed(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(never_cache(not_indexed))


@open_page
@require_safe
def new(request):
    """The empty form, or with what a link brings: `?n=24&skal=innsjekk`."""
    fields = {html: name for name, html in HTML_NAMES.items()}
    known = {fields[name]: request.GET[name] for name in request.GET if name in fields}
    if "skal" in request.GET:
        known["must"] = request.GET.getlist("skal")
    return new_page(request, NewForm(initial={"start": "09.00", "until": "12.00", **known}))


def new_page(request, form, status=HTTPStatus.OK):
    names = [facts.title for facts in shelf.on_offer()]
    return render(request, "tools/new.html", {"form": form, "names": names}, status=status)


@open_page
@require_safe
def proposals(request):
    """Three programmes for a brief that stands in the address."""
    form = NewForm(request.GET)
    if not form.is_valid():
        return new_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not may_propose(request):
        return limits.too_many(request)
    context = {
        "form": form,
        "plan": form.plan(),
        **answer(proposed(form), form.plan()),
        "kept": [(name, value) for name, values in request.GET.lists() for value in values],
        "change": f"{reverse('tools:new')}?{request.GET.urlencode()}",
    }
    return render(request, "tools/proposals.html", context)


def proposed(form):
    """What the generator says to the brief of a valid form, with words."""
    brief, methods = form.brief(), shelf.on_offer()
    start, fixed = form.cleaned_data["start"], form.fixed()
    found = propose(brief, methods, start=start, minutes=form.minutes, fixed=fixed, seed=SEED)
    return worded(found, brief, methods)


@dataclass(frozen=True)
class Shown:
    """One proposal on a page."""

    name: str
    title: str
    about: str
    times: clock.Timed
    remarks: tuple

    @property
    def methods(self):
        """The names of its methods in order, to compare proposals by."""
        known = shelf.methods()
        return " · ".join(known[row.method].title for row in self.times.rows if row.method in known)


def answer(found, plan):
    """What the page shows of Proposals: three variants laid on the clock of `plan`, or a refusal in words."""
    if found.refusal:
        offers = [offer_line(offer) for offer in found.refusal.offers]
        return {"variants": [], "refusal": refusal_line(found.refusal), "offers": offers}
    return {"variants": [shown(variant, plan) for variant in found.variants]}


def shown(variant, plan):
    times = clock.timed(plan.with_blocks(variant.blocks), shelf.methods())
    given_way = [relaxed_line(code, variant) for code in variant.relaxed]
    return Shown(
        variant.name, *VARIANTS[variant.name], times, (*given_way, *map(warning_line, variant.warnings))
    )


@open_page
@require_POST
def make(request):
    """Keep one of the proposals, or an empty plan with this brief."""
    form = NewForm(request.POST)
    if not form.is_valid():
        return new_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not may_propose(request):
        return limits.too_many(request)
    return redirect(doors.make_programme(plan=chosen(form, request.POST.get("variant", "")), by=request.user))


def chosen(form, name):
    """The plan of the chosen variant; with an unknown name only what lies fast."""
    if name in VARIANTS:
        for variant in proposed(form).variants:
            if variant.name == name:
                return form.plan().with_blocks(variant.blocks)
    return form.plan().with_blocks(form.fixed())


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
@limits.limited("new_programme", ["POST"])
def from_recipe(request, slug):
    recipe = find_recipe(request, slug)
    return start_page(request, recipe.plan(), {"recipe": recipe})


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
@limits.limited("new_programme", ["POST"])
def from_methods(request):
    """Methods one after the other, as somebody has collected them; or a whole proposal with them in it."""
    asked = request.POST if request.method == "POST" else request.GET
    known = [shelf.methods().get(slug) for slug in dict.fromkeys(asked.getlist("metode"))]
    methods = [facts for facts in known if facts][:MOST_METHODS]
    if not methods:
        raise Http404
    plan = Plan(_("Møtet vårt"), Brief(purpose=methods[0].purpose))
    context = {"methods": methods, "propose": proposal_address(methods)}
    return start_page(request, plan, context, lambda n: [method_block(facts, n) for facts in methods])


def proposal_address(methods):
    address = QueryDict(mutable=True)
    address.setlist("skal", [facts.slug for facts in methods])
    address["foremal"] = methods[0].purpose
    return f"{reverse('tools:new')}?{address.urlencode()}"


def start_page(request, plan, context, blocks=None):
    """Ask for the few things a ready sequence leaves open, and make the programme."""
    form = StartForm(request.POST if request.method == "POST" else None, initial=StartForm.initial_of(plan))
    if form.is_valid():
        made = form.plan(plan)
        if blocks:
            made = made.with_blocks(blocks(made.brief.people))
        return redirect(doors.make_programme(plan=with_end(made), by=request.user))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "tools/start_from.html", {"form": form, "plan": plan, **context}, status=status)


def with_end(plan):
    """The plan ends when its blocks do."""
    end = clock.timed(plan, shelf.methods()).ends_at
    return replace(plan, until=end.time().replace(tzinfo=None))
