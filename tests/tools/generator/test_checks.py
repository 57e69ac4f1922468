"""Warnings for any plan, also one made by hand."""

import datetime

import pytest

from tests.tools.generator.library import methods
from tools.generator import warnings
from tools.plan import DAY, FRAME, METHOD, PAUSE, Block, Brief, Plan

NINE = datetime.time(9)


def method(slug, minutes, block_id="block1", **more):
    return Block(block_id, METHOD, slug, minutes, slug, **more)


def codes(*blocks, until=None, **brief):
    plan = Plan("", Brief(**brief), start=NINE, until=until, blocks=blocks)
    return [warning.code for warning in warnings(plan, methods())]


def test_a_plan_that_holds_has_no_warnings():
    assert codes(method("innsjekk", 15, "a"), method("igp", 30, "b"), method("utsjekk", 10, "c")) == []


@pytest.mark.parametrize(
    ("block", "brief", "code"),
    [
        (method("prikkavstemming", 10), {}, "nothing_to_vote_on"),
        (method("gruppering-av-lappar", 15), {}, "nothing_to_build_on"),
        (method("fokusgruppe", 90), {"people": 30, "skill": 3}, "too_many_people"),
        (method("verdskafe", 60), {"people": 8}, "too_few_people"),
        (method("swot-analyse", 20), {}, "too_short"),
        (method("utsjekk", 30), {}, "too_long"),
        (method("presentasjonsrunde", 25), {"people": 20}, "long_round"),
        (method("innsjekk", 15), {"people": 60}, "groups_without_leader"),
        (method("scenariokryss", 90), {}, "needs_skill"),
        (method("gatur-med-innspel", 60), {"digital": True}, "needs_room"),
        (method("linjeoving", 15), {"strangers": True}, "unsafe"),
        (method("borte", 15), {}, "unknown_method"),
        (Block("block1", FRAME, "Innlegg", 95), {}, "no_pause"),
    ],
)
def test_each_warning_at_its_block(block, brief, code):
    assert code in codes(block, **brief)


def test_trust_that_was_built_makes_the_next_method_safe():
    blocks = (method("snoggprat-i-par", 15, "a"), method("linjeoving", 15, "b"))

    assert "unsafe" not in codes(*blocks, strangers=True)


def test_a_pause_begins_a_new_stretch():
    blocks = (Block("a", FRAME, "Ein", 60), Block("b", PAUSE, "Pause", 5), Block("c", FRAME, "To", 60))

    assert codes(*blocks) == []


def test_a_long_form_with_pauses_of_its_own_is_exempt():
    assert "no_pause" not in codes(method("opent-rom", 180), people=30, skill=3)


def test_a_frame_that_brings_proposals_gives_something_to_vote_on():
    assert codes(Block("a", FRAME, "Framlegga", 10, brings=("K",)), method("prikkavstemming", 10, "b")) == []


def test_the_same_method_twice():
    assert codes(method("igp", 30, "a"), method("igp", 30, "b")) == ["repeated"]


def test_an_overrun_says_how_much():
    plan = Plan("", start=NINE, until=datetime.time(10), blocks=(Block("a", FRAME, "Innlegg", 75),))

    assert [(found.code, found.facts["minutes"]) for found in warnings(plan, methods())] == [("overrun", 15)]


def test_a_block_that_begins_after_its_locked_time():
    blocks = (Block("a", FRAME, "Innlegg", 40), Block("b", PAUSE, "Lunsj", 30, starts=datetime.time(9, 30)))

    assert codes(*blocks) == ["late"]


def test_minutes_of_nothing_before_a_locked_block():
    blocks = (Block("a", FRAME, "Innlegg", 20), Block("b", PAUSE, "Lunsj", 30, starts=datetime.time(9, 30)))

    assert codes(*blocks) == ["gap"]


def test_a_new_day_begins_rested():
    blocks = (
        Block("a", FRAME, "Innlegg", 80),
        Block("b", DAY, "Dag 2", 0, starts=NINE, until=datetime.time(10)),
        Block("c", FRAME, "Innlegg", 80),
    )

    plan = Plan("", start=NINE, blocks=blocks)

    assert [(found.code, found.facts["day"]) for found in warnings(plan, methods())] == [("overrun", 1)]
