"""The clock of a finished choice: minutes for every place, and what they are worth."""

from tools.generator.arc import FRAMES
from tools.generator.fit import Part, fitted
from tools.generator.judge import is_round
from tools.generator.options import cap_of
from tools.generator.weights import FULL_SIZE, LONG_ROUND, SLACK_SHARE, WEIGHTS

USUAL_PART, ARC_PART = 0.6, 0.4  # what a block would like: mostly the method's own length
PULL = 0.3  # and never further from it than this part


def finished(skeleton, state, brief):
    """(points for the clock, minutes of every place, the state), or None when the clock cannot be filled."""
    parts = parts_of(skeleton, state)
    given = fitted(parts, skeleton.segments, cap_of(brief))
    if given is None:
        return None
    return clock_points(skeleton, state, given), given, state


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
            if minutes > LONG_ROUND and is_round(option.facts):
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
