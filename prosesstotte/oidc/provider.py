"""allauth's OpenID Connect flow, with what it leaves out.

allauth keeps the state and makes the PKCE pair. It does not check the token's signature when the token comes
straight from the provider, sends no nonce, and lets the address add scopes and parameters: here it does not.
"""

from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from prosesstotte import mail
from prosesstotte.oidc import tokens


def client():
    """Our side of the agreement with the provider, from the settings; never from the database."""
    return SocialApp(
        provider="openid_connect",
        provider_id=settings.OIDC_ISSUER.rstrip("/"),  # whose `sub` it is: another issuer, other people
        name=settings.OIDC_NAME,
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET,
        settings={"server_url": settings.OIDC_ISSUER, "oauth_pkce_enabled": True},
    )


def _nonce(code_verifier):
    """Made from the secret of this one login, so that it lives in the same state and dies with it."""
    return salted_hmac("prosesstotte.oidc.nonce", code_verifier, algorithm="sha256").hexdigest()


class Flow(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self):
        return tokens.description()

    def get_callback_url(self, request, app):
        return mail.absolute(reverse("oidc_callback"))

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        self.nonce = _nonce(pkce_code_verifier or "")
        try:
            return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)
        except (KeyError, TypeError, ValueError) as error:  # allauth trusts the shape of the answer
            raise tokens.NotBelieved("the answer with the token makes no sense") from error

    def parse_token(self, data):
        """For this one question; nothing of it is kept."""
        return SocialToken(token=data["access_token"])

    def complete_login(self, request, app, token, **kwargs):
        """The person that the provider vouches for."""
        id_token = kwargs["response"].get("id_token")
        claims = tokens.verified(id_token, nonce=self.nonce)
        if settings.OIDC_EMAIL_CLAIM not in claims and "userinfo_endpoint" in tokens.description():
            claims = tokens.told_more(claims, token.token)
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims, login.id_token = claims, id_token
        return login


class Municipality(OpenIDConnectProvider):
    """One provider for one house: one scope list, logging in and nothing else."""

    oauth2_adapter_class = Flow

    def get_pkce_params(self):
        pair = super().get_pkce_params()
        return {**pair, "nonce": _nonce(pair["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request):
        asked = super().get_redirect_from_request_kwargs(request)
        return {
            "next_url": asked.get("next_url"),
            "process": AuthProcess.LOGIN,
            "scope": settings.OIDC_SCOPES,
            "auth_params": settings.OIDC_PARAMETERS,
        }

    def extract_uid(self, data):
        return str(data["sub"])

    def extract_extra_data(self, data):
        """Nothing of what the provider tells is kept (a token may hold a fødselsnummer): only the roles that
        were given the last time, which allauth would have written over."""
        known = SocialAccount.objects.filter(provider=self.sub_id, uid=self.extract_uid(data))
        return known.values_list("extra_data", flat=True).first() or {}

    def extract_email_addresses(self, data):
        return []

    def extract_common_fields(self, data):
        return {}
