"""A process that dies at any point of a door: either everything is there, or nothing is.

Every door is gone through in the lives of `lives.py`. The connection is cut at its commit, at its last
statement that writes, and at each kind of them that is new in this life, as when the process or the machine
goes away. Then the button is pressed again, under the eyes of a witness: what it sees at a statement is what
would be left if the process died there.
"""

import datetime as dt
import inspect
import os
import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from bookings import actions, stray_files
from bookings.actions import own_time
from bookings.models import Attachment, Booking, Commitment
from prosesstotte import away
from tests.bookings import factories, lives
from tests.bookings.cutting import (
    a_witness,
    at_statement,
    at_the_commit,
    at_write,
    before_each_statement,
    hang_up,
    kind_of,
    outcome,
    points,
)
from tests.bookings.factories import NOW, fresh
from tests.bookings.test_race_pages import CHECK, check_that_only_winners_are_there, free_times, ready_to_send
from tests.factories import make_area, make_user
from tests.threads import wait_until, waiting_for_locks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("web")]


@pytest.fixture
def witness(transactional_db):
    with a_witness() as witness:
        yield witness


def die_at_the_commit(press, monkeypatch):
    """The statements that were sent before it."""
    sent, commit = [], connection._commit

    def die():
        sent.extend(seen)
        hang_up()
        commit()

    with before_each_statement(lambda *_: None) as seen, at_the_commit(monkeypatch, die):
        answer = outcome(press)
    assert isinstance(answer, OperationalError), answer
    return sent


def die_at(point, press):
    with at_write(point, hang_up):
        answer = outcome(press)
    assert isinstance(answer, Exception), f"answered {answer} with nothing behind it: {point}"
    assert away.is_away(answer), answer


def press_again(press, witness, before):
    """Nobody sees anything of it before all of it is there."""

    def look(_number, sql):
        if kind_of(sql):
            assert witness.sees() == before, f"something stands before {sql}"

    with before_each_statement(look):
        return press()


@pytest.mark.parametrize("life", lives.LIVES)
def test_a_process_that_dies_in_any_door_leaves_nothing_and_pressing_again_works(life, witness, monkeypatch):
    story, answer, doors, met = life(), None, 0, set()
    press = next(story)

    while press:
        before = witness.sees()
        seen = die_at_the_commit(press, monkeypatch)
        assert witness.sees() == before, "left at the commit"
        for point in points(seen, met):
            die_at(point, press)
            assert witness.sees() == before, f"left at {point}"
            met.add(point[0])
        answer = press_again(press, witness, before)
        assert witness.sees() != before
        press, doors = next_press(story, answer), doors + 1

    assert doors > 3


def next_press(story, answer):
    try:
        return story.send(answer)
    except StopIteration:
        return None


def test_every_door_is_gone_through_in_a_life():
    told = inspect.getsource(lives)
    doors = [f"actions.{name}" for name, door in vars(actions).items() if inspect.isfunction(door)]
    doors += [f"own_time.{name}" for name, door in vars(own_time).items() if "by" in asked_by(door)]

    assert len(doors) > 40
    inside = {"actions.is_out_of_step", "actions.ready_evaluation"}  # a question, and a part of confirming
    assert {door for door in doors if door not in told} == inside


def asked_by(door):
    is_public = inspect.isfunction(door) and not door.__name__.startswith("_")
    return inspect.signature(door).parameters if is_public and door.__module__ == own_time.__name__ else ()


def request():
    user, key = make_user(), factories.new_key()
    asked = {"need": factories.make_need(), "times": factories.make_times(factories.make_leader())}
    return lambda: actions.request_booking(by=user, form_key=key, at=NOW, **asked)


def test_a_process_that_dies_at_any_statement_at_all_leaves_nothing(witness):
    press = request()
    before, number = witness.sees(), 0

    while True:
        with at_statement(number, hang_up) as seen:
            answer = outcome(press)
        if len(seen) <= number:
            break
        assert away.is_away(answer)
        assert witness.sees() == before, seen[-1]
        number += 1

    assert isinstance(answer, Booking)
    assert number > 10


def test_an_answer_that_is_lost_after_the_commit_is_given_again(witness, monkeypatch):
    press, commit = request(), connection._commit

    with at_the_commit(monkeypatch, lambda: (commit(), hang_up(), commit())):
        answer = outcome(press)
    after = witness.sees()

    assert isinstance(answer, OperationalError)
    assert press() == Booking.objects.get()
    assert witness.sees() == after


# --- The file on the disk --------------------------------------------------------------------------


def stored(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def attaching():
    booking = factories.make_request()
    file = SimpleUploadedFile("Mandat.pdf", b"%PDF-1.7\n")
    return lambda: actions.attach(by=booking.booker, booking=fresh(booking), file=file, at=NOW)


def test_a_file_goes_with_its_row_and_what_dies_at_the_commit_is_swept(settings, monkeypatch):
    attach = attaching()
    seen = die_at_the_commit(attach, monkeypatch)
    (left,) = stored(settings)
    for point in points(seen):
        die_at(point, attach)

    assert stored(settings) == [left]  # the statements leave none
    row = attach()
    assert stray_files.sweep() == 0  # its row may be on its way
    assert stray_files.sweep(timezone.now() + dt.timedelta(days=2)) == 1
    assert [path.name for path in stored(settings)] == [Path(row.file.name).name]


def test_a_file_is_erased_after_its_row_and_never_before(settings, monkeypatch):
    row = attaching()()

    def remove():
        return actions.remove_file(by=row.by, attachment=Attachment.objects.get(pk=row.pk), at=NOW)

    die_at_the_commit(remove, monkeypatch)
    assert (Attachment.objects.count(), len(stored(settings))) == (1, 1)
    with monkeypatch.context() as patch:  # the process dies when the row is gone
        patch.setattr(os, "remove", lambda *_: (_ for _ in ()).throw(OSError))
        outcome(remove)
    assert (Attachment.objects.count(), len(stored(settings))) == (0, 1)

    assert stray_files.sweep(timezone.now() + dt.timedelta(days=2)) == 1
    assert stored(settings) == []


# --- Really killed -----------------------------------------------------------------------------


def test_web_processes_that_are_killed_in_the_middle_of_a_booking_leave_nothing_and_it_can_be_sent_again(web):
    factories.make_leader()
    cookie, key = ready_to_send(make_area(), free_times())
    answers = []
    sending = threading.Thread(target=lambda: answers.append(web.post(CHECK, cookie, key=key)))

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE prosesstotte_outgoingmail IN EXCLUSIVE MODE")
        sending.start()
        # At its first e-mail, with booking and times written and not committed.
        assert wait_until(lambda: waiting_for_locks() == 1)
        web.kill_workers()
        sending.join()

    assert answers[0].status == 0
    assert (Booking.objects.count(), Commitment.objects.count()) == (0, 0)
    assert web.post(CHECK, cookie, key=key).status == 302
    check_that_only_winners_are_there(1)
