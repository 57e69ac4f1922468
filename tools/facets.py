"""The library's filters: what is chosen in the address, what it means, and how many each value would give.

Within a facet the values are OR, between facets AND; needs («Så alle kan vere med») must all be met, so
there the values too are AND. A value's number counts with all the *other* facets as they are chosen, in
one query. Unknown values are left out, and the page says so.
"""

from dataclasses import dataclass, field, replace

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tools.choices import INCLUSION, Mode, Participation, Purpose, Step
from tools.facts import LARGEST, SIZE_CLASSES
from tools.models.method import CARD_FIELDS
from tools.search import Asked, understand

MOST_PEOPLE = 2_000
SHORT, LONG = 20, 45  # minutes
GROUP_SIZES = {"2-8": (2, 8), "9-20": (9, 20), "21-60": (21, 60), "over-60": (61, MOST_PEOPLE)}

# The needs as an address says them, in the order of INCLUSION.
INCLUSION_VALUES = dict(
    zip(
        ["utan-skriving", "utan-staing", "utan-lesing", "barn-og-unge", "tolk", "hoyrsel"],
        INCLUSION.values(),
        strict=True,
    )
)

# What a list needs of each method. The filters are plain SQL over these columns: thirty filtered counts
# made as expressions would cost more than the page they stand on (see docs/metodar.md).
COLUMNS = ["id", *CARD_FIELDS, "sort_key", "purpose", "participation", "mode", "suits"]
# The twin of Method.minutes, for the number of people in `people`: what is learned, else Timing.minutes.
SIZE = "CASE " + " ".join(f"WHEN people <= {most} THEN '{name}'" for most, name in SIZE_CLASSES)
MINUTES = f"""
    coalesce((learned -> ({SIZE} ELSE '{LARGEST}' END) ->> 'minutes')::int, floor(least(greatest(
        fixed_min + per_person_min * people
        + per_group_min * CASE WHEN group_size = 0 THEN 1 ELSE ceil(people / group_size) END,
    min_minutes), max_minutes) + 0.5))
"""


@dataclass(frozen=True)
class Facet:
    """A filter: its name in the address, its heading, its values with words, and what each asks for.

    `asks` are conditions in SQL made from our own constants; nothing from outside comes into them.
    `takes_all`: a method must answer every chosen value, not only one of them.
    """

    name: str
    label: str
    values: dict
    asks: dict
    takes_all: bool = False

    def wanted(self, values):
        """Any of `values` (or all of them); everything when none is chosen."""
        join = " AND " if self.takes_all else " OR "
        return "(" + join.join(self.asks[value] for value in values) + ")" if values else "true"


def _same_as(column, choices):
    return {value: f"{column} = '{value}'" for value in choices.values}


FACETS = [
    Facet(
        "steg",
        gettext_lazy("Steg i prosessen"),
        dict(Step.choices),
        {value: f"'{value}' = ANY (steps)" for value in Step.values},
    ),
    Facet("foremal", gettext_lazy("Føremål"), dict(Purpose.choices), _same_as("purpose", Purpose)),
    Facet(
        "tid",
        gettext_lazy("Tid"),
        {
            "under-20": gettext_lazy("Under 20 min"),
            "20-45": gettext_lazy("20–45 min"),
            "over-45": gettext_lazy("Over 45 min"),
        },
        {
            "under-20": f"minutes_now < {SHORT}",
            "20-45": f"minutes_now BETWEEN {SHORT} AND {LONG}",
            "over-45": f"minutes_now > {LONG}",
        },
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
        {
            value: f"(people_min <= {most} AND people_max >= {fewest})"
            for value, (fewest, most) in GROUP_SIZES.items()
        },
    ),
    Facet(
        "stad",
        gettext_lazy("Kvar de møtest"),
        {"rom": gettext_lazy("I same rom"), "digitalt": gettext_lazy("Digitalt")},
        {"rom": "true", "digitalt": f"mode <> '{Mode.ROOM}'"},
    ),
    Facet(
        "medverknad",
        gettext_lazy("Medverknad"),
        dict(Participation.choices),
        _same_as("participation", Participation),
    ),
    Facet(
        "behov",
        gettext_lazy("Så alle kan vere med"),
        INCLUSION_VALUES,
        {value: f"'{key}' = ANY (suits)" for value, key in zip(INCLUSION_VALUES, INCLUSION, strict=True)},
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

    def condition(self, *, without=None):
        """What all facets ask for together, `without` one of them, in SQL."""
        asked = [facet.wanted(self.chosen[facet.name]) for facet in FACETS if facet is not without]
        return " AND ".join(part for part in asked if part != "true") or "true"

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


def facts(queryset, people):
    """(SQL, parameters): the queryset's methods with `minutes_now` for `people`, as a table to count from."""
    sql, params = queryset.query.sql_with_params()
    counted = "people_typical"
    if people is not None:
        counted, params = "greatest(least(%s, people_max), people_min)", (people, *params)
    with_people = f"SELECT found.*, ({counted})::float8 AS people FROM ({sql}) found"  # noqa: S608
    table = f"(SELECT counted.*, {MINUTES} AS minutes_now FROM ({with_people}) counted) fact"  # noqa: S608
    return table, params


def count(queryset, choice):
    """How many are found, and how many each value gives with the other facets as they are: one query.

    Under a facet's own name stands how many there would be without that facet, when it is chosen.
    """
    asked = {"total": "true", "found": choice.condition()}
    for facet in FACETS:
        others = choice.condition(without=facet)
        with_it = choice.condition() if facet.takes_all else others
        asked |= {(facet.name, value): f"{with_it} AND {facet.asks[value]}" for value in facet.values}
        if choice.chosen[facet.name]:
            asked[facet.name] = others
    try:
        table, params = facts(queryset.order_by().values(*COLUMNS), choice.people)
    except EmptyResultSet:
        return dict.fromkeys(asked, 0)
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in asked.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts} FROM {table}", params)  # noqa: S608
        return dict(zip(asked, cursor.fetchone(), strict=True))


def rows(queryset, choice, start, end):
    """The methods from place `start` to `end` of those the choice asks for, best first, then by title."""
    table, params = facts(queryset.order_by().values(*COLUMNS, "points"), choice.people)
    order = "points DESC, sort_key"
    sql = f"SELECT * FROM {table} WHERE {choice.condition()} ORDER BY {order} LIMIT %s OFFSET %s"  # noqa: S608
    return list(queryset.model.objects.raw(sql, [*params, end - start, start]))


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
                    "number": numbers[facet.name, value],
                    "is_chosen": value in choice.chosen[facet.name],
                }
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
