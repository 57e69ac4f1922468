"""Beam search: place after place, the best handful of ways to fill them, by the one table of weights.

A state knows what was made, what is used, how much trust there is and how many minutes are spoken for.
Minutes are kept as the fewest of each; that the clock can be filled exactly is asked all the way, so
that nothing is searched which can never end on time.
"""

import random
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple

from tools.generator.arc import CONVERGES, DIVERGES, FRAMES, FUNCTIONS, IN, INSIGHT, OB, OPENING, PLAN
from tools.generator.chain import BIT, TRUST, mask
from tools.generator.fit import Part, fitted
from tools.generator.options import Option, cap_of, option_of, suits
from tools.generator.weights import (
    AROUND,
    DECIDES,
    FAR,
    FULL_SIZE,
    HOMES,
    INTRODUCES,
    LIKES_PROVEN,
    LONG_ROUND,
    NEAR,
    PROVEN,
    SLACK_SHARE,
    SMALL_STEPS,
    TASTE,
    USED,
    WEIGHTS,
)

WIDTH = 40
FOUND = mask("FI")
RIPE = mask("GKPV")  # in this order; converging never goes back
USUAL_PART, ARC_PART = 0.6, 0.4  # what a block would like: mostly the method's own length
PULL = 0.3  # and never further from it than this part
TRUSTING = 2  # trust there is among people who know each other and do not disagree


class State(NamedTuple):
    score: float
    picks: tuple
    made: int
    newest: int
    used: int
    families: tuple
    form: str
    posture: str
    trust: int
    segment_low: int
    segment_high: int
    stretch_low: int
    usual: int


def daring(facts):
    """0 for what everybody has done before, up to about 4 for what asks something of people and leader."""
    return (
        (facts.safety - 1)
        + 0.8 * (facts.skill - 1)
        + 0.8 * (facts.posture != "sit")
        + 0.5 * (facts.function == "idea")
        + 0.3 * (facts.work_form in ("individual", "pair"))
    )


# --- Points that do not depend on what stands around ----------------------------------------------


class Judge:
    """What one variant of one brief thinks of each method by itself."""

    def __init__(self, brief, wanted, minutes, name, used_by_others, seed):
        self.brief, self.wanted, self.minutes, self.name = brief, wanted, minutes, name
        self.others, self.seed = used_by_others, seed
        self.near = NEAR[brief.purpose]
        self.known = {}

    def points(self, facts):
        if facts.slug not in self.known:
            self.known[facts.slug] = sum(self.terms(facts))
        return self.known[facts.slug]

    def terms(self, facts):
        brief, people = self.brief, self.brief.people
        work = "work" if facts.function in DIVERGES else "purpose"
        yield WEIGHTS[work] * self.near.get(facts.purpose, FAR)
        yield TASTE[self.name] * daring(facts)
        if facts.slug in PROVEN[brief.purpose]:
            yield LIKES_PROVEN[self.name]
        if facts.family in INTRODUCES:
            meet = brief.strangers or brief.purpose == OB
            yield WEIGHTS["introduces"] if meet else -2 * WEIGHTS["introduces"]
        part = 1.0 if facts.function in (*DIVERGES, *CONVERGES) else AROUND
        yield part * USED[self.name] * self.others.get(facts.slug, 0)
        if brief.purpose not in HOMES.get(facts.family, (brief.purpose,)):
            yield WEIGHTS["odd"]
        yield WEIGHTS["skill"] * max(0, facts.skill - brief.skill)
        yield WEIGHTS["rooms"] * max(0, min(4, facts.parallel_groups(people) - max(1, brief.leaders)))
        if brief.digital:
            yield WEIGHTS["screen"] * (facts.mode != "both") + WEIGHTS["standing"] * (facts.posture != "sit")
        if facts.own_breaks:
            yield WEIGHTS["own_breaks"]
        if facts.learned:
            yield WEIGHTS["learned"]
        if facts.work_form == "plenary" and facts.timing.per_person and facts.shortest(people) > LONG_ROUND:
            yield WEIGHTS["plenary"]
        if facts.gives == "H" and "alt" in facts.needs and self.minutes >= SMALL_STEPS:
            yield WEIGHTS["small_step"]
        if facts.gives == "R" and (brief.strangers or brief.conflict):
            yield WEIGHTS["trust"]
        if facts.function == OPENING and facts.gives != "R" and brief.purpose != IN:
            yield WEIGHTS["cold_opening"]
        if facts.gives == "V" and self.wanted != "V" and brief.purpose not in DECIDES:
            yield WEIGHTS["unasked"]
        if self.seed:
            yield WEIGHTS["seed"] * random.Random(f"{self.seed} {facts.slug}").random()  # noqa: S311


def options_of(place, brief, methods, bits, judge):
    """What can fill the place, as Options with their own points."""
    if place.pin is not None:
        return [pinned_option(place.pin, methods, bits, brief)]
    if not place.is_method:
        return [frame_option(place)]
    cap = cap_of(brief)
    found = []
    for facts in methods.values():
        if suits(place, facts):
            option = option_of(facts, brief.people, cap, bits[facts.slug])
            if option.low <= (cap if not facts.own_breaks else 9999):
                found.append(option)
    return [scored(option, place, judge) for option in found]


def scored(option, place, judge):
    time = abs(option.usual - place.wish) / max(option.usual, place.wish, 10)
    return Option(
        option.low, option.usual, option.high, option.needs, option.free, option.gives, option.bit,
        judge.points(option.facts) + WEIGHTS["time"] * time, option.groups, option.facts,
    )  # fmt: skip


def pinned_option(pin, methods, bits, brief):
    """A pin keeps its minutes, and gives what its methods and its own words bring."""
    gives, bit = mask(pin.brings), 0
    for slug in pin.slugs:
        facts = methods.get(slug)
        gives |= mask((facts.gives,)) if facts else 0
        bit |= bits.get(slug, 0)
    single = methods.get(pin.slugs[0]) if len(pin.blocks) == 1 and pin.slugs else None
    return Option(pin.minutes, pin.minutes, pin.minutes, gives=gives, bit=bit, facts=single)


def frame_option(place):
    return Option(place.low, int(place.wish), place.high, gives=mask(place.brings))


# --- Points that depend on what stands before ------------------------------------------------------


def trust_at_start(brief):
    return max(0, TRUSTING - brief.strangers - brief.conflict)


def gain(state, option, place):
    """Points for the option after that state, or None when it may not stand there."""
    facts = option.facts
    if option.bit & state.used or not (option.free or option.needs & state.made):
        return None
    if facts is None or place.pin is not None:
        return 0.0
    converges = place.function in CONVERGES
    if converges and option.gives & RIPE and option.gives <= state.newest & RIPE:
        return None
    points = option.own
    if option.needs & state.newest:
        points += WEIGHTS["newest"]
    elif option.needs & state.made:
        points += WEIGHTS["chain"] + (WEIGHTS["passes_by"] if place.function in CONVERGES[:2] else 0)
    elif converges and "alt" not in facts.needs:
        points += WEIGHTS["from_nothing"]
    if place.function == INSIGHT and not option.free and not state.made & FOUND:
        points += WEIGHTS["too_early"]
    if option.gives and option.gives == state.newest:
        points += WEIGHTS["nothing_new"]
    if facts.work_form != state.form:
        points += WEIGHTS["form"]
    if facts.posture != state.posture:
        points += WEIGHTS["posture"]
    if facts.family and facts.family in state.families:
        last = state.families[-1] == facts.family
        points += WEIGHTS["family_next" if last else "family_again"]
    if facts.safety > max(1, state.trust):
        points += WEIGHTS["unsafe"] * (facts.safety - max(1, state.trust))
    return points


def grown(state, option, score, bounds):
    """The state after the option was put in."""
    facts, made = option.facts, state.made | option.gives
    newest = option.gives & ~TRUST or state.newest
    return State(
        score,
        (*state.picks, option),
        made,
        newest,
        state.used | option.bit,
        (*state.families, facts.family) if facts and facts.family else state.families,
        facts.work_form if facts else state.form,
        facts.posture if facts else state.posture,
        state.trust + bool(option.gives & TRUST),
        (0 if bounds.begins_segment else state.segment_low) + option.low,
        (0 if bounds.begins_segment else state.segment_high) + option.high,
        (0 if bounds.begins_stretch else state.stretch_low) + (option.low if bounds.counts else 0),
        state.usual + option.usual,
    )


class Bounds(NamedTuple):
    """What the clock demands at one place: minutes of its segment, and what the rest of it must and may take."""

    begins_segment: bool
    begins_stretch: bool
    counts: bool
    segment: int
    low_after: int
    high_after: int
    low_after_in_stretch: int
    wished: float
    whole: int

    def refuses(self, state, option, cap):
        low = option.low + (0 if self.begins_segment else state.segment_low)
        high = option.high + (0 if self.begins_segment else state.segment_high)
        if low + self.low_after > self.segment or high + self.high_after < self.segment:
            return True
        if not self.counts or (option.facts is not None and option.facts.own_breaks):
            return False
        stretch = option.low + (0 if self.begins_stretch else state.stretch_low)
        return stretch + self.low_after_in_stretch > cap


def bounds_of(skeleton, options):
    """The Bounds of every place."""
    lows = [min(option.low for option in some) for some in options]
    highs = [max(option.high for option in some) for some in options]
    found, count = [], len(lows)
    for at in range(count):
        segment, stretch = skeleton.segment_of[at], skeleton.stretch_of[at]
        after = [n for n in range(at + 1, count) if skeleton.segment_of[n] == segment]
        so_far = list(zip(skeleton.places, options, strict=True))[: at + 1]
        found.append(
            Bounds(
                at == 0 or skeleton.segment_of[at - 1] != segment,
                at == 0 or skeleton.stretch_of[at - 1] != stretch,
                stretch >= 0,
                skeleton.segments[segment],
                sum(lows[n] for n in after),
                sum(highs[n] for n in after),
                sum(lows[n] for n in range(at + 1, count) if skeleton.stretch_of[n] == stretch),
                sum(place.wish if place.is_method else some[0].usual for place, some in so_far),
                sum(skeleton.segments),
            )
        )
    return found


# --- The search ---------------------------------------------------------------------------------------


def searched(skeleton, options, brief, width=WIDTH):
    """Complete states, the best first; empty when nothing fits."""
    cap, bounds = cap_of(brief), bounds_of(skeleton, options)
    beam = [State(0.0, (), 0, 0, 0, (), "", "", trust_at_start(brief), 0, 0, 0, 0)]
    for place, some, bound in zip(skeleton.places, options, bounds, strict=True):
        ways = []
        for state in beam:
            for option in some:
                if bound.refuses(state, option, cap):
                    continue
                points = gain(state, option, place)
                if points is not None:
                    drift = (state.usual + option.usual - bound.wished) / bound.whole
                    score = state.score + points
                    ways.append((score + WEIGHTS["drift"] * drift * drift, score, state, option))
        best = nlargest(width, ways, itemgetter(0))
        beam = [grown(state, option, score, bound) for _rank, score, state, option in best]
    return beam


def finished(skeleton, state, brief):
    """(points for the clock, minutes of every place), or None when the clock cannot be filled."""
    parts = parts_of(skeleton, state)
    given = fitted(parts, skeleton.segments, cap_of(brief))
    if given is None:
        return None
    return clock_points(skeleton, state, given), given


def parts_of(skeleton, state):
    found = []
    rows = zip(skeleton.places, state.picks, skeleton.segment_of, skeleton.stretch_of, strict=True)
    for place, option, segment, stretch in rows:
        method = place.is_method
        like = liked(option.usual, place.wish) if method else max(1, option.usual)
        own_breaks = option.facts is not None and option.facts.own_breaks
        found.append(
            Part(option.low, like, option.high, segment, -1 if own_breaks else stretch,
                 place.function in FRAMES.values())
        )  # fmt: skip
    return found


def liked(usual, wish):
    """Minutes a method would like here: its own length, pulled some way towards what the arc gives."""
    pulled = USUAL_PART * usual + ARC_PART * wish
    return min(max(pulled, usual * (1 - PULL)), usual * (1 + PULL))


def clock_points(skeleton, state, given):
    """Points for how near the minutes come to what the methods usually take."""
    points = 0.0
    for place, option, minutes in zip(skeleton.places, state.picks, given, strict=True):
        if place.is_method:
            part = (minutes - option.usual) / option.usual
            matters = min(1.0, option.usual / FULL_SIZE)
            points += matters * WEIGHTS["squeezed" if part < 0 else "stretched"] * part * part
            if (
                option.facts.work_form == "plenary"
                and option.facts.timing.per_person
                and minutes > LONG_ROUND
            ):
                points += WEIGHTS["plenary"]
    if slack(skeleton, state.picks, given) < SLACK_SHARE * sum(given):
        points += WEIGHTS["slack"]
    return points


def slack(skeleton, picks, given):
    """Minutes that can be cut before the last third of the meeting without going under any shortest."""
    whole, gone, found = sum(given), 0, 0
    for option, minutes in zip(picks, given, strict=True):
        gone += minutes
        if gone <= whole * 2 / 3 and option.facts is not None:
            found += minutes - option.low
    return found


__all__ = ["BIT", "FUNCTIONS", "OPENING", "PLAN", "Judge", "finished", "options_of", "searched", "slack"]
