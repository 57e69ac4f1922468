"""Pages of the library: the list and the card. They only read."""

from functools import lru_cache, partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prosesstotte.caching import content_version, public_page
from prosesstotte.text import to_html
from tools import facets, listing
from tools.choices import (
    INCLUSION,
    SAFETY,
    SKILL,
    Mode,
    Participation,
    Posture,
    Purpose,
    Status,
    WorkForm,
)
from tools.models import Method
from tools.models.experience import times_used
from tools.views.experience import is_of_the_team

MARKDOWN = ["good_for", "not_for", "preparation", "room", "digital"]


def wants_drafts(request):
    """Staff may look at what is not published, by ?forhandsvis."""
    return "forhandsvis" in request.GET


@require_safe
@public_page
def method_list(request):
    """The result is looked up while the page is drawn, unless this process has it in memory."""
    choice, side = facets.read_choice(request.GET), request.GET.get("side", "")
    context = {
        "listing": SimpleLazyObject(lambda: listing.find(choice, side)),
        "choice": choice,
        "chips": facets.chips(choice),
        "cleared": choice.cleared().address(),
        "query": choice.query(),
        "side": side,
        "version": content_version(),
    }
    return render(request, "tools/method_list.html", context)


@require_safe
@public_page
def method_detail(request, slug):
    method = find_method(request, slug)
    people, remark = facets.read_people(request.GET.get("n", ""))
    extra = {
        "remark": remark,
        "version": content_version(),
        "may_tell": is_of_the_team(request.user) and method.status == Status.PUBLISHED,
    }
    return render(request, "tools/method_detail.html", {**method_page(method, people), **extra})


def find_method(request, slug):
    """The method, from memory when it is published and nothing has changed since it was read."""
    if not wants_drafts(request):
        return published_method(slug, content_version())
    methods = Method.objects.visible_to(request.user, drafts=True).for_reading()
    return get_object_or_404(methods, slug=slug)


@lru_cache(maxsize=200)
def published_method(slug, _version):
    return get_object_or_404(Method.objects.published().for_reading(), slug=slug)


def method_page(method, people):
    """Everything the card shows, made ready once."""
    return {
        "method": method,
        "people": people,
        "counted": method.people_counted(people),
        "minutes": method.minutes(people),
        "lesson": method.lesson(people),
        "lines": method.lines(people),
        "materials": method.materials_for(people),
        "texts": {name: to_html(getattr(method, name)) for name in MARKDOWN},
        "labels": labels(method),
        "grouping": listing.grouping_text(method, people),
        "tables": method.tables(people),
        "names": other_names(method),
        "inclusion": [
            (label, method.inclusion[key], key in method.suits)
            for key, label in INCLUSION.items()
            if method.inclusion.get(key)
        ],
        "experiences": method.experiences.approved(),
        "times_used": partial(times_used, method),
        "related": method.related.published().for_list().in_order(),
        "is_draft": method.status == Status.DRAFT,
        "trail": [(reverse("tools:method_list"), _("Metodar")), ("", method.title)],
    }


def other_names(method):
    """What else the method is called, each word once whatever its case; its own name is not among them."""
    names = {name.lower(): name for name in [*method.also_known_as, method.english] if name}
    return [name for low, name in names.items() if low != method.title.lower()]


def labels(method):
    return {
        "purpose": Purpose(method.purpose).label,
        "mode": Mode(method.mode).label,
        "work_form": WorkForm(method.work_form).label,
        "posture": Posture(method.posture).label,
        "participation": Participation(method.participation).label,
        "safety": SAFETY[method.safety],
        "skill": SKILL[method.skill],
    }
