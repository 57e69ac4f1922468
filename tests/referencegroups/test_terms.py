"""Pause, renewal by one link, silence, the reserve list, and the owner's decisions."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from prosesstotte import events
from referencegroups import actions, secret_links, upkeep
from referencegroups.choices import Decision, EndReason, GroupState, Purpose, State
from referencegroups.models import ConsentEvent, DoNotInvite, Membership
from tests.factories import make_user
from tests.referencegroups.factories import make_group, make_member, make_membership
from tests.referencegroups.post import kinds, letters, link

pytestmark = pytest.mark.django_db
KARI = "kari@example.org"
TODAY = dt.date(2027, 3, 1)
NOW = dt.datetime(2027, 3, 1, 6, tzinfo=dt.UTC)


def ending(days, **fields):
    """A member whose term ends `days` after the test's day."""
    ends = TODAY + dt.timedelta(days=days)
    return make_membership(
        member=make_member(KARI), term_starts_on=ends - dt.timedelta(days=365), term_ends_on=ends, **fields
    )


def fresh(membership):
    return Membership.objects.get(pk=membership.pk)


@pytest.mark.parametrize(("days", "asked"), [(31, 0), (30, 1), (0, 1)])
def test_renewal_is_asked_for_30_days_ahead(days, asked):
    ending(days)

    assert upkeep.terms(at=NOW) == (asked, 0)
    assert kinds(KARI) == ["renewal"] * asked


def test_renewal_is_asked_for_once():
    ending(30)

    upkeep.terms(at=NOW)
    upkeep.terms(at=NOW + dt.timedelta(days=1))

    assert kinds(KARI) == ["renewal"]


def test_one_link_renews_for_a_new_term_from_the_day_the_old_one_ends(client):
    membership = ending(30)
    upkeep.terms(at=NOW)
    client.get(link(letters(KARI)[0], "forny"))
    assert fresh(membership).term_ends_on == membership.term_ends_on

    response = client.post("/referansegrupper/forny/")

    renewed = fresh(membership)
    assert response.status_code == 200
    assert renewed.term_starts_on == membership.term_ends_on
    assert renewed.term_ends_on == membership.term_ends_on.replace(year=membership.term_ends_on.year + 2)
    assert client.get("/referansegrupper/forny/").status_code == 404
    assert kinds(KARI) == ["renewal", "renewed"]


def test_after_renewal_the_next_term_is_asked_for_in_its_time():
    membership = ending(30)
    upkeep.terms(at=NOW)
    actions.renew(membership=membership, at=NOW)

    assert fresh(membership).renewal_asked_on is None


@pytest.mark.parametrize(("days", "ended"), [(0, 0), (1, 1)])
def test_silence_ends_the_membership_when_the_term_is_over(days, ended):
    membership = ending(30)
    upkeep.terms(at=NOW)

    assert upkeep.terms(at=NOW + dt.timedelta(days=30 + days)) == (0, ended)
    assert fresh(membership).end_reason == (EndReason.NOT_RENEWED if ended else "")
    assert ("not_renewed" in kinds(KARI)) == bool(ended)


def test_nobody_is_ended_who_was_asked_too_late_to_answer():
    membership = ending(-3)

    assert upkeep.terms(at=NOW) == (1, 0)
    assert fresh(membership).state == State.ACTIVE
    assert upkeep.terms(at=NOW + dt.timedelta(days=7)) == (0, 1)


def test_one_who_did_not_renew_may_be_invited_again():
    ending(-30, renewal_asked_on=TODAY - dt.timedelta(days=60))
    upkeep.terms(at=NOW)

    assert not DoNotInvite.objects.exists()


# --- Pause and leaving -----------------------------------------------------------------------


def test_a_pause_asks_nothing_and_ends_by_one_button():
    membership = make_membership()
    assert Membership.objects.askable().count() == 1

    actions.pause(membership=membership)
    assert not Membership.objects.askable().exists()
    actions.resume(membership=membership)

    assert Membership.objects.askable().count() == 1


def test_leaving_withdraws_the_consent_and_leaves_a_hash():
    membership = make_membership(member=make_member(KARI))

    actions.leave(membership=membership)

    last = ConsentEvent.objects.latest().get(purpose=Purpose.MEMBERSHIP)
    assert (last.decision, last.group) == (Decision.WITHDRAWN, membership.group)
    assert DoNotInvite.objects.get().until > timezone.localdate() + dt.timedelta(days=700)
    assert fresh(membership).end_reason == EndReason.WITHDREW
    assert kinds(KARI) == ["left"]


# --- Places and the reserve list ---------------------------------------------------------------


def test_a_group_that_is_full_takes_nobody_more():
    group = make_group(seats=1)
    make_membership(group)
    waiting = make_membership(group, state=State.CONFIRMED)

    with pytest.raises(ValidationError, match="Gruppa er full"):
        actions.approve(by=make_user(), membership=waiting)
    assert fresh(waiting).state == State.CONFIRMED


def test_when_somebody_leaves_the_first_reserve_gets_the_place():
    group, by = make_group(seats=1), make_user()
    member = make_membership(group)
    first = make_membership(group, make_member(KARI), state=State.CONFIRMED)
    second = make_membership(group, state=State.CONFIRMED)
    for waiting in (first, second):
        actions.put_on_reserve(by=by, membership=waiting)
    assert [row.reserve_order for row in Membership.objects.reserves()] == [1, 2]

    actions.leave(membership=member)

    assert (fresh(first).state, fresh(first).reserve_order) == (State.ACTIVE, None)
    assert fresh(second).state == State.RESERVE
    assert kinds(KARI) == ["reserve", "welcome"]


def test_silence_makes_room_for_a_reserve_too():
    membership = ending(-30, renewal_asked_on=TODAY - dt.timedelta(days=60))
    membership.group.seats = 1
    membership.group.save()
    reserve = make_membership(membership.group, state=State.RESERVE)

    upkeep.terms(at=NOW)

    assert fresh(reserve).state == State.ACTIVE


def test_the_outcome_of_a_lottery_goes_through_one_door():
    group, by = make_group(seats=2), make_user()
    pool = [make_membership(group, state=State.POOL) for _ in range(4)]

    actions.draw(by=by, drawn=pool[:2], reserves=[pool[3], pool[2]])

    assert [fresh(row).state for row in pool] == [State.ACTIVE, State.ACTIVE, State.RESERVE, State.RESERVE]
    assert list(Membership.objects.reserves()) == [pool[3], pool[2]]


def test_those_drawn_before_the_group_is_set_in_motion_wait_as_drawn():
    group = make_group(seats=2, state=GroupState.OPEN)
    drawn = make_membership(group, state=State.POOL)

    actions.draw(by=make_user(), drawn=[drawn])
    assert fresh(drawn).state == State.DRAWN
    actions.start_group(by=make_user(), group=group)

    assert fresh(drawn).state == State.ACTIVE


# --- The owner decides --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "state", "reason", "letter"),
    [
        (actions.decline, State.CONFIRMED, EndReason.DECLINED, "declined"),
        (actions.remove, State.ACTIVE, EndReason.REMOVED, "removed"),
    ],
)
def test_a_no_has_a_reason_that_the_person_reads(action, state, reason, letter):
    membership = make_membership(member=make_member(KARI), state=state)

    action(by=make_user(), membership=membership, reason="Gruppa er for foreldre.")

    assert (fresh(membership).end_reason, fresh(membership).end_note) == (reason, "Gruppa er for foreldre.")
    assert kinds(KARI) == [letter]
    assert "Gruppa er for foreldre." in letters(KARI)[0].text


@pytest.mark.parametrize("action", [actions.decline, actions.remove])
def test_a_no_without_a_reason_is_refused(action):
    membership = make_membership(state=State.CONFIRMED)

    with pytest.raises(ValidationError, match="Skriv ei kort grunngiving"):
        action(by=make_user(), membership=membership, reason="  ")
    assert fresh(membership).state == State.CONFIRMED


def test_the_reason_for_a_yes_stands_in_the_history():
    membership = make_membership(state=State.CONFIRMED)

    actions.approve(by=make_user(), membership=membership, reason="Bur i krinsen.")

    assert events.history(membership)[0].data == {"reason": "Bur i krinsen."}


def test_a_group_that_closes_thanks_everybody_and_lets_them_go():
    group = make_group()
    member = make_membership(group, make_member(KARI))
    unconfirmed = make_membership(group, state=State.REQUESTED)

    actions.close_group(by=make_user(), group=group)

    assert fresh(member).end_reason == EndReason.TERM_OVER
    assert fresh(unconfirmed).state == State.REQUESTED
    assert kinds(KARI) == ["group_closed"]


def test_the_link_to_renew_lives_till_after_the_term():
    assert secret_links.RENEW.lifetime > dt.timedelta(days=30 + 7)
