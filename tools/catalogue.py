"""The published methods in memory, for each content version: what the list shows, who answers which filter.

A set of methods is one whole number with a bit for each method in Norwegian order, so that «how many of those
that were found are for twenty people and digital» is two ands and a count, also with ten thousand methods.
The words of the search stay in PostgreSQL.
"""

from bisect import bisect_right
from functools import lru_cache

from prosesstotte.caching import content_version
from tools.choices import INCLUSION, Mode
from tools.models import Method, Synonym
from tools.models.method import CARD_FIELDS
from tools.timing import first_longer

SHORT, LONG = 20, 45  # minutes
MOST_PEOPLE = 2_000
GROUP_SIZES = {"2-8": (2, 8), "9-20": (9, 20), "21-60": (21, 60), "over-60": (61, MOST_PEOPLE)}
FIELDS = [*CARD_FIELDS, "purpose", "participation", "mode", "suits", "search_title"]

_kept = {"version": None, "catalogue": None}


def catalogue():
    """The library as it is now, read once for each version of the content."""
    version = content_version()
    if _kept["version"] != version:
        _kept.update(
            version=version, catalogue=Catalogue(Method.objects.published().in_order().only(*FIELDS))
        )
    return _kept["catalogue"]


def forget():
    """Read anew next time (tests)."""
    _kept.update(version=None)


class Catalogue:
    def __init__(self, methods):
        self.methods = list(methods)
        self.place = {method.pk: place for place, method in enumerate(self.methods)}
        self.names = [method.search_title for method in self.methods]
        self.title_words = [frozenset(name.split("|")[1].split()) for name in self.names]
        self.all = (1 << len(self.methods)) - 1
        self.steps = self._by(lambda method: method.steps)
        self.purposes = self._by(lambda method: [method.purpose])
        self.participation = self._by(lambda method: [method.participation])
        self.suits = self._by(lambda method: [key for key in INCLUSION if key in method.suits])
        self.digital = self.where(lambda method: method.mode != Mode.ROOM)
        self.sizes = {value: self.sized(*limits) for value, limits in GROUP_SIZES.items()}
        self.usual_minutes = minute_sets((method.minutes(), 1 << place) for place, method in self._numbered())
        self._slow_from = {limit: Growing(self._numbered(), limit) for limit in (SHORT, LONG + 1)}
        self._taught = [(place, method) for place, method in self._numbered() if method.learned]
        self.synonyms = Synonym.objects.in_use().folded()
        self.minutes = lru_cache(maxsize=256)(self._minutes)

    def _numbered(self):
        return enumerate(self.methods)

    def _by(self, values_of):
        """{value: the methods that have it}."""
        found = {}
        for place, method in self._numbered():
            for value in values_of(method):
                found[value] = found.get(value, 0) | 1 << place
        return found

    def where(self, holds):
        return sum(1 << place for place, method in self._numbered() if holds(method))

    def sized(self, fewest, most):
        """Those that can be used somewhere between so few and so many people."""
        return self.where(lambda method: method.people_min <= most and method.people_max >= fewest)

    def _minutes(self, people):
        """(short, middle, long) sets of methods, for `people` or for the number each is described for."""
        if people is None:
            return self.usual_minutes
        not_short, long = (self._slow_from[limit].at(people) for limit in (SHORT, LONG + 1))
        sets = [self.all & ~not_short, not_short & ~long, long]
        for place, method in self._taught:
            bit, minutes = 1 << place, method.minutes(people)
            fits = [minutes < SHORT, SHORT <= minutes <= LONG, minutes > LONG]
            sets = [one | bit if fit else one & ~bit for one, fit in zip(sets, fits, strict=True)]
        return tuple(sets)

    def listed(self, found):
        """The places of the methods in `found`, in order."""
        return [place for place, bit in enumerate(bin(found)[:1:-1]) if bit == "1"]


def minute_sets(pairs):
    """(short, middle, long) sets from (minutes, bit)."""
    sets = [0, 0, 0]
    for minutes, bit in pairs:
        sets[(minutes >= SHORT) + (minutes > LONG)] |= bit
    return tuple(sets)


class Growing:
    """Which methods take `limit` minutes or more, for any number of people: more people, no fewer minutes."""

    def __init__(self, numbered, limit):
        bits = {}
        for place, method in numbered:
            people = first_longer(method.timing, limit, method.people_min, method.people_max)
            if people is not None:
                bits[people] = bits.get(people, 0) | 1 << place
        self.people, self.sets, whole = sorted(bits), [0], 0
        for people in self.people:
            whole |= bits[people]
            self.sets.append(whole)

    def at(self, people):
        return self.sets[bisect_right(self.people, people)]
