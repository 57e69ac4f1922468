"""The live rule (methods.md F, the last paragraph)."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.tools.generator.library import methods
from tools.generator import adjusted, propose, remaining_of
from tools.generator.live import MOST_DRIFT, Remaining
from tools.plan import PAUSE, Block, Brief, Plan


@st.composite
def blocks_left(draw):
    return tuple(draw(block_left(str(number))) for number in range(draw(st.integers(1, 10))))


def block_left(name):
    minutes = st.shared(st.integers(5, 90), key=name)
    return st.builds(
        Remaining,
        st.just(name),
        minutes,
        minutes.flatmap(lambda most: st.integers(1, most)),
        is_locked=st.booleans(),
        at_clock=st.booleans(),
        is_needed=st.booleans(),
    )


def test_the_delay_is_shared_in_proportion():
    left = (Remaining("a", 40, 10), Remaining("b", 20, 5))

    assert adjusted(left, 6).minutes == (36, 18)


def test_a_short_block_stops_at_its_shortest_and_the_others_take_the_rest():
    left = (Remaining("a", 40, 10), Remaining("b", 20, 19))

    assert adjusted(left, 6).minutes == (35, 19)


def test_what_is_locked_keeps_its_minutes():
    assert adjusted((Remaining("a", 40, 10, is_locked=True), Remaining("b", 20, 5)), 6).minutes == (40, 14)


def test_a_block_with_a_clock_time_of_its_own_ends_the_delay():
    left = (Remaining("a", 40, 10), Remaining("lunch", 45, 5, at_clock=True), Remaining("b", 20, 5))

    assert adjusted(left, 10).minutes == (30, 45, 20)


def test_over_a_quarter_we_offer_what_to_drop_and_shorten_nothing():
    left = (Remaining("a", 40, 10), Remaining("b", 20, 5), Remaining("c", 10, 5, is_needed=True))

    found = adjusted(left, 18)

    assert found.minutes == (40, 20, 10)
    assert [(drop.id, drop.minutes) for drop in found.drops] == [("b", 20), ("a", 40)]


def test_what_shrinking_cannot_win_back_is_offered_dropped():
    found = adjusted((Remaining("a", 12, 10), Remaining("b", 10, 10)), 8)

    assert (found.minutes, found.behind) == ((10, 10), 6)
    assert [drop.id for drop in found.drops] == ["b", "a"]


def test_early_changes_nothing():
    assert adjusted((Remaining("a", 40, 10),), -5).minutes == (40,)


@given(blocks_left(), st.integers(-20, 60))
def test_never_under_the_shortest_never_a_locked_block_and_the_sum_is_exact(left, behind):
    found = adjusted(left, behind)

    for block, minutes in zip(left, found.minutes, strict=True):
        assert min(block.shortest, block.minutes) <= minutes <= block.minutes
        assert minutes == block.minutes or not block.is_locked
    won = sum(block.minutes for block in left) - sum(found.minutes)
    assert found.behind == behind - won
    assert found.behind >= min(behind, 0)
    if behind > MOST_DRIFT:
        assert won == 0


@given(blocks_left(), st.integers(1, 60))
def test_what_is_needed_is_never_offered_dropped(left, behind):
    needed = {block.id for block in left if block.is_needed or block.is_locked}

    assert not needed & {drop.id for drop in adjusted(left, behind).drops}


def test_a_plan_never_offers_its_decision_its_pauses_or_its_close():
    brief = Brief("prioritering", people=8)
    made = propose(brief, methods(), start=datetime.time(9), minutes=150).variants[0]
    plan = Plan("", brief, blocks=made.blocks)

    left = remaining_of(plan, methods(), made.result, [block.id for block in plan.blocks])

    known = {facts.slug: facts.function for facts in methods()}
    offered = {drop.id for drop in adjusted(left, 20).drops}
    kinds = {known.get(block.method, block.kind) for block in plan.blocks if block.id in offered}
    assert kinds
    assert not kinds & {"prioritise", "close", PAUSE}


def test_pauses_are_never_shorter_than_five_minutes():
    plan = Plan("", Brief(people=12), blocks=(Block("a", PAUSE, "Pause", 10), Block("b", PAUSE, "Pause", 4)))

    assert [block.shortest for block in remaining_of(plan, methods(), "M", ["a", "b"])] == [5, 4]
