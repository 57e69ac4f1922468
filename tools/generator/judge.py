"""What one variant of one brief thinks of each method by itself, by the table of weights."""

import random

from tools.facts import ANYTHING
from tools.generator.arc import CONVERGES, DIVERGES, IN, OB, OPENING
from tools.generator.weights import (
    AROUND,
    DECIDES,
    FAR,
    HOMES,
    INTRODUCES,
    LIKES_PROVEN,
    LONG_ROUND,
    NEAR,
    PROVEN,
    SMALL_STEPS,
    TASTE,
    USED,
    WEIGHTS,
)

MOST_ROOMS = 4  # more parallel groups than this too many are no worse


def daring(facts):
    """0 for what everybody has done before, up to about 4 for what asks something of people and leader."""
    return (
        (facts.safety - 1)
        + 0.8 * (facts.skill - 1)
        + 0.8 * (facts.posture != "sit")
        + 0.5 * (facts.function == "idea")
        + 0.3 * (facts.work_form in ("individual", "pair"))
    )


class Judge:
    """Points for a method that do not depend on what stands around it.

    wanted   the result the meeting shall give
    others   {slug: how many of the other variants use it}
    insists  how many times more than usual it avoids those
    """

    def __init__(self, brief, wanted, minutes, name, others=(), seed=0, insists=1):
        self.brief, self.wanted, self.minutes, self.name = brief, wanted, minutes, name
        self.others, self.seed, self.insists = dict(others), seed, insists
        self.known = {}

    def points(self, facts):
        if facts.slug not in self.known:
            terms = (
                self.purpose(facts),
                self.taste(facts),
                self.people(facts),
                self.place(facts),
                self.end(facts),
            )
            self.known[facts.slug] = sum(sum(some) for some in terms)
        return self.known[facts.slug]

    def purpose(self, facts):
        """How well it belongs in a meeting with this purpose."""
        purpose = self.brief.purpose
        kind = "work" if facts.function in DIVERGES else "purpose"
        yield WEIGHTS[kind] * NEAR[purpose].get(facts.purpose, FAR)
        if facts.slug in PROVEN[purpose]:
            yield LIKES_PROVEN[self.name]
        if purpose not in HOMES.get(facts.family, (purpose,)):
            yield WEIGHTS["odd"]
        if facts.function == OPENING and facts.gives != "R" and purpose != IN:
            yield WEIGHTS["cold_opening"]

    def taste(self, facts):
        """What this variant likes, and what another seed does."""
        yield TASTE[self.name] * daring(facts)
        part = 1.0 if facts.function in (*DIVERGES, *CONVERGES) else AROUND
        yield part * self.insists * USED[self.name] * self.others.get(facts.slug, 0)
        if facts.learned:
            yield WEIGHTS["learned"]
        if self.seed:
            yield WEIGHTS["seed"] * random.Random(f"{self.seed} {facts.slug}").random()  # noqa: S311

    def people(self, facts):
        """Those who come, and those who lead."""
        brief = self.brief
        rooms = facts.parallel_groups(brief.people) - max(1, brief.leaders)
        yield WEIGHTS["rooms"] * min(MOST_ROOMS, max(0, rooms))
        yield WEIGHTS["skill"] * max(0, facts.skill - brief.skill)
        if facts.family in INTRODUCES:
            meet = brief.strangers or brief.purpose == OB
            yield WEIGHTS["introduces"] * (1 if meet else -2)
        if facts.gives == "R" and (brief.strangers or brief.conflict):
            yield WEIGHTS["trust"]

    def place(self, facts):
        """Screen or room, and how it fills the time."""
        if self.brief.digital:
            yield WEIGHTS["screen"] * (facts.mode != "both") + WEIGHTS["standing"] * (facts.posture != "sit")
        if facts.own_breaks:
            yield WEIGHTS["own_breaks"]
        if is_round(facts) and facts.shortest(self.brief.people) > LONG_ROUND:
            yield WEIGHTS["plenary"]

    def end(self, facts):
        """Results nobody asked for, and plans that are too small."""
        if facts.gives == "V" and self.wanted != "V" and self.brief.purpose not in DECIDES:
            yield WEIGHTS["unasked"]
        if facts.gives == "H" and ANYTHING in facts.needs and self.minutes >= SMALL_STEPS:
            yield WEIGHTS["small_step"]


def is_round(facts):
    """Whether everybody speaks in turn, with all the others listening."""
    return facts.work_form == "plenary" and bool(facts.timing.per_person)
