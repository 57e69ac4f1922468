"""The generator: a brief and methods in, programmes out. Pure functions, no database, no Django.

    propose(brief, methods, start=, minutes=, fixed=, seed=)   three programmes, or a refusal with offers
    repropose(plan, methods, …)      the same for a plan: kept and locked blocks survive
    alternatives(plan, id, methods)  other methods for one block, same chain and clock
    fill(plan, after, minutes, methods)   blocks for a gap
    warnings(plan, methods)          what the maker of any plan should know
    adjusted(remaining, behind)      the live rule: what to shorten, or drop, when the meeting runs late

All lengths are whole minutes; all facts about methods come in as `tools.facts.Facts`. What people read is
codes with facts here and sentences in `tools.wording`. Source of the rules: methods.md D-G (the team's
own); the weights are in one table, `weights.py`. How it works: arc → skeleton (pins, pauses, clock) →
beam search → minutes; see `making.py`.
"""

from tools.generator.checks import warnings
from tools.generator.live import Adjusted, Drop, Remaining, adjusted, remaining_of
from tools.generator.outcome import (
    BALANCED,
    BOLD,
    SAFE,
    VARIANTS,
    Offer,
    Proposals,
    Reason,
    Refusal,
    Variant,
    Warning,
)
from tools.generator.propose import propose, repropose
from tools.generator.swap import Choice, alternatives, fill, wanted_of

__all__ = [
    "BALANCED",
    "BOLD",
    "SAFE",
    "VARIANTS",
    "Adjusted",
    "Choice",
    "Drop",
    "Offer",
    "Proposals",
    "Reason",
    "Refusal",
    "Remaining",
    "Variant",
    "Warning",
    "adjusted",
    "alternatives",
    "fill",
    "propose",
    "remaining_of",
    "repropose",
    "wanted_of",
    "warnings",
]
