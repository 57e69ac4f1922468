"""The state of a running meeting: worked examples, and what holds whatever is pressed."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.live import KINDS, Event, state
from tools.plan import Block, Plan
from tools.programme import OSLO

DATE = dt.date(2026, 11, 24)
NINE = dt.datetime(2026, 11, 24, 9, tzinfo=OSLO)
IDS = ["velkomen", "idear", "pause", "val", "utsjekk"]


def block(name, minutes, kind="method", **fields):
    return Block(name, kind, name.title(), minutes, **fields)


BLOCKS = (
    block("velkomen", 10, "frame"),
    block("idear", 30),
    block("pause", 10, "pause"),
    block("val", 20),
    block("utsjekk", 10),
)


def plan(*blocks, **fields):
    return Plan("Møtet", blocks=blocks or BLOCKS, **{"date": DATE, **fields})


def minute(minutes):
    return NINE + dt.timedelta(minutes=minutes)


def press(kind, at, key=None, /, **data):
    return Event(key or f"{kind}-{at}", kind, minute(at), data)


def live(minutes, *events, of=None):
    return state(of or plan(), [press("start", 0), *events], minute(minutes))


def clocks(steps):
    return [step.starts_at and f"{step.starts_at.astimezone(OSLO):%H.%M}" for step in steps]


def test_before_the_start_it_waits_with_the_plans_own_times():
    seen = state(plan(), [], minute(-600))

    assert (seen.phase, seen.now, seen.next.id) == ("waiting", None, "velkomen")
    assert clocks(seen.steps) == ["09.00", "09.10", "09.40", "09.50", "10.10"]


def test_the_first_block_is_on_from_the_start():
    seen = live(4)

    assert (seen.now.id, seen.left, seen.drift, seen.next.id) == ("velkomen", 6 * 60, 0, "idear")
    assert clocks([seen.now, seen.next]) == ["09.00", "09.10"]


def test_next_goes_on_and_keeps_what_was_used():
    seen = live(20, press("next", 12))

    assert (seen.now.id, seen.left) == ("idear", 22 * 60)
    assert [step.used_minutes for step in seen.steps] == [12, 8, 0, 0, 0]
    assert seen.drift == 2
    assert f"{seen.ends_at.astimezone(OSLO):%H.%M}" == "10.22"


def test_a_block_over_its_time_pushes_the_end_for_every_minute():
    assert [live(minutes).drift for minutes in (10, 11, 25)] == [0, 1, 15]
    assert live(25).left == -15 * 60


def test_ahead_of_the_plan_is_negative():
    assert live(6, press("next", 5)).drift == -5


def test_back_takes_up_the_block_where_it_was():
    seen = live(20, press("next", 8), press("back", 10), press("next", 12))

    assert [step.used_minutes for step in seen.steps] == [10, 10, 0, 0, 0]


def test_a_pause_stops_the_block_but_not_the_clock():
    seen = live(20, press("pause", 4), press("resume", 14))

    assert (seen.now.used_minutes, seen.left, seen.drift) == (10, 0, 10)
    assert live(9, press("pause", 4)).is_paused
    assert live(9, press("pause", 4)).left == 6 * 60


def test_going_on_ends_the_pause():
    seen = live(30, press("pause", 4), press("next", 10))

    assert (seen.is_paused, seen.now.id, seen.now.used_minutes) == (False, "idear", 20)


def test_next_pressed_on_two_devices_counts_once():
    seen = live(
        20, press("next", 10, "a", **{"from": "velkomen"}), press("next", 11, "b", **{"from": "velkomen"})
    )

    assert seen.now.id == "idear"


def test_the_last_block_has_no_next():
    events = [press("next", minutes) for minutes in (1, 2, 3, 4, 5, 6)]
    seen = live(10, *events)

    assert (seen.now.id, seen.next, seen.phase) == ("utsjekk", None, "running")


def test_shorter_blocks_win_the_time_back():
    late = [press("next", 20)]
    shorter = press("adjust", 21, "kortare", minutes={"val": 15, "utsjekk": 5})

    assert live(22, *late).drift == 10
    assert live(22, *late, shorter).drift == 0
    assert live(22, *late, shorter, press("undo", 21.5, of="kortare")).drift == 10


def test_a_dropped_block_is_jumped_over_until_it_is_taken_back():
    drop = press("drop", 2, "bort", blocks=["idear"])

    assert live(12, drop, press("next", 10)).now.id == "pause"
    assert live(12, drop, press("undo", 3), press("next", 10)).now.id == "idear"
    assert live(12, press("next", 1), drop).steps[1].is_dropped is False  # it was on already


def test_what_is_behind_us_cannot_be_changed():
    seen = live(20, press("next", 12), press("adjust", 13, minutes={"velkomen": 5, "idear": 5, "val": 0}))

    assert (seen.changes, seen.steps[0].minutes) == ((), 10)


def test_time_set_aside_before_a_lock_takes_up_the_delay():
    blocks = (block("a", 30), block("lunsj", 30, "pause", starts=dt.time(9, 40)), block("b", 20))

    assert [live(minutes, of=plan(*blocks)).drift for minutes in (10, 35, 40, 45)] == [0, 0, 0, 5]
    assert clocks(live(35, of=plan(*blocks)).ahead) == ["09.40", "10.10"]
    assert live(21, press("next", 20), of=plan(*blocks)).drift == -20  # the lunch is earlier than it was


def test_tracks_side_by_side_are_one_step():
    blocks = (block("a", 10), block("b", 20, track="A"), block("c", 30, track="B"), block("d", 5))
    seen = live(12, press("next", 10), of=plan(*blocks))

    assert (seen.now.minutes, seen.next.id) == (30, "d")
    assert [(name, [b.id for b in group]) for name, group in seen.now.step.tracks] == [
        ("A", ["b"]),
        ("B", ["c"]),
    ]


def test_a_run_covers_the_chosen_day_or_the_day_it_is():
    days = (*BLOCKS, block("dag", 0, "day", date=dt.date(2026, 11, 25)), block("andre", 15))
    tomorrow = Event("k", "start", NINE + dt.timedelta(days=1), {})
    chosen = Event("k", "start", NINE, {"day": 2})

    assert state(plan(*days), [tomorrow], tomorrow.at).now.id == "andre"
    assert state(plan(*days), [chosen], NINE).now.id == "andre"
    assert state(plan(*days), [Event("k", "start", NINE, {"day": "99"})], NINE).now.id == "velkomen"


@pytest.mark.parametrize(
    ("start", "data", "drift"),
    [(7, {}, 7), (-5, {}, -5), (600, {}, 0), (7, {"rehearsal": True}, 0)],
    ids=["a little late", "a little early", "in the evening", "a rehearsal"],
)
def test_a_meeting_near_its_time_follows_the_clock_on_the_wall(start, data, drift):
    seen = state(plan(), [press("start", start, **data)], minute(start))

    assert (seen.drift, seen.left) == (drift, 10 * 60)


def test_summer_time_begins_in_the_middle_of_the_meeting():
    night = plan(block("a", 60), block("b", 60), date=dt.date(2026, 3, 28), start=dt.time(23, 30))
    start = dt.datetime(2026, 3, 28, 23, 30, tzinfo=OSLO)
    later = (start.astimezone(dt.UTC) + dt.timedelta(hours=2)).astimezone(OSLO)
    seen = state(night, [Event("k", "start", start, {})], later)

    assert (seen.now.used_minutes, seen.drift) == (120, 60)


def test_the_end_stops_everything():
    seen = live(90, press("next", 12), press("end", 30), press("next", 40), press("pause", 41))

    assert (seen.phase, seen.now.id, seen.drift) == ("ended", "idear", 0)
    assert [step.used_minutes for step in seen.steps] == [12, 18, 0, 0, 0]
    assert f"{seen.ends_at.astimezone(OSLO):%H.%M}" == "09.30"


def test_an_empty_plan_cannot_be_started():
    assert state(Plan("Tom"), [press("start", 0)], NINE).phase == "waiting"


names = st.sampled_from([*IDS, "finst-ikkje"])
anything = st.none() | st.integers() | st.text(max_size=5) | st.lists(names, max_size=3) | st.booleans()
datas = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"from": names}),
    st.fixed_dictionaries({"minutes": st.dictionaries(names, st.integers(-5, 900), max_size=4)}),
    st.fixed_dictionaries({"blocks": st.lists(names, max_size=3)}),
    st.dictionaries(st.sampled_from(["from", "minutes", "blocks", "of", "day", "rehearsal"]), anything),
    anything,
)
presses = st.builds(
    Event,
    key=st.uuids().map(str),
    kind=st.sampled_from([*KINDS, "next", "next", "tull"]),
    at=st.integers(0, 6 * 3600).map(lambda seconds: NINE + dt.timedelta(seconds=seconds)),
    data=datas,
)
runs = st.lists(presses, max_size=25).map(lambda events: [press("start", 0), *events])
moments = st.integers(0, 7 * 3600).map(lambda seconds: NINE + dt.timedelta(seconds=seconds))
plans = st.sampled_from(
    [
        plan(),
        plan(date=None),
        plan(BLOCKS[0], block("idear", 30, track="A"), block("val", 20, track="B"), block("utsjekk", 10)),
        plan(BLOCKS[0], block("pause", 30, "pause", starts=dt.time(9, 30)), block("utsjekk", 10)),
    ]
)


@given(plans, runs, moments, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(of, events, at, order: random.Random):
    shuffled = order.sample(events, len(events))

    assert state(of, shuffled, at) == state(of, events, at)


@given(plans, runs, moments)
def test_a_key_that_comes_twice_counts_once(of, events, at):
    assert state(of, [*events, *events], at) == state(of, events, at)


@given(plans, runs, moments)
def test_no_time_is_lost_or_made(of, events, at):
    """What the blocks have used and the pauses add up to the time that has gone."""
    seen = state(of, events, at)
    used = sum(step.used for step in seen.steps)
    gone = ((seen.ended_at or at) - seen.started_at).total_seconds()

    assert used <= gone
    if not any(event.kind == "pause" for event in events):
        assert used == gone


@given(plans, runs, moments)
def test_there_is_always_one_block_on_while_it_runs(of, events, at):
    seen = state(of, events, at)
    on = [step for step in seen.steps if step.place == "now"]

    assert len(on) == (seen.phase == "running")
    assert seen.phase == "ended" or seen.ends_at >= at
    assert seen.now.is_dropped is False
    assert all(step.starts_at >= at for step in seen.ahead if seen.phase == "running")


@given(plans, runs, moments, presses)
def test_what_comes_later_does_not_change_what_was(of, events, at, late):
    later = Event(late.key, late.kind, at + dt.timedelta(seconds=1), late.data)

    assert state(of, [*events, later], at) == state(of, events, at)
