"""What the editor does with a plan, without a database."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import editing
from tools.plan import MOST_BLOCKS, Block, Plan


def plan_of(*ids, **fields):
    return Plan("Møtet", blocks=tuple(Block(name, "own", name.upper(), 10, **fields) for name in ids))


def ids(plan):
    return "".join(block.id for block in plan.blocks)


plans = st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True).map(lambda names: plan_of(*names))


@pytest.mark.parametrize(("after", "expected"), [("a", "axbc"), ("c", "abcx"), ("", "abcx"), ("zz", "abcx")])
def test_a_block_is_added_after_another_or_at_the_end(after, expected):
    assert ids(editing.add(plan_of(*"abc"), Block("x", "own", "X", 5), after)) == expected


def test_a_plan_has_room_for_so_many_blocks_and_no_more():
    full = plan_of(*[f"b{number}" for number in range(MOST_BLOCKS)])

    with pytest.raises(editing.CannotEdit, match="too_many"):
        editing.add(full, Block("x", "own", "X", 5))


@pytest.mark.parametrize(
    ("block_id", "by", "expected"),
    [("b", -1, "bacd"), ("b", 1, "acbd"), ("a", -1, "abcd"), ("d", 1, "abcd"), ("zz", 1, "abcd")],
)
def test_moving_stops_at_the_ends(block_id, by, expected):
    assert ids(editing.move(plan_of(*"abcd"), block_id, by)) == expected


@given(plans, st.data())
def test_moving_down_and_up_again_changes_nothing(plan, data):
    block_id = data.draw(st.sampled_from([block.id for block in plan.blocks[:-1]] or [plan.blocks[0].id]))

    there = editing.move(plan, block_id, 1)

    assert editing.move(there, block_id, -1) == plan


@given(plans, st.permutations("abcdefgh"))
def test_any_order_keeps_every_block_once(plan, order):
    assert sorted(ids(editing.reorder(plan, order))) == sorted(ids(plan))


def test_a_block_that_somebody_else_added_meanwhile_keeps_its_place_after_its_neighbour():
    assert ids(editing.reorder(plan_of(*"abxc"), ["c", "b", "a"])) == "cbxa"


def test_minutes_of_a_new_day_stay_nothing():
    plan = Plan("Møtet", blocks=(Block("d", "day", "Dag to", 0), Block("a", "own", "A", 10)))

    assert [block.minutes for block in editing.set_minutes(plan, {"d": 30, "a": 30}).blocks] == [0, 30]


def test_a_swapped_block_keeps_its_name_lock_track_and_who_is_responsible():
    old = Block("a", "method", "Gammal", 20, method="igp", responsible="Kari", track="B", kept=True)
    new = Block("x", "method", "Ny", 20, method="verdskafe", responsible="Prosessleiar", reason="Derfor.")

    (swapped,) = editing.swap(Plan("Møtet", blocks=(old,)), "a", new).blocks

    assert swapped == replace(new, id="a", responsible="Kari", track="B", kept=True)


def test_what_is_not_there_is_neither_removed_changed_nor_swapped():
    plan = plan_of("a")

    assert editing.remove(plan, "b") == editing.change(plan, "b", title="?") == plan
    assert editing.swap(plan, "b", plan.blocks[0]) == plan
