"""What a session remembers of a login through the provider: the second factor, and how to log out there."""

from base64 import urlsafe_b64encode
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from prosesstotte import mail
from prosesstotte.oidc import tokens

KEY = "oidc"


def note(id_token, claims):
    """To be remembered. The token is sealed: it may hold more about a person than our database shall."""
    return {"id_token": _lock().encrypt(id_token.encode()).decode(), "two": _has_second_factor(claims)}


def _has_second_factor(claims):
    methods = claims.get("amr")
    said = {*(methods if isinstance(methods, list) else []), claims.get("acr")} - {None}
    return not said.isdisjoint(settings.OIDC_SECOND_FACTOR)


def had_second_factor(request):
    return bool(request.session.get(KEY, {}).get("two"))


def way_out(request):
    """The provider's own logout, which leads back to the front page; None when there is none."""
    kept = request.session.get(KEY)
    if not (kept and settings.OIDC_ISSUER):
        return None
    try:
        end = tokens.description().get("end_session_endpoint")
        id_token = _lock().decrypt(kept["id_token"]).decode()
    except (tokens.NotBelieved, tokens.Unreachable, InvalidToken):
        return None  # logging out here must never hang on the provider
    back = {"client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": mail.absolute(reverse("front"))}
    return f"{end}?{urlencode({'id_token_hint': id_token, **back})}" if end else None


def _lock():
    key = salted_hmac("prosesstotte.oidc.session", "id_token", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
