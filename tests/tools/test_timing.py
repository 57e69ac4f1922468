from hypothesis import given
from hypothesis import strategies as st

from tools.timing import Timing, first_longer, spread

timings = st.builds(
    Timing,
    fixed=st.floats(0, 200),
    per_person=st.floats(0, 5),
    per_group=st.floats(0, 10),
    group_size=st.integers(0, 12),
    minimum=st.integers(1, 60),
    maximum=st.integers(60, 480),
)


def test_minutes_are_fixed_plus_person_plus_group():
    timing = Timing(fixed=10, per_person=0.5, per_group=2, group_size=5, minimum=5, maximum=60)

    assert timing.minutes(12) == 22  # 10 + 6 + 3 groups of 2


def test_half_a_minute_is_rounded_up():
    timing = Timing(fixed=10, per_person=0.5, per_group=0, group_size=0, minimum=5, maximum=60)

    assert timing.minutes(1) == 11


def test_everybody_together_is_one_group():
    assert Timing(0, 0, 3, 0, 1, 60).groups(200) == 1


@given(timings, st.integers(1, 2000))
def test_one_more_never_shortens_a_round(timing, people):
    assert timing.minutes(people + 1) >= timing.minutes(people)


@given(timings, st.integers(1, 2000))
def test_minutes_stay_within_their_limits(timing, people):
    assert timing.minimum <= timing.minutes(people) <= timing.maximum


@given(st.lists(st.integers(1, 60), min_size=1, max_size=7), st.integers(1, 60), st.integers(0, 300))
def test_the_line_that_grows_takes_the_whole_difference(fixed, growing, extra):
    lines = [(minutes, False) for minutes in fixed] + [(growing, True)]
    total = sum(fixed) + growing + extra

    assert sum(spread(lines, total)) == total
    assert spread(lines, total)[:-1] == fixed


@given(timing=timings, limit=st.integers(1, 90), fewest=st.integers(1, 20), more=st.integers(0, 200))
def test_the_first_number_of_people_that_takes_so_long_is_found(timing, limit, fewest, more):
    most = fewest + more

    found = first_longer(timing, limit, fewest, most)

    slow = [people for people in range(fewest, most + 1) if timing.minutes(people) >= limit]
    assert found == (None if not slow else 0 if slow[0] == fewest else slow[0])
