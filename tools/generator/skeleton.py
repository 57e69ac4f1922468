"""From the arc to a skeleton: pins in their places, wishes for each stretch of clock time, and pauses."""

from dataclasses import dataclass, replace
from itertools import accumulate

from tools.generator import pauses as pausing
from tools.generator.arc import (
    CONVERGES,
    DIVERGES,
    FRAMES,
    FUNCTIONS,
    LUNCH,
    PROPOSALS,
    WAY_ON,
    WELCOME,
    Place,
    natural_place,
    with_wishes,
)
from tools.generator.options import cap_of

PINNED = "pinned"  # function of a place where a frame block or an own text is pinned
TALK_ON_END = 30  # minutes of presentations before people must do something
SHIFTS = (0, -1, 1, -2, 2)  # borders a locked block may be moved from its natural one


@dataclass(frozen=True)
class Skeleton:
    """Places in order; minutes of each segment of the clock, and each place's segment and stretch."""

    places: tuple
    segments: tuple
    segment_of: tuple
    stretch_of: tuple


# --- Pins in the order ------------------------------------------------------------------------------


def with_must(places, facts):
    """The places with one that this method must fill: a free one of its function, or a new one."""
    same = [at for at, place in enumerate(places) if place.is_method and not place.slug]
    same = [at for at in same if places[at].function == facts.function]
    fitting = [at for at in same if places[at].gives in ("", facts.gives)]
    at = next((at for at in fitting if places[at].gives), fitting[-1] if fitting else None)
    if at is not None:
        return [*places[:at], replace(places[at], slug=facts.slug), *places[at + 1 :]]
    return put_in(
        places, same[0] if same else natural_place(places, facts.function), facts.function, facts.slug
    )


def put_in(places, at, function, slug="", pin=None):
    cycle = places[max(0, at - 1)].cycle
    return [*places[:at], Place(function, slug=slug, pin=pin, cycle=cycle), *places[at:]]


def with_kept_method(places, pin, facts, whole):
    """A kept method stands in for the nearest free place of its function."""
    same = [at for at, place in enumerate(places) if place.is_method and place.function == facts.function]
    fitting = [at for at in same if not places[at].slug and places[at].gives in ("", facts.gives)]
    if not fitting:
        return put_in(places, natural_place(places, facts.function), facts.function, pin=pin)
    wanted = len(places) * (pin.near or 0) / whole if pin.near is not None else fitting[0]
    at = min(fitting, key=lambda place: abs(place - wanted))
    return [*places[:at], replace(places[at], pin=pin), *places[at + 1 :]]


def with_talks(places, pins):
    """Presentations before the first work of the group, and not more than half an hour of them on end."""
    least = 0
    for pin in pins:
        stops = [at for at, _place in enumerate(places) if at >= least and is_work(places, at)]
        stops = stops or [max(least, len(places) - 1)]
        free = [at for at in stops if talk_before(places, at) + pin.minutes <= TALK_ON_END]
        at = (free or stops)[0]
        places, least = put_in(places, at, PINNED, pin=pin), at + 1
    return places


def is_work(places, at):
    """A place where a new piece of group work begins."""
    before = places[at - 1].function if at else ""
    function = places[at].function
    return function in DIVERGES or (
        function in CONVERGES and before in (*FRAMES.values(), PINNED, *FUNCTIONS[:2])
    )


def talk_before(places, at):
    minutes = 0
    while at and places[at - 1].function == PINNED:
        at -= 1
        minutes += places[at].pin.minutes
    return minutes


def with_near(places, pin, whole):
    """A kept block at the border nearest to where it stood; a long pause without a place is the lunch."""
    lunch = [at for at, place in enumerate(places) if place.function == LUNCH and place.pin is None]
    if pin.is_break and pin.minutes >= pausing.LUNCH_FROM and pin.near is None and lunch:
        return [*places[: lunch[0]], replace(places[lunch[0]], pin=pin), *places[lunch[0] + 1 :]]
    near = whole / 2 if pin.near is None else pin.near
    ends = list(accumulate(place.wish for place in places))
    scale = whole / (ends[-1] or 1)
    borders = [0.0, *(end * scale for end in ends)]
    at = min(range(len(borders)), key=lambda border: abs(borders[border] - near))
    return put_in(places, at, LUNCH if pin.is_break else PINNED, pin=pin)


def without_double_frames(places, pins, whole):
    """No welcome where one is kept, and no way on or close where the end is."""
    drop = set()
    for pin in pins:
        if pin.brings and "K" in pin.brings:
            drop.add(PROPOSALS)
        if pin.near == 0 or pin.starts == 0:
            drop.add(WELCOME)
        if pin.near is not None and not pin.is_break and pin.near + pin.minutes >= whole - 20:
            drop.add(WAY_ON)
    return [place for place in places if place.function not in drop]


def with_locked(places, pins, whole, shift):
    """Locked pins at the borders nearest to their times; lunch where the cycles turn, if it is near."""
    for pin in sorted(pins, key=lambda pin: pin.starts):
        lunch = [at for at, place in enumerate(places) if place.function == LUNCH and place.pin is None]
        if pin.is_break and pin.minutes >= pausing.LUNCH_FROM and lunch and not shift:
            places = [*places[: lunch[0]], replace(places[lunch[0]], pin=pin), *places[lunch[0] + 1 :]]
            continue
        if pin.is_break and pin.minutes >= pausing.LUNCH_FROM:
            places = [place for place in places if place.function != LUNCH or place.pin is not None]
        at = locked_border(places, pin, whole) + shift
        least = next((at + 1 for at in reversed(range(len(places))) if is_locked(places[at])), 0)
        at = 0 if pin.starts == 0 else min(max(at, least, 1), len(places))
        if pin.starts + pin.minutes < whole:
            at = min(at, len(places) - 1)
        places = put_in(places, at, LUNCH if pin.is_break else PINNED, pin=pin)
    return places


def is_locked(place):
    return place.pin is not None and place.pin.starts is not None


def locked_border(places, pin, whole):
    loads = [place.pin.minutes if place.pin else place.wish for place in places]
    ends = [0, *accumulate(loads)]
    scale = whole / (ends[-1] or 1)
    return min(range(len(ends)), key=lambda at: abs(ends[at] * scale - pin.starts))


# --- The whole ----------------------------------------------------------------------------------------


def skeleton(places, task, shift=0, lunch_at=None):
    """A Skeleton, or None when the pins and pauses cannot stand like that.

    `shift` moves locked blocks so many borders; `lunch_at` holds an unlocked lunch to so many minutes
    after the start.
    """
    purpose, minutes, digital = task.brief.purpose, task.minutes, task.brief.digital
    locked = [pin for pin in task.pins if pin.starts is not None]
    places = with_locked(with_wishes(places, purpose, minutes), locked, minutes, shift)
    pinned = [place.pin.minutes for place in places if place.pin is not None and place.pin.is_break]
    lunch, pauses = pausing.without_pinned(*pausing.lengths(minutes, digital=digital), pinned)
    places = with_lunch(places, lunch)
    for rests in (pauses, (*pauses, pausing.ONE_MORE)):  # what is pinned may ask for one pause more
        found = with_rests(places, task, rests)
        if found is not None:
            return clocked(found, task, lunch_at)
    return None


def with_rests(places, task, rests):
    """The places with pauses of those lengths at the best borders, and wishes for the time left; or None."""
    free = task.minutes - sum(rests) - sum(fixed_minutes(place) for place in places)
    if free < 0:
        return None
    places = [with_pin_wish(place) for place in with_wishes(places, task.brief.purpose, free)]
    return pausing.with_pauses(places, rests, [task.lowest(place) for place in places], cap_of(task.brief))


def with_lunch(places, lunch):
    """The lunch of a long meeting gets its minutes; where lunch is pinned or short, its mark goes."""
    own = [place for place in places if place.function == LUNCH and place.pin is None]
    if not own or lunch:
        return [replace(p, low=lunch, high=lunch) if p in own else p for p in places]
    return [place for place in places if place not in own]


def fixed_minutes(place):
    return place.pin.minutes if place.pin is not None else place.low if place.is_break else 0


def with_pin_wish(place):
    return replace(place, wish=place.pin.minutes) if place.pin is not None else place


def clocked(places, task, lunch_at):
    """The places cut into segments at locked times and stretches at pauses, with wishes that fill each."""
    segments, segment_of, begun = [], [], 0
    stretch_of, stretch = [], 0
    for place in places:
        locked = place.pin.starts if is_locked(place) else lunch_at if place.function == LUNCH else None
        if locked is not None:
            segments.append(locked - begun)
            begun = locked
        segment_of.append(len(segments))
        uncounted = place.is_break or (place.pin is not None and not task.counts(place.pin))
        stretch_of.append(-1 if uncounted else stretch)
        stretch += place.is_break
        if locked is not None:
            segments.append(fixed_minutes(place))
            begun += fixed_minutes(place)
    segments.append(task.minutes - begun)
    if min(segments) < 0:
        return None
    wished = wished_by_segment(places, segments, segment_of)
    return Skeleton(tuple(wished), tuple(segments), tuple(segment_of), tuple(stretch_of))


def wished_by_segment(places, segments, segment_of):
    """Wishes scaled so that those of a segment fill it."""
    flexible = [0.0] * len(segments)
    left = list(segments)
    for place, segment in zip(places, segment_of, strict=True):
        if place.is_method:
            flexible[segment] += place.wish
        else:
            left[segment] -= place.wish if place.is_frame else fixed_minutes(place)
    return [
        replace(place, wish=max(1.0, place.wish * left[segment] / (flexible[segment] or 1)))
        if place.is_method
        else place
        for place, segment in zip(places, segment_of, strict=True)
    ]
