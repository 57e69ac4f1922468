"""The chain of artefacts: what each part builds on, and what it leaves behind.

Sets of artefacts are bit masks, because the search asks about them some ten thousand times. T (the theme)
is always there; "alt" builds on anything; "-" leaves nothing. Source: methods.md C.
"""

from tools.facts import ANYTHING

CODES = "RFIGKPVMH"  # G, K, P, V in the order they ripen
BIT = {code: 1 << at for at, code in enumerate(CODES)}
TRUST = BIT["R"]
THEME = "T"


def mask(codes):
    """The set of those artefacts; T, "alt" and "-" are in no set."""
    found = 0
    for code in codes:
        found |= BIT.get(code, 0)
    return found


def codes(found):
    """The artefacts of a mask, in the order of CODES."""
    return tuple(code for code in CODES if BIT[code] & found)


def begins_freely(needs):
    """Whether something with those needs can stand first: it asks for nothing, the theme, or anything."""
    return not needs or THEME in needs or ANYTHING in needs


def is_met(needs, made):
    """Whether at least one need is there; `made` is a mask."""
    return begins_freely(needs) or bool(mask(needs) & made)
