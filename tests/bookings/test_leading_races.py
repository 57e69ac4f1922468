"""Who leads it, and when: colleagues who hand over, take over, move and call off at the same moment.

Real threads, real connections. One of them gets it; the other is told so, and nothing of the other is left.
"""

from functools import partial

import pytest
from django.test import Client

from bookings import actions, jobs
from bookings.errors import Changed, TimeTaken
from bookings.models import AdviceTalk, Booking, Commitment
from prosesstotte import events
from prosesstotte.models import Event, OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_advice,
    make_call,
    make_leader,
    make_need,
    make_times,
    oslo,
    record,
    user_of,
)
from tests.bookings.post import who_got
from tests.bookings.test_race_pages import deadlocks
from tests.factories import make_administrator, make_user
from tests.threads import meet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
LATER, LATER_STILL = oslo(12, 17, 9), oslo(12, 18, 9)


@pytest.fixture(autouse=True)
def _nothing_is_left(transactional_db):
    """No deadlock, no time without its booking or with another leader, and no mark of who lost."""
    before = deadlocks()
    yield
    assert deadlocks() == before
    for booking in Booking.objects.all():
        check_times(booking)
        verbs = [event.verb for event in events.history(booking)]
        assert booking.version == len(verbs), verbs  # one step, one event
    made = {f"bookings.booking:{pk}" for pk in Booking.objects.values_list("pk", flat=True)}
    made |= {f"bookings.advicetalk:{pk}" for pk in AdviceTalk.objects.values_list("pk", flat=True)}
    assert set(OutgoingMail.objects.values_list("about", flat=True)) <= made


@pytest.fixture(params=[1, -1], ids=["the first comes first", "the second comes first"])
def meet_both_ways(request):
    """Both orders are played: who waits first for a row gets it first."""
    turn = slice(None, None, request.param)
    return lambda rows, *jobs: meet(rows, *jobs[turn])[turn]


def check_times(booking):
    rows = Commitment.objects.active().filter(booking=booking)
    times = {(row.source, row.leader_id, row.core.lower) for row in rows}
    stands = {
        ("meeting", booking.leader_id, booking.starts_at),
        ("pre_meeting", booking.leader_id, booking.pre_meeting_starts_at),
    }
    assert times == (stands if booking.is_live and booking.starts_at else set())


def one_winner(answers, loser):
    """The one that went well; the other answered with `loser`."""
    (won,) = [number for number, answer in enumerate(answers) if not isinstance(answer, Exception)]
    assert isinstance(answers[1 - won], loser), answers
    return won


# --- Hand over ---------------------------------------------------------------------------------------


def take_over(user, address, version, **answers):
    client = Client()
    client.force_login(user)
    return partial(client.post, address, {"version": version, **answers})


@pytest.mark.parametrize("kind", ["booking", "talk"])
def test_of_two_colleagues_who_take_over_at_once_one_gets_it_and_the_other_is_told(kind):
    row = make_accepted() if kind == "booking" else make_advice()
    seek = actions.seek_leader if kind == "booking" else actions.seek_leader_of_talk
    seek(by=user_of(row.leader), at=NOW, **{kind: row})
    colleagues = [make_leader(), make_leader()]
    address = f"{row.get_absolute_url()}overlat/"
    presses = [take_over(user_of(one), address, row.version, leader=one.pk) for one in colleagues]

    answers = meet([row], *presses)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (winner,) = (one for one, answer in zip(colleagues, answers, strict=True) if answer.status_code == 302)
    (told,) = (answer.text for answer in answers if answer.status_code == 409)
    assert "Nokon var før deg" in told
    assert type(row).objects.get().leader == winner
    taken_over = "taken_over" if kind == "booking" else "advice_taken_over"
    assert who_got(taken_over) == [winner.email]
    assert {one.leader_id for one in Commitment.objects.active()} == {winner.pk}


def test_handed_to_two_at_once_it_goes_to_one_and_the_other_page_keeps_what_was_typed():
    booking, first, second = make_accepted(), make_leader(), make_leader()
    staff = make_administrator()
    address = f"{booking.get_absolute_url()}overlat/"
    typed = {"reason": "Ferie den veka"}

    answers = meet(
        [booking],
        *(take_over(staff, address, booking.version, leader=one.pk, **typed) for one in (first, second)),
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (told,) = (answer.text for answer in answers if answer.status_code == 409)
    assert "Noko er endra sidan du opna sida" in told
    assert "Ferie den veka" in told
    assert who_got("taken_over") == [fresh(booking).leader.email]


def test_handed_to_somebody_who_is_booked_at_the_same_moment_one_of_the_two_gets_the_time(meet_both_ways):
    booking, new, booker, need = make_accepted(), make_leader(), make_user(), make_need()
    old = booking.leader

    answers = meet_both_ways(
        [new],
        lambda: actions.hand_over(by=user_of(old), booking=fresh(booking), leader=new, at=NOW),
        lambda: actions.request_booking(by=booker, need=need, times=make_times(new), at=NOW),
    )

    handed = one_winner(answers, TimeTaken) == 0
    assert fresh(booking).leader == (new if handed else old)
    assert Booking.objects.count() == (1 if handed else 2)
    assert who_got("taken_over") == ([new.email] if handed else [])
    assert Commitment.objects.active().filter(leader=new).count() == 2
    if handed:
        assert answers[1].alternatives


def test_handed_over_and_called_off_at_the_same_moment_it_is_one_of_the_two(meet_both_ways):
    booking, new = make_accepted(), make_leader()
    old, version = booking.leader, booking.version

    answers = meet_both_ways(
        [booking],
        lambda: actions.hand_over(
            by=user_of(old), booking=fresh(booking), leader=new, version=version, at=NOW
        ),
        lambda: actions.cancel(by=booking.booker, booking=fresh(booking), version=version, at=NOW),
    )

    handed = one_winner(answers, Changed) == 0
    found = fresh(booking)
    assert (found.leader, found.status) == ((new, "accepted") if handed else (old, "cancelled"))
    assert who_got("taken_over") == ([new.email] if handed else [])
    assert bool(who_got("cancelled")) is not handed


def test_a_call_that_two_leaders_answer_at_once_is_the_firsts_and_the_other_is_told():
    call, leaders = make_call(), [make_leader(), make_leader()]
    address = f"{call.get_absolute_url()}godta/"
    agreed = {
        "starts_at": MEETING.isoformat(), "pre_meeting_starts_at": FORMØTE.isoformat(), "minutes": "120",
        "goal": "Tre mål", "pre_meeting_channel": "phone",
    }  # fmt: skip

    answers = meet([call], *(take_over(user_of(one), address, 1, leader=one.pk, **agreed) for one in leaders))

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert fresh(call).leader in leaders
    assert len(set(who_got("accepted"))) == 2


# --- Move --------------------------------------------------------------------------------------------


def move(booking, by, start):
    return lambda: actions.move(
        by=by, booking=fresh(booking), starts_at=start, version=booking.version, at=NOW
    )


def test_moved_two_ways_at_once_it_goes_one_way_and_the_other_is_told(meet_both_ways):
    booking = make_accepted()
    starts = [LATER, LATER_STILL]

    answers = meet_both_ways(
        [booking], move(booking, booking.booker, starts[0]), move(booking, user_of(booking.leader), starts[1])
    )

    won = one_winner(answers, Changed)
    assert fresh(booking).starts_at == starts[won]
    assert Event.objects.filter(verb="move").count() == 1
    assert sorted(who_got("moved")) == sorted([booking.booker.email, booking.leader.email])


def test_moved_the_same_way_at_once_it_is_moved_once():
    booking = make_accepted()

    answers = meet(
        [booking], move(booking, booking.booker, LATER), move(booking, user_of(booking.leader), LATER)
    )

    assert [type(answer) for answer in answers] == [Booking, Booking]
    assert Event.objects.filter(verb="move").count() == 1
    assert len(who_got("moved")) == 2


def test_moved_to_a_time_that_is_booked_at_the_same_moment_one_of_the_two_gets_it(meet_both_ways):
    booking, booker, need = make_accepted(), make_user(), make_need()
    times = make_times(booking.leader, starts_at=LATER, pre_meeting_starts_at=oslo(12, 9, 13))

    answers = meet_both_ways(
        [booking.leader],
        move(booking, booking.booker, LATER),
        lambda: actions.request_booking(by=booker, need=need, times=times, at=NOW),
    )

    moved = one_winner(answers, TimeTaken) == 0
    assert fresh(booking).starts_at == (LATER if moved else MEETING)
    assert Booking.objects.count() == (1 if moved else 2)
    assert bool(who_got("moved")) is moved
    assert all(answer.alternatives for answer in answers if isinstance(answer, TimeTaken))


def test_moved_while_it_is_handed_over_it_is_one_of_the_two(meet_both_ways):
    booking, new = make_accepted(), make_leader()
    old, version = booking.leader, booking.version

    answers = meet_both_ways(
        [booking],
        move(booking, booking.booker, LATER),
        lambda: actions.hand_over(
            by=user_of(old), booking=fresh(booking), leader=new, version=version, at=NOW
        ),
    )

    moved = one_winner(answers, Changed) == 0
    found = fresh(booking)
    assert (found.starts_at, found.leader) == ((LATER, old) if moved else (MEETING, new))


# --- A reminder that is due in the same moment --------------------------------------------------------


def test_called_off_in_the_moment_it_is_reminded_of_no_reminder_is_left(meet_both_ways):
    booking = make_accepted()
    told = {"booking_id": booking.pk, "source": "pre_meeting", "start": FORMØTE.isoformat()}

    meet_both_ways(
        [booking],
        lambda: jobs.remind(**told),
        lambda: actions.cancel(by=booking.booker, booking=fresh(booking), at=NOW),
    )

    assert fresh(booking).status == "cancelled"
    assert who_got("reminder_pre_meeting") == []
    assert who_got("cancelled")


def test_held_in_the_moment_somebody_is_asked_about_it_no_question_is_left(meet_both_ways):
    booking = make_accepted()

    meet_both_ways(
        [booking],
        lambda: jobs.ask_if_pre_meeting_was_held(booking_id=booking.pk, at=AFTER_FORMØTE),
        lambda: record(fresh(booking)),
    )

    assert fresh(booking).pre_meeting_is_held
    assert who_got("was_it_held") == []
