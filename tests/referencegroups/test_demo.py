"""The demo's group is alive, through the same doors as people use."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from prosesstotte.models import OutgoingMail, User
from referencegroups import round_demo, round_listing
from referencegroups.demo import GROUP, OWNER
from referencegroups.models import ConsentEvent, Invitation, Lottery, Member, Membership, Round
from referencegroups.round_choices import RoundState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded twice as an operator may do; gone again after these tests."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        call_command("load_demo")
        call_command("load_demo")
        yield
        transaction.set_rollback(True)


def test_the_demo_has_a_group_with_25_members_and_loads_once():
    memberships = Membership.objects.filter(group__slug=GROUP)
    assert memberships.members().count() == 25
    assert memberships.waiting().count() == 2
    assert memberships.askable().count() == 25
    counted = ConsentEvent.objects.filter(purpose="breadth", member__memberships__group__slug=GROUP)
    assert counted.count() == 25


def test_the_demo_has_one_lottery_that_is_drawn():
    lottery = Lottery.objects.get()
    assert (lottery.state, len(lottery.drawn), lottery.lowest > 0) == ("drawn", 12, True)


def test_everybody_in_the_demo_is_made_up():
    assert {member.email.rpartition("@")[2] for member in Member.objects.all()} == {"example.org"}


def test_the_owner_in_the_demo_may_open_the_group_in_admin(client):
    client.force_login(User.objects.get(email=OWNER))

    response = client.get("/admin/referencegroups/referencegroup/")

    assert response.status_code == 200
    assert "Å bli gammal heime" in response.text
    assert "Framtidas bibliotek" not in response.text


def test_the_demo_has_one_round_over_and_one_open_and_writes_one_letter():
    states = sorted(Round.objects.filter(group__slug=round_demo.GROUP).values_list("state", flat=True))
    assert states == [RoundState.FED_BACK, RoundState.OPEN]
    letters = OutgoingMail.objects.filter(kind__startswith="rounds/")
    assert [one.to for one in letters] == [round_demo.ADDRESSES[0]]


def test_the_demo_shows_a_breakdown():
    published = round_listing.results_of(Round.objects.get(state=RoundState.FED_BACK))

    assert (published.asked, published.answered) == (round_demo.MEMBERS, 41)
    assert any(tally.breakdown for tally in published.tallies)
    assert Invitation.objects.filter(round__state=RoundState.OPEN, has_answered=True).count() == 0
