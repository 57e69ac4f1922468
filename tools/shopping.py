"""What to bring to a meeting: the materials of its methods, counted for the people who come.

Plain data out. A thing that is used up (lappar, ark) or made for its method (plakat, skjema) is added
together over the methods. A thing that is used again (tusj, klokke) is counted for the moment that needs
most of it: methods that run side by side need one set each.
"""

from dataclasses import dataclass
from itertools import groupby

MADE, USED_UP, AGAIN = "made", "used_up", "again"
MADE_WORDS = (
    "skjema", "faktaark", "faktaside", "fakta på", "guide", "bordkort", "kort med", "hattekort", "symbolkort",
    "biletkort", "på kort", "spørsmålslapp", "plakat", "manus", "liste", "skilt", "ark med", "ark om",
    "ark merkt", "ark eller", "a1 eller", "mal på", "mal for", "framsidemal", "timeplan", "qr-kode",
    "framlegget", "planen", "bordnummer", "teikning", "stort kart", "kart over", "døme", "tabell",
    "lappar med",
)  # fmt: skip
USED_UP_WORDS = ("lapp", "ark", "prikk", "papir", "skjema", "kort", "mal", "klistremerke", "rull", "papp")
SAME = {"pennar": "penn", "store ark": "stort ark", "tusjar": "tusj"}


@dataclass(frozen=True)
class Need:
    """A method needs `number` of a thing from `start` until `end` (any order that can be compared)."""

    name: str
    number: int
    method: str
    start: object
    end: object
    note: str = ""


@dataclass(frozen=True)
class Thing:
    """One line of the shopping list: what, how many, and the needs behind it in the order they come."""

    name: str
    number: int
    needs: tuple

    @property
    def kind(self):
        return kind_of(self.name)

    @property
    def methods(self):
        return tuple(dict.fromkeys(need.method for need in self.needs))

    @property
    def notes(self):
        return tuple(dict.fromkeys(need.note for need in self.needs if need.note))


def shopping_list(blocks, people):
    """Things for all method blocks of a recipe and `people`, in the order they are first needed."""
    return counted(
        Need(line["name"], line["number"], block.method.title, place, place + 1, line.get("note", ""))
        for place, block in enumerate(blocks)
        if block.method
        for line in block.method.materials_for(people)
    )


def counted(needs):
    """The Things that answer these needs, in the order they are first needed."""
    ordered = sorted(needs, key=lambda need: need.start)
    by_name = sorted(ordered, key=_same_thing)
    things = [_thing(list(group)) for _name, group in groupby(by_name, key=_same_thing)]
    return sorted(things, key=lambda thing: ordered.index(thing.needs[0]))


def kind_of(name):
    """MADE on paper for this meeting, USED_UP in it, or used AGAIN."""
    name = name.lower()
    if any(word in name for word in MADE_WORDS):
        return MADE
    return USED_UP if any(word in name for word in USED_UP_WORDS) else AGAIN


def _same_thing(need):
    name = need.name.strip().lower()
    return SAME.get(name, name)


def _thing(needs):
    numbers = [need.number for need in needs]
    name = needs[0].name.strip()
    return Thing(name, most_at_once(needs) if kind_of(name) == AGAIN else sum(numbers), tuple(needs))


def most_at_once(needs):
    """The largest number that is in use at one time."""
    return max(in_use_with(needs, need) for need in needs)


def in_use_with(needs, need):
    """How many are in use when `need` begins."""
    return sum(other.number for other in needs if other.start <= need.start < other.end)
