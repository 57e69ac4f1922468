"""What the maker of any programme should know, also one made by hand. Minutes and people; plain data.

Source: methods.md F3, F5 and G.
"""

from tools.generator import offsets
from tools.generator.chain import TRUST, is_met, mask
from tools.generator.judge import is_round
from tools.generator.options import cap_of
from tools.generator.outcome import Warning
from tools.generator.search import trust_at_start
from tools.generator.weights import LONG_ROUND
from tools.plan import METHOD, PAUSE

VOTES = "prioritise"
SLACK_SHOWN = 1  # minutes of nothing before a locked block, from which it is said


def warnings(plan, methods):
    """Warnings for a plan, in the order of its blocks; those for a whole day come last."""
    known = {facts.slug: facts for facts in methods}
    days = offsets.laid(plan)
    order = {block.id: at for at, block in enumerate(plan.blocks)}
    found = [
        *(warning for day in days for warning in too_long_without_pause(plan.brief, day.places, known)),
        *broken_chain(plan, known),
        *unsafe(plan, known),
        *repeated(plan),
        *(
            warning
            for day in days
            for place in day.places
            for warning in about_block(plan.brief, place, known)
        ),
    ]
    found.sort(key=lambda warning: order.get(warning.block_id, len(order)))
    return (*found, *overruns(days))


def about_block(brief, place, known):
    """What is wrong with one block by itself and its clock."""
    block = place.block
    if place.late:
        yield Warning("late", block.id, {"minutes": place.late, "starts": block.starts})
    if place.slack >= SLACK_SHOWN:
        yield Warning("gap", block.id, {"minutes": place.slack})
    if block.kind != METHOD:
        return
    facts = known.get(block.method)
    if facts is None:
        yield Warning("unknown_method", block.id)
        return
    yield from about_size(brief, block, facts)
    yield from about_length(brief, block, facts)


def about_size(brief, block, facts):
    people, groups = brief.people, facts.parallel_groups(brief.people)
    if groups == 0:
        found = {"people": people, "least": facts.people_min, "most": facts.people_max}
        yield Warning("too_few_people" if people < facts.people_min else "too_many_people", block.id, found)
    if groups > max(1, brief.leaders):
        yield Warning("groups_without_leader", block.id, {"groups": groups, "leaders": brief.leaders})
    if brief.digital and facts.mode == "room":
        yield Warning("needs_room", block.id)
    if facts.skill > brief.skill:
        yield Warning("needs_skill", block.id, {"skill": facts.skill})


def about_length(brief, block, facts):
    least, most = facts.shortest(brief.people), facts.longest(brief.people)
    numbers = {"minutes": block.minutes, "least": least, "most": most}
    if block.minutes < least:
        yield Warning("too_short", block.id, numbers)
    elif block.minutes > most:
        yield Warning("too_long", block.id, numbers)
    if block.minutes > LONG_ROUND and is_round(facts):
        yield Warning("long_round", block.id, {"minutes": block.minutes})


def too_long_without_pause(brief, places, known):
    """One warning for each stretch of a day that is too long without a pause, where it becomes so."""
    cap, since, told = cap_of(brief), 0, False
    for place in places:
        facts = known.get(place.block.method)
        rests = place.block.kind == PAUSE or (facts is not None and facts.own_breaks)
        if rests or place.slack:
            since, told = place.end if rests else place.start, False
        if place.end - since > cap and not told:
            told = True
            yield Warning("no_pause", place.block.id, {"minutes": place.end - since, "most": cap})


def broken_chain(plan, known):
    """Methods that build on what nobody has made before them."""
    made = 0
    for block in plan.blocks:
        facts = known.get(block.method)
        if facts is not None and not is_met(facts.needs, made):
            code = "nothing_to_vote_on" if facts.function == VOTES else "nothing_to_build_on"
            yield Warning(code, block.id, {"needs": facts.needs})
        made |= mask(block.brings) | (mask((facts.gives,)) if facts is not None else 0)


def unsafe(plan, known):
    """Methods that ask for more trust than there is yet. Safety 1 is always safe: openings build trust."""
    trust = trust_at_start(plan.brief)
    for block in plan.blocks:
        facts = known.get(block.method)
        if facts is None:
            continue
        if facts.safety > max(1, trust):
            yield Warning("unsafe", block.id, {"conflict": plan.brief.conflict})
        trust += bool(mask((facts.gives,)) & TRUST)


def repeated(plan):
    seen = set()
    for block in plan.blocks:
        if block.kind == METHOD and block.method in seen:
            yield Warning("repeated", block.id)
        seen.add(block.method)


def overruns(days):
    """Days that last longer than they should."""
    for number, day in enumerate(days):
        over = max((place.end for place in day.places), default=0) - (day.wanted or 0)
        if day.wanted is not None and over > 0:
            yield Warning("overrun", "", {"minutes": over, "until": day.until, "day": number})
