"""Secret addresses: at least 128 random bits, stored hashed, one purpose each.

Two kinds. `issue` makes a token that is shown once. A *standing* token can be shown again to whoever owns
the thing: it is made from the row's random nonce and SECRET_KEY, so that a copy of the database alone
opens nothing. It is looked up by its hash like the others, and goes on working when SECRET_KEY is changed.
"""

import base64
import hashlib
import secrets

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from prosesstotte.models import Link


def issue(purpose, subject, *, lifetime=None):
    """Make a new secret token for `subject`; an older one for the same purpose dies.

    `lifetime` is a timedelta, or None for a link that lasts until it is replaced.
    """
    revoke(purpose, subject)
    token = secrets.token_urlsafe(24)  # 192 bits
    expires = timezone.now() + lifetime if lifetime else None
    Link.objects.create(purpose=purpose, token_hash=_hash(token), expires_at=expires, **_subject(subject))
    return token


def standing_token(purpose, nonce):
    """The token of a standing link, 144 bits: the same each time for the same nonce."""
    digest = salted_hmac("prosesstotte.links", f"{purpose}:{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def stand(purposes, subject, nonce):
    """Let the standing links of `subject` open from now on. Those that stood before die."""
    for purpose in purposes:
        revoke(purpose, subject)
    Link.objects.bulk_create(
        Link(purpose=purpose, token_hash=_hash(standing_token(purpose, nonce)), **_subject(subject))
        for purpose in purposes
    )


def keep_standing(purpose, subject, nonce):
    """Let today's standing token of `subject` open too: after SECRET_KEY is changed it is another one.
    Those in letters sent before go on opening."""
    token_hash = _hash(standing_token(purpose, nonce))
    Link.objects.get_or_create(token_hash=token_hash, defaults={"purpose": purpose, **_subject(subject)})


def resolve(purpose, token, model):
    """The row of `model` that `token` opens for this purpose, or None."""
    return resolve_any([purpose], token, model)[0]


def resolve_any(purposes, token, model):
    """(row, purpose) of what `token` opens for one of these purposes, or (None, "")."""
    alive = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    link = Link.objects.filter(
        alive, purpose__in=purposes, token_hash=_hash(token), subject_type=model._meta.label_lower
    ).first()
    row = link and model._default_manager.filter(pk=link.subject_id).first()
    return (row, link.purpose) if row else (None, "")


def revoke(purpose, subject):
    """Kill every token for `subject` with this purpose."""
    Link.objects.filter(purpose=purpose, **_subject(subject)).delete()


def _subject(subject):
    return {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}


def _hash(token):
    # A random token needs no salt and no slow hash; looking up the hash leaks no timing of the token.
    return hashlib.sha256(token.encode()).hexdigest()
