"""What a closed round tells: counts, one breakdown, and nothing that can be worked out about few people."""

from collections import Counter

import highspy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from referencegroups.results import DONT_KNOW, FLOOR, Asked, Kind, Row, compare, publish
from referencegroups.small_cells import to_hide

WHO = Asked("who", Kind.ONE, "Kven er du?", ("Innbyggar", "Tilsett", "Pårørande"), divides=True)
ONE = Asked("one", Kind.ONE, "Kva er viktigast?", ("Tid", "Pris", "Nærleik"))
SCALE = Asked("scale", Kind.SCALE, "Kor trygg?", ("1", "2", "3", "4", "5"))
SEVERAL = Asked("several", Kind.SEVERAL, "Kva brukar du?", ("Buss", "Båt"))
RANKING = Asked("ranking", Kind.RANKING, "Ranger", ("A", "B", "C"))
TEXT = Asked("text", Kind.LONG, "Noko meir?")


def published(question, answers, asked=50):
    return publish([question], [{question.key: answer} for answer in answers], asked=asked).tallies[0]


def divided(question, pairs):
    sheets = [{"who": group, question.key: answer} for group, answer in pairs]
    return publish([WHO, question], sheets, asked=200).tallies


# --- Counts ---------------------------------------------------------------------------------------------


def test_four_answers_tell_nothing_but_that_they_are_too_few():
    tally = published(ONE, [0, 0, 1, 2, DONT_KNOW])

    assert (tally.answered, tally.dont_know, tally.rows, tally.mean) == (None, None, (), None)


def test_five_answers_are_counted_and_dont_know_is_beside():
    tally = published(ONE, [0, 0, 1, 2, 0, DONT_KNOW])

    assert (tally.answered, tally.dont_know) == (5, 1)
    assert [row.count for row in tally.rows] == [3, 1, 1]


def test_several_count_each_option_once_a_person():
    tally = published(SEVERAL, [[0], [0, 1], [1], [0], [0, 1]])

    assert (tally.answered, [row.count for row in tally.rows]) == (5, [4, 3])


def test_a_scale_has_a_mean_on_its_own_scale():
    assert published(SCALE, [0, 1, 2, 3, 4]).mean == 3


def test_a_ranking_is_ordered_by_mean_place_and_hides_the_mean_of_few():
    tally = published(RANKING, [[0, 1], [0, 1], [1, 0], [0, 1], [0, 1, 2]])

    assert [(one.label, one.first, one.mean_place) for one in tally.ranked] == [
        ("A", 4, 1.2),
        ("B", 1, 1.8),
        ("C", 0, None),
    ]


def test_free_text_is_only_a_number_however_small():
    tally = published(TEXT, ["Meir buss", DONT_KNOW])

    assert (tally.answered, tally.dont_know, tally.rows) == (1, 1, ())


def test_nobody_has_answered_is_no_error():
    assert published(ONE, []).answered is None


def test_two_questions_that_divide_are_refused():
    with pytest.raises(ValueError, match="one question"):
        publish([WHO, Asked("b", Kind.ONE, "B", ("x", "y"), divides=True)], [], asked=0)


# --- Breakdown -------------------------------------------------------------------------------------------


def test_large_cells_are_shown_as_they_are():
    _who, one = divided(ONE, [(0, 0)] * 6 + [(0, 1)] * 7 + [(1, 0)] * 8 + [(1, 1)] * 9)

    assert [group.labels for group in one.breakdown.groups] == [("Innbyggar",), ("Tilsett",)]
    assert one.breakdown.cells == ((6, 8), (7, 9))


def test_a_small_cell_takes_three_others_with_it():
    pairs = [(0, 0)] * 4 + [(0, 1)] * 20 + [(0, 2)] * 20 + [(1, 0)] * 20 + [(1, 1)] * 20 + [(1, 2)] * 30

    _who, one = divided(ONE, pairs)

    assert one.breakdown.cells == ((None, None), (None, None), (20, 30))


def test_a_small_group_is_merged_also_in_its_own_count():
    who, one = divided(ONE, [(0, 0)] * 10 + [(0, 1)] * 10 + [(1, 0)] * 10 + [(1, 1)] * 10 + [(2, 0)] * 2)

    assert who.rows == (Row(("Innbyggar",), 20), Row(("Tilsett", "Pårørande"), 22)) or who.rows == (
        Row(("Innbyggar", "Pårørande"), 22),
        Row(("Tilsett",), 20),
    )
    assert [group.count for group in one.breakdown.groups] == [row.count for row in who.rows]


def test_one_group_alone_gives_no_breakdown_and_does_not_tell_that_it_was_alone():
    who, one = divided(ONE, [(0, 0)] * 10 + [(1, 1)] * 2)

    assert who.rows == (Row(("Innbyggar", "Tilsett"), 12),)
    assert (one.breakdown, one.is_too_small_to_divide) == (None, True)


def test_several_are_divided_only_when_nothing_must_be_hidden():
    full = [(group, choice) for group in (0, 1) for choice in ([0], [1]) for _ in range(5)]
    _who, several = divided(SEVERAL, full)
    _who, thin = divided(SEVERAL, [*full[:-1], (1, [0])])

    assert several.breakdown.cells == ((5, 5), (5, 5))
    assert thin.breakdown is None


def test_ranking_and_text_are_never_divided():
    for question, answer in ((RANKING, [0, 1, 2]), (TEXT, "Ja")):
        assert divided(question, [(0, answer), (1, answer)] * 30)[1].breakdown is None


def test_scale_steps_are_merged_with_their_neighbours():
    steps = [0] * 2 + [1] * 30 + [2] * 1 + [3] * 30 + [4] * 30
    pairs = [(group, step) for step in steps for group in (0, 1)]

    _who, scale = divided(SCALE, pairs)

    assert [row.labels for row in scale.breakdown.rows] in (
        [("1", "2"), ("3", "4"), ("5",)],
        [("1", "2", "3"), ("4",), ("5",)],
    )


def test_to_hide_refuses_sums_that_should_have_been_merged():
    with pytest.raises(ValueError, match="at least FLOOR"):
        to_hide([[1, 3], [30, 30]])


# --- The attack -------------------------------------------------------------------------------------------


FEW_OR_MANY = st.one_of(st.integers(0, 4), st.integers(0, 30))


def tables():
    sized = st.tuples(st.integers(2, 4), st.integers(2, 4))
    return sized.flatmap(
        lambda size: st.lists(
            st.lists(FEW_OR_MANY, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    ).filter(lambda table: all(sum(line) >= FLOOR for line in [*table, *zip(*table, strict=True)]))


class Attacker:
    """Somebody with all that is published, a solver, and no shame: how small and large can a cell be?"""

    def __init__(self):
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.cells = {}

    def cell(self, name):
        if name not in self.cells:
            self.cells[name] = self.solver.addVariable(lb=0)
        return self.cells[name]

    def knows(self, names, total):
        self.solver.addConstr(
            sum((self.cell(name) for name in names), start=0 * self.cell(names[0])) == total
        )

    def range_of(self, name):
        found = []
        for direction in (self.solver.minimize, self.solver.maximize):
            direction(1 * self.cell(name))
            assert self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            found.append(round(self.solver.getObjectiveValue(), 6))
        return tuple(found)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_hidden_cell_can_be_told_to_be_small(table):
    hidden = to_hide(table)
    attacker = Attacker()
    height, width = len(table), len(table[0])
    for r in range(height):
        attacker.knows([(r, c) for c in range(width)], sum(table[r]))
    for c in range(width):
        attacker.knows([(r, c) for r in range(height)], sum(row[c] for row in table))
    for r in range(height):
        for c in range(width):
            if (r, c) not in hidden:
                assert table[r][c] >= FLOOR
                attacker.knows([(r, c)], table[r][c])

    for cell in hidden:
        assert attacker.range_of(cell)[1] >= FLOOR


GROUP = st.one_of(st.integers(0, 2), st.just(DONT_KNOW), st.none())
CHOICE = st.one_of(st.integers(0, 2), st.just(DONT_KNOW), st.none())


def people():
    """Rounds with few and many, where some group or answer may be rare."""
    one = st.tuples(GROUP, CHOICE)
    crowd = st.tuples(one, st.integers(1, 25)).map(lambda pair: [pair[0]] * pair[1])
    return st.lists(crowd, min_size=1, max_size=9).map(lambda parts: [one for part in parts for one in part])


def test_where_everybody_is_of_one_group_it_is_not_said_which():
    """Else «5 of 6 chose this» would be a cell with one person in it."""
    who, _one = divided(ONE, [(1, DONT_KNOW), *[(1, 0)] * 5])

    assert [(row.labels, row.count, row.with_rest) for row in who.rows] == [(WHO.options, 6, True)]


@settings(max_examples=80, deadline=None)
@example([(1, DONT_KNOW), *[(1, 0)] * 5])
@given(people())
def test_no_cell_under_the_floor_can_be_worked_out_from_everything_published(pairs):
    who, one = divided(ONE, pairs)
    attacker = Attacker()
    groups, answers = [0, 1, 2, "rest"], [0, 1, 2, "rest"]
    truth = Counter((in_rest(group), in_rest(answer)) for group, answer in pairs)
    tell(attacker, who, one, groups, answers, len(pairs))

    for cell in [(group, answer) for group in groups for answer in answers]:
        low, high = attacker.range_of(cell)
        assert low <= truth[cell] <= high
        if 0 < truth[cell] < FLOOR:
            assert low < high


def in_rest(value):
    return value if isinstance(value, int) else "rest"


def tell(attacker, who, one, groups, answers, number):
    """Hand over what stands on the page: how many answered, every count, and the breakdown."""
    attacker.knows([(group, answer) for group in groups for answer in answers], number)
    for row in who.rows if who.answered is not None else ():
        attacker.knows([(g, a) for g in numbers(WHO, row) for a in answers], row.count)
    for number_of, row in enumerate(one.rows):
        attacker.knows([(g, number_of) for g in groups], row.count)
    if one.breakdown:
        for row, line in zip(one.breakdown.rows, one.breakdown.cells, strict=True):
            for group, count in zip(one.breakdown.groups, line, strict=True):
                if count is not None:
                    names = [(g, a) for g in numbers(WHO, group) for a in numbers(ONE, row)]
                    attacker.knows(names, count)


def numbers(question, row):
    """The option numbers of a merged line."""
    return [question.options.index(label) for label in row.labels] + (["rest"] if row.with_rest else [])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(GROUP, st.lists(st.integers(0, 1), unique=True)), max_size=60))
def test_no_small_cell_of_several_is_shown_nor_the_ones_who_did_not_choose_it(pairs):
    _who, several = divided(SEVERAL, pairs)

    if several.breakdown:
        sizes = [group.count for group in several.breakdown.groups]
        for line in several.breakdown.cells:
            assert all(FLOOR <= count <= size - FLOOR for count, size in zip(line, sizes, strict=True))


@given(people())
def test_the_order_of_the_sheets_says_nothing(pairs):
    assert divided(ONE, pairs) == divided(ONE, pairs[::-1])


# --- Comparing -------------------------------------------------------------------------------------------


def test_rounds_are_compared_by_what_is_published_of_each():
    many = publish([ONE, SCALE], [{"one": 0, "scale": 1}] * 9, asked=9)
    few = publish([ONE, SCALE], [{"one": 1, "scale": 1}] * 5 + [{"one": 0}] * 2, asked=9)
    too_few = publish([ONE], [{"one": 0}] * 4, asked=9)

    assert [(now.answered, before.answered) for now, before in compare(many, few)] == [(9, 7), (9, 5)]
    assert compare(many, too_few) == []
