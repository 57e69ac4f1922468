"""What the provider says of itself and of a person, checked before anybody believes it."""

import hashlib

import jwt
import requests
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import constant_time_compare

# Signatures made with a private key. HMAC and «none» are not here: a public key must never pass as a secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60  # seconds that two clocks may differ
KEPT = 600  # seconds the provider's description and keys are kept; a key we do not know is asked for at once
PATIENCE = 5  # seconds to wait for the provider


class NotBelieved(Exception):
    """The provider's answer is not one we may act upon; the text is for the log and names nobody."""


class Unreachable(Exception):
    """The provider does not answer, or not in a way that makes sense."""


def description():
    """The provider's own description (discovery), which must be about the issuer we asked for."""
    issuer = settings.OIDC_ISSUER.rstrip("/")
    found = _fetch(f"{issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise NotBelieved("the description is about another issuer")
    return found


def verified(id_token, *, nonce):
    """The claims of `id_token`. Raises NotBelieved unless all of it holds (OpenID Connect Core, 3.1.3.7)."""
    provider = description()
    try:
        claims = jwt.decode(
            id_token,
            _key(provider["jwks_uri"], jwt.get_unverified_header(id_token)),
            algorithms=ALGORITHMS,
            issuer=provider["issuer"],
            audience=settings.OIDC_CLIENT_ID,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise NotBelieved(type(error).__name__) from error
    _check_who_it_is_for(claims, nonce)
    return claims


def _check_who_it_is_for(claims, nonce):
    if not nonce or not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise NotBelieved("the nonce is not the one we sent")
    if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise NotBelieved("the token was made for another client")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise NotBelieved("the token is for several clients and does not say which asked")


def told_more(claims, access_token):
    """`claims` with what only the provider's userinfo tells. The signed token wins where both speak."""
    response = _ask(description()["userinfo_endpoint"], headers={"Authorization": f"Bearer {access_token}"})
    if response.get("sub") != claims["sub"]:
        raise NotBelieved("userinfo is about somebody else")
    return {**response, **claims}


def _key(address, header):
    """The signing key that `header` names. An unknown name means that keys were changed: ask again, once."""
    if header.get("alg") not in ALGORITHMS:
        raise NotBelieved("the signature is of a kind we do not take")
    for is_fresh in (False, True):
        for key in _fetch(address, is_fresh=is_fresh).get("keys", []):
            if key.get("kid") == header.get("kid") and key.get("use", "sig") == "sig":
                return jwt.PyJWK(key, key.get("alg", header["alg"]))
    raise NotBelieved("the key is unknown")


def _fetch(address, *, is_fresh=False):
    name = f"oidc:{hashlib.sha256(address.encode()).hexdigest()}"
    found = None if is_fresh else cache.get(name)
    if found is None:
        found = _ask(address)
        cache.set(name, found, KEPT)
    return found


def _ask(address, **more):
    """The provider's answer as a dict. It is never sent on to another address."""
    try:
        response = requests.get(address, timeout=PATIENCE, allow_redirects=False, **more)
        response.raise_for_status()
        found = response.json()
    except requests.RequestException as error:
        raise Unreachable(type(error).__name__) from error
    if not isinstance(found, dict):
        raise Unreachable("the answer is no object")
    return found
