"""QR codes for posters and pages. Level Q: room for a fold or a stain."""

from dataclasses import dataclass

import segno

MARGIN = 4  # empty modules round the code: readers need them (ISO/IEC 18004)


@dataclass(frozen=True)
class Drawing:
    """A code as one SVG path in a square of `side` modules."""

    side: int
    path: str


def rows(address):
    """The code as rows of 0 and 1, which a paper's template draws."""
    return [list(row) for row in segno.make(address, error="q", micro=False).matrix]


def drawing(address):
    found = rows(address)
    dark = ((x, y) for y, row in enumerate(found) for x, cell in enumerate(row) if cell)
    path = "".join(f"M{x + MARGIN} {y + MARGIN}h1v1h-1z" for x, y in dark)
    return Drawing(len(found) + 2 * MARGIN, path)
