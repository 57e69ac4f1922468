"""Junk at every address, as everybody: a calm answer and never a 500.

The same junk each time in the suite; `make fuzz` draws new junk for FUZZ_MINUTES.
"""

import itertools
import logging
import os
import random
import time

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import junk, world
from tests.fuzz.addresses import every_address
from tests.fuzz.visits import Visitor

MINUTES = float(os.environ.get("FUZZ_MINUTES", "0"))
NEVER = {"admin:jsi18n"}  # a catalogue of translations, made for nobody's input
visits = st.tuples(
    st.sampled_from([None] * 12 + ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TULL"]),
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
    people = [(Visitor(who, client, house), addresses_of(who)) for who, client in world.clients(house)]
    began, turn = time.monotonic(), itertools.cycle(people)
    for visitor, addresses in itertools.islice(turn, None if MINUTES else len(people)):
        visit_all(visitor, addresses)
        if time.monotonic() - began > MINUTES * 60 > 0:
            break

    problems = {key: told for visitor, _addresses in people for key, told in visitor.problems.items()}
    assert not problems, "\n\n".join(f"*** {key}\n{told}" for key, told in problems.items())


WHERE = {  # what is theirs, and not the same for everybody
    "a stranger": ("",), "a member": ("referansegrupper/",), "a booker": ("bestill/", "mine/", "logg-inn/"),
    "a process leader": ("mine/", "metodar/"), "an area owner": ("admin/referencegroups/", "referansegrupper/runde"),
    "an administrator": ("admin/", "logg-inn/", "referansegrupper/"),
}  # fmt: skip
STAFF = {"an area owner", "an administrator"}
SOME = 8  # the administration is large and Django's own: the suite takes every eighth address of it


def addresses_of(who):
    """The addresses somebody goes to, each once in a short run."""
    found = [one for one in every_address() if one.name not in NEVER and one.route.startswith(WHERE[who])]
    found = [one for one in found if (who in STAFF or not one.is_admin) and (MINUTES or not one.is_paper)]
    return found[::SOME] if who in STAFF and not MINUTES else found


def visit_all(visitor, addresses):
    """So many visits with new junk for each. Nothing is raised: all that is wrong is told at once."""

    start = random.randrange(len(addresses)) if MINUTES else 0
    turn = itertools.islice(itertools.cycle(addresses), start, None)

    @settings(
        max_examples=100 if MINUTES else len(addresses), derandomize=not MINUTES, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(visits)
    def go(drawn):
        visitor.visit(next(turn), *drawn)

    (seed(time.time_ns())(go) if MINUTES else go)()
