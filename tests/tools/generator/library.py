"""The real methods as Facts, straight from the content files: tests and measurements need no database."""

import tomllib
from functools import cache
from pathlib import Path

from tools.facts import Facts
from tools.generator import arc
from tools.timing import Timing

CONTENT = Path(__file__).parents[3] / "tools" / "content"
PURPOSES = {name: getattr(arc, name) for name in ("MS", "ID", "IA", "IN", "PA", "OB", "EL", "KD")}


@cache
def methods():
    """All methods of the library, in the order of their slugs."""
    return tuple(facts_of(path) for path in sorted(CONTENT.glob("methods/*.toml")))


def facts_of(path):
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    people, minutes, facts = data["people"], data["minutes"], data["facts"]
    same = ("function", "gives", "safety", "skill", "mode", "work_form", "posture", "family", "own_breaks")
    return Facts(
        slug=path.stem,
        title=data["title"],
        purpose=PURPOSES[data["purpose"]],
        step=data["steps"][0],
        phase=data["phase"],
        needs=tuple(facts["needs"]),
        timing=Timing(
            minutes["fixed"], minutes["per_person"], minutes["per_group"], people["group"],
            minutes["min"], minutes["max"],
        ),
        people_min=people["min"],
        people_max=people["max"],
        short_form=minutes["short_form"],
        can_be_parallel=facts["parallel"],
        kit=tuple(facts["kit"]),
        **{name: facts[name] for name in same},
    )  # fmt: skip
