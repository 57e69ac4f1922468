"""What must hold for every programme (methods.md G), asked without any help from the engine.

Each check gives sentences about what is wrong; an empty list means that the programme holds.
"""

from tools.plan import METHOD, PAUSE

CONVERGING = {"M", "P", "V", "H"}
GRID = 5


def problems(made, question):
    """Everything wrong with a Variant that was asked for with a tools.generator.task.Question."""
    known = {facts.slug: facts for facts in question.methods}
    checks = (
        clock, locks, sizes, ends, repeats, rests, chain, result, wishes, kept,
    )  # fmt: skip
    return [f"{check.__name__}: {found}" for check in checks for found in check(made, question, known)]


def kept_ids(question):
    return {block.id for block in question.fixed}


def clock(made, question, _known):
    """It ends on the minute; all blocks have a length and a name of their own."""
    if sum(block.minutes for block in made.blocks) != question.minutes:
        yield f"lasts {sum(block.minutes for block in made.blocks)}, not {question.minutes}"
    if any(block.minutes < 1 for block in made.blocks):
        yield "a block without minutes"
    if len({block.id for block in made.blocks}) != len(made.blocks):
        yield "two blocks with one name"


def locks(made, question, _known):
    """What is locked to a clock time begins then."""
    begun = question.start.hour * 60 + question.start.minute
    for block in made.blocks:
        if block.starts is not None and block.starts.hour * 60 + block.starts.minute != begun:
            yield f"{block.title} begins at minute {begun}"
        begun += block.minutes


def sizes(made, question, known):
    """Every method that was chosen suits the people and has minutes within its own limits."""
    people = question.brief.people
    for block in made.blocks:
        if block.kind != METHOD or block.id in kept_ids(question):
            continue
        facts = known[block.method]
        if not facts.shortest(people) <= block.minutes <= facts.longest(people):
            yield f"{block.method} has {block.minutes} minutes"
        if not facts.fits(people):
            yield f"{block.method} does not suit {people} people"


def ends(made, question, known):
    """It begins with a frame or an opening, and ends with something that closes."""
    first, last = made.blocks[0], made.blocks[-1]
    if first.id not in kept_ids(question) and first.kind == METHOD and known[first.method].phase != "opne":
        yield f"begins with {first.method}"
    if last.id not in kept_ids(question) and (last.kind != METHOD or known[last.method].phase != "lukke"):
        yield f"ends with {last.title}"


def repeats(made, _question, _known):
    methods = [block.method for block in made.blocks if block.kind == METHOD]
    if len(set(methods)) != len(methods):
        yield f"the same method twice in {methods}"


def rests(made, question, known):
    """Never more than 90 minutes on end, 60 on a screen; long forms with pauses of their own are exempt."""
    most, since = (60 if question.brief.digital else 90), 0
    for block in made.blocks:
        own = block.method in known and known[block.method].own_breaks
        since = 0 if block.kind == PAUSE or own else since + block.minutes
        if since > most:
            yield f"{since} minutes without a pause at {block.title}"


def chain(made, question, known):
    """Everything builds on something that is there."""
    made_so_far = {"T"}
    for block in made.blocks:
        if block.kind == METHOD and block.method in known:
            needs = set(known[block.method].needs)
            if block.id not in kept_ids(question) and not needs & {*made_so_far, "alt"}:
                yield f"{block.method} needs {needs}, there is {made_so_far}"
            made_so_far.add(known[block.method].gives)
        made_so_far |= set(block.brings)


def result(made, question, known):
    """A method makes the wanted result; goals, priorities, decisions and actions by converging."""
    if question.brief.result and made.result != question.brief.result:
        yield f"ends with {made.result}"
    makers = [known[block.method] for block in made.blocks if block.method in known]
    if not any(
        facts.gives == made.result and (made.result not in CONVERGING or facts.phase == "lukke")
        for facts in makers
    ):
        yield f"nothing makes {made.result}"


def wishes(made, question, _known):
    methods = {block.method for block in made.blocks}
    kept_methods = {block.method for block in question.fixed}
    yield from (f"{slug} is missing" for slug in question.brief.must if slug not in methods)
    yield from (f"{slug} is there" for slug in question.brief.avoid if slug in methods - kept_methods)


def kept(made, question, _known):
    """Fixed blocks are there, unchanged."""
    yield from (f"{block.title} is lost" for block in question.fixed if block not in made.blocks)
