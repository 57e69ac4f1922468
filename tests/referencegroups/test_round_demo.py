"""The demo's rounds: one over and answered back, one open, and one letter."""

import pytest
from django.core.management import call_command

from prosesstotte.models import OutgoingMail
from referencegroups import round_demo, round_listing
from referencegroups.models import Invitation, Round
from referencegroups.round_choices import RoundState

pytestmark = pytest.mark.django_db


def test_the_demo_has_one_round_over_and_one_open_and_writes_one_letter():
    call_command("load_demo")
    call_command("load_demo")

    states = sorted(Round.objects.filter(group__slug=round_demo.GROUP).values_list("state", flat=True))
    assert states == [RoundState.FED_BACK, RoundState.OPEN]
    letters = OutgoingMail.objects.filter(kind__startswith="rounds/")
    assert [one.to for one in letters] == [round_demo.ADDRESSES[0]]


def test_the_demo_shows_a_breakdown():
    call_command("load_demo")

    published = round_listing.results_of(Round.objects.get(state=RoundState.FED_BACK))

    assert (published.asked, published.answered) == (round_demo.MEMBERS, 41)
    assert any(tally.breakdown for tally in published.tallies)
    assert Invitation.objects.filter(round__state=RoundState.OPEN, has_answered=True).count() == 0
