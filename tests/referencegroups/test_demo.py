"""The demo's group is alive, through the same doors as people use."""

import pytest
from django.core.management import call_command

from referencegroups.demo import GROUP, OWNER
from referencegroups.models import ConsentEvent, Lottery, Member, Membership

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_group_with_25_members_and_loads_once():
    call_command("load_demo")
    call_command("load_demo")

    memberships = Membership.objects.filter(group__slug=GROUP)
    assert memberships.members().count() == 25
    assert memberships.waiting().count() == 2
    assert memberships.askable().count() == 25
    counted = ConsentEvent.objects.filter(purpose="breadth", member__memberships__group__slug=GROUP)
    assert counted.count() == 25


def test_the_demo_has_one_lottery_that_is_drawn():
    call_command("load_demo")
    call_command("load_demo")

    lottery = Lottery.objects.get()
    assert (lottery.state, len(lottery.drawn), lottery.lowest > 0) == ("drawn", 12, True)


def test_everybody_in_the_demo_is_made_up():
    call_command("load_demo")

    assert {member.email.rpartition("@")[2] for member in Member.objects.all()} == {"example.org"}


def test_the_owner_in_the_demo_may_open_the_group_in_admin(client):
    call_command("load_demo")
    from prosesstotte.models import User

    client.force_login(User.objects.get(email=OWNER))

    response = client.get("/admin/referencegroups/referencegroup/")

    assert response.status_code == 200
    assert "Å bli gammal heime" in response.text
    assert "Framtidas bibliotek" not in response.text
