"""What the engine means, in Nynorsk: nothing is without words."""

import ast
import datetime
from pathlib import Path

import pytest

from tests.tools.generator.library import methods
from tools import wording
from tools.generator import Offer, Refusal, Warning, alternatives, propose
from tools.generator.arc import RESULTS
from tools.plan import METHOD, PAUSE, Block, Brief, Plan
from tools.wording.sentences import OFFERS, REFUSALS, RELAXED, WARNINGS
from tools.wording.titles import QUESTIONS

NINE = datetime.time(9)
ENGINE = Path(__file__).parents[2] / "tools" / "generator"
# Everything a sentence may mention.
FACTS = {
    "minutes": 30, "most": 90, "least": 20, "fixed": 60, "people": 8, "size": 8, "title": "SWOT-analyse",
    "other": "Lunsj", "slug": "swot-analyse", "starts": NINE, "until": NINE, "kit": ("teip",), "groups": 2,
    "leaders": 1, "result": "M", "meetings": 2, "skill": 3, "more": 10,
}  # fmt: skip


def made_by_engine(name):
    """The first argument of every Warning(…), Offer(…) or Refusal(…) in the engine."""
    for path in ENGINE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == name
            if called and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


@pytest.mark.parametrize(("name", "table"), [("Warning", WARNINGS), ("Offer", OFFERS), ("Refusal", REFUSALS)])
def test_every_code_of_the_engine_has_a_sentence(name, table):
    assert set(made_by_engine(name)) <= set(table)


def test_every_sentence_can_be_filled_in():
    lines = [wording.refusal_line(Refusal(code, FACTS)) for code in REFUSALS]
    lines += [wording.offer_line(Offer(code, FACTS)) for code in OFFERS]
    lines += [wording.warning_line(Warning(code, "", FACTS)) for code in WARNINGS]
    made = propose(Brief(people=12), methods(), start=NINE, minutes=180).variants[0]
    lines += [wording.relaxed_line(code, made) for code in RELAXED]

    assert [line for line in lines if not line.endswith(".") or "%" in line] == []


def test_every_method_of_the_library_has_a_question():
    assert {facts.slug for facts in methods()} == set(QUESTIONS)


@pytest.mark.parametrize("purpose", RESULTS)
@pytest.mark.parametrize(("people", "minutes"), [(8, 60), (20, 180), (120, 360)])
def test_every_block_is_worded(purpose, people, minutes):
    brief = Brief(purpose, people=people, strangers=True)
    found = propose(brief, methods(), start=NINE, minutes=minutes)

    for made in wording.worded(found, brief, methods()).variants:
        for block in made.blocks:
            assert block.title[0].isupper()
            assert block.reason.endswith((".", "»."))
            assert block.responsible or block.kind == PAUSE
        questions = {block.title for block in made.blocks if block.kind == METHOD}
        assert questions <= {str(question) for question in QUESTIONS.values()}


def test_the_reason_tells_from_what_to_what():
    brief = Brief(people=12)
    found = propose(brief, methods(), start=NINE, minutes=180)

    made = wording.worded(found, brief, methods()).variants[0]

    vote = next(block for block in made.blocks if block.method == "prikkavstemming")
    assert vote.reason == (
        "Alle er med og peikar ut det viktigaste. Byggjer på framlegga frå «Topp tre frå bordet». "
        "Gir ei prioritert liste til «Målhierarki (visjon–mål–strategi–tiltak)»."
    )


def test_what_somebody_kept_keeps_its_words():
    kept = Block("kept11", METHOD, "Vår eigen tittel", 40, "swot-analyse", responsible="Kari", kept=True)
    brief = Brief(people=12)
    found = propose(brief, methods(), start=NINE, minutes=180, fixed=(kept,))

    made = wording.worded(found, brief, methods()).variants[0]

    block = next(block for block in made.blocks if block.id == "kept11")
    assert (block.title, block.responsible) == ("Vår eigen tittel", "Kari")


def test_a_swapped_block_gets_its_question_and_its_reason():
    brief = Brief(people=12)
    blocks = (Block("a", METHOD, "SWOT-analyse", 40, "swot-analyse"),)

    choices = alternatives(Plan("", brief, blocks=blocks), "a", methods())

    block = wording.worded_choices(choices, brief, methods())[0]
    assert block.title == QUESTIONS[block.method]
    assert block.reason
