"""Random briefs: whatever is asked, the programme holds, or the refusal says why (methods.md G)."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.tools.generator.conftest import ask
from tests.tools.generator.invariants import problems
from tests.tools.generator.library import methods
from tools import wording
from tools.facts import Facts
from tools.generator import repropose
from tools.generator.arc import EL, IA, ID, IN, KD, MS, OB, PA
from tools.generator.offsets import cost, laid_day, stretches
from tools.generator.task import Question
from tools.plan import FRAME, METHOD, PAUSE, Block, Brief, Plan

SLUGS = [facts.slug for facts in methods()]
KIT = sorted({word for facts in methods() for word in facts.kit})


def few(examples):
    """Settings for properties that each propose whole programmes."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=examples, deadline=None, suppress_health_check=slow)


briefs = st.builds(
    Brief,
    purpose=st.sampled_from((MS, ID, IA, IN, PA, OB, EL, KD)),
    result=st.sampled_from(("", "", "M", "P", "V", "H", "F", "R")),
    people=st.integers(1, 250),
    digital=st.booleans(),
    strangers=st.booleans(),
    conflict=st.integers(0, 2),
    leaders=st.integers(1, 4),
    skill=st.integers(1, 3),
    must=st.lists(st.sampled_from(SLUGS), max_size=2, unique=True).map(tuple),
    avoid=st.lists(st.sampled_from(SLUGS), max_size=8, unique=True).map(tuple),
    lacks=st.lists(st.sampled_from(KIT), max_size=3, unique=True).map(tuple),
)
starts = st.builds(datetime.time, st.integers(7, 18), st.sampled_from((0, 5, 7, 15, 30, 45)))


@st.composite
def fixed_blocks(draw, start, minutes):
    """A presentation or two, a lunch locked to the clock, a kept method: any of them, or nothing."""
    found = []
    for number in range(draw(st.integers(0, 2))):
        length = draw(st.integers(5, 30))
        found.append(Block(f"talk{number}", FRAME, f"Innlegg {number}", length, brings=draw(brings)))
    if draw(st.booleans()) and minutes >= 150:
        at = draw(st.integers(60, minutes - 75))
        found.append(
            Block("lunch1", PAUSE, "Lunsj", draw(st.sampled_from((20, 30, 45))), starts=clock(start, at))
        )
    if draw(st.integers(0, 3)) == 0:
        facts = draw(st.sampled_from(methods()))
        found.append(Block("method1", METHOD, facts.title, facts.minutes(12), facts.slug, kept=True))
    return tuple(found)


brings = st.sampled_from(((), ("F",), ("K",), ("K", "M")))


def clock(start, minutes):
    gone = start.hour * 60 + start.minute + minutes
    return datetime.time(gone // 60 % 24, gone % 60)


@st.composite
def questions(draw):
    start, minutes = draw(starts), draw(st.integers(1, 620))
    fixed = draw(fixed_blocks(start, minutes))
    return Question(draw(briefs), methods(), start, minutes, fixed, seed=draw(st.integers(0, 3)))


def in_the_way(question):
    """Whether fixed blocks make the rest of the rules impossible: a long one, or more talk than work."""
    return any(block.minutes > 60 and block.kind != PAUSE for block in question.fixed)


@few(80)
@given(questions())
def test_a_programme_holds_or_its_refusal_says_why_and_what_helps(question):
    asked = ask(question)

    if asked.proposals.refusal is not None:
        assert asked.proposals.variants == ()
        assert wording.refusal_line(asked.proposals.refusal)
        assert all(wording.offer_line(offer) for offer in asked.proposals.refusal.offers)
        return
    assume(not in_the_way(question))
    broken = {made.name: found for made in asked.proposals.variants if (found := problems(made, question))}
    assert broken == {}


@few(12)
@given(questions())
def test_the_same_brief_and_seed_give_the_same_plan(question):
    assert ask(question).proposals == ask(question).proposals


@few(25)
@given(
    st.sampled_from((MS, ID, IA, IN, PA, OB, EL, KD)),
    st.integers(4, 100),
    st.sampled_from(("", "P", "V")),
    st.integers(45, 355),
    st.integers(1, 120),
)
def test_more_time_never_loses_the_decision(purpose, people, result, minutes, more):
    brief = Brief(purpose=purpose, people=people, result=result)
    short = ask(Question(brief, methods(), datetime.time(9), minutes)).proposals
    long = ask(Question(brief, methods(), datetime.time(9), minutes + more)).proposals
    assume(short.refusal is None)

    assert long.refusal is None
    assert decisions(short) <= decisions(long)


def decisions(proposals):
    """Names of the variants with a place where the group chooses."""
    known = {facts.slug: facts for facts in methods()}
    return {
        made.name
        for made in proposals.variants
        if any(known[slug].function == "prioritise" for slug in made.methods)
    }


@given(st.sampled_from(methods()), st.integers(1, 400))
def test_one_more_person_never_shortens_a_round(facts: Facts, people):
    assert facts.minutes(people + 1) >= facts.minutes(people)
    assert facts.shortest(people + 1) >= facts.shortest(people)
    assert facts.longest(people + 1) >= facts.longest(people)


@few(15)
@given(questions(), st.integers(0, 30), st.data())
def test_what_is_kept_survives_a_new_proposal(question, seed, data):
    asked = ask(question)
    assume(asked.proposals.refusal is None)
    blocks = data.draw(st.sampled_from(asked.proposals.variants)).blocks
    number = data.draw(st.integers(0, len(blocks) - 1))
    kept = replace(blocks[number], kept=True)
    plan = Plan(
        "", question.brief, start=question.start, blocks=(*blocks[:number], kept, *blocks[number + 1 :])
    )

    again = repropose(plan, methods(), seed=seed)

    assert again or again.refusal.offers
    for made in again.variants:
        assert kept in made.blocks
        assert [block for block in plan.blocks if block.is_fixed and block not in made.blocks] == []
        assert sum(block.minutes for block in made.blocks) == question.minutes


@given(st.lists(st.builds(Block, st.just("a"), st.just(FRAME), st.just(""), st.integers(1, 90),
                          track=st.sampled_from(("", "A", "B"))), min_size=1, max_size=12))  # fmt: skip
def test_parallel_tracks_cost_as_much_as_the_longest(blocks):
    ends = max(place.end for place in laid_day(blocks, datetime.time(9)))

    assert ends == sum(cost(stretch) for stretch in stretches(blocks))
    for stretch in stretches(blocks):
        tracks = {block.track for block in stretch}
        lengths = [sum(block.minutes for block in stretch if block.track == track) for track in tracks]
        assert cost(stretch) == max(lengths)


@pytest.mark.parametrize("minutes", [45, 90, 137, 300])
def test_another_seed_gives_another_proposal(minutes):
    question = Question(Brief(ID, people=16), methods(), datetime.time(9), minutes)

    seen = {
        tuple(made.methods for made in ask(replace(question, seed=seed)).proposals.variants)
        for seed in range(6)
    }

    assert len(seen) > 1
