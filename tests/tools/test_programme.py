import datetime

from hypothesis import given
from hypothesis import strategies as st

from tools import programme
from tools.choices import Step
from tools.programme import Block

NINE = datetime.time(9)
blocks = st.lists(
    st.builds(
        Block, title=st.just("Bolk"), minutes=st.integers(1, 120), step=st.sampled_from(["", *Step.values])
    ),
    min_size=1,
    max_size=20,
)
clocks = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


def minutes_after(start, moment):
    return (moment.hour * 60 + moment.minute - start.hour * 60 - start.minute) % programme.DAY


def test_blocks_follow_each_other_from_the_start():
    rows = programme.timed([Block("Velkomen", 10), Block("Innsjekk", 15, "opne"), Block("Pause", 5)], NINE)

    assert [(row.title, row.starts_at, row.ends_at) for row in rows] == [
        ("Velkomen", datetime.time(9), datetime.time(9, 10)),
        ("Innsjekk", datetime.time(9, 10), datetime.time(9, 25)),
        ("Pause", datetime.time(9, 25), datetime.time(9, 30)),
    ]


def test_the_clock_begins_again_at_midnight():
    rows = programme.timed([Block("Sein bolk", 90)], datetime.time(23, 30))

    assert rows[0].ends_at == datetime.time(1)


def test_ticks_stand_at_whole_hours():
    assert programme.ticks([Block("Bolk", 120)], datetime.time(9, 30)) == [(25.0, "10"), (75.0, "11")]


def test_an_hour_at_the_very_end_is_not_written():
    assert programme.ticks([Block("Bolk", 60)], NINE) == [(0.0, "09")]


def test_an_empty_programme_has_no_rows():
    assert programme.timed([], NINE) == []
    assert programme.bars([], Step.values) == []


def test_pauses_count_for_no_step():
    bars = programme.bars([Block("Innsjekk", 15, "opne"), Block("Pause", 15)], Step.values)

    assert bars == [("opne", 15, 50.0)]


@given(blocks, clocks)
def test_no_block_overlaps_the_next(blocks, start):
    rows = programme.timed(blocks, start)

    assert [row.ends_at for row in rows[:-1]] == [row.starts_at for row in rows[1:]]
    assert rows[0].starts_at == start


@given(blocks, clocks)
def test_minutes_sum_to_the_length(blocks, start):
    rows = programme.timed(blocks, start)

    assert minutes_after(start, rows[-1].ends_at) == programme.total(blocks) % programme.DAY


@given(blocks, clocks)
def test_the_strip_is_filled_from_end_to_end(blocks, start):
    rows = programme.timed(blocks, start)

    assert rows[0].start_percent == 0
    assert abs(rows[-1].start_percent + rows[-1].width_percent - 100) < 0.02
    assert all(0 <= place <= 100 for place, _text in programme.ticks(blocks, start))


@given(blocks)
def test_minutes_per_step_are_the_whole_without_frames_and_pauses(blocks):
    per_step = programme.minutes_per_step(blocks, Step.values)

    assert sum(per_step.values()) == sum(block.minutes for block in blocks if block.step)
