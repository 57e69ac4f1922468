"""The numbered list of panels, as it is published. Nothing here needs numpy or HiGHS.

Units: one ticket is a chance of 1 in 10 000.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass

TICKETS = 10_000
HEADER = "panel,fra,til,personar"


@dataclass(frozen=True, slots=True)
class Panel:
    """One line of the list: the people (numbers, sorted) and the tickets from `first` to `last`."""

    number: int
    first: int
    last: int
    people: tuple[int, ...]

    @property
    def tickets(self):
        return self.last - self.first + 1


@dataclass(frozen=True)
class PanelList:
    """What is published before the draw. `text` is the file, and `sha256` its fingerprint."""

    panels: tuple[Panel, ...]

    @property
    def text(self):
        lines = (f"{p.number},{p.first},{p.last},{' '.join(map(str, p.people))}" for p in self.panels)
        return "\n".join([HEADER, *lines, ""])

    @property
    def sha256(self):
        return hashlib.sha256(self.text.encode()).hexdigest()

    def tickets_of_people(self):
        """How many of the 10 000 tickets draw each person. People on no panel are not among them."""
        found = Counter()
        for panel in self.panels:
            found.update(dict.fromkeys(panel.people, panel.tickets))
        return dict(sorted(found.items()))

    def panel_with(self, ticket):
        return next(panel for panel in self.panels if panel.first <= ticket <= panel.last)


def read_list(text):
    """The list back from its published text."""
    rows = (line.split(",") for line in text.splitlines()[1:])
    return PanelList(
        tuple(
            Panel(int(number), int(first), int(last), tuple(map(int, people.split())))
            for number, first, last, people in rows
        )
    )
