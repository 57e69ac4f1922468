"""The accessibility self-test: every criterion, how it stands and what that rests on (content/wcag.toml)."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from prosesstotte.house_content import CONTENT

STATUSES = {
    "prøvd": _("Prøvd automatisk, utan feil"),
    "bygd": _("Bygd for det, ikkje prøvd av eit menneske enno"),
    "ikkje": _("Ikkje aktuelt"),
}
PRINCIPLES = {
    "1": _("Mogleg å oppfatte"),
    "2": _("Mogleg å bruke"),
    "3": _("Forståeleg"),
    "4": _("Robust"),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    number: str
    level: str
    name: str
    status: str
    how: str

    @property
    def status_words(self):
        return STATUSES[self.status]


@lru_cache(maxsize=1)
def criteria():
    found = tomllib.loads((CONTENT / "wcag.toml").read_text())["criteria"]
    return tuple(Criterion(**facts) for facts in found)


def by_principle():
    """[(principle, criteria)] in the order of the standard."""
    return [
        (words, [one for one in criteria() if one.number.startswith(f"{number}.")])
        for number, words in PRINCIPLES.items()
    ]


def summary():
    """[(status, how many)] for the statement."""
    counted = Counter(one.status for one in criteria())
    return [(words, counted[status]) for status, words in STATUSES.items()]
