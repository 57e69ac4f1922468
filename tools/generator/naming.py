"""Names of new blocks: derived, so that the same brief and seed give the same plan to the last sign."""

import hashlib
from itertools import count

from tools.plan import ID_LENGTH, ID_SIGNS


def name_of(words, taken):
    """A block's name made from `words`, unlike all in the set `taken`, which it joins."""
    names = (sign(f"{words} {salt}") for salt in count())
    found = next(name for name in names if name not in taken)
    taken.add(found)
    return found


def sign(words):
    digest = hashlib.sha256(words.encode()).digest()
    return "".join(ID_SIGNS[byte % len(ID_SIGNS)] for byte in digest[:ID_LENGTH])
