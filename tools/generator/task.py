"""One brief with all that follows from it: usable methods, what is pinned, and what can fill each place."""

import datetime
from dataclasses import dataclass, field

from tools.generator.arc import FUNCTIONS
from tools.generator.chain import mask
from tools.generator.options import Option, cap_of, option_of, suits, usable, with_points
from tools.generator.pins import pins_of
from tools.generator.search import WIDTH
from tools.generator.weights import WEIGHTS
from tools.plan import Brief


@dataclass(frozen=True)
class Question:
    """All that a proposal is asked with. `near` is {block id: minutes after the start} of kept blocks."""

    brief: Brief
    methods: tuple
    start: datetime.time
    minutes: int
    fixed: tuple = ()
    near: dict = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True)
class Task:
    """A question made ready for the search.

    methods   {slug: Facts} of those that may be used, and of those that are kept
    ready     {function: Options without points} of those that may stand at a free place
    width     of the beam
    """

    brief: Brief
    methods: dict
    bits: dict
    ready: dict
    pins: tuple
    start: datetime.time
    minutes: int
    seed: int
    width: int = WIDTH

    def candidates(self, place):
        """Options, without points, of the methods that may stand at the place."""
        return [option for option in self.ready[place.function] if suits(place, option.facts)]

    def options(self, place, judge):
        """What can fill the place, with the points it has by itself."""
        if place.pin is not None:
            return [self.pinned(place.pin)]
        if not place.is_method:
            return [frame_option(place)]
        return [scored(option, place, judge) for option in self.candidates(place)]

    def pinned(self, pin):
        """A pin keeps its minutes, and gives what its methods make and its own words bring."""
        gives, bit = mask(pin.brings), 0
        for slug in pin.slugs:
            facts = self.methods.get(slug)
            gives |= mask((facts.gives,)) if facts else 0
            bit |= self.bits.get(slug, 0)
        single = self.methods.get(pin.slugs[0]) if len(pin.blocks) == 1 and pin.slugs else None
        return Option(pin.minutes, pin.minutes, pin.minutes, gives=gives, bit=bit, facts=single)

    def counts(self, pin):
        """Whether a pin counts against a stretch without pause; too long for any, it does not."""
        own_breaks = any(self.methods[slug].own_breaks for slug in pin.slugs if slug in self.methods)
        return pin.minutes <= cap_of(self.brief) and not own_breaks

    def lowest(self, place):
        """Fewest minutes at the place that count against a stretch without pause."""
        if place.pin is not None:
            return place.pin.minutes if self.counts(place.pin) else 0
        if not place.is_method:
            return place.low
        return min((o.low for o in self.candidates(place) if not o.facts.own_breaks), default=0)


def task_of(question, width=WIDTH):
    """The Task of a Question."""
    brief = question.brief
    kept = {block.method for block in question.fixed}
    known = {facts.slug: facts for facts in question.methods}
    may = {slug: facts for slug, facts in usable(brief, question.methods).items() if slug not in kept}
    both = may | {slug: known[slug] for slug in kept if slug in known}
    bits = {slug: 1 << at for at, slug in enumerate(sorted(both))}
    pins = tuple(pins_of(question.fixed, question.start, question.near))
    ready = ready_options(brief, may, bits)
    return Task(brief, both, bits, ready, pins, question.start, question.minutes, question.seed, width)


def ready_options(brief, methods, bits):
    found, cap = {function: [] for function in FUNCTIONS}, cap_of(brief)
    for slug, facts in methods.items():
        option = option_of(facts, brief.people, cap, bits[slug])
        if facts.own_breaks or option.low <= option.high:
            found[facts.function].append(option)
    return found


def scored(option, place, judge):
    off = abs(option.usual - place.wish) / max(option.usual, place.wish, 10)
    return with_points(option, judge.points(option.facts) + WEIGHTS["time"] * off)


def frame_option(place):
    return Option(place.low, int(place.wish), place.high, gives=mask(place.brings))
