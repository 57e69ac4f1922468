"""The grid of 576 briefs, proposed once for each run, for every test that asks."""

import datetime
from typing import NamedTuple

import pytest

from tests.tools.generator.library import methods
from tools.generator import propose
from tools.generator.arc import EL, IA, ID, IN, KD, MS, OB, PA
from tools.generator.task import Question
from tools.plan import Brief

PURPOSES = (MS, ID, IA, IN, PA, OB, EL, KD)
PEOPLE = (4, 8, 12, 20, 40, 120)
MINUTES = (45, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330, 360)
NINE = datetime.time(9)


class Asked(NamedTuple):
    """One brief of the grid and what came of it."""

    question: Question
    proposals: object

    @property
    def name(self):
        question = self.question
        return f"{question.brief.purpose}, {question.brief.people} people, {question.minutes} minutes"


def grid():
    """The 576 questions."""
    return [
        Question(Brief(purpose=purpose, people=people), methods(), NINE, minutes)
        for purpose in PURPOSES
        for people in PEOPLE
        for minutes in MINUTES
    ]


def ask(question):
    found = propose(
        question.brief, question.methods, start=question.start, minutes=question.minutes,
        fixed=question.fixed, seed=question.seed,
    )  # fmt: skip
    return Asked(question, found)


@pytest.fixture(scope="module")
def asked_grid():
    return [ask(question) for question in grid()]
