"""Plan, count, publish, draw once: the doors of a lottery, and what the database itself refuses."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from prosesstotte import events
from referencegroups import actions
from referencegroups.actions import lots
from referencegroups.choices import Decision, Purpose, State
from referencegroups.errors import MoveRefused, Refused
from referencegroups.lottery.drawing import broken_quotas, draw
from referencegroups.lottery_choices import LotteryState
from referencegroups.models import Lottery, Membership
from referencegroups.pool import task_of
from tests.factories import make_user
from tests.referencegroups.factories import make_consent, make_group, make_membership
from tests.referencegroups.lottery_factories import (
    SEED,
    SOURCE,
    fresh,
    make_drawn,
    make_planned,
    make_pool,
    make_published,
    make_ready,
)

pytestmark = pytest.mark.django_db


def states(group):
    return dict(Membership.objects.filter(group=group).values_list("member__number", "state"))


def test_counting_finds_a_list_with_chances_for_everybody_in_the_pool():
    lottery = make_ready()

    assert lottery.state == LotteryState.READY
    assert set(map(int, lottery.chances)) == set(states(lottery.group))
    assert (lottery.lowest, lottery.highest) == (3333, 3334)


def test_counting_quotas_that_cannot_be_met_names_them_and_the_smallest_loosening():
    lottery = make_ready(pool=[(1, {"gender": "woman"}), (6, {"gender": "man"})])

    assert lottery.state == LotteryState.IMPOSSIBLE
    assert lottery.changes == {"missing": 0, "rows": [["gender", "woman", 2, 2, 1, 2]]}


def test_more_seats_than_are_free_are_refused():
    group = make_group(seats=3)

    with pytest.raises(Refused, match="3 ledige plassar"):
        make_planned(group, seats=4)


def test_when_there_is_room_for_all_there_is_no_lottery():
    with pytest.raises(Refused, match="plass til alle"):
        make_planned(pool=[(4, {"gender": "woman"})])


def test_who_has_not_consented_to_be_counted_counts_towards_no_quota():
    lottery = make_planned()
    member = lottery.group.memberships.first().member

    make_consent(member, Purpose.BREADTH, decision=Decision.WITHDRAWN)

    values = {person.number: person.values for person in task_of(lottery).volunteers}
    assert values[member.number] == {}
    assert len(values) == 12


def test_publishing_needs_a_seed_that_nobody_can_know_yet():
    now = timezone.now()

    with pytest.raises(Refused, match="fram i tid"):
        lots.publish(by=make_user(), lottery=make_ready(), seed_source=SOURCE, seed_at=now, at=now)


def test_a_pool_that_has_changed_is_counted_anew():
    lottery = make_ready()
    make_pool(lottery.group, (1, {"gender": "woman"}))

    with pytest.raises(lots.PoolChanged):
        lots.publish(
            by=make_user(),
            lottery=lottery,
            seed_source=SOURCE,
            seed_at=timezone.now() + dt.timedelta(days=1),
        )


def test_a_group_has_one_open_list_at_a_time():
    first = make_published()
    second = make_ready(first.group)

    with pytest.raises(ValidationError, match="Fullfør ho, eller trekk ho tilbake"):
        lots.publish(
            by=make_user(), lottery=second, seed_source=SOURCE, seed_at=timezone.now() + dt.timedelta(1)
        )


def test_the_draw_gives_the_drawn_their_places_and_the_reserves_their_order():
    lottery = make_drawn()

    found = states(lottery.group)
    reserves = Membership.objects.filter(group=lottery.group).reserves()
    assert {number for number, state in found.items() if state == State.ACTIVE} == set(lottery.drawn)
    assert [row.member.number for row in reserves] == lottery.drawn_reserves
    assert broken_quotas(task_like(lottery), lottery.drawn) == ()
    assert list(found.values()).count(State.POOL) == 2


def task_like(lottery):
    """The task as it was: the pool is empty after the draw."""
    group = lottery.group
    Membership.objects.filter(group=group).update(
        state=State.POOL, reserve_order=None, term_starts_on=None, term_ends_on=None
    )
    return task_of(lottery)


def test_the_draw_is_what_the_engine_says_of_the_published_list_and_the_seed():
    lottery = make_published()
    expected = draw(lottery.panels, map(int, lottery.chances), SEED, lottery.reserves)

    lots.draw_lots(by=make_user(), lottery=lottery, seed=SEED)

    lottery = fresh(lottery)
    assert (lottery.ticket, lottery.panel_number) == (expected.ticket, expected.panel.number)


def test_drawing_before_the_seed_is_known_is_refused():
    lottery = make_published(seed_in=dt.timedelta(days=30))

    with pytest.raises(Refused, match="Vent til frøet er kjent"):
        lots.draw_lots(by=make_user(), lottery=lottery, seed=SEED)


def test_the_same_seed_again_changes_nothing_and_another_is_refused():
    lottery = make_drawn()
    before = fresh(lottery).__dict__ | {"_state": None}

    lots.draw_lots(by=make_user(), lottery=fresh(lottery), seed=f"  {SEED} ")
    with pytest.raises(lots.AlreadyDrawn):
        lots.draw_lots(by=make_user(), lottery=fresh(lottery), seed="eit anna")

    assert fresh(lottery).__dict__ | {"_state": None} == before


def test_a_lottery_that_is_not_published_cannot_be_drawn():
    with pytest.raises(MoveRefused):
        lots.draw_lots(by=make_user(), lottery=make_ready(), seed=SEED)


def test_who_left_after_the_list_was_published_gets_no_place_and_a_reserve_steps_in():
    group = make_group(seats=4)
    lottery = make_published(group)
    expected = draw(lottery.panels, map(int, lottery.chances), SEED, lottery.reserves)
    gone = Membership.objects.get(group=group, member__number=expected.panel.people[0])
    actions.leave(membership=gone)

    lots.draw_lots(by=make_user(), lottery=lottery, seed=SEED)

    active = [number for number, state in states(group).items() if state == State.ACTIVE]
    assert set(active) == {*expected.panel.people[1:], expected.reserves[0]}


def test_a_group_that_has_become_too_full_meanwhile_draws_nothing():
    lottery = make_published(make_group(seats=4))
    make_membership(lottery.group)

    with pytest.raises(lots.NoRoom):
        lots.draw_lots(by=make_user(), lottery=lottery, seed=SEED)

    assert fresh(lottery).state == LotteryState.PUBLISHED


def test_a_list_is_withdrawn_with_a_reason_before_the_seed_is_known():
    lottery = make_published(seed_in=dt.timedelta(days=30))

    lots.withdraw(by=make_user(), lottery=lottery, reason="Feil tal plassar.")

    assert fresh(lottery).state == LotteryState.WITHDRAWN


def test_a_list_whose_seed_is_known_cannot_be_withdrawn():
    with pytest.raises(Refused, match="No er frøet kjent"):
        lots.withdraw(by=make_user(), lottery=make_published(), reason="Vi likte ikkje tala.")


def test_the_log_has_counts_chances_and_fingerprints_and_no_names():
    lottery = make_drawn()

    rows = {row.verb: row.data for row in events.history(lottery)}

    assert rows["publish"] == {
        "seats": 4,
        "pool_size": 12,
        "quotas": [["gender", "woman", 2, 2]],
        "lowest": 3333,
        "highest": 3334,
        "input_hash": lottery.input_hash,
        "list_hash": lottery.list_hash,
    }
    assert rows["draw"] == {"seed": SEED}


# --- The database ---------------------------------------------------------------------------


def refuses(constraint, statement, *values):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return refusal.value.__cause__.diag.constraint_name == constraint


LOCKED = "lottery_is_locked_once_published"


@pytest.mark.parametrize(
    "change",
    ["list_text = 'x'", "seats = 5", "quotas = '[]'", "chances = '{}'", "seed_at = now()", "list_hash = 'x'",
     "published_at = NULL, state = 'ready'", "seed_source = 'terning'"],
)  # fmt: skip
def test_a_published_list_can_not_be_changed(change):
    lottery = make_published()

    assert refuses(LOCKED, f"UPDATE referencegroups_lottery SET {change} WHERE id = %s", lottery.pk)


def test_an_outcome_can_not_be_changed():
    lottery = make_drawn()

    assert refuses(LOCKED, "UPDATE referencegroups_lottery SET ticket = 1 WHERE id = %s", lottery.pk)


def test_the_list_can_not_be_changed_together_with_the_draw():
    statement = (
        "UPDATE referencegroups_lottery SET state = 'drawn', drawn_at = now(), seed = 'x', ticket = 1,"
        " panel_number = 1, list_text = 'x' WHERE id = %s"
    )

    assert refuses(LOCKED, statement, make_published().pk)


def test_a_published_lottery_can_not_be_deleted_and_a_planned_one_can():
    assert refuses(LOCKED, "DELETE FROM referencegroups_lottery WHERE id = %s", make_published().pk)
    connection.check_constraints()  # PostgreSQL truncates nothing with checks waiting
    assert refuses(LOCKED, "TRUNCATE referencegroups_lottery")
    assert make_ready().delete()[0] == 1


def test_who_pressed_the_button_may_be_forgotten():
    lottery = make_drawn()

    fresh(lottery).state_by.delete()

    assert fresh(lottery).state_by is None


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("lottery_has_a_seat", "seats = 0"),
        ("lottery_seed_comes_after_the_list",
         "state = 'published', published_at = now(), seed_at = now(), seed_source = 'x'"),
        ("lottery_is_public_once_published", "state = 'published'"),
        ("lottery_is_drawn_with_seed_ticket_and_panel", "seed = 'x'"),
        ("lottery_is_withdrawn_with_a_reason", "withdrawn_reason = 'x'"),
    ],
)  # fmt: skip
def test_the_columns_tell_the_state(constraint, change):
    lottery = make_ready()

    assert refuses(constraint, f"UPDATE referencegroups_lottery SET {change} WHERE id = %s", lottery.pk)


def test_the_database_refuses_a_draw_before_the_seed():
    lottery = make_published(seed_in=dt.timedelta(days=30))
    statement = (
        "UPDATE referencegroups_lottery SET state = 'drawn', drawn_at = now(), seed = 'x', ticket = 1,"
        " panel_number = 1 WHERE id = %s"
    )

    assert refuses("lottery_is_drawn_with_seed_ticket_and_panel", statement, lottery.pk)


def test_the_database_refuses_two_open_lists():
    lottery = make_published()
    other = make_ready(lottery.group)
    statement = (
        "UPDATE referencegroups_lottery SET state = 'published', published_at = now(), seed_source = 'x',"
        " seed_at = now() + interval '1 day' WHERE id = %s"
    )

    assert refuses("lottery_has_one_open_list_a_group", statement, other.pk)


@pytest.mark.django_db(transaction=True)
def test_two_who_draw_at_the_same_time_with_different_seeds_draw_once():
    lottery = make_published()
    start, outcomes = threading.Barrier(2), []

    def pull(seed):
        start.wait()
        try:
            lots.draw_lots(by=None, lottery=Lottery.objects.get(pk=lottery.pk), seed=seed)
            outcomes.append("drawn")
        except lots.AlreadyDrawn:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=pull, args=(seed,)) for seed in ("ein", "to")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(outcomes) == ["drawn", "refused"]
    assert list(states(lottery.group).values()).count(State.ACTIVE) == 4
