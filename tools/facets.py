"""The library's filters: what is chosen in the address, what it means, and how many each value would give.

Within a facet the values are OR, between facets AND. A value's number counts with all the *other*
facets as they are chosen, in one query. Unknown values are left out, and the page says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tools.choices import Mode, Participation, Purpose, Step
from tools.search import Asked, understand

MOST_PEOPLE = 2_000
SHORT, LONG = 20, 45  # minutes
GROUP_SIZES = {"2-8": (2, 8), "9-20": (9, 20), "21-60": (21, 60), "over-60": (61, MOST_PEOPLE)}


@dataclass(frozen=True)
class Facet:
    """A filter: its name in the address, its heading, its values with words, and what a value asks for."""

    name: str
    label: str
    values: dict
    condition: Callable

    def wanted(self, values):
        """Any of `values`; everything when none is chosen."""
        asked = Q()
        for value in values:
            asked |= self.condition(value)
        return asked


TIMES = {
    "under-20": Q(minutes_now__lt=SHORT),
    "20-45": Q(minutes_now__gte=SHORT, minutes_now__lte=LONG),
    "over-45": Q(minutes_now__gt=LONG),
}
PLACES = {"rom": Q(mode__in=Mode.values), "digitalt": ~Q(mode=Mode.ROOM)}


def _group_size(value):
    fewest, most = GROUP_SIZES[value]
    return Q(people_min__lte=most, people_max__gte=fewest)


FACETS = [
    Facet(
        "steg", gettext_lazy("Steg i prosessen"), dict(Step.choices), lambda value: Q(steps__contains=[value])
    ),
    Facet("foremal", gettext_lazy("Føremål"), dict(Purpose.choices), lambda value: Q(purpose=value)),
    Facet(
        "tid",
        gettext_lazy("Tid"),
        {
            "under-20": gettext_lazy("Under 20 min"),
            "20-45": gettext_lazy("20–45 min"),
            "over-45": gettext_lazy("Over 45 min"),
        },
        TIMES.__getitem__,
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
        _group_size,
    ),
    Facet(
        "stad",
        gettext_lazy("Kvar de møtest"),
        {"rom": gettext_lazy("I same rom"), "digitalt": gettext_lazy("Digitalt")},
        PLACES.__getitem__,
    ),
    Facet(
        "medverknad",
        gettext_lazy("Medverknad"),
        dict(Participation.choices),
        lambda value: Q(participation=value),
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

    def condition(self, *, without=None):
        """What all facets ask for together, `without` one of them."""
        wanted = Q()
        for facet in FACETS:
            if facet is not without:
                wanted &= facet.wanted(self.chosen[facet.name])
        return wanted

    def address(self, *, without=None):
        """The query string of this choice; `without` is a (facet's name, value) to take away."""
        query = QueryDict(mutable=True)
        if self.asked.text:
            query["q"] = self.asked.text
        for name, values in self.chosen.items():
            query.setlist(name, [value for value in values if (name, value) != without])
        if self.people:
            query["n"] = self.people
        return "?" + query.urlencode()

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


def count(queryset, choice):
    """How many are found, and how many each value gives with the other facets as they are: one query."""
    asked = {"": Count("pk", filter=choice.condition())}
    for facet in FACETS:
        others = choice.condition(without=facet)
        for value in facet.values:
            asked[f"{facet.name} {value}"] = Count("pk", filter=others & facet.condition(value))
    return queryset.aggregate(total=Count("pk"), **{_alias(name): number for name, number in asked.items()})


def _alias(name):
    return "n_" + name.replace(" ", "__").replace("-", "_")


def shown(choice, numbers):
    """The facets as the form shows them: every value with its words, its number and whether it is chosen."""
    return [
        {
            "name": facet.name,
            "label": facet.label,
            "values": [
                {
                    "value": value,
                    "label": label,
                    "number": numbers[_alias(f"{facet.name} {value}")],
                    "is_chosen": value in choice.chosen[facet.name],
                }
                for value, label in facet.values.items()
            ],
        }
        for facet in FACETS
    ]


def number_found(numbers):
    return numbers[_alias("")]


def chips(choice):
    """The chosen filters, each with the address that takes it away."""
    return [
        {"label": facet.values[value], "address": choice.address(without=(facet.name, value))}
        for facet in FACETS
        for value in choice.chosen[facet.name]
    ]
