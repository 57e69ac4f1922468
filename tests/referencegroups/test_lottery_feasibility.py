"""Feasibility first: which quota breaks, and the smallest loosening."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referencegroups.lottery.feasibility import Change, check
from referencegroups.lottery.task import Quota, Task, TaskError, Volunteer
from tests.referencegroups.lottery_oracle import every_panel, make_task


def test_too_few_people_is_told_before_anything_else():
    assert check(make_task(5, {"a": 3}, [("k1", "b", 2, 5)])).missing == 2


def test_a_quota_that_too_few_can_fill_is_named_with_how_many_there_are():
    task = make_task(4, {"a": 2, "b": 6}, [("k1", "a", 3, 4), ("k1", "b", 0, 4)])

    assert check(task).changes == (Change(Quota("k1", "a", 3, 4), have=2, least=2, most=4),)


def test_upper_limits_that_leave_seats_empty_are_raised():
    task = make_task(5, {"a": 9, "b": 9}, [("k1", "a", 0, 2), ("k1", "b", 0, 2)])

    assert [(change.least, change.most) for change in check(task).changes] == [(0, 3)]


def test_quotas_that_only_break_together_are_named():
    """All the young are women: two young and no woman cannot be."""
    task = make_task(2, {"w young": 3, "m old": 3}, [("k1", "w", 0, 0), ("k2", "young", 2, 2)])

    changes = check(task).changes

    assert sum((c.quota.least - c.least) + (c.most - c.quota.most) for c in changes) == 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), min_size=3, max_size=6),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=3, max_size=3),
)
def test_the_loosening_helps_and_none_is_smaller(people, ranges):
    names = [("k1", "a"), ("k1", "b"), ("k2", "x")]
    quotas = [Quota(*name, low, low + wide) for name, (low, wide) in zip(names, ranges, strict=True)]
    volunteers = [Volunteer(n, {"k1": a, "k2": b}) for n, (a, b) in enumerate(people, 1)]
    task = Task(3, tuple(quotas), tuple(volunteers))

    found = check(task)

    moves = {c.quota.key: (c.quota.least - c.least, c.most - c.quota.most) for c in found.changes}
    total = sum(map(sum, moves.values()))
    assert every_panel(_loosened(task, moves))
    assert total == _smallest(task)


def _loosened(task, moves):
    quotas = []
    for quota in task.quotas:
        down, up = moves.get(quota.key, (0, 0))
        quotas.append(Quota(*quota.key, quota.least - down, quota.most + up))
    return Task(task.seats, tuple(quotas), task.volunteers)


def _smallest(task):
    """Every panel of people, and how far outside the ranges it lies."""
    free = Task(task.seats, (), task.volunteers)
    values = {person.number: person.values for person in task.volunteers}

    def outside(panel):
        counts = [sum(values[n].get(q.category) == q.value for n in panel) for q in task.quotas]
        return sum(max(0, q.least - c, c - q.most) for q, c in zip(task.quotas, counts, strict=True))

    return min(outside(panel) for panel in every_panel(free))


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("no_seats", (0, (), ())),
        ("number_twice", (1, (), (Volunteer(1), Volunteer(1)))),
        ("quota_twice", (1, (Quota("k", "a", 0, 1), Quota("k", "a", 1, 1)), ())),
        ("range_backwards", (1, (Quota("k", "a", 2, 1),), ())),
        ("quota_without_value", (1, (Quota("k", "", 0, 1),), ())),
    ],
)
def test_what_is_wrong_in_itself_is_refused_with_its_code(code, arguments):
    with pytest.raises(TaskError) as error:
        Task(*arguments)

    assert error.value.code == code


def test_the_fingerprint_counts_what_decides_and_nothing_else():
    quotas = [("k1", "a", 0, 2)]
    task = make_task(2, {"a x": 2, "b y": 2}, quotas)
    beside = make_task(2, {"a z": 2, "c w": 2}, quotas)

    others = [
        make_task(3, {"a": 2, "b": 2}, quotas),
        make_task(2, {"a": 3, "b": 1}, quotas),
        make_task(2, {"a": 2, "b": 2}, [("k1", "a", 1, 2)]),
    ]
    assert task.fingerprint() == beside.fingerprint()
    assert len({one.fingerprint() for one in [task, *others]}) == 4
