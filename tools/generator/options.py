"""Which methods can fill a place at all: people, minutes, room or screen, kit, and what the brief bans.

Lengths are whole minutes; what a programme gives a method stands on a grid of five where its own limits
allow it.
"""

from dataclasses import dataclass
from math import floor

from tools.facts import ANYTHING, Facts
from tools.generator.chain import begins_freely, mask

GRID = 5
CAP, SCREEN_CAP = 90, 60  # most minutes without a pause, in a room and on a screen
LEAST_SQUEEZED, MOST_STRETCHED = 0.4, 2  # times the usual length
CONVERGING_CODES = "MPVH"


@dataclass(frozen=True, slots=True)
class Option:
    """What may fill one place: a method with its limits, or a frame block with its own.

    needs, gives   masks of artefacts; `free` means that it can stand first
    bit            a bit of its own, so that nothing is used twice
    own            points that do not depend on what stands around it
    anything       it builds on anything at all
    """

    low: int
    usual: int
    high: int
    needs: int = 0
    free: bool = True
    gives: int = 0
    bit: int = 0
    own: float = 0.0
    anything: bool = False
    facts: Facts | None = None


def usable(brief, methods):
    """The methods that may be used in this meeting at all, by slug."""
    return {facts.slug: facts for facts in methods if why_not(brief, facts) == ""}


def why_not(brief, facts):
    """ "" when the brief allows the method, else the code of what stands in the way."""
    if facts.slug in brief.avoid:
        return "avoided"
    if not facts.fits(brief.people):
        return "people"
    if brief.digital and facts.mode == "room":
        return "room"
    if lacking(brief, facts):
        return "kit"
    return ""


def lacking(brief, facts):
    """Words of the method's kit that they do not have."""
    lacks = {word.casefold() for word in brief.lacks}
    return tuple(word for word in facts.kit if word.casefold() in lacks)


def cap_of(brief):
    return SCREEN_CAP if brief.digital else CAP


def limits(facts, people, cap):
    """(fewest, usual, most) minutes on the grid; fewest over most means that it cannot be used."""
    most = facts.longest(people) if facts.own_breaks else min(facts.longest(people), cap)
    fewest = max(facts.shortest(people), floor(LEAST_SQUEEZED * facts.minutes(people)))
    low, high = -(-fewest // GRID) * GRID, most // GRID * GRID
    if low > high:
        low, high = fewest, most
    usual = min(max(facts.minutes(people), low), high)
    return low, usual, min(high, max(low, -(-MOST_STRETCHED * usual // GRID) * GRID))


def suits(place, facts):
    """Whether the method may stand at that place of the arc."""
    if place.slug:
        return facts.slug == place.slug
    return facts.function == place.function and (not place.gives or lands(facts, place.gives))


def lands(facts, wanted):
    """Whether the method makes the wanted result as the end of something."""
    return facts.gives == wanted and (wanted not in CONVERGING_CODES or facts.phase == "lukke")


def option_of(facts, people, cap, bit=0):
    """The method as an Option, without points."""
    low, usual, high = limits(facts, people, cap)
    needs, gives = mask(facts.needs), mask((facts.gives,))
    free, anything = begins_freely(facts.needs), ANYTHING in facts.needs
    return Option(low, usual, high, needs, free, gives, bit, 0.0, anything, facts)


def with_points(option, points):
    return Option(
        option.low, option.usual, option.high, option.needs, option.free, option.gives, option.bit,
        points, option.anything, option.facts,
    )  # fmt: skip
