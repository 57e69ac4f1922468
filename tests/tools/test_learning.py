"""What runs teach, and when the house's own minutes take over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.test_live import block, minute, plan, press
from tools.learning import Used, lessons, used_in
from tools.live import state
from tools.timing import fit


def used(actual, people=20, planned=30):
    return Used("m", people, planned, actual)


def over(of, *minutes):
    """The Live of a meeting whose blocks took these minutes."""
    events, gone = [press("start", 0)], 0
    for length in minutes[:-1]:
        gone += length
        events.append(press("next", gone))
    return state(of, [*events, press("end", gone + minutes[-1])], minute(1000))


def test_five_real_runs_of_a_size_give_their_median():
    runs = [used(actual) for actual in (30, 50, 40, 35, 45)]

    assert lessons(runs) == {"medium": {"minutes": 40, "runs": 5}}
    assert lessons(runs[1:]) == {}


def test_sizes_are_kept_apart():
    runs = (
        [used(20, people=12) for _ in range(5)] + [used(40, people=13) for _ in range(6)] + [used(50, 31)] * 4
    )

    assert lessons(runs) == {
        "medium": {"minutes": 40, "runs": 6},
        "small": {"minutes": 20, "runs": 5},
    }


@pytest.mark.parametrize(("actual", "counts"), [(7, False), (8, True), (90, True), (91, False)])
def test_nonsense_is_no_evidence(actual, counts):
    assert used(actual).is_evidence is counts


def test_half_a_minute_is_rounded_up():
    assert lessons([used(actual) for actual in (30, 30, 30, 31, 31, 31)])["medium"]["minutes"] == 31


def test_a_meeting_tells_of_methods_that_got_a_minute():
    of = plan(
        block("a", 10, "frame"),
        block("b", 20, method="b"),
        block("c", 20, method="c"),
        block("d", 5, method="d"),
    )

    assert used_in(over(of, 10, 28, 0.9, 4), 20) == [Used("b", 20, 20, 28), Used("d", 20, 5, 4)]


def test_of_tracks_only_a_block_alone_and_as_long_as_the_stretch_is_told_of():
    of = plan(
        block("a", 20, method="a", track="A"),
        block("b", 10, method="b", track="B"),
        block("c", 10, method="c", track="B"),
        block("d", 5, method="d", track="C"),
        block("e", 10, "frame"),
    )

    assert used_in(over(of, 25, 10), 20) == [Used("a", 7, 20, 25)]


@given(st.lists(st.builds(used, st.integers(1, 200), st.integers(1, 100), st.integers(1, 90)), max_size=40))
def test_what_is_learned_lies_among_what_was_seen(runs):
    for lesson in lessons(runs).values():
        assert lesson["runs"] >= 5
        assert min(run.actual for run in runs) <= lesson["minutes"] <= max(run.actual for run in runs)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(0, 400))
def test_fitted_lines_always_add_up(minutes, total):
    fitted = fit(minutes, total)

    assert sum(fitted) == total
    assert min(fitted) >= (1 if total >= len(minutes) else 0)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9))
def test_lines_that_fit_are_left_alone(minutes):
    assert fit(minutes, sum(minutes)) == minutes
