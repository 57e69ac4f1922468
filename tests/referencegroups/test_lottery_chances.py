"""The fairest chances: against formulas where there are some, else against every panel written out."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referencegroups.lottery.chances import Mix, leximin, maximin
from referencegroups.lottery.feasibility import check
from referencegroups.lottery.linear import NoSolution
from referencegroups.lottery.panels import Profiles
from referencegroups.lottery.task import Quota, Task, Volunteer
from tests.referencegroups.lottery_oracle import Oracle, make_task

CLOSE = 2e-5
SMALL = settings(max_examples=60, deadline=None)


@st.composite
def possible_tasks(draw):
    """Up to eight people and three categories; the ranges lie round a panel that we know of."""
    count = draw(st.integers(3, 8))
    seats = draw(st.integers(1, count - 1))
    words = st.sampled_from(["a", "b", "c"])
    people = [Volunteer(n + 1, {f"k{k}": draw(words) for k in range(3)}) for n in range(count)]
    chosen = people[:seats]
    quotas = []
    for category, value in [
        ("k0", "a"),
        ("k0", "b"),
        ("k1", "a"),
        ("k1", "c"),
        ("k2", "b"),
        ("k2", "nobody"),
    ]:
        have = sum(person.values[category] == value for person in chosen)
        down, up = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        quotas.append(Quota(category, value, max(0, have - down), have + up))
    return Task(seats, tuple(quotas), tuple(people))


def by_person(mixture):
    people = zip(mixture.profiles.people, mixture.chances, strict=True)
    return {number: chance for numbers, chance in people for number in numbers}


def lowest(mixture):
    return mixture.chances.min()


@SMALL
@given(possible_tasks())
def test_leximin_gives_everybody_the_chance_that_brute_force_gives(task):
    expected = Oracle(task).leximin()

    assert by_person(leximin(task)) == pytest.approx(expected, abs=CLOSE)


@SMALL
@given(possible_tasks())
def test_levels_raised_one_by_one_reach_the_same_as_the_short_cut(task):
    profiles = Profiles(task)
    mix = Mix(task, profiles)
    shares = mix.raise_levels()
    chances = shares @ np.array(mix.panels) / profiles.sizes

    expected = Oracle(task).leximin()

    found = {n: chances[row] for row, people in enumerate(profiles.people) for n in people}
    assert found == pytest.approx(expected, abs=CLOSE)


@SMALL
@given(possible_tasks())
def test_maximin_has_the_largest_lowest_chance_of_all(task):
    assert lowest(maximin(task)) == pytest.approx(Oracle(task).maximin(), abs=CLOSE)


@SMALL
@given(possible_tasks(), st.randoms())
def test_the_order_of_rows_changes_nobodys_chance(task, shuffler):
    people, quotas = list(task.volunteers), list(task.quotas)
    shuffler.shuffle(people)
    shuffler.shuffle(quotas)

    assert by_person(leximin(Task(task.seats, tuple(quotas), tuple(people)))) == by_person(leximin(task))


def test_no_mixture_of_whole_panels_reaches_what_broken_people_would():
    """Of three pairs that share a value two and two, one seat each: halves would do, people cannot."""
    quotas = [("k1", "x", 1, 1), ("k2", "x", 1, 1), ("k3", "x", 1, 1)]
    task = make_task(2, {"x x -": 1, "- x x": 1, "x - x": 1, "x x x": 1, "- - -": 1}, quotas)

    chances = by_person(leximin(task))

    assert chances == pytest.approx({1: 0, 2: 0, 3: 0, 4: 1, 5: 1}, abs=CLOSE)


@pytest.mark.parametrize(("people", "seats"), [(40, 7), (300, 15), (2000, 20)])
def test_without_quotas_all_have_the_same_chance(people, seats):
    assert by_person(leximin(make_task(seats, {"a": people}))) == pytest.approx(
        dict.fromkeys(range(1, people + 1), seats / people)
    )


@pytest.mark.parametrize("sizes", [(10, 20, 70), (3, 90, 7), (50, 50, 200)])
def test_fixed_quotas_of_one_category_share_their_seats_evenly(sizes):
    seats = (3, 4, 5)
    values = dict(zip("abc", sizes, strict=True))
    quotas = [("k1", value, places, places) for value, places in zip("abc", seats, strict=True)]
    task = make_task(12, values, quotas)

    wanted = [places / size for places, size in zip(seats, sizes, strict=True)]
    assert sorted(leximin(task).chances) == pytest.approx(sorted(wanted), abs=CLOSE)


@pytest.mark.parametrize(("few", "many", "least"), [(5, 95, 5), (10, 190, 6), (30, 270, 8)])
def test_a_floor_for_the_few_costs_the_many_exactly_the_seats_it_takes(few, many, least):
    task = make_task(15, {"few": few, "many": many}, [("k1", "few", least, 15)])

    mixture = leximin(task)

    assert lowest(mixture) == pytest.approx((15 - least) / many, abs=CLOSE)
    assert max(mixture.chances) == pytest.approx(least / few, abs=CLOSE)


@pytest.mark.parametrize("seed", range(6))
def test_two_categories_with_fixed_quotas_are_as_fair_as_a_transport_problem_can_be(seed):
    """Each value has the share of seats it has of people, so seats / people can be had by all."""
    shuffler = random.Random(seed)
    cells = {f"{a} {b}": 4 * shuffler.randint(1, 5) for a in "ab" for b in "xy"}
    people = sum(cells.values())
    seats = people // 4  # one in four of every cell
    quotas = []
    for category, place in (("k1", 0), ("k2", 2)):
        for value in sorted({name[place] for name in cells}):
            size = sum(many for name, many in cells.items() if name[place] == value)
            quotas.append((category, value, size // 4, size // 4))

    assert leximin(make_task(seats, cells, quotas)).chances == pytest.approx(0.25, abs=CLOSE)


def test_ordinary_oddities_are_ordinary():
    """A value outside every quota, a value nobody has (from 0), and people who would not say."""
    quotas = [("k1", "woman", 1, 2), ("k1", "other", 0, 1)]
    task = make_task(3, {"woman": 4, "man": 3, "unsaid": 2}, quotas)

    chances = by_person(leximin(task))

    assert len(chances) == 9
    assert set(np.round(list(chances.values()), 4)) == {0.3333}


def test_somebody_whom_no_panel_can_hold_has_no_chance_and_the_rest_have_the_best():
    quotas = [("k1", "a", 0, 0)]
    chances = by_person(leximin(make_task(2, {"a": 1, "b": 4}, quotas)))

    assert chances == pytest.approx({1: 0, 2: 0.5, 3: 0.5, 4: 0.5, 5: 0.5})


def test_impossible_quotas_have_no_mixture():
    with pytest.raises(NoSolution):
        leximin(make_task(2, {"a": 1, "b": 4}, [("k1", "a", 2, 2)]))


@SMALL
@given(possible_tasks())
def test_what_has_a_panel_is_possible(task):
    assert check(task).possible
