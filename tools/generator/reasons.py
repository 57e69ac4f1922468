"""Why each block stands where it stands: from what, to what. Data; `tools.wording` makes the sentences."""

from tools.facts import NOTHING
from tools.generator.arc import BREAK, FRAME_LIMITS, LUNCH, MEAL
from tools.generator.chain import THEME
from tools.generator.options import lands
from tools.generator.outcome import Reason
from tools.plan import METHOD

NOT_MADE = (THEME, NOTHING, "")


def reasons_of(blocks, methods, brief, wanted):
    """{block id: Reason} for the blocks of a programme in order. `methods` is {slug: Facts}."""
    landing = landing_of(blocks, methods, wanted)
    return {
        block.id: reason_at(at, blocks, methods, brief, landing)
        for at, block in enumerate(blocks)
        if block.kind == METHOD or block.title in (*FRAME_LIMITS, LUNCH, MEAL, BREAK)
    }


def landing_of(blocks, methods, wanted):
    """The id of the block that makes the wanted result, or "": the last that can."""
    makers = [
        block.id for block in blocks if block.method in methods and lands(methods[block.method], wanted)
    ]
    return makers[-1] if makers else ""


def reason_at(at, blocks, methods, brief, landing=""):
    block, facts = blocks[at], methods.get(blocks[at].method)
    if facts is None:
        return Reason(block.title)
    used = uses(at, blocks, methods)
    return Reason(
        code_of(block, facts, brief, landing),
        used,
        source(at, blocks, methods, used),
        "" if facts.gives == NOTHING else facts.gives,
        then(at, blocks, methods, facts.gives),
        {"function": facts.function, **circumstances(facts, brief), **again(at, blocks, methods)},
    )


def code_of(block, facts, brief, landing):
    if block.method in brief.must:
        return "must"
    return "lands" if block.id == landing else facts.function


def circumstances(facts, brief):
    """What the sentence may mention besides the chain."""
    found = {
        "groups": facts.parallel_groups(brief.people),
        "strangers": brief.strangers,
        "conflict": brief.conflict,
        "learned": bool(facts.learned),
        "work_form": facts.work_form,
        "posture": facts.posture,
    }
    return {name: value for name, value in found.items() if value and value != 1}


def again(at, blocks, methods):
    """{"again": True} when a method of the same function stands before it."""
    function = methods[blocks[at].method].function
    before = [methods[block.method].function for block in blocks[:at] if block.method in methods]
    return {"again": True} if function in before else {}


def given(block, methods):
    """Artefacts that a block leaves behind."""
    facts = methods.get(block.method)
    return (facts.gives,) if facts is not None else block.brings


def uses(at, blocks, methods):
    """Artefacts made before that the method needs, the newest first."""
    needs, found = methods[blocks[at].method].needs, []
    for block in reversed(blocks[:at]):
        found += [code for code in given(block, methods) if code in needs and code not in found]
    return tuple(code for code in found if code not in NOT_MADE)


def source(at, blocks, methods, used):
    """The title of the block that made the first of what is used."""
    if not used:
        return ""
    return next(block.title for block in reversed(blocks[:at]) if used[0] in given(block, methods))


def then(at, blocks, methods, gives):
    """The title of the first later block that builds on what is made here, or "" when it is made anew."""
    for block in blocks[at + 1 :]:
        facts = methods.get(block.method)
        if facts is not None and gives in facts.needs and gives not in NOT_MADE:
            return block.title
        if gives in given(block, methods):
            return ""
    return ""
