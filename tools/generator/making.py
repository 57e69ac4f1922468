"""From a brief to three programmes.

The way: which methods can be used at all · the arc of the purpose, with what is pinned · a skeleton with
pauses and clock · beam search · minutes. Where the arc does not fit, it gives way step by step.
"""

from collections import Counter
from dataclasses import replace
from itertools import islice
from operator import itemgetter

from tools.generator import arc, offsets, pauses, reasons, skeleton
from tools.generator.arc import FUNCTIONS, GOALS_NEED, LUNCH, MEAL, RESULTS
from tools.generator.chain import codes
from tools.generator.clock import finished, slack
from tools.generator.judge import Judge
from tools.generator.naming import name_of
from tools.generator.outcome import BALANCED, BOLD, SAFE, Variant
from tools.generator.search import searched
from tools.generator.weights import FULLER, GIVEN_WAY
from tools.plan import FRAME, METHOD, PAUSE, Block

UNLIKE = 0.4  # variants closer than this are made again
INSIST = (1, 3)  # how hard the others are avoided
FITTED = 20  # of the states found, so many of the best that fit the clock are compared


def programmes(task):
    """Three Variants, or () when this brief gives no programme."""
    for wanted in wanted_results(task):
        for _strain, first, places in sorted(attempts(task, wanted), key=itemgetter(0)):
            found = three(task, places, wanted, first)
            if found:
                return tuple(map(with_smaller, found)) if is_smaller(task, wanted) else found
    return ()


def is_smaller(task, wanted):
    """Whether the meeting ends with less than its purpose usually does."""
    return not task.brief.result and wanted != RESULTS[task.brief.purpose][0]


def with_smaller(made):
    return replace(made, relaxed=(*made.relaxed, "smaller_result"))


def wanted_results(task):
    """The artefacts to try for, the best first."""
    wanted = task.brief.result or RESULTS[task.brief.purpose]
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
    pinned = {slug for pin in task.pins for slug in pin.slugs}
    for slug in task.brief.must:
        if slug in task.methods and slug not in pinned:
            places = skeleton.with_must(places, task.methods[slug])
    talks = []
    for pin in (pin for pin in task.pins if pin.starts is None):
        if is_method(task, pin):
            places = skeleton.with_kept_method(places, pin, task.methods[pin.slugs[0]], task.minutes)
        elif pin.near is not None or pin.is_break:
            timed = arc.with_wishes(places, task.brief.purpose, task.minutes)
            places = skeleton.with_near(timed, pin, task.minutes)
        else:
            talks.append(pin)
    return skeleton.with_talks(places, talks)


def is_method(task, pin):
    return len(pin.blocks) == 1 and bool(pin.slugs) and pin.slugs[0] in task.methods


def three(task, places, wanted, safe):
    """The three variants over the same places, or () when one of them cannot be made."""
    found = [safe]
    for name in (BALANCED, BOLD):
        made = another(task, places, wanted, name, found)
        if made is None:
            return ()
        found.append(made)
    return tuple(found)


def another(task, places, wanted, name, others):
    """The best variant of that name; one too like the others is made again, avoiding them harder."""
    used, best = Counter(slug for other in others for slug in other.methods), None
    for insists in INSIST:
        judge = Judge(task.brief, wanted, task.minutes, name, used, task.seed, insists)
        made = one(task, places, judge, others[0].relaxed)
        if made is not None and (best is None or unlike(made, others) > unlike(best, others)):
            best = made
        if best is None or unlike(best, others) >= UNLIKE:
            break
    return best


def unlike(made, others):
    """The part of the methods that it does not share with the one most like it, 0 to 1."""
    mine = set(made.methods)
    return min(1 - len(mine & set(other.methods)) / len(mine | set(other.methods)) for other in others)


def one(task, places, judge, relaxed):
    """The best programme one variant can make of the places, or None."""
    places, emptied = without_empty(task, places)
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
    frame = skeleton.skeleton(places, task, shift, lunch_at)
    best = frame and best_in(task, frame, judge)
    return (frame, *best) if best else None


def better_lunch(task, frame, _clock, given, _state):
    """Minutes to a lunch at a better hour, when it fell outside the hours of lunch; else None."""
    gone = 0
    for place, minutes in zip(frame.places, given, strict=True):
        if place.function == LUNCH and place.pin is None:
            first, last = (offsets.minutes_between(task.start, moment) for moment in pauses.LUNCH_HOURS)
            near = min(max(gone, first), last)
            return near if near != gone and 0.3 <= near / task.minutes <= 0.65 else None
        gone += minutes
    return None


def without_empty(task, places):
    """(places, whether some went): those that nothing is left for at this size merge into their neighbours.

    Source: methods.md F4. Nothing is left when a function has fewer methods than places.
    """
    gone = {id(place) for function in FUNCTIONS for place in spare(task, places, function) if place.is_free}
    return [place for place in places if id(place) not in gone], bool(gone)


def spare(task, places, function):
    """Places of a function that have no method, and the last of those that are too many."""
    same = [place for place in places if place.is_method and place.function == function]
    filled = [place for place in same if task.candidates(place)]
    methods = {option.bit for place in filled for option in task.candidates(place)}
    return [place for place in same if place not in filled] + filled[len(methods) :]


def best_in(task, frame, judge):
    """(points for the clock, minutes of every place, state) of the best on that skeleton, or None."""
    options = with_reserved([task.options(place, judge) for place in frame.places])
    if not all(options):
        return None
    states = searched(frame, options, task.brief, task.width)
    done = islice(filter(None, (finished(frame, state, task.brief) for state in states)), FITTED)
    return max(done, key=lambda found: found[0] + found[2].score, default=None)


def with_reserved(options):
    """What is the only option of one place is no option of the others."""
    for at, some in enumerate(options):
        if len(some) == 1 and some[0].bit:
            only = some[0].bit
            options = [
                others if n == at else [option for option in others if not option.bit & only]
                for n, others in enumerate(options)
            ]
    return options


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
        if place.block.title == LUNCH and not place.block.is_fixed and not first <= place.start <= last
        else place.block
        for place in offsets.laid_day(blocks, start)
    ]


def made_in_order(picks):
    chain = []
    for option in picks:
        chain += [code for code in codes(option.gives) if code not in chain]
    return tuple(chain)
