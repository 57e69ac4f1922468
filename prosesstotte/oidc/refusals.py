"""Calm pages for a login through the provider that did not work out, with what to do about it."""

from dataclasses import dataclass
from http import HTTPStatus

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Refusal:
    title: str
    text: str
    status: HTTPStatus = HTTPStatus.FORBIDDEN


BROKEN = Refusal(
    _("Innlogginga kom ikkje i mål"),
    _("Noko stemde ikkje i svaret vi fekk. Det kan hende det berre gjekk for lang tid. Prøv ein gong til."),
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
UNREACHABLE = Refusal(
    _("Innlogginga svarer ikkje no"),
    _("Vi får ikkje kontakt med innlogginga i kommunen. Prøv igjen om nokre minutt."),
    HTTPStatus.SERVICE_UNAVAILABLE,
)
NOT_CHECKED = Refusal(
    _("Vi manglar ei sikker e-postadresse"),
    _("Kommunen har ikkje stadfesta e-postadressa di. Be IT om å sjå på brukaren din, eller ring oss."),
)
FOREIGN = Refusal(
    _("Denne adressa har ikkje tilgang"),
    _("E-postadressa di høyrer ikkje til i kommunen. Er du med i ei gruppe likevel, så ring oss."),
)
TAKEN = Refusal(
    _("Brukaren er knytt til ein annan"),
    _("E-postadressa di har vore brukt av nokon annan her. Ring oss, så ordnar vi det."),
)
NO_ROLE = Refusal(
    _("Du har ikkje ei rolle her enno"),
    _("Kommunen har ikkje gitt deg tilgang til portalen. Be leiaren din eller IT om det."),
)


def page(request, refusal):
    context = {"refusal": refusal, "code_login": settings.CODE_LOGIN}
    response = render(request, "account/provider_refused.html", context, status=refusal.status)
    if refusal is UNREACHABLE:
        response.headers["Retry-After"] = "120"
    return response


def stop(request, refusal):
    """To raise where allauth's flow must end."""
    return ImmediateHttpResponse(page(request, refusal))


def cancelled(request):
    messages.info(request, _("Du avbraut innlogginga."))
    return ImmediateHttpResponse(redirect("account_login"))
