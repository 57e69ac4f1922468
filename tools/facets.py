"""The library's filters: what is chosen in the address, what it means, and how many each value would give.

Within a facet the values are OR, between facets AND; needs («Så alle kan vere med») must all be met, so
there the values too are AND. A value's number counts with all the *other* facets as they are chosen.
Unknown values are left out, and the page says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tools.catalogue import MOST_PEOPLE
from tools.choices import INCLUSION, Participation, Purpose, Step
from tools.search import Asked, understand

# The needs as an address says them, in the order of INCLUSION.
NEEDS = dict(
    zip(
        ["utan-skriving", "utan-staing", "utan-lesing", "barn-og-unge", "tolk", "hoyrsel"],
        INCLUSION,
        strict=True,
    )
)


@dataclass(frozen=True)
class Facet:
    """A filter: its name in the address, its heading, its values with words, and who answers each.

    `sets` gives {value: set of methods} from the catalogue and the number of people. `takes_all`: a method
    must answer every chosen value, not only one of them.
    """

    name: str
    label: str
    values: dict
    sets: Callable
    takes_all: bool = False

    def wanted(self, values, sets, everything):
        """Those who answer any of `values` (or all of them); everything when none is chosen."""
        return (
            reduce(and_ if self.takes_all else or_, [sets[value] for value in values])
            if values
            else everything
        )


FACETS = [
    Facet(
        "steg", gettext_lazy("Steg i prosessen"), dict(Step.choices), lambda library, _people: library.steps
    ),
    Facet(
        "foremal", gettext_lazy("Føremål"), dict(Purpose.choices), lambda library, _people: library.purposes
    ),
    Facet(
        "tid",
        gettext_lazy("Tid"),
        {
            "under-20": gettext_lazy("Under 20 min"),
            "20-45": gettext_lazy("20–45 min"),
            "over-45": gettext_lazy("Over 45 min"),
        },
        lambda library, people: dict(
            zip(["under-20", "20-45", "over-45"], library.minutes(people), strict=True)
        ),
    ),
    Facet(
        "storleik",
        gettext_lazy("Gruppestorleik"),
        {
            "2-8": gettext_lazy("2–8 deltakarar"),
            "9-20": gettext_lazy("9–20 deltakarar"),
            "21-60": gettext_lazy("21–60 deltakarar"),
            "over-60": gettext_lazy("Over 60"),
        },
        lambda library, _people: library.sizes,
    ),
    Facet(
        "stad",
        gettext_lazy("Kvar de møtest"),
        {"rom": gettext_lazy("I same rom"), "digitalt": gettext_lazy("Digitalt")},
        lambda library, _people: {"rom": library.all, "digitalt": library.digital},
    ),
    Facet(
        "medverknad",
        gettext_lazy("Medverknad"),
        dict(Participation.choices),
        lambda library, _people: library.participation,
    ),
    Facet(
        "behov",
        gettext_lazy("Så alle kan vere med"),
        {value: INCLUSION[key] for value, key in NEEDS.items()},
        lambda library, _people: {value: library.suits.get(key, 0) for value, key in NEEDS.items()},
        takes_all=True,
    ),
]


@dataclass(frozen=True)
class Choice:
    """Everything a list page is asked for, cleaned: the search, the chosen values, the number of people."""

    asked: Asked
    chosen: dict
    people: int | None = None
    remarks: tuple = field(default=())

    @property
    def number_of_filters(self):
        return sum(len(values) for values in self.chosen.values())

    def query(self, *, without=None):
        """This choice as an address asks for it; `without` is a (facet's name, value) to take away."""
        query = QueryDict(mutable=True)
        if self.asked.text:
            query["q"] = self.asked.text
        for name, values in self.chosen.items():
            query.setlist(name, [value for value in values if (name, value) != without])
        if self.people:
            query["n"] = self.people
        return query

    def address(self, *, without=None):
        return "?" + self.query(without=without).urlencode()

    def freed_from(self, facet):
        return replace(self, chosen={**self.chosen, facet.name: []})

    def cleared(self):
        """The same search without filters."""
        return replace(self, chosen={facet.name: [] for facet in FACETS})


def read_choice(query):
    """The choice an address asks for. Whatever cannot be used is left out, with a remark about it."""
    asked = understand(query.get("q", ""))
    chosen, unknown = {}, False
    for facet in FACETS:
        values = query.getlist(facet.name)
        chosen[facet.name] = [value for value in facet.values if value in values]
        unknown = unknown or any(value and value not in facet.values for value in values)
    people, remark = read_people(query.get("n", ""))
    remarks = [remark] if remark else []
    if unknown:
        remarks.append(_("Adressa hadde eit filter vi ikkje kjenner. Vi såg bort frå det."))
    if asked.was_cut:
        remarks.append(_("Søket var langt. Vi brukte dei første 200 teikna."))
    return Choice(asked, chosen, people, tuple(remarks))


def read_people(text):
    """(number of people, "") or (None, what to write instead); (None, "") when nothing is written."""
    text = text.strip()
    if not text:
        return None, ""
    # isdecimal also takes digits of other scripts, as int() does; the length keeps int() quick.
    if text.isdecimal() and len(text) <= 6 and 1 <= int(text) <= MOST_PEOPLE:
        return int(text), ""
    return None, _(
        "Skriv talet på deltakarar som eit heilt tal frå 1 til 2000. Vi såg bort frå det som stod der."
    )


def count(library, found, choice):
    """(those of `found` that the choice asks for, how many there are and would be).

    The numbers: "total" of `found`, (facet's name, value) with the other facets as they are, and under a
    chosen facet's own name how many there would be without it.
    """
    wanted = {facet.name: _wanted(facet, library, choice) for facet in FACETS}
    numbers, chosen = {"total": found.bit_count()}, reduce(and_, wanted.values(), found)
    for facet in FACETS:
        others = reduce(and_, [one for name, one in wanted.items() if name != facet.name], found)
        base, sets = chosen if facet.takes_all else others, facet.sets(library, choice.people)
        numbers |= {(facet.name, value): (base & sets.get(value, 0)).bit_count() for value in facet.values}
        if choice.chosen[facet.name]:
            numbers[facet.name] = others.bit_count()
    return chosen, numbers | {"found": chosen.bit_count()}


def _wanted(facet, library, choice):
    sets = facet.sets(library, choice.people)
    values = choice.chosen[facet.name]
    return facet.wanted(values, {value: sets.get(value, 0) for value in values}, library.all)


def shown(choice, numbers):
    """The facets as the form shows them: every value with its words, its number and whether it is chosen."""
    return _shown(
        lambda name, value: {
            "number": str(numbers[name, value]),
            "checked": " checked" if value in choice.chosen[name] else "",
        }
    )


def empty(number, checked):
    """The same with one number and one mark for all."""
    return _shown(lambda _name, _value: {"number": number, "checked": checked})


def _shown(told):
    return [
        {
            "name": facet.name,
            "label": facet.label,
            "values": [
                {"value": value, "label": label, **told(facet.name, value)}
                for value, label in facet.values.items()
            ],
        }
        for facet in FACETS
    ]


def ways_out(choice, numbers):
    """When the filters leave nothing: each facet that stands in the way, and the list without it."""
    blocking = [facet for facet in FACETS if numbers.get(facet.name)]
    return [
        {"label": facet.label, "number": numbers[facet.name], "address": choice.freed_from(facet).address()}
        for facet in sorted(blocking, key=lambda facet: -numbers[facet.name])
    ]


def chips(choice):
    """The chosen filters, each with the address that takes it away."""
    return [
        {"label": facet.values[value], "address": choice.address(without=(facet.name, value))}
        for facet in FACETS
        for value in choice.chosen[facet.name]
    ]
