"""A process that dies at any point of a booking: either everything is there, or nothing is.

Each door is run once to count its statements, then once for each of them with the connection cut
at that statement, as when the process or the machine goes away, and once with it cut at the commit.
"""

import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction

from bookings import actions
from bookings.choices import Status
from bookings.models import Booking, Commitment
from bookings.rhythm import Rhythm
from prosesstotte import away
from tests.bookings import factories
from tests.bookings.factories import AFTER_FORMØTE, FORMØTE, MEETING, NOW, fresh, user_of
from tests.bookings.test_race_pages import CHECK, check_that_only_winners_are_there, free_times, ready_to_send
from tests.factories import make_area, make_user
from tests.web import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("web")]


def request():
    user, key = make_user(), factories.new_key()
    asked = {"need": factories.make_need(), "times": factories.make_times(factories.make_leader())}
    return lambda: actions.request_booking(by=user, form_key=key, at=NOW, **asked)


def request_series():
    user, key = make_user(), factories.new_key()
    times = factories.make_times(factories.make_leader(), rhythm=Rhythm(2, 2))
    need = factories.make_need()
    return lambda: actions.request_booking(by=user, need=need, times=times, form_key=key, at=NOW)


def move(status, action, at=NOW, **arguments):
    """A booking in `status`, and its leader who goes through the door `action`."""
    booking = factories.make_booking(status)
    leader = user_of(booking.leader)
    return lambda: action(by=leader, booking=fresh(booking), at=at, **arguments)


def confirm():
    booking = factories.make_recorded()
    leader = user_of(booking.leader)
    return lambda: actions.confirm(by=leader, booking=fresh(booking), at=AFTER_FORMØTE)


def record():
    held = {"held_from": FORMØTE, "held_to": FORMØTE + (MEETING - MEETING.replace(hour=8)), "way": "IGP"}
    return move(Status.ACCEPTED, actions.record_pre_meeting, at=AFTER_FORMØTE, **held)


DOORS = {
    "request": request,
    "request_series": request_series,
    "accept": lambda: move(Status.REQUESTED, actions.accept),
    "record": record,
    "confirm": confirm,
    "cancel": lambda: move(Status.CONFIRMED, actions.cancel, reason="Sjukdom"),
}
doors = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


def everything():
    """What another process sees: number of rows, and the transactions that wrote them, table by table."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY 1")
        counts = (
            f"(SELECT array[count(*), coalesce(sum(xmin::text::bigint), 0)]::text FROM {name})"
            for (name,) in cursor.fetchall()
        )
        cursor.execute(f"SELECT {', '.join(counts)}")
        return cursor.fetchone()


def hang_up():
    """The connection is gone, as the server sees it when the process is: no goodbye, no rollback."""
    connection.connection.pgconn.finish()


@contextmanager
def at_statement(number, then):
    """Call `then` just before the statement with this number; gives the list of statements so far."""
    seen = []

    def watch(execute, sql, params, many, context):
        if len(seen) == number:
            then()
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def outcome(go):
    try:
        return go()
    except Exception as error:
        return error


@doors
def test_a_process_that_dies_at_any_statement_leaves_nothing(door):
    go = door()
    before, number = everything(), 0

    while True:
        with at_statement(number, hang_up) as seen:
            answer = outcome(go)
        if len(seen) <= number:
            break
        assert away.is_away(answer)
        assert everything() == before, seen[-1]
        number += 1

    assert isinstance(answer, Booking)
    assert number > 10
    assert everything() != before


@doors
def test_a_process_that_dies_at_the_commit_leaves_nothing(door, monkeypatch):
    go = door()
    before, commit = everything(), connection._commit

    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", lambda: (hang_up(), commit()))
        with pytest.raises(OperationalError):
            go()

    assert everything() == before


def test_an_answer_that_is_lost_after_the_commit_is_given_again(monkeypatch):
    go, commit = request(), connection._commit

    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", lambda: (commit(), hang_up(), commit()))
        with pytest.raises(OperationalError):
            go()
    after = everything()

    assert go() == Booking.objects.get()
    assert everything() == after


# --- Really killed -----------------------------------------------------------------------------


def waiting_for_a_lock():
    """Whether a web process stands at its first e-mail, with booking and times written and not committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO \"prosesstotte_outgoingmail\"%'"
        )
        return cursor.fetchone()[0] == 1


def test_web_processes_that_are_killed_in_the_middle_of_a_booking_leave_nothing_and_it_can_be_sent_again(web):
    factories.make_leader()
    cookie, key = ready_to_send(make_area(), free_times())
    answers = []
    sending = threading.Thread(target=lambda: answers.append(web.post(CHECK, cookie, key=key)))

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE prosesstotte_outgoingmail IN EXCLUSIVE MODE")
        sending.start()
        assert wait_until(waiting_for_a_lock)
        web.kill_workers()
        sending.join()

    assert answers[0].status == 0
    assert (Booking.objects.count(), Commitment.objects.count()) == (0, 0)
    assert web.post(CHECK, cookie, key=key).status == 302
    check_that_only_winners_are_there(1)
