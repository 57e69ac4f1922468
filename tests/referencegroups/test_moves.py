"""Every state and every move: what the table allows goes, everything else is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from prosesstotte import events
from referencegroups.choices import (
    ENDS,
    GROUP_MOVES,
    MEMBERS,
    MOVES,
    UNCONFIRMED,
    GroupMove,
    GroupState,
    Move,
    Role,
    State,
)
from referencegroups.errors import Changed, MoveRefused
from referencegroups.models import Membership, ReferenceGroup
from tests.factories import make_user
from tests.referencegroups.factories import make_group, make_membership

pytestmark = pytest.mark.django_db


def columns_for(target, move):
    """What the database asks of the state that the move leads to."""
    today = timezone.localdate()
    if target == State.ENDED:
        return {"ended_at": timezone.now(), "end_reason": ENDS[move], "end_note": "Kort sagt."}
    if target in UNCONFIRMED:
        return {"role": "", "confirmed_at": None, "ended_at": None, "end_reason": "", "end_note": ""}
    columns = {"role": Role.RESIDENT, "confirmed_at": timezone.now()}
    if target in MEMBERS:
        columns |= {"term_starts_on": today, "term_ends_on": today.replace(year=today.year + 1, day=1)}
        columns["term_starts_on"] = today.replace(day=1)
    return columns


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", State)
def test_a_membership_makes_the_moves_of_the_table_and_no_other(state, move):
    membership = make_membership(state=state, consent=False)
    target = MOVES[move].get(state)

    if target is None:
        with pytest.raises(MoveRefused):
            membership.step(move)
        assert Membership.objects.get(pk=membership.pk).state == state
        assert not events.history(membership).exists()
    else:
        membership.step(move, **columns_for(target, move))
        assert Membership.objects.get(pk=membership.pk).state == target
        assert [event.verb for event in events.history(membership)] == [move]


@pytest.mark.parametrize("move", GroupMove)
@pytest.mark.parametrize("state", GroupState)
def test_a_group_makes_the_moves_of_the_table_and_no_other(state, move):
    group, target = make_group(state=state), GROUP_MOVES[move].get(state)

    if target is None:
        with pytest.raises(MoveRefused):
            group.step(move)
    else:
        group.step(move)
    assert ReferenceGroup.objects.get(pk=group.pk).state == (target or state)


def test_the_table_knows_every_move_and_leads_to_known_states():
    assert set(MOVES) == set(Move)
    assert {state for steps in MOVES.values() for pair in steps.items() for state in pair} == set(State)


def test_a_move_notes_who_and_when_and_raises_the_version():
    membership, by, at = make_membership(state=State.CONFIRMED), make_user(), timezone.now()

    membership.step(Move.APPROVE, by=by, at=at)

    saved = Membership.objects.get(pk=membership.pk)
    assert (saved.state_by, saved.state_at, saved.version) == (by, at, 2)


def test_an_old_version_is_refused():
    membership = make_membership(state=State.CONFIRMED)
    membership.step(Move.RESERVE)

    with pytest.raises(Changed):
        membership.step(Move.APPROVE, version=1)


def test_the_refusal_says_what_and_why_in_nynorsk():
    membership = make_membership(state=State.ENDED)

    with pytest.raises(ValidationError, match="«Ta pause» går ikkje når tilstanden er «Avslutta»"):
        membership.step(Move.PAUSE)


def test_two_doors_at_once_see_each_other():
    membership = make_membership(state=State.CONFIRMED)
    other = Membership.objects.get(pk=membership.pk)
    membership.step(Move.RESERVE)

    with pytest.raises(MoveRefused):
        other.step(Move.CONFIRM)
