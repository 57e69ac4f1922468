"""What to bring to a meeting: the materials of its methods, counted for the people who come.

Plain data out. A thing that is used up (lappar, ark) is added together over the methods; a thing that is
used again (tusj, klokke) is counted once, for the method that needs most of it.
"""

from dataclasses import dataclass

USED_UP = ("lapp", "ark", "prikk", "papir", "skjema", "kort", "mal", "klistremerke", "rull")


@dataclass(frozen=True)
class Thing:
    """One line of the shopping list: what, how many, and the methods that ask for it."""

    name: str
    number: int
    methods: tuple


def shopping_list(blocks, people):
    """Things for all method blocks and `people`, in the order they are first needed."""
    needed = {}
    for block in blocks:
        if block.method:
            for line in block.method.materials_for(people):
                needed.setdefault(line["name"].strip().lower(), []).append((line, block.method.title))
    return [_thing(lines) for lines in needed.values()]


def _thing(lines):
    numbers = [line["number"] for line, _title in lines]
    first = lines[0][0]["name"]
    together = sum(numbers) if is_used_up(first) else max(numbers)
    return Thing(first, together, tuple(dict.fromkeys(title for _line, title in lines)))


def is_used_up(name):
    return any(word in name.lower() for word in USED_UP)
