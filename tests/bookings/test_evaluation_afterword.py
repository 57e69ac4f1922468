"""A meeting that is led by its programme ends with the address of its evaluation, on both screens."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions, evaluation_links
from tests.bookings.evaluation_factories import AFTER_CLOSE, DURING, evaluation_of
from tests.bookings.factories import NOW, make_accepted, make_confirmed, user_of
from tools.actions import programmes, runs
from tools.plan import Block

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Set what time it is; it begins while the meeting goes on."""

    def set_to(at):
        monkeypatch.setattr(timezone, "now", lambda: at)

    set_to(DURING)
    return set_to


def planned(booking):
    """The booking's programme, with one block in it."""
    programme = actions.make_programme(by=user_of(booking.leader), booking=booking)
    plan = replace(programme.plan, blocks=(Block("a", "own", "Kva vil vi?", 20),))
    return programmes.change_programme(programme=programme, plan=plan, what="-", version=programme.version)


def run_to_the_end(client, programme):
    run = runs.start_run(programme=programme)
    pressed = {"run": run.pk, "key": uuid.uuid4(), "kind": "end"}
    client.post(reverse("tools:live_press", args=[programme.edit_token]), pressed)
    return run


def summary_of(client, programme):
    run = run_to_the_end(client, programme)
    return client.get(reverse("tools:live_summary", args=[programme.edit_token, run.pk]))


def hall(programme):
    return reverse("tools:live", args=[programme.edit_token]) + "?vising=sal"


def test_the_leaders_last_screen_has_the_code_and_the_way_to_the_booking(client, clock):
    booking = make_confirmed()

    text = summary_of(client, planned(booking)).text

    address = evaluation_links.address_of(evaluation_of(booking))
    assert f'href="{address}"' in text
    assert 'role="img"' in text
    assert "Siste dag er tysdag 22. desember 2026." in text
    assert f'{booking.get_absolute_url()}">Til bestillinga</a>' in text


def test_the_hall_thanks_and_shows_the_code_without_a_script_too(client, clock):
    booking = make_confirmed()
    programme = planned(booking)
    run_to_the_end(client, programme)

    text = client.get(hall(programme)).text

    assert '<h1 id="no-tittel">Takk for i dag!</h1>' in text
    assert 'class="koyr koyr-ferdig"' in text
    assert evaluation_links.address_of(evaluation_of(booking)).partition("://")[2] in text
    assert "Til bestillinga" not in text  # the hall is for those who take part


def test_the_code_waits_in_the_hall_while_the_meeting_goes_on(client, clock):
    programme = planned(make_confirmed())
    runs.start_run(programme=programme)

    text = client.get(hall(programme)).text

    assert '<h1 id="no-tittel">Kva vil vi?</h1>' in text
    assert 'class="koyr"' in text  # which keeps it out of sight until the end
    assert "koyr-etterord" in text


def test_three_hours_after_the_end_the_hall_waits_for_the_next_start(client, clock):
    programme = planned(make_confirmed())
    run_to_the_end(client, programme)
    state = reverse("tools:live_state", args=[programme.edit_token]) + "?vising=sal"
    assert client.get(state).json()["phase"] == "ended"

    clock(DURING + dt.timedelta(hours=3, minutes=1))

    assert "koyr-ferdig" not in client.get(hall(programme)).text
    assert client.get(state).json()["phase"] == "waiting"


def test_a_rehearsal_before_the_meeting_says_when_the_code_opens(client, clock):
    clock(NOW)

    text = summary_of(client, planned(make_confirmed())).text

    assert "Koden opnar evalueringa når møtet startar." in text


@pytest.mark.parametrize(("make", "at"), [(make_confirmed, AFTER_CLOSE), (make_accepted, DURING)])
def test_a_closed_evaluation_and_a_meeting_without_one_show_no_code(client, clock, make, at):
    programme = planned(make())
    clock(at)

    assert "koyr-etterord" not in summary_of(client, programme).text
