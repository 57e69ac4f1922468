"""Junk at every address, as everybody: a calm answer and never a 500.

The same junk each time in the suite; `make fuzz` draws new junk for FUZZ_MINUTES.
"""

import itertools
import logging
import os
import time

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import junk, world
from tests.fuzz.addresses import every_address
from tests.fuzz.visits import Visitor

MINUTES = float(os.environ.get("FUZZ_MINUTES", "0"))
VISITS = int(os.environ.get("FUZZ_VISITS", "150"))  # for each person, where there are no minutes
NEVER = {"admin:jsi18n"}  # a catalogue of translations, made for nobody's input
visits = st.tuples(
    st.sampled_from(["GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TULL"]),
    st.tuples(
        st.lists(junk.anything, max_size=5), junk.headers, junk.cookies, junk.encodings, junk.json_body
    ),
    st.integers(0, 2**32),
)


@pytest.fixture
def _quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
@pytest.mark.usefixtures("_quiet")
def test_junk_at_every_address_is_never_a_500():
    house = world.build()
    people = [(Visitor(who, client, house), turns(who)) for who, client in world.clients(house)]
    began, rounds = time.monotonic(), itertools.count()
    while next(rounds) == 0 or time.monotonic() - began < MINUTES * 60:
        for visitor, turn in people:
            visit_all(visitor, turn)

    problems = {key: told for visitor, _turn in people for key, told in visitor.problems.items()}
    assert not problems, "\n\n".join(f"*** {key}\n{told}" for key, told in problems.items())


def turns(who):
    """The addresses, round and round. Only some come far in the administration: others get little of it."""
    staff = who in {"an area owner", "an administrator"}
    found = [one for one in every_address() if one.name not in NEVER and (staff or not one.is_admin)]
    found = [one for one in found if MINUTES or not one.is_paper]
    return itertools.cycle(found[:: 2 if who == "an area owner" and not MINUTES else 1])


def visit_all(visitor, turn):
    """So many visits with new junk for each. Nothing is raised: all that is wrong is told at once."""

    @settings(
        max_examples=500 if MINUTES else VISITS, derandomize=not MINUTES, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(visits)
    def go(drawn):
        visitor.visit(next(turn), *drawn)

    (seed(time.time_ns())(go) if MINUTES else go)()
