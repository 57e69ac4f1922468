"""Beam search: place after place, the best handful of ways to fill them, by the one table of weights.

A state knows what was made, what is used, how much trust there is and how many minutes are spoken for.
Minutes are kept as the fewest of each; that the clock can be filled exactly is asked all the way, so
that nothing is searched which can never end on time.
"""

from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple

from tools.generator.arc import CONVERGES, IDEA, INSIGHT
from tools.generator.chain import TRUST, mask
from tools.generator.options import cap_of
from tools.generator.weights import WEIGHTS

WIDTH, FEW = 40, 3
FOUND = mask("FI")
MANY, FEW_LEFT = mask("I"), mask("K")
RIPE = mask("GKPV")  # in this order; converging never goes back
TRUSTING = 2  # trust there is among people who know each other and do not disagree


class State(NamedTuple):
    """One way to fill the places so far; `made` and `newest` are artefacts, `used` methods, as masks."""

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
    chain = chain_points(state, option, place.function == INSIGHT, converges)
    if place.function == IDEA and option.gives & MANY and state.newest & FEW_LEFT:
        chain += WEIGHTS["backwards"]
    return option.own + chain + change_points(state, facts)


def chain_points(state, option, explores, converges):
    """For what it builds on, and for what it makes of it."""
    points = 0.0
    if option.needs & state.newest:
        points += WEIGHTS["chain" if explores else "newest"]
    elif option.needs & state.made:
        points += WEIGHTS["chain"] + (WEIGHTS["passes_by"] if option.gives & RIPE else 0)
    elif converges and not option.anything:
        points += WEIGHTS["from_nothing"]
    if explores and not option.free and not state.made & FOUND:
        points += WEIGHTS["too_early"]
    if option.gives and option.gives == state.newest:
        points += WEIGHTS["looks_again" if explores else "nothing_new"]
    return points


def change_points(state, facts):
    """For change of form and posture, against two of a kind, and against going faster than trust."""
    points = WEIGHTS["form"] * (facts.work_form != state.form)
    points += WEIGHTS["posture"] * (facts.posture != state.posture)
    if facts.family and facts.family in state.families:
        points += WEIGHTS["family_next" if state.families[-1] == facts.family else "family_again"]
    return points + WEIGHTS["unsafe"] * max(0, facts.safety - max(1, state.trust))


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
    """What the clock demands at one place: its segment, and what the rest of it must and may take."""

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
        beam = [grown(state, option, score, bound) for _rank, score, state, option in kept(ways, width)]
    return beam


def kept(ways, width):
    """The best ways, and the best few for each set of artefacts, so that no chain dies out on the road."""
    best = nlargest(width, ways, itemgetter(0))
    chains = {}
    for way in best:
        chains[way[2].made | way[3].gives] = FEW
    for way in sorted(ways, key=itemgetter(0), reverse=True)[width : width * 6]:
        chain = way[2].made | way[3].gives
        if chains.setdefault(chain, 0) < FEW:
            chains[chain] += 1
            best.append(way)
    return best
