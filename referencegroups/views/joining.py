"""The way in: the form for an address, and the page behind the link that confirms it."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from referencegroups import actions, letters, secret_links
from referencegroups.forms.joining import ConfirmForm, JoinForm, NewLinkForm
from referencegroups.models import ConsentText, Member, ReferenceGroup
from referencegroups.models.member import normalise_email
from referencegroups.views.pages import asked, dead_link, page, refused


def _public_group(slug):
    return get_object_or_404(ReferenceGroup.objects.public().select_related("area"), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def join(request, slug):
    group = _public_group(slug)
    if not group.takes_requests:
        return render(request, "referencegroups/join_closed.html", {"group": group})
    form = asked(request, JoinForm)
    if not form.is_valid():
        return page(request, "referencegroups/join.html", form, group=group)
    email = normalise_email(form.cleaned_data["email"])
    if not form.is_robot and may_ask(request, email):
        actions.ask_to_join(group=group, email=email)
    return redirect("referencegroups:join_sent", slug=slug)


@require_safe
@login_not_required
def join_sent(request, slug):
    """The same to everybody: whether we know the address is nobody's business."""
    return render(request, "referencegroups/join_sent.html", {"group": _public_group(slug)})


def may_ask(request, email):
    return ratelimit.consume(request, action="group_join", key=email)


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def new_link(request):
    form = asked(request, NewLinkForm)
    if not form.is_valid():
        return page(request, "referencegroups/link/new.html", form)
    email = normalise_email(form.cleaned_data["email"])
    if not form.is_robot and may_ask(request, email):
        for member in Member.objects.known(email):
            letters.send_my_page(member)
    return redirect("referencegroups:new_link_sent")


@require_safe
@secret_links.no_trace
def new_link_sent(request):
    return render(request, "referencegroups/link/new_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def confirm(request):
    """Behind the link: who you are in the group, and what you say yes to."""
    membership = secret_links.holder(request, secret_links.CONFIRM)
    if membership is None:
        return dead_link(request)
    group = membership.group
    known = {**actions.prefilled(membership), "language": membership.member.language}
    texts = ConsentText.objects.current(membership.member.language)
    form = asked(request, ConfirmForm, group=group, texts=texts, initial=known)
    if not form.is_valid():
        return page(request, "referencegroups/link/confirm.html", form, group=group)
    return _confirm(request, membership, form)


def _confirm(request, membership, form):
    try:
        actions.confirm(
            membership=membership, role=form.cleaned_data["role"], facts=form.facts(), purposes=form.ticked()
        )
    except ValidationError as error:
        return refused(request, error, group=membership.group)
    response = redirect("referencegroups:confirmed", slug=membership.group.slug)
    secret_links.drop(response, secret_links.CONFIRM.purpose)
    return response


@require_safe
@secret_links.no_trace
def confirmed(request, slug):
    return render(request, "referencegroups/link/confirmed.html", {"group": _public_group(slug)})
