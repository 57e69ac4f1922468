"""From a brief to three programmes.

The way: which methods can be used at all · the arc of the purpose, with what is pinned · a skeleton with
pauses and clock · beam search · minutes. Where the arc does not fit, it gives way step by step.
"""

from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter

from tools.generator import arc, offsets, pauses, reasons, skeleton
from tools.generator.arc import FUNCTIONS, GOALS_NEED, LUNCH, MEAL, RESULTS
from tools.generator.chain import codes
from tools.generator.naming import name_of
from tools.generator.options import cap_of, limits, suits, usable
from tools.generator.outcome import BALANCED, BOLD, SAFE, VARIANTS, Variant
from tools.generator.pins import pins_of
from tools.generator.search import WIDTH, Judge, finished, options_of, searched, slack
from tools.generator.weights import FULLER, GIVEN_WAY
from tools.plan import FRAME, METHOD, PAUSE, Block


@dataclass(frozen=True)
class Task:
    """One brief with all that follows from it; what the search reads."""

    brief: object
    methods: dict
    bits: dict
    pins: tuple
    start: object
    minutes: int
    seed: int
    width: int = WIDTH


def task_of(question, width=WIDTH):
    """The Task of a question (tools.generator.refuse.Question)."""
    brief = question.brief
    kept = {block.method for block in question.fixed}
    known = {facts.slug: facts for facts in question.methods}
    may = {slug: facts for slug, facts in usable(brief, question.methods).items() if slug not in kept}
    may |= {slug: known[slug] for slug in kept if slug in known}
    bits = {slug: 1 << at for at, slug in enumerate(sorted(may))}
    pins = tuple(pins_of(question.fixed, question.start, question.near))
    return Task(brief, may, bits, pins, question.start, question.minutes, question.seed, width)


def programmes(task):
    """Three Variants, or () when this brief gives no programme."""
    for rank, wanted in enumerate(wanted_results(task)):
        for _strain, first, places in sorted(attempts(task, wanted), key=itemgetter(0)):
            found = three(task, places, wanted, first)
            if found:
                return tuple(with_smaller(made) if rank else made for made in found)
    return ()


def with_smaller(made):
    return replace(made, relaxed=(*made.relaxed, "smaller_result"))


def wanted_results(task):
    """The artefacts to try for, the best first."""
    if task.brief.result:
        wanted = [task.brief.result]
    else:
        wanted = RESULTS[task.brief.purpose]
    return [code for code in wanted if code != "M" or task.minutes >= GOALS_NEED]


def attempts(task, wanted):
    """(strain, the safe Variant, places) for every arc that can be filled; the least strained fits best."""
    own = arc.orders(task.brief.purpose, task.minutes)
    whole = arc_of(task, own[0], wanted)
    ways = [((), arc_of(task, order, wanted)) for order in own]
    ways += [way for way in arc.relaxations(whole) if way[0]]
    for relaxed, places in ways:
        judge = Judge(task.brief, wanted, task.minutes, SAFE, {}, task.seed)
        made = one(task, places, judge, relaxed)
        if made is not None:
            change = FULLER * abs(len(places) - len(whole)) + GIVEN_WAY * len(made.relaxed)
            yield change - made.clock, made, places


def arc_of(task, order, wanted):
    places = arc.places_of(order, task.brief.purpose, task.minutes)
    return with_pins(task, arc.landing(places, wanted, short=task.minutes < GOALS_NEED))


def with_pins(task, places):
    """The arc with must methods, kept methods, talks and kept blocks in their places."""
    places = skeleton.without_double_frames(places, task.pins, task.minutes)
    free = [pin for pin in task.pins if pin.starts is None]
    pinned = {slug for pin in task.pins for slug in pin.slugs}
    for slug in task.brief.must:
        if slug in task.methods and slug not in pinned:
            places = skeleton.with_must(places, task.methods[slug])
    for pin in [pin for pin in free if is_method(task, pin)]:
        places = skeleton.with_kept_method(places, pin, task.methods[pin.slugs[0]], task.minutes)
    for pin in [pin for pin in free if not is_method(task, pin) and pin.near is not None]:
        places = skeleton.with_near(
            arc.with_wishes(places, task.brief.purpose, task.minutes), pin, task.minutes
        )
    talks = [pin for pin in free if not is_method(task, pin) and pin.near is None]
    return skeleton.with_talks(places, talks)


def is_method(task, pin):
    return len(pin.blocks) == 1 and bool(pin.slugs) and pin.slugs[0] in task.methods


def three(task, places, wanted, safe):
    """The three variants over the same places, or () when one of them cannot be made."""
    found, used = {SAFE: safe}, Counter(safe.methods)
    for name in (BALANCED, BOLD):
        judge = Judge(task.brief, wanted, task.minutes, name, used, task.seed)
        made = one(task, places, judge, safe.relaxed)
        if made is None:
            return ()
        found[name] = made
        used.update(made.methods)
    return tuple(found[name] for name in VARIANTS)


def one(task, places, judge, relaxed):
    """The best programme one variant can make of the places, or None."""
    places, emptied = without_empty(task, places, judge)
    codes = relaxed if not emptied or "merged" in relaxed else (*relaxed, "merged")
    for shift in skeleton.SHIFTS if any(pin.starts is not None for pin in task.pins) else (0,):
        found = on_skeleton(task, places, judge, shift)
        if found is not None:
            at = better_lunch(task, *found)
            found = (at is not None and on_skeleton(task, places, judge, shift, at)) or found
            return variant(task, judge, codes, *found)
    return None


def on_skeleton(task, places, judge, shift, lunch_at=None):
    """(skeleton, points for the clock, minutes of every place, state) of the best, or None."""
    frame = skeleton.skeleton(
        places, task.pins, task.brief, task.minutes, lambda place: low_of(task, place, judge), shift, lunch_at
    )
    best = frame and best_in(task, frame, judge)
    return (frame, *best) if best else None


def better_lunch(task, frame, _clock, given, _state):
    """Minutes from the start to a lunch when people are hungry, when it fell outside those hours; else None."""
    gone = 0
    for place, minutes in zip(frame.places, given, strict=True):
        if place.function == LUNCH and place.pin is None:
            first, last = (offsets.minutes_between(task.start, moment) for moment in pauses.LUNCH_HOURS)
            near = min(max(gone, first), last)
            return near if near != gone and 0.3 <= near / task.minutes <= 0.65 else None
        gone += minutes
    return None


def without_empty(task, places, judge):
    """(places, whether some went): those that nothing is left for at this size merge into their neighbours.

    Source: methods.md F4. Nothing is left for a place when there are fewer methods for its function than places.
    """
    kept, went = list(places), False
    for function in FUNCTIONS:
        same = [place for place in kept if place.is_method and place.function == function]
        slugs = {slug for place in same for slug in slugs_for(task, place)}
        empty = [place for place in same if not slugs_for(task, place)]
        spare = [place for place in reversed(same) if place not in empty][
            : max(0, len(same) - len(empty) - len(slugs))
        ]
        gone = [id(place) for place in (*empty, *spare) if place.is_free]
        kept, went = [place for place in kept if id(place) not in gone], went or bool(gone)
    return kept, went


def slugs_for(task, place):
    return [slug for slug, facts in task.methods.items() if suits(place, facts) and can_stand(task, facts)]


def can_stand(task, facts):
    low, _usual, _high = limits(facts, task.brief.people, cap_of(task.brief))
    return facts.own_breaks or low <= cap_of(task.brief)


def low_of(task, place, judge):
    """Fewest minutes at the place that count against a stretch without pause."""
    some = options_of(place, task.brief, task.methods, task.bits, judge)
    return min((option.low for option in some if not has_own_breaks(option)), default=0)


def has_own_breaks(option):
    return option.facts is not None and option.facts.own_breaks


def best_in(task, frame, judge):
    """(points for the clock, minutes of every place, state) of the best programme on that skeleton, or None."""
    options = [options_of(place, task.brief, task.methods, task.bits, judge) for place in frame.places]
    if not all(options):
        return None
    states = searched(frame, options, task.brief, task.width)
    done = [(*found, state) for state in states if (found := finished(frame, state, task.brief))]
    return max(done, key=lambda found: found[0] + found[2].score, default=None)


# --- From places to blocks ----------------------------------------------------------------------------


def variant(task, judge, relaxed, frame, clock, given, state):
    blocks = []
    taken = {block.id for pin in task.pins for block in pin.blocks}
    for at, (place, option, minutes) in enumerate(zip(frame.places, state.picks, given, strict=True)):
        blocks += blocks_at(place, option, minutes, name_of(f"{task.seed} {judge.name} {at}", taken))
    blocks = meals_by_clock(blocks, task.start)
    return Variant(
        judge.name,
        tuple(blocks),
        judge.wanted,
        relaxed,
        reasons=reasons.reasons_of(blocks, task.methods, task.brief, judge.wanted),
        chain=made_in_order(state.picks),
        slack=slack(frame, state.picks, given),
        score=round(state.score + clock, 3),
        clock=round(clock, 3),
    )


def blocks_at(place, option, minutes, block_id):
    if place.pin is not None:
        return list(place.pin.blocks)
    if place.is_method:
        return [Block(block_id, METHOD, option.facts.title, minutes, option.facts.slug)]
    kind = PAUSE if place.is_break else FRAME
    return [Block(block_id, kind, place.function, minutes, brings=place.brings)]


def meals_by_clock(blocks, start):
    """A long pause at a time when nobody has lunch is just a meal."""
    first, last = (offsets.minutes_between(start, moment) for moment in pauses.LUNCH_WORD)
    return [
        replace(place.block, title=MEAL)
        if place.block.title == LUNCH and not first <= place.begins <= last
        else place.block
        for place in offsets.laid_day(blocks, start)
    ]


def made_in_order(picks):
    chain = []
    for option in picks:
        chain += [code for code in codes(option.gives) if code not in chain]
    return tuple(chain)
