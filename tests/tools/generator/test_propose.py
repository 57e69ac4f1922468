"""Briefs one by one: what is pinned, what is relaxed, what is refused."""

import datetime
from dataclasses import replace

import pytest

from tests.tools.generator.library import methods
from tools.generator import propose
from tools.generator.arc import ID, IN, KD, MS, OB, PA
from tools.generator.offsets import laid_day
from tools.plan import FRAME, METHOD, PAUSE, Block, Brief

NINE = datetime.time(9)
LUNCH = Block("lunch1", PAUSE, "Lunsj", 45, starts=datetime.time(11, 30))
FACTS = Block("facts1", FRAME, "Faktainnlegg", 20, brings=("F",))


def proposals(brief, minutes, fixed=(), start=NINE, **more):
    return propose(brief, methods(), start=start, minutes=minutes, fixed=fixed, **more)


def functions(made):
    known = {facts.slug: facts for facts in methods()}
    return [known[slug].function for slug in made.methods]


def test_goals_in_three_hours_are_like_the_recipe():
    made = proposals(Brief(MS, people=12), 180).variants[0]

    assert made.methods == (
        "innsjekk", "swot-analyse", "framsida-fra-framtida", "topp-tre-fra-bordet", "prikkavstemming",
        "malhierarki", "utsjekk",
    )  # fmt: skip
    assert made.result == "M"


def test_lunch_stays_at_its_time():
    for made in proposals(Brief(MS, people=20), 240, (LUNCH,)).variants:
        places = {place.block.id: place for place in laid_day(made.blocks, NINE)}

        assert places["lunch1"].start == 150
        assert places["lunch1"].block == LUNCH


def test_an_unlocked_lunch_begins_when_people_are_hungry():
    for people in (8, 30, 120):
        for made in proposals(Brief(MS, people=people), 360).variants:
            lunch = next(place for place in laid_day(made.blocks, NINE) if place.block.title == "lunch")

            assert 120 <= lunch.start <= 210


def test_a_long_pause_in_the_evening_is_no_lunch():
    made = proposals(Brief(MS, people=20), 300, start=datetime.time(15)).variants[0]

    assert [block.title for block in made.blocks if block.kind == PAUSE].count("meal") == 1


def test_facts_are_presented_before_the_group_works_on_them():
    for made in proposals(Brief(IN, people=50), 120, (FACTS,)).variants:
        titles = [block.id for block in made.blocks]
        work = next(
            at for at, block in enumerate(made.blocks) if known_function(block) in ("insight", "idea")
        )

        assert titles.index("facts1") < work


def known_function(block):
    return next((facts.function for facts in methods() if facts.slug == block.method), "")


def test_presentations_do_not_fill_more_than_half_an_hour_on_end():
    talks = tuple(Block(f"talk{n}", FRAME, f"Innlegg {n}", 15) for n in range(4))

    made = proposals(Brief(MS, people=20), 240, talks).variants[0]

    longest = on_end = 0
    for block in made.blocks:
        on_end = on_end + block.minutes if block in talks else 0
        longest = max(longest, on_end)
    assert longest <= 30
    assert [block for block in made.blocks if block in talks] == list(talks)


def test_a_kept_method_keeps_its_minutes_and_its_place_in_the_arc():
    kept = Block("kept11", METHOD, "Kva skjer rundt oss?", 50, "pestel", kept=True)

    for made in proposals(Brief(MS, people=12), 180, (kept,)).variants:
        assert kept in made.blocks
        assert functions(made)[:2] == ["opening", "insight"]


def test_presentations_that_bring_the_proposals_take_the_place_of_ours():
    own = Block("plans1", FRAME, "Tre framlegg", 20, brings=("K",))

    made = proposals(Brief(PA, people=8), 120, (own,)).variants[0]

    assert "proposals" not in [block.title for block in made.blocks]


def test_ten_minutes_are_refused_with_the_length_that_would_do():
    refusal = proposals(Brief(MS, people=12), 10).refusal

    assert (refusal.code, [offer.code for offer in refusal.offers]) == ("too_short", ["minutes"])
    least = refusal.offers[0].facts["minutes"]
    assert proposals(Brief(MS, people=12), least)


def test_goals_in_an_hour_are_refused_and_a_smaller_result_is_offered():
    refusal = proposals(Brief(MS, people=12, result="M"), 60).refusal

    assert refusal.code == "goals_need_time"
    offered = {offer.code: offer.facts for offer in refusal.offers}
    assert offered["minutes"]["minutes"] == 90
    assert offered["result"] == {"result": "P"}


def test_an_hour_without_a_wish_ends_with_priorities():
    made = proposals(Brief(MS, people=12), 60).variants[0]

    assert (made.result, made.relaxed) == ("P", ("smaller_result",))
    assert made.methods[:2] == ("igp", "prikkavstemming")


def test_alone_is_refused_with_how_many_it_takes():
    refusal = proposals(Brief(MS, people=1), 120).refusal

    assert refusal.code == "no_method_for_size"
    assert [offer.code for offer in refusal.offers] == ["people"]


@pytest.mark.parametrize(
    ("must", "brief", "code"),
    [
        ("fokusgruppe", Brief(people=40), "must_people"),
        ("gatur-med-innspel", Brief(people=12, digital=True), "must_room"),
        ("prikkavstemming", Brief(people=12, lacks=("Prikkar",)), "must_kit"),
        ("swot-analyse", Brief(people=12, avoid=("swot-analyse",)), "must_avoided"),
        ("finst-ikkje", Brief(people=12), "must_unknown"),
        ("framtidsverkstad", Brief(people=20), "must_leaves_no_room"),
    ],
)
def test_a_method_that_cannot_be_there_is_named(must, brief, code):
    refusal = proposals(replace(brief, must=(must,)), 120).refusal

    assert refusal.code == code
    assert refusal.offers[0].code == "without_must"
    assert refusal.offers[0].facts["slug"] == must


def test_locks_that_cannot_hold_are_named():
    outside = replace(LUNCH, starts=datetime.time(13))
    overlapping = replace(LUNCH, id="lunch2", title="Omvising", starts=datetime.time(12))

    assert proposals(Brief(MS), 120, (outside,)).refusal.code == "lock_outside"
    assert proposals(Brief(MS), 360, (LUNCH, overlapping)).refusal.code == "locks_overlap"


def test_more_talk_than_time_is_refused():
    talks = tuple(Block(f"talk{n}", FRAME, "Innlegg", 30) for n in range(3))

    refusal = proposals(Brief(MS), 90, talks).refusal

    assert refusal.code == "fixed_too_long"
    assert "less_fixed" in {offer.code for offer in refusal.offers}


def test_avoiding_every_vote_is_refused_with_the_way_out():
    votes = tuple(facts.slug for facts in methods() if facts.function == "prioritise")

    refusal = proposals(Brief(MS, people=12, result="V", avoid=votes), 120).refusal

    assert refusal.code == "avoided_too_much"
    assert refusal.offers[0].code == "without_avoid"


def test_more_than_ten_hours_are_two_meetings():
    refusal = proposals(Brief(MS), 700).refusal

    assert (refusal.code, refusal.offers[0].code) == ("too_long", "two_meetings")


def test_strangers_in_conflict_get_rules_and_an_opening_before_the_case():
    for made in proposals(Brief(KD, people=14, strangers=True, conflict=2), 150).variants:
        first_work = functions(made).index("insight")

        assert sum(name in ("opening", "frame") for name in functions(made)[:first_work]) >= 2
        assert "unsafe" not in {warning.code for warning in made.warnings}


def test_colleagues_do_not_present_themselves_to_each_other():
    for made in proposals(Brief(MS, people=12), 180).variants:
        assert "presentasjonsrunde" not in made.methods


def test_a_start_has_a_round_of_names():
    assert "presentasjonsrunde" in proposals(Brief(OB, people=15, strangers=True), 150).variants[0].methods


def test_a_screen_gets_a_pause_within_the_hour():
    for made in proposals(Brief(ID, people=16, digital=True), 180).variants:
        stretch = 0
        for block in made.blocks:
            stretch = 0 if block.kind == PAUSE else stretch + block.minutes
            assert stretch <= 60


def test_minutes_learned_here_are_used():
    learned = [
        facts.with_learned({"small": 60}) if facts.slug == "swot-analyse" else facts for facts in methods()
    ]

    made = propose(Brief(MS, people=12, must=("swot-analyse",)), learned, start=NINE, minutes=180).variants[0]

    usual = proposals(Brief(MS, people=12, must=("swot-analyse",)), 180).variants[0]
    assert minutes_of(made, "swot-analyse") > minutes_of(usual, "swot-analyse")


def minutes_of(made, slug):
    return next(block.minutes for block in made.blocks if block.method == slug)
