"""What the portal proposes when a meeting is behind."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.tools.test_live import block, minute, plan, press
from tools.facts import Facts
from tools.generator.live import Remaining, adjusted
from tools.live import state
from tools.live_help import propose
from tools.timing import Timing


def facts(slug, function, needs=("T",), gives="-", shortest=10):
    return Facts(
        slug, slug.title(), "mal-og-strategi", "utforske", function, "utforske", needs, gives,
        Timing(20, 0, 0, 0, shortest, 60), 2, 100,
    )  # fmt: skip


METHODS = {
    "ide": facts("ide", "idea", gives="I"),
    "kart": facts("kart", "insight", gives="F"),
    "rydd": facts("rydd", "gather", needs=("I",), gives="G"),
    "val": facts("val", "prioritise", needs=("G",), gives="P"),
}
MEETING = plan(
    block("velkomen", 10, "frame"),
    block("kart", 20, method="kart"),
    block("ide", 30, method="ide"),
    block("pause", 10, "pause"),
    block("rydd", 20, method="rydd"),
    block("val", 20, method="val"),
    block("utsjekk", 10, "frame"),
)


def proposed(behind, of=MEETING):
    """The proposal when the first block has taken `behind` minutes too long."""
    return propose(state(of, [press("start", 0)], minute(10 + behind)), METHODS, 20)


def test_up_to_a_quarter_everything_gives_its_share():
    proposal = proposed(11)

    assert proposal.gained == 11
    assert proposal.shorter == {"kart": 18, "ide": 27, "pause": 9, "rydd": 18, "val": 18, "utsjekk": 9}
    assert proposal.drops == ()


def test_on_time_nothing_is_proposed():
    assert proposed(0).is_empty


def test_further_behind_it_only_offers_what_to_drop():
    proposal = proposed(16)

    assert proposal.shorter == {}
    # rydd needs the ideas, val what rydd made; the decision, the pause and the close stay
    assert [name for name, _minutes in proposal.drops] == ["kart"]


def test_a_lock_is_left_alone_and_what_stands_after_it_wins_no_time():
    of = plan(
        block("a", 10, "frame"),
        block("kart", 20, method="kart"),
        block("lunsj", 30, "pause", starts=dt.time(9, 30)),
        block("ide", 30, method="ide"),
    )

    assert proposed(5, of).shorter == {"kart": 15}
    assert proposed(12, of).gained == 10


def test_a_block_alone_in_front_of_its_lock_cannot_be_helped():
    of = plan(block("a", 10, "frame"), block("lunsj", 30, "pause", starts=dt.time(9, 10)), block("b", 20))

    assert proposed(5, of).shorter == {}


def test_tracks_are_shortened_to_what_the_slowest_needs():
    of = plan(
        block("a", 10, "frame"),
        block("kart", 30, method="kart", track="A"),
        block("ide", 20, method="ide", track="B"),
        block("rydd", 10, method="rydd", track="B"),
        block("slutt", 5, "frame"),
    )

    assert proposed(15, of).shorter == {"kart": 20}  # track B needs 10 and 10


def test_the_shortest_that_is_enough_alone_is_offered_first():
    rest = [Remaining(name, minutes, 5) for name, minutes in [("a", 10), ("b", 40), ("c", 25), ("d", 15)]]

    assert [drop.id for drop in adjusted(rest, 20).drops] == ["c", "b", "d", "a"]


rests = st.lists(
    st.builds(
        lambda minutes, part, locked: (minutes, max(1, minutes * part // 10), locked),
        st.integers(1, 90),
        st.integers(0, 10),
        st.booleans(),
    ),
    max_size=15,
).map(
    lambda rows: [
        Remaining(str(at), minutes, least, locked) for at, (minutes, least, locked) in enumerate(rows)
    ]
)


@given(rests, st.integers(0, 15))
def test_it_wins_what_is_asked_for_or_all_there_is(rest, behind):
    answer = adjusted(rest, behind)
    room = sum(block.minutes - block.shortest for block in rest if not block.is_locked)

    assert sum(block.minutes for block in rest) - sum(answer.minutes) == min(behind, room)
    assert answer.behind == behind - min(behind, room)
    for one, minutes in zip(rest, answer.minutes, strict=True):
        assert (one.minutes if one.is_locked else one.shortest) <= minutes <= one.minutes


@given(st.integers(0, 40))
def test_pauses_keep_five_minutes_and_methods_their_shortest(behind):
    shorter = proposed(behind).shorter

    assert shorter.get("pause", 5) >= 5
    assert all(shorter.get(name, 10) >= 10 for name in METHODS)
