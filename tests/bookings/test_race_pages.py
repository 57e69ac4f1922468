"""Fifty people press «Send» at the same moment, over HTTP to two web processes."""

import random
import uuid
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import actions, leader_calendars
from bookings.draft import SESSION_KEY
from bookings.free_weeks import moment_text
from bookings.models import Booking, Commitment
from prosesstotte.models import Event, OutgoingMail
from tests.bookings.factories import make_leader, make_request, user_of
from tests.factories import make_area, make_user
from tests.threads import at_once
from tests.web import session

pytestmark = pytest.mark.django_db(transaction=True)
CHECK = "/bestill/sjekk/"


def free_times(before=None):
    """A meeting that the leaders have free by the real clock (on an earlier date than `before`), and its
    first formøte."""
    today = timezone.localdate()
    reach = {"first": today, "last": today + leader_calendars.WEEK * 4}
    found = [free.start for free in leader_calendars.free_meetings(minutes=120, **reach)]
    meeting = [start for start in found if not before or start.date() < before.date()][-1]
    pre_meetings = leader_calendars.free_pre_meetings(meeting_starts_at=meeting, **reach)
    return {"starts_at": meeting, "pre_meeting_starts_at": pre_meetings[0].start}


@pytest.fixture(autouse=True)
def _no_jobs(db):
    """The queue's tables are not Django's, and are not emptied between the tests."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def ready_to_send(area, times, leader=None):
    """Somebody who has filled in everything: the session's cookie and the form's key."""
    key = str(uuid.uuid4())
    need = {
        "title": f"Samling {key}", "goal": "Tre mål", "purpose": "mal-og-strategi", "minutes": "120",
        "group_name": "Faggruppa", "people": "12", "mode": "room", "answers": "self", "booker_name": "Kari",
        "phone": "90000000", "service_area": str(area.pk),
    }  # fmt: skip
    chosen = {name: moment_text(moment) for name, moment in times.items()}
    if leader:
        chosen["leader"] = str(leader.pk)
    draft = {"key": key, "parts": {"need": need, "times": {**chosen, "pre_meeting_channel": "phone"}}}
    return session(make_user(), **{SESSION_KEY: {"order": draft}}), key


def press_send(web, people):
    """Everybody at once; what each was answered."""
    return at_once(*[lambda who=who: web.post(CHECK, who[0], key=who[1]) for who in people])


def deadlocks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def letters_in_the_queue():
    jobs = ProcrastinateJob.objects.filter(task_name="send_mail", status="todo")
    return sorted(job.args["mail_id"] for job in jobs)


def check_that_only_winners_are_there(number):
    """So many bookings, and nothing at all that belongs to somebody who lost."""
    winners = set(Booking.objects.values_list("pk", flat=True))
    about = {f"bookings.booking:{pk}" for pk in winners}
    assert len(winners) == number
    assert sorted(Commitment.objects.values_list("booking", "source", "active")) == sorted(
        (pk, source, True) for pk in winners for source in ["meeting", "pre_meeting"]
    )
    assert sorted(Event.objects.values_list("verb", "subject_id")) == sorted(
        ("requested", pk) for pk in winners
    )
    assert set(OutgoingMail.objects.values_list("about", flat=True)) == about
    letters = set(OutgoingMail.objects.values_list("pk", flat=True))
    queued = [
        job.args["mail_id"] for job in ProcrastinateJob.objects.filter(task_name="send_mail", status="todo")
    ]
    assert letters <= set(queued)


def test_of_fifty_one_gets_the_time_and_the_others_get_other_times_with_everything_kept(web):
    leader, area, before = make_leader(), make_area(), deadlocks()
    people = [ready_to_send(area, free_times(), leader if n % 2 else None) for n in range(50)]

    answers = press_send(web, people)

    assert Counter(answer.status for answer in answers) == {302: 1, 409: 49}
    assert all(
        f"Samling {key}" in answer.text and "/bestill/tid/?mote=" in answer.text
        for (_, key), answer in zip(people, answers, strict=True)
        if answer.status == 409
    )
    check_that_only_winners_are_there(1)
    assert deadlocks() == before


def test_three_leaders_at_once_in_any_order_give_three_winners(web):
    """Some ask for one of the three by name, others for anybody: the leaders are locked in many orders."""
    leaders, area, before = [make_leader() for _ in range(3)], make_area(), deadlocks()
    times = free_times()
    people = [ready_to_send(area, times, leader) for leader in [*leaders, None] * 6]
    random.Random(6).shuffle(people)

    answers = press_send(web, people)

    assert Counter(answer.status for answer in answers) == {302: 3, 409: 21}
    check_that_only_winners_are_there(3)
    assert set(Booking.objects.values_list("leader", flat=True)) == {leader.pk for leader in leaders}
    assert deadlocks() == before


def test_a_move_and_new_requests_after_the_same_time_end_with_one_of_them_there(web):
    leader, area, before = make_leader(), make_area(), deadlocks()
    taken = free_times()
    own = make_request(leader=leader, at=timezone.now(), **taken)
    actions.accept(by=user_of(leader), booking=own)
    wanted = free_times(before=taken["starts_at"])
    start = wanted["pre_meeting_starts_at"]
    cookie, address = session(user_of(leader)), f"/mine/bestilling/{own.pk}/formote-tid/"
    moved = {"version": 2, "pre_meeting_starts_at": start.isoformat(), "channel": "phone"}
    asking = [ready_to_send(area, wanted, leader) for _ in range(12)]
    jobs = [lambda who=who: web.post(CHECK, who[0], key=who[1]) for who in asking]
    jobs[4:4] = [lambda: web.post(address, cookie, **moved)] * 3

    answers = [answer.status for answer in at_once(*jobs)]

    there = Commitment.objects.active().filter(core__startswith=start)
    assert there.count() == 1
    assert Booking.objects.count() == 1 + (there.get().booking_id != own.pk)
    clicks, others = answers[4:7], answers[:4] + answers[7:]
    is_moved = there.get().booking_id == own.pk
    assert (set(clicks), sorted(others)[-2:]) == (({302}, [409, 409]) if is_moved else ({409}, [409, 409]))
    assert others.count(302) == (0 if is_moved else 1)
    assert deadlocks() == before


def test_the_same_form_sent_many_times_at_once_is_one_booking_and_one_receipt(web):
    make_leader()
    cookie, key = ready_to_send(make_area(), free_times())

    answers = press_send(web, [(cookie, key)] * 12)

    assert {answer.header("Location") for answer in answers} == {Booking.objects.get().get_absolute_url()}
    check_that_only_winners_are_there(1)
