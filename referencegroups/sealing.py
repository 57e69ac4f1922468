"""Sealed under a secret link: what only the one who holds the link's token can open.

Fernet (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec) under a key that is the SHA-256 of the
token and a name for what the seal is for. The token has 144 random bits or more, so the key needs no
slow derivation.
"""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken


def seal(token, what, data):
    """`data` (what JSON can hold) as text that opens with the same token and name alone."""
    return _box(token, what).encrypt(json.dumps(data).encode()).decode()


def unseal(token, what, sealed):
    """The data, or None when the token is another one or the text has been touched."""
    try:
        return json.loads(_box(token, what).decrypt(sealed.encode()))
    except InvalidToken:
        return None


def _box(token, what):
    key = hashlib.sha256(f"prosesstotte.sealed\0{what}\0{token}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
