"""Change one thing in a plan: the next best methods for a block, and blocks for a gap. Whole minutes.

Both keep the clock (the same minutes) and the chain: what later blocks build on is still made, and so is
the wanted result. What is offered is ranked by the same weights as whole programmes.
"""

from dataclasses import dataclass, replace
from itertools import permutations

from tools.generator import reasons
from tools.generator.arc import BREAK, CLOSE, CONVERGES, DIVERGES, FUNCTIONS, RESULTS, Place
from tools.generator.chain import is_met, mask
from tools.generator.clock import liked
from tools.generator.fit import Part, fitted
from tools.generator.judge import Judge
from tools.generator.naming import name_of
from tools.generator.options import Option, cap_of, lands, option_of, usable
from tools.generator.outcome import BALANCED, Reason
from tools.generator.search import Bounds, State, gain, grown, trust_at_start
from tools.generator.weights import WEIGHTS
from tools.plan import DAY, METHOD, PAUSE, Block

SAME_FUNCTION = 3.0  # points for doing the same in the arc
SHORT_LIST = 14  # methods tried in pairs for a gap
ONE_MORE = 4.0  # points a second block must be worth
LONGEST_PAUSE, LONGEST_WAIT = 20, 60  # so short a gap after so long without a pause is one


@dataclass(frozen=True)
class Choice:
    """A block to put in, and why. The method's own title; `tools.wording` gives it its question."""

    block: Block
    reason: Reason
    score: float = 0.0


def wanted_of(brief):
    """The result the plan is to give: the one asked for, else the purpose's first."""
    return brief.result or RESULTS[brief.purpose][0]


# --- Another method for a block ------------------------------------------------------------------------


def alternatives(plan, block_id, methods, *, at_most=5):
    """Choices for a method block, the best first; () for other blocks and unknown ids."""
    block, known = plan.block(block_id), {facts.slug: facts for facts in methods}
    if block is None or block.kind != METHOD:
        return ()
    at, context = plan.index(block_id), Context(plan, known)
    found = []
    for facts in context.unused():
        other = replace(block, title=facts.title, method=facts.slug, reason="", note="")
        blocks = (*plan.blocks[:at], other, *plan.blocks[at + 1 :])
        if facts.shortest(context.people) <= block.minutes <= facts.longest(context.people) and context.keeps(
            blocks
        ):
            points = context.points(at, facts, block.minutes, known.get(block.method))
            if points is not None:
                found.append((points, other, blocks))
    found.sort(key=lambda way: (-way[0], way[1].method))
    return tuple(context.choice(points, at, other, blocks) for points, other, blocks in found[:at_most])


class Context:
    """A plan as the search sees it: what is made, used and trusted at each of its blocks."""

    def __init__(self, plan, known):
        self.plan, self.known, self.brief = plan, known, plan.brief
        self.people, self.wanted = plan.brief.people, wanted_of(plan.brief)
        minutes = sum(block.minutes for block in plan.blocks)
        self.judge = Judge(plan.brief, self.wanted, minutes, BALANCED)
        self.bits = {slug: 1 << at for at, slug in enumerate(sorted(known))}
        self.broken = unmet(plan.blocks, known)
        self.gives = makes(plan.blocks, known, self.wanted)

    def unused(self):
        """Methods the brief allows that the plan does not have."""
        there = {block.method for block in self.plan.blocks}
        return [facts for slug, facts in usable(self.brief, self.known.values()).items() if slug not in there]

    def keeps(self, blocks):
        """Whether those blocks break nothing in the chain that held before, and still give the result."""
        return unmet(blocks, self.known) <= self.broken and (
            makes(blocks, self.known, self.wanted) or not self.gives
        )

    def points(self, at, facts, minutes, instead=None):
        """How well a method of so many minutes stands before block number `at`, or None."""
        option = option_of(facts, self.people, cap_of(self.brief), self.bits[facts.slug])
        place = Place(facts.function, wish=minutes)
        points = gain(self.state_before(at), option, place)
        if points is None:
            return None
        same = instead is not None and facts.function == instead.function
        off = abs(minutes - facts.minutes(self.people)) / facts.minutes(self.people)
        return points + self.judge.points(facts) + SAME_FUNCTION * same + WEIGHTS["stretched"] * off

    def state_before(self, at):
        state = State(0.0, (), 0, 0, 0, (), "", "", trust_at_start(self.brief), 0, 0, 0, 0)
        for block in self.plan.blocks[:at]:
            facts = self.known.get(block.method)
            option = option_of(facts, self.people, 9999) if facts else frame_option(block)
            state = grown(state, option, 0.0, NO_BOUNDS)
        return state

    def choice(self, points, at, block, blocks):
        landing = reasons.landing_of(blocks, self.known, self.wanted)
        reason = reasons.reason_at(at, blocks, self.known, self.brief, landing)
        return Choice(block, reason, round(points, 3))


NO_BOUNDS = Bounds(False, False, False, 0, 0, 0, 0, 0, 1)


def frame_option(block):
    return Option(block.minutes, block.minutes, block.minutes, gives=mask(block.brings))


def unmet(blocks, known):
    """Ids of the blocks that build on what nobody has made."""
    made, found = 0, set()
    for block in blocks:
        facts = known.get(block.method)
        if facts is not None and not is_met(facts.needs, made):
            found.add(block.id)
        made |= mask(reasons.given(block, known))
    return found


def makes(blocks, known, wanted):
    return any(block.method in known and lands(known[block.method], wanted) for block in blocks)


# --- Blocks for a gap ----------------------------------------------------------------------------------


def fill(plan, after_id, minutes, methods):
    """Choices that together last `minutes`, to stand after that block (None: first); () when nothing fits.

    One method or two. Where people have sat for long, a short gap is a pause.
    """
    known = {facts.slug: facts for facts in methods}
    at = 0 if after_id is None else plan.index(after_id) + 1
    context = Context(plan, known)
    if needs_rest(plan, at, minutes):
        return (pause(plan, at, minutes),)
    ways = [way for way in ways_to_fill(context, at, minutes) if way]
    if not ways:
        return ()
    _points, blocks = max(ways, key=lambda way: (way[0], [block.method for block in way[1]]))
    whole = (*plan.blocks[:at], *blocks, *plan.blocks[at:])
    return tuple(context.choice(0.0, at + n, block, whole) for n, block in enumerate(blocks))


def ways_to_fill(context, at, minutes):
    fitting = [facts for facts in context.unused() if belongs(facts, at, context)]
    ranked = sorted(
        ((points, facts.slug, facts) for facts in fitting
         if (points := context.points(at, facts, min(minutes, facts.minutes(context.people)))) is not None),
        key=lambda way: (-way[0], way[1]),
    )  # fmt: skip
    worth = {facts.slug: points for points, _slug, facts in ranked}
    groups = [(facts,) for _points, _slug, facts in ranked]
    groups += list(permutations([facts for _points, _slug, facts in ranked[:SHORT_LIST]], 2))
    return [filled(context, at, group, worth, minutes) for group in groups]


def filled(context, at, group, worth, minutes):
    """(points, blocks) when the methods fill the minutes exactly and the chain holds, else None."""
    people, cap = context.people, cap_of(context.brief)
    options = [option_of(facts, people, cap) for facts in group]
    parts = [Part(o.low, liked(o.usual, o.usual), o.high, 0, -1) for o in options]
    given = fitted(parts, [minutes], cap)
    if given is None or not in_order(group):
        return None
    taken = {block.id for block in context.plan.blocks}
    blocks = [
        Block(name_of(f"{at} {facts.slug}", taken), METHOD, facts.title, length, facts.slug)
        for facts, length in zip(group, given, strict=True)
    ]
    if not context.keeps((*context.plan.blocks[:at], *blocks, *context.plan.blocks[at:])):
        return None
    off = sum(((n - o.usual) / o.usual) ** 2 for n, o in zip(given, options, strict=True))
    return sum(worth[facts.slug] - ONE_MORE for facts in group) + WEIGHTS["squeezed"] / 2 * off, blocks


def in_order(group):
    ranks = [FUNCTIONS.index(facts.function) for facts in group]
    return ranks == sorted(ranks) and len({facts.family for facts in group}) == len(group)


def belongs(facts, at, context):
    """Whether the method's function has a place between those of the neighbours."""
    functions = [
        context.known[b.method].function if b.method in context.known else "" for b in context.plan.blocks
    ]
    before = [function for function in functions[:at] if function]
    after = [function for function in functions[at:] if function]
    if facts.function == CLOSE:
        return not after and CLOSE not in before
    if not before:
        return facts.function in FUNCTIONS[:2] or not after
    least = FUNCTIONS.index(before[-1])
    most = FUNCTIONS.index(after[0]) if after else FUNCTIONS.index(CLOSE)
    if most < least:  # a new cycle begins here
        return facts.function in (*DIVERGES, *CONVERGES)
    return least <= FUNCTIONS.index(facts.function) <= most


def needs_rest(plan, at, minutes):
    """Whether the gap is short and the last pause is long ago."""
    wait = 0
    for block in reversed(plan.blocks[:at]):
        if block.kind in (PAUSE, DAY):
            break
        wait += block.minutes
    after = plan.blocks[at].kind if at < len(plan.blocks) else ""
    return minutes <= LONGEST_PAUSE and wait >= LONGEST_WAIT and after != PAUSE


def pause(plan, at, minutes):
    name = name_of(f"{at} {BREAK}", {block.id for block in plan.blocks})
    return Choice(Block(name, PAUSE, BREAK, minutes), Reason(BREAK))
