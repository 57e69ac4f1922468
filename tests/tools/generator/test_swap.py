"""Swap one block, fill one gap: the chain, the clock and the result stay."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.generator.invariants import problems
from tests.tools.generator.library import methods
from tools.generator import alternatives, fill, propose
from tools.generator.arc import ID, KD, MS, PA
from tools.generator.outcome import Variant
from tools.generator.task import Question
from tools.plan import METHOD, PAUSE, Block, Brief, Plan

NINE = datetime.time(9)


def plan_for(brief, minutes, which=0):
    made = propose(brief, methods(), start=NINE, minutes=minutes).variants[which]
    return Plan("", brief, start=NINE, blocks=made.blocks), made


def block_with(plan, slug):
    return next(block for block in plan.blocks if block.method == slug)


def test_the_first_alternatives_do_the_same_in_the_arc():
    plan, _made = plan_for(Brief(MS, people=12), 180)

    choices = alternatives(plan, block_with(plan, "swot-analyse").id, methods())

    known = {facts.slug: facts for facts in methods()}
    assert len(choices) == 5
    assert known[choices[0].block.method].function == "insight"
    assert choices[0].reason.gives


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from((MS, ID, KD, PA)),
    st.integers(4, 60),
    st.sampled_from((90, 150, 240)),
    st.integers(0, 2),
    st.data(),
)
def test_every_alternative_keeps_chain_clock_and_result(purpose, people, minutes, which, data):
    brief = Brief(purpose, people=people)
    plan, made = plan_for(brief, minutes, which)
    block = data.draw(st.sampled_from([block for block in plan.blocks if block.kind == METHOD]))

    for choice in alternatives(plan, block.id, methods()):
        assert (choice.block.id, choice.block.minutes) == (block.id, block.minutes)
        assert choice.block.method not in made.methods
        blocks = [choice.block if old.id == block.id else old for old in plan.blocks]
        swapped = Variant("", tuple(blocks), made.result)
        found = problems(swapped, Question(brief, methods(), NINE, minutes))
        assert [text for text in found if not text.startswith("ends")] == []


def test_a_pause_has_no_alternatives():
    plan, _made = plan_for(Brief(MS, people=12), 180)
    pause = next(block for block in plan.blocks if block.kind == PAUSE)

    assert alternatives(plan, pause.id, methods()) == ()
    assert alternatives(plan, "borte1", methods()) == ()


def test_what_is_avoided_is_no_alternative():
    plan, _made = plan_for(Brief(MS, people=12), 180)
    block = block_with(plan, "swot-analyse")
    first = alternatives(plan, block.id, methods())[0].block.method
    picky = replace(plan, brief=replace(plan.brief, avoid=(first,)))

    assert first not in [choice.block.method for choice in alternatives(picky, block.id, methods())]


@pytest.mark.parametrize("minutes", [10, 15, 25, 40, 60, 75])
def test_a_gap_is_filled_to_the_minute(minutes):
    plan, _made = plan_for(Brief(ID, people=20), 180)
    after = block_with(plan, "snoggprat-i-par") if "snoggprat-i-par" in plan.blocks else plan.blocks[1]

    choices = fill(plan, after.id, minutes, methods())

    assert sum(choice.block.minutes for choice in choices) == minutes
    at = plan.index(after.id) + 1
    whole = Variant("", (*plan.blocks[:at], *(c.block for c in choices), *plan.blocks[at:]), "P")
    found = problems(whole, Question(plan.brief, methods(), NINE, 180 + minutes))
    assert [text for text in found if not text.startswith("rests")] == []


def test_a_short_gap_after_long_work_is_a_pause():
    plan = Plan("", Brief(MS, people=12), blocks=(Block("a", METHOD, "SWOT-analyse", 60, "swot-analyse"),))

    assert [choice.block.kind for choice in fill(plan, "a", 5, methods())] == [PAUSE]


def test_a_gap_that_nothing_fits_is_left_alone():
    plan = Plan("", Brief(MS, people=12))

    assert fill(plan, None, 2, methods()) == ()
