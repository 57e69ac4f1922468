"""What the generator means, in Nynorsk: the engine gives codes and facts, people get sentences.

Everything here reads plain data and gives plain text; no database.
"""

from dataclasses import replace

from tools.generator.outcome import Said
from tools.wording.reasons import reason_line
from tools.wording.sentences import OFFERS, REFUSALS, RELAXED, WARNINGS, sentence
from tools.wording.titles import responsible, title


def worded(proposals, brief, methods):
    """The proposals with titles, who is responsible, and reasons. What is kept stays as it was."""
    known = {facts.slug: facts for facts in methods}
    return replace(
        proposals, variants=tuple(worded_variant(made, brief, known) for made in proposals.variants)
    )


def worded_variant(made, brief, known):
    return replace(
        made,
        blocks=tuple(worded_block(block, made.reasons.get(block.id), brief, known) for block in made.blocks),
    )


def worded_block(block, reason, brief, known):
    if reason is None:
        return block
    line = reason_line(reason, brief.purpose)
    if block.is_fixed:
        return replace(block, reason=line)
    return replace(
        block, title=title(block, brief.purpose, known), responsible=responsible(block, known), reason=line
    )


def worded_choices(choices, brief, methods):
    """Blocks of `alternatives` or `fill`, ready to be put in."""
    known = {facts.slug: facts for facts in methods}
    return tuple(worded_block(choice.block, choice.reason, brief, known) for choice in choices)


def refusal_line(refusal):
    return sentence(REFUSALS, refusal)


def offer_line(offer):
    return sentence(OFFERS, offer)


def relaxed_line(code, made):
    """What had to give way in a variant."""
    return sentence(RELAXED, Said(code, {"result": made.result}))


def warning_line(warning):
    return sentence(WARNINGS, warning)


__all__ = ["offer_line", "refusal_line", "relaxed_line", "warning_line", "worded", "worded_choices"]
