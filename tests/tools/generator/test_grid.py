"""The grid of 576 briefs: 8 purposes, 4 to 120 people, 45 to 360 minutes."""

import warnings as python_warnings
from itertools import combinations, pairwise
from statistics import median

import pytest

from tests.tools.generator.invariants import problems
from tools.generator.outcome import VARIANTS

MOST_INFEASIBLE = 0.03


@pytest.fixture
def feasible(asked_grid):
    return [asked for asked in asked_grid if asked.proposals.refusal is None]


def test_hardly_any_brief_of_the_grid_is_refused(asked_grid):
    """The share, with reasons, stands in the output of the suite."""
    refused = [asked for asked in asked_grid if asked.proposals.refusal is not None]
    share = len(refused) / len(asked_grid)
    reasons = [f"{asked.name}: {asked.proposals.refusal.code}" for asked in refused]
    smaller = sum(smaller_result(asked) for asked in asked_grid)

    python_warnings.warn(
        f"Grid of {len(asked_grid)}: {share:.1%} infeasible {reasons}; {smaller} end with a smaller result",
        stacklevel=1,
    )

    assert share < MOST_INFEASIBLE


def smaller_result(asked):
    return any("smaller_result" in made.relaxed for made in asked.proposals.variants)


def test_every_programme_of_the_grid_holds(feasible):
    """Exact end, coherent chain, the wanted result, pauses, sizes: all of methods.md G, in every variant."""
    broken = {
        (asked.name, made.name): found
        for asked in feasible
        for made in asked.proposals.variants
        if (found := problems(made, asked.question))
    }

    assert broken == {}


def test_every_proposal_has_the_three_variants(feasible):
    assert {tuple(made.name for made in asked.proposals.variants) for asked in feasible} == {VARIANTS}


def difference(one, other):
    """The part of their methods that two programmes do not share: 0 the same, 1 nothing in common."""
    mine, theirs = set(one.methods), set(other.methods)
    return 1 - len(mine & theirs) / len(mine | theirs)


def test_the_variants_are_truly_different(feasible):
    """In the middle two thirds of their methods are others; with an hour to fill they are never the same."""
    pairs = [
        (difference(one, other), asked.question.minutes)
        for asked in feasible
        for one, other in combinations(asked.proposals.variants, 2)
    ]

    assert median(share for share, _minutes in pairs) > 2 / 3
    assert min(share for share, minutes in pairs if minutes >= 60) > 0
    assert sum(share < 0.3 for share, _minutes in pairs) < 0.01 * len(pairs)


def test_a_bold_programme_asks_more_of_people_than_a_safe_one(feasible):
    def demands(asked, which):
        known = {facts.slug: facts for facts in asked.question.methods}
        used = [known[slug] for slug in asked.proposals.variants[which].methods]
        return sum(facts.safety + facts.skill + (facts.posture != "sit") for facts in used) / len(used)

    bolder = sum(demands(asked, 2) > demands(asked, 0) for asked in feasible)

    assert bolder > 0.9 * len(feasible)


def test_a_long_meeting_diverges_and_converges_twice(feasible):
    long = [asked for asked in feasible if asked.question.minutes >= 300]

    cycles = {
        (asked.name, made.name): count
        for asked in long
        for made in asked.proposals.variants
        if (count := cycles_of(made, asked.question)) < 2
    }

    assert cycles == {}


def cycles_of(made, question):
    """How often exploring is followed by gathering, choosing or planning."""
    known = {facts.slug: facts for facts in question.methods}
    functions = [known[slug].function for slug in made.methods]
    kinds = ["d" if name in ("insight", "idea") else "c" if name in CONVERGE else "" for name in functions]
    shape = "".join(kind for kind in kinds if kind)
    return sum(one == "d" and other == "c" for one, other in pairwise(shape))


CONVERGE = ("gather", "prioritise", "plan")


def test_no_long_meeting_hides_slack_in_its_blocks(feasible):
    """All methods together get what they usually take; for four people a day may stretch them somewhat."""
    stretched = {}
    for asked in feasible:
        known = {facts.slug: facts for facts in asked.question.methods}
        people = asked.question.brief.people
        for made in asked.proposals.variants:
            used = [
                (block.minutes, known[block.method].minutes(people)) for block in made.blocks if block.method
            ]
            most = 1.5 if people < 6 else 4 / 3
            if sum(minutes for minutes, _usual in used) > most * sum(usual for _minutes, usual in used):
                stretched[asked.name, made.name] = used

    assert stretched == {}


def test_nothing_explores_after_the_last_decision(feasible):
    late = [
        (asked.name, made.name)
        for asked in feasible
        for made in asked.proposals.variants
        if explores_after_decision(made, asked.question)
    ]

    assert late == []


def explores_after_decision(made, question):
    known = {facts.slug: facts for facts in question.methods}
    gives = [(known[slug].function, known[slug].gives) for slug in made.methods]
    decided = max((at for at, (_function, code) in enumerate(gives) if code == "V"), default=len(gives))
    return any(function in ("insight", "idea") for function, _code in gives[decided:])


def test_no_two_votes_say_the_same_on_end(feasible):
    twice = [
        (asked.name, made.name)
        for asked in feasible
        for made in asked.proposals.variants
        if votes_twice(made, asked.question)
    ]

    assert twice == []


def votes_twice(made, question):
    known = {facts.slug: facts for facts in question.methods}
    gives = [known[slug].gives for slug in made.methods if known[slug].function != "close"]
    return any(one == other and one in "PV" for one, other in pairwise(gives))
