"""Whose account it is that the provider vouches for, and the roles that its groups give.

Linked by the provider's `sub`. The first time by e-mail, and only when the provider says that the address is
checked, its domain is ours, the account is open, and nobody else at the provider has it. A closed account
stays closed. Roles that stand in OIDC_ROLES are the provider's to give and to take, at every login; the other
roles are the administrators'.
"""

import logging

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from prosesstotte import roles
from prosesstotte.login import is_ours
from prosesstotte.models import User
from prosesstotte.oidc import giving, refusals, session
from prosesstotte.oidc.provider import Municipality, client

logger = logging.getLogger(__name__)


class PeopleAdapter(DefaultSocialAccountAdapter):
    def get_provider(self, request, provider, client_id=None):
        return Municipality(request, app=client())

    def pre_social_login(self, request, sociallogin):
        """Find or make the account, link it, and give it the provider's roles; allauth does the rest."""
        keys = keys_in(sociallogin.claims)
        if roles.GROUP_LEADER.key in settings.OIDC_ROLES.values() and not keys:
            raise refusals.stop(request, refusals.NO_ROLE)
        with transaction.atomic():
            user = sociallogin.user if sociallogin.is_existing else link(request, sociallogin)
            if user.is_active and keys is not None:
                giving.give(user, keys, account=sociallogin.account)
        sociallogin.user = user
        sociallogin.state[session.KEY] = session.note(sociallogin.id_token, sociallogin.claims)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        if error == AuthError.CANCELLED:
            raise refusals.cancelled(request)
        logger.warning("login through the provider failed: %s", type(exception).__name__)
        raise refusals.stop(request, refusals.BROKEN)


def link(request, sociallogin):
    """The account of somebody who comes this way for the first time. A closed one is not linked."""
    user = _account_of(request, sociallogin.claims)
    if user.is_active:
        theirs = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider)
        if theirs.exclude(uid=sociallogin.account.uid).exists():  # the address had another owner before
            raise refusals.stop(request, refusals.TAKEN)
        sociallogin.account, _made = SocialAccount.objects.get_or_create(
            provider=sociallogin.account.provider, uid=sociallogin.account.uid, defaults={"user": user}
        )
        return sociallogin.account.user
    return user


def _account_of(request, claims):
    email = checked_email(claims)
    if email is None:
        raise refusals.stop(request, refusals.NOT_CHECKED)
    if not is_ours(email):
        raise refusals.stop(request, refusals.FOREIGN)
    known = User.objects.select_for_update().filter(email__iexact=email).first()
    if known:
        return known
    return User.objects.get_or_create(email=email, defaults={"name": _name_in(claims)})[0]


def checked_email(claims):
    """The address in small letters when the provider has checked it, or is trusted to have; else None."""
    email = claims.get(settings.OIDC_EMAIL_CLAIM)
    # xms_edov is what Entra ID says in place of email_verified: the tenant owns the address's domain.
    said = [claims.get("email_verified"), claims.get("xms_edov")]
    is_checked = settings.OIDC_TRUST_EMAIL or any(word in (True, "true", "1") for word in said)
    try:
        validate_email(email)
    except ValidationError:
        return None
    return email.lower() if is_checked else None


def _name_in(claims):
    name = claims.get("name")
    return " ".join(name.split())[:120] if isinstance(name, str) else ""


def keys_in(claims):
    """The keys of the roles that the provider gives this person; None when it does not say."""
    elsewhere = claims.get("_claim_names")
    if isinstance(elsewhere, dict) and settings.OIDC_ROLE_CLAIM in elsewhere:
        logger.error("too many groups for the token: let the provider send roles, not groups (innlogging.md)")
        return None
    told = claims.get(settings.OIDC_ROLE_CLAIM, [])
    told = [told] if isinstance(told, str) else told
    groups = {one for one in told if isinstance(one, str)} if isinstance(told, list) else set()
    return {settings.OIDC_ROLES[group] for group in groups & settings.OIDC_ROLES.keys()}
