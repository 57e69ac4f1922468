"""What is different between two versions, told in sentences."""

import datetime as dt
from dataclasses import replace

from tools.changes import MOST, changes
from tools.plan import Block, Plan

OLD = Plan("Møtet", blocks=tuple(Block(name, "own", name.upper(), 10) for name in "abcd"))


def changed(block_id, **fields):
    return OLD.with_blocks(replace(b, **fields) if b.id == block_id else b for b in OLD.blocks)


def test_nothing_is_nothing():
    assert changes(OLD, OLD) == []


def test_what_is_added_and_removed_is_named():
    new = OLD.with_blocks([*OLD.blocks[1:], Block("x", "own", "Lunsj", 45)])

    assert changes(OLD, new) == ["Fjerna «A».", "La til «Lunsj»."]


def test_other_minutes_are_told_with_both_numbers():
    assert changes(OLD, changed("b", minutes=90)) == ["«B»: 10 min blei 1 t 30 min."]


def test_other_words_are_told_by_their_name():
    new = changed("b", note="Hugs kaffi", responsible="Kari")

    assert changes(OLD, new) == ["«B»: endra kven som er ansvarleg og merknaden."]


def test_a_block_that_has_moved_far_is_the_one_that_is_named_first():
    new = OLD.with_blocks([*OLD.blocks[1:], OLD.blocks[0]])

    (sentence,) = changes(OLD, new)

    assert sentence.startswith("Rekkjefølgja er endra: «A»")


def test_another_time_is_told_as_it_is_now():
    new = replace(OLD, date=dt.date(2026, 11, 24), until=dt.time(12))

    assert changes(OLD, new) == ["Tida er no tysdag 24. november 2026, 09.00–12.00."]


def test_many_changes_are_cut_and_counted():
    new = Plan("Møtet", blocks=tuple(Block(f"n{n}", "own", f"N{n}", 5) for n in range(20)))

    found = changes(OLD, new)

    assert len(found) == MOST + 1
    assert found[-1] == f"… og {24 - MOST} endringar til."
