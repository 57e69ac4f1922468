"""What somebody else has to say when a meeting is over: an address for everybody who was there.

The library knows no other room. A room that keeps programmes registers a function of the programme.
"""

from dataclasses import dataclass

from prosesstotte import qr

_tellers = {}


@dataclass(frozen=True, slots=True)
class WayOn:
    """A link for whoever led the meeting."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Afterword:
    """`address` is whole, so that a phone can open it."""

    title: str
    text: str
    address: str
    way_on: WayOn

    @property
    def code(self):
        return qr.drawing(self.address)

    @property
    def short_address(self):
        """As people write it by hand."""
        return self.address.partition("://")[2]


def register(key, teller):
    """Let a room tell: `teller` is a function of the programme that gives an Afterword or None."""
    _tellers[key] = teller


def of(programme):
    """What is said after the meeting of this programme; None when nobody has anything to say."""
    return next((told for teller in _tellers.values() if (told := teller(programme))), None)
