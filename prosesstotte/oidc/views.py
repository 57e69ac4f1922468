"""To the provider and back again. Neither address exists before OIDC_ISSUER is set."""

import logging
from functools import wraps

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from prosesstotte import limits
from prosesstotte.oidc import refusals, tokens
from prosesstotte.oidc.provider import Flow, client

logger = logging.getLogger(__name__)


def provider_page(view):
    """404 without a provider; a calm page when it does not answer, or not as it should."""

    @wraps(view)
    def calm(request):
        if not settings.OIDC_ISSUER:
            raise Http404
        try:
            return view(request)
        except tokens.Unreachable as error:
            logger.error("the identity provider does not answer: %s", error)
            return refusals.page(request, refusals.UNREACHABLE)
        except tokens.NotBelieved as error:
            logger.warning("the identity provider's answer was refused: %s", error)
            return refusals.page(request, refusals.BROKEN)

    calm.login_required = False
    return never_cache(calm)


@require_POST
@provider_page
def start(request):
    if not limits.within(request, "oidc"):
        return limits.too_many(request)
    return get_adapter(request).get_provider(request, "openid_connect").redirect_from_request(request)


@require_safe
@provider_page
def callback(request):
    return OAuth2CallbackView.adapter_view(Flow(request, client().provider_id))(request)
