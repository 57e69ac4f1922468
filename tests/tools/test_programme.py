import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import programme
from tools.choices import Step
from tools.facts import Facts
from tools.plan import Block, Plan, from_json, to_json
from tools.timing import Timing

NINE = dt.time(9)
METHODS = {
    step: Facts(
        step, f"Metode {step}", "innsikt", step, "insight", "utforske", ("T",), "F",
        Timing(20, 0, 0, 0, 10, 40), 2, 100, address=f"/metodar/{step}/",
    )
    for step in Step.values
}  # fmt: skip
blocks = st.lists(
    st.builds(
        Block,
        id=st.text("abcdef", min_size=6, max_size=6),
        kind=st.just("method"),
        title=st.just("Bolk"),
        minutes=st.integers(1, 120),
        method=st.sampled_from(["", *Step.values]),
        track=st.sampled_from(["", "", "", "A", "B"]),
    ),
    min_size=1,
    max_size=20,
)
clocks = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


def plan(*blocks, **fields):
    return Plan("Møtet", blocks=tuple(blocks), **fields)


def frame(title, minutes, **fields):
    return Block(title.lower(), "frame", title, minutes, **fields)


def rows(*blocks, **fields):
    return programme.timed(plan(*blocks, **fields), METHODS).rows


def shown(rows):
    return [(row.title, f"{row.starts_at:%H.%M}", f"{row.ends_at:%H.%M}") for row in rows]


def test_blocks_follow_each_other_from_the_start():
    assert shown(rows(frame("Velkomen", 10), frame("Innsjekk", 15), frame("Pause", 5))) == [
        ("Velkomen", "09.00", "09.10"),
        ("Innsjekk", "09.10", "09.25"),
        ("Pause", "09.25", "09.30"),
    ]


def test_a_locked_block_waits_for_its_time_and_says_how_long():
    velkomen, lunsj = rows(frame("Velkomen", 60), frame("Lunsj", 45, starts=dt.time(11, 30)))

    assert (f"{lunsj.starts_at:%H.%M}", lunsj.slack, lunsj.late) == ("11.30", 90, 0)
    assert velkomen.slack == 0


def test_a_locked_block_that_cannot_begin_in_time_says_how_late_it_is():
    _velkomen, lunsj = rows(frame("Velkomen", 160), frame("Lunsj", 45, starts=dt.time(11, 30)))

    assert (f"{lunsj.starts_at:%H.%M}", lunsj.slack, lunsj.late) == ("11.40", 0, 10)


def test_a_lock_before_the_start_is_late_and_not_tomorrow():
    (kaffi,) = rows(frame("Kaffi", 10, starts=dt.time(8, 30)))

    assert (f"{kaffi.starts_at:%H.%M}", kaffi.late) == ("09.00", 30)


def test_tracks_begin_together_and_cost_as_long_as_the_longest():
    found = rows(
        frame("Velkomen", 10),
        frame("A1", 20, track="A"), frame("A2", 20, track="A"), frame("B1", 30, track="B"),
        frame("Samling", 10),
    )  # fmt: skip

    assert shown(found) == [
        ("Velkomen", "09.00", "09.10"),
        ("A1", "09.10", "09.30"),
        ("A2", "09.30", "09.50"),
        ("B1", "09.10", "09.40"),
        ("Samling", "09.50", "10.00"),
    ]
    assert [(row.lane, row.lanes) for row in found] == [(0, 1), (0, 2), (0, 2), (1, 2), (0, 1)]


def test_a_new_day_begins_at_its_own_time():
    times = programme.timed(
        plan(
            frame("Dag éin", 60),
            Block("dag2", "day", "Dag to", 0, starts=dt.time(10), date=dt.date(2026, 11, 25)),
            frame("Framhald", 30),
            date=dt.date(2026, 11, 24),
        ),
        METHODS,
    )

    assert [(day.number, f"{day.starts_at:%d. %H.%M}", day.minutes) for day in times.days] == [
        (1, "24. 09.00", 60),
        (2, "25. 10.00", 30),
    ]
    assert times.minutes == 90


def test_the_clock_begins_again_at_midnight():
    assert shown(rows(frame("Sein bolk", 90), start=dt.time(23, 30))) == [("Sein bolk", "23.30", "01.00")]


@pytest.mark.parametrize(
    ("date", "expected"),
    [(dt.date(2026, 3, 28), "07.00"), (dt.date(2026, 10, 24), "05.00"), (None, "06.00")],
)
def test_a_night_when_summer_time_changes_lasts_as_long_as_it_says(date, expected):
    (row,) = rows(frame("Natt", 480), date=date, start=dt.time(22))

    assert f"{row.ends_at:%H.%M}" == expected


def test_a_lock_after_the_change_of_the_clock_still_stands_at_its_time():
    _night, breakfast = rows(
        frame("Natt", 60),
        frame("Frukost", 30, starts=dt.time(7)),
        date=dt.date(2026, 3, 28),
        start=dt.time(22),
    )

    assert (f"{breakfast.starts_at:%H.%M}", breakfast.slack) == ("07.00", 7 * 60)


def test_what_is_over_and_what_is_left_of_the_wanted_time():
    over = programme.timed(plan(frame("Lang", 100), until=dt.time(10, 30)), METHODS).days[0]
    left = programme.timed(plan(frame("Kort", 60), until=dt.time(10, 30)), METHODS).days[0]

    assert (over.over, over.left) == (10, 0)
    assert (left.over, left.left) == (0, 30)


def test_ticks_stand_at_whole_hours():
    assert programme.timed(plan(frame("Bolk", 120), start=dt.time(9, 30)), {}).ticks == (
        (25.0, "10"),
        (75.0, "11"),
    )


def test_an_hour_at_the_very_end_is_not_written():
    assert programme.timed(plan(frame("Bolk", 60)), {}).ticks == ((0.0, "09"),)


def test_an_empty_programme_has_no_rows():
    times = programme.timed(plan(), {})

    assert (times.rows, times.minutes) == ([], 0)
    assert programme.bars(times.rows, Step.values) == []


def test_pauses_count_for_no_step():
    found = rows(Block("a", "method", "Innsjekk", 15, method="opne"), Block("b", "pause", "Pause", 15))

    assert programme.bars(found, Step.values) == [("opne", 15, 50.0)]


@given(blocks, clocks)
def test_blocks_for_everybody_follow_each_other_without_gap_or_overlap(found, start):
    together = [block for block in found if not block.track]
    timed = rows(*together, start=start)

    assert [row.ends_at for row in timed[:-1]] == [row.starts_at for row in timed[1:]]
    assert sum(block.minutes for block in together) == (timed[-1].end if timed else 0)


@given(blocks, clocks)
def test_a_stretch_of_tracks_lasts_as_long_as_its_longest_track(found, start):
    side_by_side = [block for block in found if block.track]
    per_track = {track: sum(b.minutes for b in side_by_side if b.track == track) for track in "AB"}

    timed = programme.timed(plan(*side_by_side, start=start), METHODS)

    assert timed.minutes == max(per_track.values())


@given(blocks, clocks)
def test_everything_on_the_strip_is_inside_it(found, start):
    times = programme.timed(plan(*found, start=start), METHODS)

    assert all(row.start_percent + row.width_percent <= 100.01 for row in times.rows)
    assert all(0 <= place <= 100 for place, _text in times.ticks)


@given(blocks)
def test_minutes_per_step_are_the_whole_without_frames_and_pauses(found):
    per_step = programme.minutes_per_step(rows(*found), Step.values)

    assert sum(per_step.values()) == sum(block.minutes for block in found if block.method)


@given(blocks, clocks, st.dates(dt.date(2020, 1, 1)) | st.none())
def test_a_plan_survives_being_kept_as_json(found, start, date):
    kept = plan(*found, start=start, date=date)

    assert from_json(to_json(kept)) == kept


def test_a_day_keeps_its_zero_minutes_as_json():
    day = Block("dag2", "day", "Dag 2", 0, starts=dt.time(9), date=dt.date(2026, 11, 25))

    assert from_json(to_json(plan(frame("Møte", 60), day))).blocks[1] == day
