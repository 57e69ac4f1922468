"""Collections: chosen from list and card, put in order, named, shared, printed.

Whoever is not logged in has one, in a cookie (tools/visitor.py); whoever is, has as many as they make.
"""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from prosesstotte import limits, links
from prosesstotte.posting import from_own_pages
from tools import facets, paper, visitor
from tools.forms.library import AboutCollectionForm
from tools.listing import make_card
from tools.models import Collection, Method
from tools.models.collection import MOST_METHODS, READ
from tools.views.opening import secret_page


@require_safe
@login_not_required
@never_cache
def collection(request):
    """The visitor's collection, or the one a logged-in person has in use."""
    return own_page(request, find(request))


@require_safe
@never_cache
def collection_own(request, pk):
    return own_page(request, get_object_or_404(Collection.objects.of(request.user), pk=pk))


def own_page(request, chosen, form=None, status=HTTPStatus.OK):
    form = form or AboutCollectionForm(initial={"title": chosen.title, "note": chosen.note})
    context = {**contents(request, chosen), "form": form, "others": others(request, chosen)}
    if chosen.is_shared:
        context["link"] = request.build_absolute_uri(chosen.shared_address)
    return finish(request, chosen, render(request, "tools/collection.html", context, status=status))


@require_safe
@secret_page
def collection_shared(request, token):
    """The collection as others read it."""
    chosen = links.resolve(READ, token, Collection)
    if chosen is None:
        raise Http404
    return render(request, "tools/collection_shared.html", contents(request, chosen))


@require_POST
@login_not_required
@from_own_pages
def collection_add(request):
    """Put in one method or several; then back to where the button was."""
    wanted = published(request.POST.getlist("metode")[: MOST_METHODS + 1])
    if not wanted:
        raise Http404
    chosen = find(request)
    slugs = [method.slug for method in wanted]
    is_put = chosen.has_room(slugs)
    if is_put:
        chosen.add(slugs)
    if is_put and request.headers.get("X-Requested-With") == "fetch":
        return finish(request, chosen, HttpResponse(status=HTTPStatus.NO_CONTENT))
    say(request, wanted, is_put)
    return finish(request, chosen, redirect(back(request)))


def say(request, wanted, is_put):
    if not is_put:
        messages.error(request, _("Samlinga er full. Ta ut ein metode først."))
    elif len(wanted) == 1:
        messages.success(request, _("«%(title)s» ligg i samlinga.") % {"title": wanted[0].title})
    else:
        messages.success(request, _("Metodane ligg i samlinga."))


def back(request):
    """The page the button stood on: ours, or else the collection."""
    sender = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(sender, {request.get_host()}, request.is_secure())
    return sender if is_ours else reverse("tools:collection")


@require_POST
@login_not_required
def collection_order(request):
    """Move one method up or down, or take it out."""
    chosen = find(request)
    move, _space, slug = request.POST.get("flytt", "").partition(" ")
    if slug in chosen.slugs():  # a collection nobody has put anything in is no row yet
        chosen.hold(moved(chosen.slugs(), slug, move))
    people, _remark = facets.read_people(request.POST.get("n", ""))
    return finish(request, chosen, redirect(address(chosen) + (f"?n={people}" if people else "")))


def moved(slugs, slug, move):
    """`slugs` with one of them moved; as they are when there is nowhere to move it."""
    place = slugs.index(slug)
    rest = [other for other in slugs if other != slug]
    if move == "bort":
        return rest
    step = {"opp": -1, "ned": 1}.get(move, 0)
    return [*rest[: max(0, place + step)], slug, *rest[max(0, place + step) :]]


@require_POST
@login_not_required
def collection_about(request):
    """Name and note."""
    chosen, form = find(request), AboutCollectionForm(request.POST)
    if not form.is_valid():
        return own_page(request, chosen, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.user.is_authenticated and not chosen.pk:
        chosen.save()
    chosen.describe(form.cleaned_data["title"], form.cleaned_data["note"])
    return finish(request, chosen, redirect(address(chosen)))


@require_safe
@login_not_required
def collection_pdf(request):
    """The methods named in the address as one PDF. It is made each time: what people write is not kept."""
    methods = Method.objects.published().for_reading()
    found = {method.slug: method for method in methods.filter(slug__in=named(request.GET))}
    chosen = [found[slug] for slug in dict.fromkeys(request.GET.getlist("metode")) if slug in found]
    if not chosen:
        raise Http404
    if not limits.within(request, "collection_paper"):
        return limits.too_many(request)
    form = AboutCollectionForm({"title": request.GET.get("namn"), "note": request.GET.get("merknad")})
    told = form.cleaned_data if form.is_valid() else {"title": "", "note": ""}
    content = paper.collection_pdf(told["title"] or _("Samling av metodar"), told["note"], chosen)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="samling.pdf"'
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def named(asked):
    """The addresses a form names, as many as a collection holds; PostgreSQL refuses NUL."""
    return [slug for slug in asked.getlist("metode")[:MOST_METHODS] if "\0" not in slug]


@require_POST
@login_not_required
def collection_share(request):
    """Make the secret link, or close it."""
    chosen = find(request)
    if not limits.within(request, "collection_link"):
        return limits.too_many(request)
    if request.POST.get("gjer") == "steng":
        chosen.unshare()
        messages.success(request, _("Lenkja er stengd. Ho opnar ingenting lenger."))
    elif chosen.slugs():
        chosen.share()
    return finish(request, chosen, redirect(address(chosen) + "#del"))


@require_POST
def collection_new(request):
    """One more, in use from now on. The cookie is taken in first, so that nothing is lost."""
    find(request)
    chosen = Collection.objects.create(owner=request.user)
    return finish(request, chosen, redirect("tools:collection"))


@require_POST
def collection_use(request):
    """Let the buttons on list and card put methods in this one."""
    chosen = find(request)
    Collection.objects.filter(pk=chosen.pk).update(used_at=timezone.now())
    return finish(request, chosen, redirect("tools:collection"))


@require_POST
def collection_delete(request):
    chosen = find(request)
    if chosen.pk:
        links.revoke(READ, chosen)
        Collection.objects.filter(pk=chosen.pk).delete()
    messages.success(request, _("Samlinga er sletta."))
    return finish(request, chosen, redirect("tools:collection"))


# --- Whose collection it is --------------------------------------------------------------------


def find(request):
    """The collection a request is about: the named one of one's own, the one in use, or the cookie's."""
    found = visitor.read(request)
    if not request.user.is_authenticated:
        return found
    visitor.adopt(found, request.user)
    own, pk = Collection.objects.of(request.user), request.POST.get("samling", "")
    if pk:
        return get_object_or_404(own, pk=int(pk) if pk.isdecimal() and len(pk) < 19 else 0)
    return own.first() or Collection(owner=request.user)


def finish(request, chosen, response):
    """Write what the visitor has chosen; take the cookie from somebody who has an account."""
    if not request.user.is_authenticated:
        if chosen.is_changed:
            visitor.write(response, chosen)
    elif visitor.COOKIE in request.COOKIES:
        visitor.forget(response)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def address(chosen):
    return chosen.get_absolute_url() if chosen.pk else reverse("tools:collection")


def others(request, chosen):
    """The other collections of somebody who is logged in."""
    return Collection.objects.of(request.user).exclude(pk=chosen.pk) if request.user.is_authenticated else []


# --- What the pages show ----------------------------------------------------------------------


def published(slugs):
    """The published methods among `slugs`, in that order, each once."""
    asked = [slug for slug in slugs if "\0" not in slug]  # PostgreSQL refuses NUL
    found = {method.slug: method for method in Method.objects.published().filter(slug__in=asked).for_list()}
    return [found[slug] for slug in dict.fromkeys(slugs) if slug in found]


def contents(request, chosen):
    """The methods of a collection with minutes for the people who come. Drafts are left out."""
    people, remark = facets.read_people(request.GET.get("n", ""))
    methods = published(chosen.slugs())
    return {
        "collection": chosen,
        "cards": [make_card(method, people, set()) for method in methods],
        "total": sum(method.minutes(people) for method in methods),
        "people": people,
        "remark": remark,
    }
