"""Secret addresses: at least 128 random bits, stored hashed, one purpose each."""

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


def standing(purpose, subject, nonce):
    """A token that its owner can be shown again: derived from the row's random `nonce` and our key.

    144 bits. What the database holds is still only the hash; a new nonce makes a new address.
    """
    token = _derived(purpose, nonce)
    Link.objects.get_or_create(
        token_hash=_hash(token), defaults={"purpose": purpose, **_subject(subject)}
    )
    return token


def is_standing(purpose, subject, nonce):
    """Whether the link that `standing` makes is there already."""
    token_hash = _hash(_derived(purpose, nonce))
    return Link.objects.filter(purpose=purpose, token_hash=token_hash, **_subject(subject)).exists()


def resolve(purpose, token, model):
    """The row of `model` that `token` opens for this purpose, or None."""
    alive = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    link = Link.objects.filter(
        alive, purpose=purpose, token_hash=_hash(token), subject_type=model._meta.label_lower
    ).first()
    return model._default_manager.filter(pk=link.subject_id).first() if link else None


def revoke(purpose, subject):
    """Kill every token for `subject` with this purpose."""
    Link.objects.filter(purpose=purpose, **_subject(subject)).delete()


def _subject(subject):
    return {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}


def _derived(purpose, nonce):
    digest = salted_hmac("prosesstotte.links", f"{purpose}:{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def _hash(token):
    # A random token needs no salt and no slow hash; looking up the hash leaks no timing of the token.
    return hashlib.sha256(token.encode()).hexdigest()
