"""The door: a brief in, three programmes out, or a refusal with what would make it possible.

Never an exception for a legal brief. The same brief and seed give the same answer, ids included.
"""

from dataclasses import replace

from tools.generator import offsets
from tools.generator.checks import warnings
from tools.generator.making import programmes
from tools.generator.outcome import Proposals
from tools.generator.refuse import refusal, wrong_from_the_start
from tools.generator.task import Question, task_of
from tools.plan import DAY, Plan
from tools.programme import split_days


def propose(brief, methods, *, start, minutes, fixed=(), seed=0):
    """Proposals for a meeting of `minutes` from `start`.

    brief     tools.plan.Brief
    methods   tools.facts.Facts of every method there is
    fixed     blocks that must survive with their minutes: locked ones at their time, methods in the
              place of their function, presentations before the work they are for
    seed      another seed gives another proposal
    """
    return answer(Question(brief, tuple(methods), start, minutes, of_one_day(fixed), seed=seed))


def repropose(plan, methods, *, minutes=None, seed=0, day=0):
    """Proposals for one day of a plan anew; every kept or locked block survives where it stands.

    `minutes` is the length wanted; without it the day's end decides, else its present length.
    """
    _opening, _date, start, until, blocks = split_days(plan)[day]
    places = offsets.laid_day(blocks, start)
    if minutes is None:
        ends = max((place.end for place in places), default=0)
        minutes = ends if until is None else offsets.minutes_between(start, until)
    near = {place.block.id: place.start for place in places}
    fixed = [
        block
        for stretch in offsets.stretches(blocks)
        if any(b.is_fixed for b in stretch)
        for block in stretch
    ]
    question = Question(plan.brief, tuple(methods), start, minutes, tuple(fixed), near, seed)
    found = answer(question)
    return found if found else answer(replace(question, near={})) or found  # rather elsewhere than nothing


def answer(question):
    wrong = wrong_from_the_start(question)
    if wrong is not None:
        return Proposals(refusal=wrong)
    found = programmes(task_of(question))
    if not found:
        return Proposals(refusal=refusal(question))
    return Proposals(variants=tuple(with_warnings(made, question) for made in found))


def with_warnings(made, question):
    plan = Plan("", question.brief, start=question.start, blocks=made.blocks)
    return replace(made, warnings=warnings(plan, question.methods))


def of_one_day(fixed):
    return tuple(block for block in fixed if block.kind != DAY and block.minutes > 0)
