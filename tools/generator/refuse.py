"""Why a brief gives no programme, and what would give one. Every offer was tried before it is made.

The offers are asked for with a narrow beam: it is enough to know that there is one programme.
"""

from dataclasses import replace
from itertools import islice, pairwise

from tools.generator.arc import GOALS_NEED, RESULTS
from tools.generator.making import attempts, wanted_results
from tools.generator.options import lacking, why_not
from tools.generator.outcome import Offer, Refusal
from tools.generator.pins import pins_of
from tools.generator.task import task_of
from tools.plan import FRAME, Block

SHORTEST, LONGEST = 20, 600  # minutes of a meeting we make a programme for
NARROW, ENOUGH = 6, 4  # width of the beam, and offers made
MORE_MINUTES = (5, 10, 15, 20, 25, 30, 45, 60, 90, 120, 180, 240)
SIZES = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 200, 300)
MOST_SIZES = 8  # sizes tried, the nearest first
SPLIT_FROM = 60  # minutes lacking from which two meetings are offered
PREWORK = Block("prework", FRAME, "prework", 5, brings=("F", "I", "K"))


def is_possible(question):
    """Whether there is any programme at all."""
    if wrong_from_the_start(question) is not None:
        return False
    task = task_of(question, width=NARROW)
    return any(True for wanted in wanted_results(task) for _way in attempts(task, wanted))


# --- What is wrong before any search ------------------------------------------------------------------


def wrong_from_the_start(question):
    """A Refusal for what no search can mend, or None."""
    checks = (wrong_length, wrong_locks, wrong_must)
    return next((found for check in checks if (found := check(question))), None)


def wrong_length(question):
    if question.minutes > LONGEST:
        days = -(-question.minutes // LONGEST) if question.minutes > LONGEST else 2
        offers = (Offer("two_meetings", {"meetings": days, "minutes": question.minutes // days}),)
        return Refusal("too_long", {"minutes": question.minutes, "most": LONGEST}, offers)
    least = needed_for_fixed(question)
    if question.minutes < SHORTEST or least > question.minutes:
        code = "fixed_too_long" if question.fixed else "too_short"
        found = {"minutes": question.minutes, "fixed": fixed_minutes(question), "least": max(least, SHORTEST)}
        offers = (*first_minutes(question, max(least, SHORTEST)), *shorter_fixed(question))
        return Refusal(code, found, offers)
    return None


def shorter_fixed(question):
    """What lies fast can always be cut, where there is a meeting to make room for."""
    if question.fixed and question.minutes >= SHORTEST:
        yield Offer("less_fixed", {"minutes": fixed_minutes(question)})


def fixed_minutes(question):
    return sum(pin.minutes for pin in pins_of(question.fixed, question.start))


def needed_for_fixed(question):
    """Fewest minutes of a meeting with those fixed blocks: a way in and a way out besides."""
    return fixed_minutes(question) + 10 if question.fixed else SHORTEST


def first_minutes(question, least):
    """The offer of the first length from `least` that gives a programme."""
    for more in (0, *MORE_MINUTES):
        minutes = -(-least // 5) * 5 + more
        if minutes <= LONGEST and is_possible(replace(question, minutes=minutes)):
            yield Offer("minutes", {"minutes": minutes, "more": minutes - question.minutes})
            return


def wrong_locks(question):
    """Locked blocks outside the meeting, or in each other's way."""
    locked = sorted(
        (pin for pin in pins_of(question.fixed, question.start) if pin.starts is not None),
        key=lambda pin: pin.starts,
    )
    for pin in locked:
        if pin.starts < 0 or pin.ends > question.minutes:
            return Refusal("lock_outside", lock_facts(pin), unlock(question, pin))
    for one, other in pairwise(locked):
        if other.starts < one.ends:
            return Refusal(
                "locks_overlap", {**lock_facts(one), "other": other.blocks[0].title}, unlock(question, other)
            )
    return None


def lock_facts(pin):
    block = pin.blocks[0]
    return {"title": block.title, "starts": block.starts, "minutes": pin.minutes}


def unlock(question, pin):
    return (Offer("unlock", {"title": pin.blocks[0].title}),)


def wrong_must(question):
    """A method that must be there, and cannot."""
    known = {facts.slug: facts for facts in question.methods}
    kept = {block.method for block in question.fixed}
    for slug in question.brief.must:
        facts = known.get(slug)
        why = "unknown" if facts is None else why_not(question.brief, facts)
        if why and slug not in kept:
            about = {"slug": slug, "title": facts.title if facts else slug, "people": question.brief.people}
            if facts:
                about |= {
                    "least": facts.people_min,
                    "most": facts.people_max,
                    "kit": lacking(question.brief, facts),
                }
            return Refusal(
                f"must_{why}", about, (Offer("without_must", {"slug": slug, "title": about["title"]}),)
            )
    return None


# --- What a search could not do -------------------------------------------------------------------------


def refusal(question):
    """The Refusal for a question without an answer: its reason is the first thing that, mended, helps."""
    offers = tuple(islice((found for offer in OFFERS for found in offer(question)), ENOUGH))
    offers = offers or tuple(offer_everything(question))
    if question.brief.result == "M" and question.minutes < GOALS_NEED:
        code = "goals_need_time"
    else:
        code = REASONS.get(offers[0].code, "no_way") if offers else "no_way"
    facts = {
        "minutes": question.minutes,
        "size": question.brief.people,
        "people": question.brief.people,
        "result": question.brief.result,
    }
    return Refusal(code, facts | (offers[0].facts if offers else {}), offers)


REASONS = {
    "without_must": "must_leaves_no_room", "minutes": "no_time", "people": "no_method_for_size",
    "result": "no_way_to_result", "less_fixed": "fixed_leaves_no_room", "unlock": "locks_leave_no_room",
    "without_avoid": "avoided_too_much", "kit": "lacks_too_much", "room": "not_on_screen",
    "fewer_wishes": "too_many_wishes",
}  # fmt: skip


def offer_minutes(question):
    found = list(first_minutes(question, question.minutes + 5))
    yield from found
    if found and found[0].facts["more"] >= SPLIT_FROM:
        half = -(-found[0].facts["minutes"] // 2 // 15) * 15
        yield Offer("two_meetings", {"meetings": 2, "minutes": half})
    if found and is_possible(replace(question, fixed=(PREWORK, *question.fixed))):
        yield Offer("prework", {"minutes": question.minutes})


def offer_result(question):
    """A smaller result in the same time."""
    if question.brief.result:
        for code in (*RESULTS[question.brief.purpose], "P", "F"):
            if code != question.brief.result and is_possible(changed(question, result=code)):
                yield Offer("result", {"result": code})
                return


def offer_people(question):
    people = question.brief.people
    nearest = sorted((size for size in SIZES if size != people), key=lambda size: abs(size - people))
    for size in nearest[:MOST_SIZES]:
        if is_possible(changed(question, people=size)):
            yield Offer("people", {"people": size, "more": size > people})
            return


def offer_without_must(question):
    titles = {facts.slug: facts.title for facts in question.methods}
    for slug in question.brief.must:
        rest = tuple(other for other in question.brief.must if other != slug)
        if is_possible(changed(question, must=rest)):
            yield Offer("without_must", {"slug": slug, "title": titles.get(slug, slug)})


def offer_less_fixed(question):
    if question.fixed and is_possible(replace(question, fixed=())):
        loose = tuple(replace(block, starts=None) for block in question.fixed)
        if loose != question.fixed and is_possible(replace(question, fixed=loose)):
            locked = next(block for block in question.fixed if block.starts is not None)
            yield Offer("unlock", {"title": locked.title})
        else:
            yield Offer("less_fixed", {"minutes": fixed_minutes(question)})


def offer_allowing_more(question):
    brief = question.brief
    if brief.avoid and is_possible(changed(question, avoid=())):
        yield Offer("without_avoid", {})
    if brief.lacks and is_possible(changed(question, lacks=())):
        yield Offer("kit", {"kit": brief.lacks})
    if brief.digital and is_possible(changed(question, digital=False)):
        yield Offer("room", {})


def offer_everything(question):
    """The last way out, when only several changes together would help."""
    bare = replace(changed(question, must=(), avoid=(), lacks=(), result=""), fixed=())
    if bare != question and is_possible(bare):
        yield Offer("fewer_wishes", {})


def changed(question, **values):
    return replace(question, brief=replace(question.brief, **values))


OFFERS = (
    offer_without_must, offer_less_fixed, offer_allowing_more, offer_minutes, offer_result, offer_people,
)  # fmt: skip
