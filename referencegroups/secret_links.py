"""Links without an account: one purpose each, one person; GET shows a page, only POST acts.

The token of an address is swapped for a short signed cookie at once, so that it stands in no history, no
log of the pages behind it and no Referer. Nothing is stored by the swap: mail scanners may follow
every link. Standing links (see prosesstotte.links) are the same in every letter and never expire; the
others are made when a letter is sent.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.core import signing
from django.shortcuts import redirect
from django.urls import reverse

from prosesstotte import limits, links
from referencegroups.models import Member, Membership

COOKIE_AGE = 30 * 60  # seconds
COOKIE_PATH = "/referansegrupper/"


@dataclass(frozen=True)
class Kind:
    """One purpose. `nonce` names the column a standing token is made from; without one it is issued."""

    purpose: str  # of the Link row, and of the cookie
    address: str  # its page's name, inside referencegroups
    model: type
    nonce: str = ""
    lifetime: timedelta | None = None


CONFIRM = Kind("group_confirm", "confirm", Membership, nonce="invite_nonce")
LEAVE = Kind("group_leave", "leave", Membership, nonce="nonce")
STOP_MAIL = Kind("group_stop_mail", "stop_mail", Membership, nonce="nonce")
RENEW = Kind("group_renew", "renew", Membership, lifetime=timedelta(days=40))
CONSENT = Kind("group_consent", "consent_again", Membership, lifetime=timedelta(days=90))
MY_PAGE = Kind("group_my_page", "my_page", Member, lifetime=timedelta(minutes=30))
KINDS = {kind.address: kind for kind in (CONFIRM, LEAVE, STOP_MAIL, RENEW, CONSENT, MY_PAGE)}


# --- Tokens ------------------------------------------------------------------------------------


def stand(membership):
    """Let the links that never expire open this membership: leaving, and no more mail."""
    links.stand([LEAVE.purpose, STOP_MAIL.purpose], membership, membership.nonce)


def stand_invitation(membership):
    """The link that confirms the address. A new one kills the old."""
    links.stand([CONFIRM.purpose], membership, membership.invite_nonce)


def path_for(kind, row):
    """The secret path of `kind` for `row`: a standing one, or a new one that kills the one before."""
    if kind.nonce:
        nonce = getattr(row, kind.nonce)
        token = links.standing_token(kind.purpose, nonce)
        if row.is_live:
            links.keep_standing(kind.purpose, row, nonce)
    else:
        token = links.issue(kind.purpose, row, lifetime=kind.lifetime)
    return reverse(f"referencegroups:{kind.address}_link", args=[token])


def revoke_all(row):
    for kind in KINDS.values():
        if isinstance(row, kind.model):
            links.revoke(kind.purpose, row)


# --- Requests ------------------------------------------------------------------------------------


def no_trace(view):
    """A page behind a secret link: open without login, told to nobody, kept nowhere.

    The address with the token in it says `no-referrer`. The page it leads to keeps the house's
    `same-origin`: it has no secret in its address, and under `no-referrer` browsers post its forms with
    `Origin: null`, which the check against forged requests has to refuse.
    """

    @wraps(view)
    def quiet(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if "token" in kwargs:
            response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
        return response

    quiet.login_required = False
    return quiet


def is_guessing(request):
    """Too many wrong tokens from one place. Right ones are never counted."""
    return limits.is_over(request, "wrong_link")


def resolve(request, kind, token):
    """The row that `token` opens, or None; a wrong one is counted."""
    if is_guessing(request):
        return None
    row = links.resolve(kind.purpose, token, kind.model)
    if row is None:
        limits.within(request, "wrong_link")
    return row


def swap(kind, token):
    """To the page without the token; the token waits in a short signed cookie."""
    response = redirect(f"referencegroups:{kind.address}")
    keep(response, kind.purpose, token)
    return response


def keep(response, name, value):
    response.set_signed_cookie(
        name, value, salt=name, max_age=COOKIE_AGE, path=COOKIE_PATH, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def kept(request, name):
    """What the cookie `name` holds, or "" when it is not there, not ours, or too old."""
    try:
        return request.get_signed_cookie(name, salt=name, max_age=COOKIE_AGE)
    except (KeyError, signing.BadSignature):
        return ""


def drop(response, name):
    response.delete_cookie(name, path=COOKIE_PATH)


def holder(request, kind):
    """The row behind the cookie that `swap` set, or None."""
    token = kept(request, kind.purpose)
    return resolve(request, kind, token) if token else None
