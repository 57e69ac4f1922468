"""Pauses come first: how many, how long, and at which borders. Lengths in minutes.

Source: methods.md F3. None up to 90 minutes, 10 at 91-150, 15 at 151-180, 15 + 10 up to 299, and from 300
two of 15 and a lunch of 45; at a screen one every 50-60 minutes. Where that leaves a stretch too near 90,
there is one more (this is why 180 minutes has 10 + 5).
"""

import datetime

from tools.generator.arc import BREAK, CONVERGES, DIVERGES, LONG, PRIORITISE, WELCOME, Place

LUNCH_MINUTES, LUNCH_FROM = 45, 25  # a pause of at least 25 minutes counts as lunch
LUNCH_HOURS = (datetime.time(11), datetime.time(12, 30))  # it begins between these, where it can
LUNCH_WORD = (datetime.time(10, 30), datetime.time(13, 30))  # begun then, it is called lunch
COMFORT, SCREEN_COMFORT = 80, 55  # minutes: longer stretches leave the borders no play
TABLE = ((90, ()), (150, (10,)), (175, (15,)), (180, (10, 5)), (LONG - 1, (15, 10)), (9999, (15, 15)))
SCREEN_PAUSE, SHORT_SCREEN_PAUSE, ONE_MORE = 10, 5, 10
EARLIEST, SHORTEST_STRETCH = 40, 25  # minutes before the first pause, and between two
FOREVER, TOO_SOON, OVER_CAP = 1e9, 3.0, 0.15


def lengths(minutes, *, digital):
    """(minutes of lunch or 0, lengths of the pauses) of a meeting that long."""
    lunch = LUNCH_MINUTES if minutes >= LONG else 0
    pauses = [] if digital else list(next(pauses for most, pauses in TABLE if minutes <= most))
    comfort = SCREEN_COMFORT if digital else COMFORT
    extra = (SHORT_SCREEN_PAUSE if minutes <= 90 else SCREEN_PAUSE) if digital else 15 if lunch else 10
    if minutes <= (60 if digital else 90):
        return 0, ()
    while (minutes - lunch - sum(pauses)) / (len(pauses) + bool(lunch) + 1) > comfort:
        pauses.append(extra)
    return lunch, tuple(pauses)


def without_pinned(lunch, pauses, pinned):
    """What is left to place when some pauses are there already; `pinned` is their lengths."""
    left = list(pauses)
    for minutes in sorted(pinned, reverse=True):
        if lunch and minutes >= LUNCH_FROM:
            lunch = 0
        elif left:
            left.remove(min(left, key=lambda length: abs(length - minutes)))
    return lunch, tuple(left)


def with_pauses(places, pauses, lows, cap):
    """The places with pauses at the best borders, or None when some stretch is too long whatever we do.

    `lows` is the fewest minutes of each place.
    """
    runs = runs_of(places)
    ideal = sum(place.wish for place in places if not place.is_break) / (len(runs) + len(pauses))
    chosen = shared_out([choices(places, lows, run, len(pauses), ideal, cap) for run in runs], len(pauses))
    if chosen is None:
        return None
    lengths_left = list(pauses)
    after = {border: lengths_left.pop(0) for border in sorted(chosen)}
    return [part for at, place in enumerate(places) for part in followed(place, after.get(at))]


def followed(place, pause):
    return [place, Place(BREAK, low=pause, high=pause, cycle=place.cycle)] if pause else [place]


def runs_of(places):
    """Ranges of positions between the breaks that are there already."""
    runs, begin = [], 0
    for at, place in enumerate([*places, None]):
        if place is None or place.is_break:
            if at > begin:
                runs.append(range(begin, at))
            begin = at + 1
    return runs


def choices(places, lows, run, most, ideal, cap):
    """[(cost, borders)] of one run with 0, 1 … `most` pauses inside it."""
    best = {(run.start, 0): (0.0, ())}
    for end in range(run.start + 1, run.stop + 1):
        for begin in range(run.start, end):
            stretch = stretch_cost(places, lows, range(begin, end), ideal, cap)
            if stretch >= FOREVER:
                continue
            inner = end < run.stop
            for used in range(most + 1):
                before = best.get((begin, used))
                if before is None or (inner and used == most):
                    continue
                found = (
                    before[0] + stretch - (border_worth(places, end) if inner else 0),
                    (*before[1], end - 1) if inner else before[1],
                )
                key = (end, used + inner)
                if key not in best or found < best[key]:
                    best[key] = found
    return [best.get((run.stop, used)) for used in range(most + 1)]


def stretch_cost(places, lows, stretch, ideal, cap):
    if sum(lows[at] for at in stretch) > cap:
        return FOREVER
    wish = sum(places[at].wish for at in stretch)
    too_soon = TOO_SOON if wish < (EARLIEST if stretch.start == 0 else SHORTEST_STRETCH) else 0.0
    return too_soon + 6 * ((wish - ideal) / ideal) ** 2 + OVER_CAP * max(0.0, wish - cap)


def border_worth(places, end):
    """How well a pause stands before place number `end`."""
    left, right = places[end - 1].function, places[end].function
    if left in DIVERGES and right in CONVERGES:
        return 2.0
    if left == PRIORITISE and right != PRIORITISE and end < len(places) - 2:
        return 1.5
    if left in (*DIVERGES, *CONVERGES) and right in DIVERGES:
        return 1.0
    if left == WELCOME or end >= len(places) - 2:
        return -3.0
    return 0.0


def shared_out(runs, count):
    """The borders of the cheapest way to give the runs `count` pauses in all, or None."""
    best = {0: (0.0, ())}
    for run in runs:
        best = {total: min(ways) for total in range(count + 1) if (ways := ways_to(total, best, run))}
    return best[count][1] if count in best else None


def ways_to(total, best, run):
    return [
        (best[total - used][0] + found[0], best[total - used][1] + found[1])
        for used, found in enumerate(run)
        if found is not None and total - used in best
    ]
