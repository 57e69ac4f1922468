"""Links with one button behind them: leave, renew, no more mail, yes to a new wording."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from referencegroups import actions, secret_links
from referencegroups.choices import Purpose
from referencegroups.errors import Changed
from referencegroups.models import ConsentText
from referencegroups.views.pages import dead_link, refused


def one_button(request, kind, act, name, **context):
    """GET shows the button, POST presses it."""
    membership = secret_links.holder(request, kind)
    if membership is None:
        return dead_link(request)
    context = {"membership": membership, "group": membership.group, **context}
    if request.method != "POST":
        return render(request, f"referencegroups/link/{name}.html", context)
    try:
        act(membership)
    except ValidationError as error:
        return refused(request, error, **context)
    response = render(request, f"referencegroups/link/{name}_done.html", context)
    secret_links.drop(response, kind.purpose)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def leave(request):
    return one_button(request, secret_links.LEAVE, _leave, "leave")


def _leave(membership):
    if membership.is_live:  # the link never expires; who has left already is told the same
        actions.leave(membership=membership)


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def renew(request):
    return one_button(request, secret_links.RENEW, _renew, "renew")


def _renew(membership):
    actions.renew(membership=membership)


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def stop_mail(request):
    return one_button(request, secret_links.STOP_MAIL, _stop_mail, "stop_mail")


def _stop_mail(membership):
    actions.stop_mail(member=membership.member)


@csrf_exempt  # the mail program posts here by itself (RFC 8058): the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def stop_mail_link(request, token):
    """People come by GET and get the page with the button; a mail program posts, and that is all."""
    if request.method != "POST":
        return secret_links.swap(secret_links.STOP_MAIL, token)
    membership = secret_links.resolve(request, secret_links.STOP_MAIL, token)
    if membership is None:
        return dead_link(request)
    _stop_mail(membership)
    return HttpResponse("OK", content_type="text/plain")


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def consent_again(request):
    """The new wording, and a yes. A no is to leave, which stands beside."""
    membership = secret_links.holder(request, secret_links.CONSENT)
    if membership is None:
        return dead_link(request)
    text = ConsentText.objects.current(membership.member.language)[Purpose.MEMBERSHIP]

    def say_yes(membership):
        if request.POST.get("text") != str(text.pk):
            raise Changed
        actions.renew_consent(membership=membership, text=text)

    return one_button(request, secret_links.CONSENT, say_yes, "consent_again", text=text)
