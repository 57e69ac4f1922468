"""Minutes for each part, so that every segment is filled exactly: on a five-minute grid, inside all limits.

Every part has the minutes it would like. From the fewest of each, five minutes at a time go to the part
that gains most, which makes all parts equally far (in percent) from what they would like. For limits of
parts within stretches within segments this greedy way gives the best answer there is.
"""

from dataclasses import dataclass

from tools.generator.options import GRID


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be given minutes.

    low, like, high   fewest, wished and most minutes
    segment           which stretch of clock time it lies in; a segment is filled exactly
    stretch           which stretch without a pause it lies in, or -1 for what no limit counts
    is_frame          takes the odd minutes that the grid leaves
    """

    low: int
    like: float
    high: int
    segment: int
    stretch: int
    is_frame: bool = False


def fitted(parts, segments, cap):
    """Minutes of each part, or None when it cannot be done.

    `segments` is the minutes of each segment, `cap` the most minutes of one stretch.
    """
    given = [part.low for part in parts]
    rest = list(segments)
    room = {part.stretch: cap for part in parts}
    for part in parts:
        rest[part.segment] -= part.low
        room[part.stretch] -= part.low
    if min(rest, default=0) < 0 or any(left < 0 for stretch, left in room.items() if stretch >= 0):
        return None
    for segment, left in enumerate(rest):
        members = [at for at, part in enumerate(parts) if part.segment == segment]
        if not fill(members, parts, given, room, left):
            return None
    return given


def fill(members, parts, given, room, left):
    """Give `left` more minutes to the members of one segment; False when they cannot take it."""
    odd = left % GRID
    if odd and not give(odd, best(members, parts, given, room, odd, frames_first=True), parts, given, room):
        return False
    for _step in range(left // GRID):
        if not give(GRID, best(members, parts, given, room, GRID), parts, given, room):
            return False
    return True


def give(minutes, at, parts, given, room):
    if at is None:
        return False
    given[at] += minutes
    room[parts[at].stretch] -= minutes
    return True


def best(members, parts, given, room, minutes, *, frames_first=False):
    """The member that gains most by `minutes` more, or None when nobody has room for them."""
    top, found = None, None
    for at in members:
        part = parts[at]
        if given[at] + minutes > part.high or (part.stretch >= 0 and room[part.stretch] < minutes):
            continue
        gain = (2 * (part.like - given[at]) - minutes) / part.like
        if frames_first and part.is_frame:
            gain += 100
        if top is None or gain > top:
            top, found = gain, at
    return found
