"""The booking's programme: the formøte's brief becomes the programme's brief."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from bookings import actions, archive
from bookings.choices import Status
from bookings.models import Booking
from prosesstotte import links
from tests.bookings.factories import (
    MEETING,
    fresh,
    make_accepted,
    make_booking,
    make_call,
    make_confirmed,
    make_leader,
    make_recorded,
    make_request,
    record,
    user_of,
)
from tests.factories import make_user
from tools.actions import programmes
from tools.models import Programme, Run
from tools.models.programme import EDIT
from tools.plan import Block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def made(booking):
    return actions.make_programme(by=user_of(booking.leader), booking=booking)


def test_the_programme_has_the_time_the_people_and_what_the_formote_agreed_on():
    booking = record(
        make_accepted(),
        goal="Bli samde om to mål.",
        record={"conflict_level": "some", "room_and_aids": "Småbord", "adaptation": "Teleslynge"},
    )

    plan = made(booking).plan

    assert (plan.title, plan.date, plan.start, plan.until) == (
        "Mål for 2027", dt.date(2026, 12, 15), dt.time(9), dt.time(11),
    )  # fmt: skip
    assert (plan.brief.people, plan.brief.purpose, plan.brief.conflict) == (12, "mal-og-strategi", 1)
    assert plan.brief.goal == "Bli samde om to mål."
    assert plan.brief.notes == (
        "Arbeidsmåte: IGP og prikkavstemming\nRom og hjelpemiddel: Småbord\nTilrettelegging: Teleslynge"
    )


def test_two_clicks_make_one_programme():
    booking = make_recorded()

    first, second = made(booking), made(fresh(booking))

    assert first == second
    assert Programme.objects.count() == 1


def test_a_request_without_a_time_gets_a_programme_without_a_date():
    leader = make_leader()
    booking = make_call()

    plan = actions.make_programme(by=user_of(leader), booking=booking).plan

    assert (plan.date, plan.until) == (None, None)


@pytest.mark.parametrize("role", ["booker", "responsible"])
def test_only_those_who_lead_make_it(role):
    booking = make_request()

    with pytest.raises(PermissionDenied):
        actions.make_programme(by=getattr(booking, role), booking=booking)


def test_a_closed_booking_is_planned_no_more():
    booking = make_booking(Status.DECLINED)

    with pytest.raises(ValidationError, match="ikkje aktiv lenger"):
        made(booking)


def test_a_moved_meeting_is_out_of_step_and_can_be_followed_with_the_blocks_kept():
    booking = make_recorded()
    programme = made(booking)
    block = Block("abc", "own", "Vår eigen bolk", 20)
    programmes.change_programme(
        programme=programme, plan=programme.plan.with_blocks([block]), what="La til", version=1
    )
    Booking.objects.filter(pk=booking.pk).update(people=30)
    booking = fresh(booking)
    assert actions.is_out_of_step(booking)

    actions.follow_meeting(by=user_of(booking.leader), booking=booking)

    booking = fresh(booking)
    assert not actions.is_out_of_step(booking)
    assert booking.programme.plan.brief.people == 30
    assert booking.programme.plan.blocks == (block,)


# --- The page --------------------------------------------------------------------------------------


def page(client, user, booking):
    client.force_login(user)
    return client.get(booking.get_absolute_url())


def test_the_leader_goes_from_the_booking_to_three_proposals(client):
    booking = make_recorded()
    leader = user_of(booking.leader)
    assert "Lag køyreplan" in page(client, leader, booking).text

    response = client.post(reverse("booking_programme", args=[booking.pk]))

    programme = fresh(booking).programme
    assert response.headers["Location"] == reverse("tools:new_proposals", args=[programme.edit_token])
    assert programme.get_absolute_url() in page(client, leader, booking).text


def test_the_booker_reads_the_overview_and_is_not_given_the_key_to_edit(client):
    booking = make_recorded()
    programme = made(booking)

    text = page(client, booking.booker, booking).text

    assert programme.reading_address("oversikt") in text
    assert programme.edit_token not in text


def test_a_stranger_gets_404_and_the_booker_403(client):
    booking = make_recorded()
    address = reverse("booking_programme", args=[booking.pk])

    client.force_login(make_user())
    assert client.post(address).status_code == 404
    client.force_login(booking.booker)
    assert client.post(address).status_code == 403
    assert client.get(address).status_code == 405


def test_a_plan_that_belongs_to_a_booking_is_not_deleted_from_its_own_page(client):
    programme = made(make_recorded())

    response = client.post(reverse("tools:delete", args=[programme.edit_token]))

    assert response.status_code == 403
    assert links.resolve(EDIT, programme.edit_token, Programme) == programme


def test_the_programme_stands_in_the_history_of_the_booking(client):
    booking = make_recorded()
    made(booking)

    assert "laga køyreplan for møtet" in page(client, user_of(booking.leader), booking).text


def test_how_long_the_meeting_really_took_stands_ready_when_it_is_completed(client, monkeypatch):
    booking = make_confirmed()
    programme = made(booking)
    Run.objects.create(
        programme=programme,
        content=programme.content,
        started_at=MEETING,
        ended_at=MEETING + dt.timedelta(minutes=97),
    )
    monkeypatch.setattr(timezone, "now", lambda: MEETING + dt.timedelta(hours=3))
    client.force_login(user_of(booking.leader))

    response = client.get(reverse("booking_move", args=[booking.pk, "complete"]))

    assert 'value="97"' in response.text


def test_the_brief_of_the_formote_survives_another_brief_on_the_page(client):
    booking = make_recorded()
    programme = made(booking)
    typed = {"tittel": "Nytt", "foremal": "innsikt", "n": "30", "start": "9", "slutt": "12", "form": "rom",
             "kjende": "ja", "usemje": "0", "leiar": "2", "leiarar": "1", "versjon": "1"}  # fmt: skip

    client.post(reverse("tools:brief", args=[programme.edit_token]), typed)

    assert "Arbeidsmåte: IGP" in Programme.objects.get().plan.brief.notes


# --- How long each block took ------------------------------------------------------------------------


def with_two_blocks(booking):
    programme = made(booking)
    blocks = (Block("a", "own", "Opne", 20), Block("b", "own", "Prioritere", 40))
    plan = replace(programme.plan, blocks=blocks)
    return programmes.change_programme(programme=programme, plan=plan, what="-", version=programme.version)


@pytest.fixture
def over(monkeypatch):
    """A confirmed meeting with a programme of two blocks, an hour after its end."""
    booking = make_confirmed()
    with_two_blocks(booking)
    monkeypatch.setattr(timezone, "now", lambda: MEETING + dt.timedelta(hours=3))
    return booking


def complete_by_page(client, booking, **answers):
    client.force_login(user_of(booking.leader))
    address = reverse("booking_move", args=[booking.pk, "complete"])
    version = client.get(address).context["row"].version
    return client.post(address, {"version": version, "actual_minutes": 75, **answers})


def test_the_leader_tells_how_long_each_block_took_and_it_counts_as_a_run(client, over):
    complete_by_page(client, over, step_a="30", step_b="45")

    run = fresh(over).programme.last_run()
    assert [(seen.id, seen.used_minutes) for seen in run.live().steps] == [("a", 30), ("b", 45)]
    assert (run.started_at, run.is_rehearsal, run.actual_minutes()) == (MEETING, False, 75)
    rows = archive.programme(fresh(over)).rows
    assert rows == (("Opne", 20, 30), ("Prioritere", 40, 45))


def test_a_block_that_was_dropped_is_left_out_and_one_that_took_no_time_too(client, over):
    complete_by_page(client, over, step_a="", step_b="45")

    run = fresh(over).programme.last_run()
    assert [(seen.id, seen.used_minutes) for seen in run.live().steps] == [("a", 0), ("b", 45)]


def test_nothing_told_makes_no_run(client, over):
    complete_by_page(client, over)

    assert fresh(over).status == Status.COMPLETED
    assert not Run.objects.exists()


def test_what_is_no_number_is_422_and_everything_typed_is_kept(client, over):
    response = complete_by_page(client, over, step_a="-3", step_b="45")

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["step_a"])
    assert response.context["form"]["step_b"].value() == "45"
    assert fresh(over).status == Status.CONFIRMED


def test_a_meeting_that_was_run_from_the_portal_is_not_asked_about_again(client, over):
    run = Run.objects.create(
        programme=fresh(over).programme, content=fresh(over).programme.content, started_at=MEETING
    )
    Run.objects.filter(pk=run.pk).update(ended_at=MEETING + dt.timedelta(minutes=70))
    client.force_login(user_of(over.leader))

    form = client.get(reverse("booking_move", args=[over.pk, "complete"])).context["form"]

    assert list(form.fields) == ["version", "actual_minutes"]
    assert form["actual_minutes"].value() == 70
