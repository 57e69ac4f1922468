"""The numbered list, its 10 000 tickets, and the draw that anybody can do again."""

import hashlib
import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referencegroups.lottery.chances import leximin
from referencegroups.lottery.drawing import broken_quotas, draw
from referencegroups.lottery.panel_list import TICKETS, read_list
from referencegroups.lottery.task import Quota, Task, Volunteer
from referencegroups.lottery.tickets import make_list
from tests.referencegroups.lottery_oracle import make_task
from tests.referencegroups.test_lottery_chances import possible_tasks

SMALL = settings(max_examples=40, deadline=None)


def seated_task(seed, people=120, seats=12):
    """A town: four facts, ranges one either side of a panel that we know of."""
    shuffler = random.Random(seed)
    facts = {"gender": "wm", "age": "abcde", "place": "nsew", "role": "xyz"}
    volunteers = [
        Volunteer(n, {fact: shuffler.choice(values) for fact, values in facts.items()})
        for n in range(1, people + 1)
    ]
    quotas = []
    for fact, values in facts.items():
        for value in values:
            have = sum(person.values[fact] == value for person in volunteers[:seats])
            quotas.append(Quota(fact, value, max(0, have - 1), have + 1))
    return Task(seats, tuple(quotas), tuple(volunteers))


@SMALL
@given(possible_tasks())
def test_every_panel_on_the_list_meets_the_quotas_and_the_tickets_are_all_there(task):
    panels = make_list(leximin(task)).panels

    assert [panel for panel in panels if broken_quotas(task, panel.people)] == []
    assert {len(set(panel.people)) for panel in panels} == {task.seats}
    assert [t for p in panels for t in range(p.first, p.last + 1)] == list(range(TICKETS))


@SMALL
@given(possible_tasks())
def test_equal_people_differ_by_one_ticket_at_most(task):
    mixture = leximin(task)
    tickets = make_list(mixture).tickets_of_people()

    for people in mixture.profiles.people:
        held = [tickets.get(number, 0) for number in people]
        assert max(held) - min(held) <= 1


@pytest.mark.parametrize("seed", range(5))
def test_the_lowest_chance_after_rounding_is_within_two_percent_of_the_optimum(seed):
    task = seated_task(seed)
    mixture = leximin(task)

    tickets = make_list(mixture).tickets_of_people()

    assert len(tickets) == len(task.volunteers)
    assert min(tickets.values()) >= 0.98 * TICKETS * mixture.chances.min()


@pytest.mark.parametrize(("people", "seats"), [(300, 15), (77, 6), (450, 20)])
def test_the_rounded_chances_keep_the_known_optimum(people, seats):
    tickets = make_list(leximin(make_task(seats, {"a": people}))).tickets_of_people()

    assert min(tickets.values()) == TICKETS * seats // people


def test_the_same_task_in_another_order_gives_the_same_file():
    task = seated_task(1)
    people = list(task.volunteers)
    random.Random(2).shuffle(people)

    again = Task(task.seats, task.quotas[::-1], tuple(people))

    assert make_list(leximin(again)).text == make_list(leximin(task)).text


def test_another_process_gives_the_same_file():
    code = (
        "from tests.referencegroups.test_lottery_draw import *;"
        "print(make_list(leximin(seated_task(3, 60, 8))).sha256)"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert other.stdout.split()[-1] == make_list(leximin(seated_task(3, 60, 8))).sha256


def test_the_list_can_be_read_back_from_its_file():
    panels = make_list(leximin(seated_task(4, 60, 8)))

    assert read_list(panels.text) == panels


def test_the_draw_is_the_last_four_digits_of_a_number_that_anybody_can_work_out():
    task = seated_task(5, 60, 8)
    panels = make_list(leximin(task))
    seed = "Lotto 28.11.2026: 3 7 12 18 22 30 34"

    found = draw(panels, [p.number for p in task.volunteers], seed, reserves=5)

    number = int(hashlib.sha256(f"{panels.sha256}\n{seed}".encode()).hexdigest(), 16)
    assert found.ticket == int(str(number)[-4:])
    assert found.panel.first <= found.ticket <= found.panel.last


def test_spaces_and_line_breaks_in_the_seed_do_not_matter_but_its_words_do():
    panels = make_list(leximin(make_task(3, {"a": 30})))
    people = range(1, 31)

    tidy, untidy, other = (draw(panels, people, seed, 5) for seed in ["1 2 3", " 1  2\r\n3 ", "1 2 4"])

    assert tidy == untidy
    assert tidy.ticket != other.ticket


def test_reserves_are_people_who_were_not_drawn_in_an_order_that_the_seed_decides():
    panels = make_list(leximin(make_task(3, {"a": 30})))

    found = draw(panels, range(1, 31), "1 2 3", reserves=4)
    all_of_them = draw(panels, range(1, 31), "1 2 3", reserves=100)

    assert len(all_of_them.reserves) == 27
    assert all_of_them.reserves[:4] == found.reserves
    assert not set(all_of_them.reserves) & set(found.panel.people)


def test_over_many_seeds_everybody_is_drawn_about_as_often_as_promised():
    task = make_task(4, {"a": 8, "b": 24}, [("k1", "a", 2, 2)])
    panels = make_list(leximin(task))
    people = [person.number for person in task.volunteers]
    promised = panels.tickets_of_people()

    drawn = np.zeros(33)
    for seed in range(4000):
        drawn[list(draw(panels, people, str(seed), 0).panel.people)] += 1

    expected = np.array([promised[number] for number in people]) * 4000 / TICKETS
    assert np.abs(drawn[1:] - expected).max() < 5 * np.sqrt(expected.max())


@SMALL
@given(st.integers(2, 9), st.integers(1, 8))
def test_a_profile_with_more_people_than_seats_never_seats_anybody_twice(many, seats):
    task = make_task(seats, {"a": many + seats, "b": 1}, [("k1", "b", 0, 1)])

    assert all(len(set(p.people)) == seats for p in make_list(leximin(task)).panels)
