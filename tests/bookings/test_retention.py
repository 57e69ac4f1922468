"""What goes of a booking, and when: never before it is archived for a while, or kept long enough."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bookings import actions, archive, evaluations, retention
from bookings.models import (
    AdviceTalk,
    Attachment,
    Booking,
    BookingSettings,
    Commitment,
    Evaluation,
    EvaluationAnswer,
    Message,
)
from prosesstotte import events
from prosesstotte import retention as house
from prosesstotte.models import Event, Link, OutgoingMail
from tests.bookings.evaluation_factories import answer, make_evaluated
from tests.bookings.factories import (
    MEETING,
    make_advice,
    make_call,
    make_completed,
    make_confirmed,
    make_recorded,
    user_of,
)
from tools.models import Programme

pytestmark = pytest.mark.django_db
END = MEETING + dt.timedelta(hours=2)


def run(at):
    """{key: how many}, without the noughts; the dry run has said the same before."""
    promised = {rule.key: number for rule, number in house.count(retention.RULES, at) if number}
    done = {rule.key: number for rule, number in house.run(retention.RULES, at) if number}
    assert done == promised
    return {key: number for key, number in done.items() if key != "booking_letters"}


def put_in_archive(booking, at=END):
    events.record(booking, archive.EXPORTED, by=booking.booker, at=at)


def months(number):
    return END + relativedelta(months=number)


def test_an_archived_booking_goes_after_12_months_and_not_the_day_before():
    put_in_archive(make_completed())

    assert run(months(12) - dt.timedelta(days=1)) == {}
    assert run(months(12)) == {"bookings_archived": 1}


def test_a_booking_that_nobody_has_archived_stays_for_60_months():
    make_completed()

    assert run(months(60) - dt.timedelta(days=1)) == {}
    assert run(months(60)) == {"bookings": 1}


def test_a_package_made_before_the_meeting_was_over_archives_nothing():
    put_in_archive(make_completed(), at=END - dt.timedelta(hours=1))

    assert run(months(13)) == {}


def test_the_months_are_settings():
    BookingSettings.objects.create(pk=1, keep_exported_months=3, keep_bookings_months=6)
    put_in_archive(make_completed())
    make_completed()

    assert run(months(3)) == {"bookings_archived": 1}
    assert run(months(6)) == {"bookings": 1}


def test_a_request_without_a_time_is_counted_from_when_it_came():
    booking = make_call()

    assert run(booking.status_at + relativedelta(months=60)) == {"bookings": 1}


def test_everything_about_the_booking_goes_with_it():
    booking = make_confirmed()
    actions.write_message(by=booking.booker, booking=booking, text="Vi blir tjue.")
    actions.attach(by=booking.booker, booking=booking, file=SimpleUploadedFile("Mandat.pdf", b"%PDF-1.7"))
    actions.complete(by=user_of(booking.leader), booking=booking, actual_minutes=90, at=END)
    put_in_archive(booking)

    run(months(12))

    rows = (Booking, Commitment, Attachment, Message, Event, OutgoingMail, Link)
    assert [row.objects.count() for row in rows] == [0] * len(rows)


def test_the_numbers_of_the_evaluation_stay_and_count_in_the_trend():
    evaluation = make_evaluated(5)
    booking = evaluation.booking
    actions.complete(by=user_of(booking.leader), booking=booking, actual_minutes=90, at=END)
    put_in_archive(booking)

    run(months(12))

    assert Evaluation.objects.get().booking is None
    [meeting] = evaluations.meetings(MEETING.date(), at=months(12))
    assert (meeting.answered, meeting.area) == (5, str(booking.service_area))


def test_the_plan_of_the_booking_is_nobodys_afterwards():
    booking = make_recorded()
    actions.make_programme(by=user_of(booking.leader), booking=booking)

    run(months(60))

    assert Programme.objects.get().is_kept_by_booking is False


def test_what_participants_wrote_goes_after_12_months_and_the_scores_stand():
    evaluation = make_evaluated(1)
    answer(evaluation, text="Bra møte.")
    closed = END + dt.timedelta(days=7)

    assert run(closed + relativedelta(months=12) - dt.timedelta(days=1)) == {}
    assert run(closed + relativedelta(months=12)) == {"evaluation_texts": 1}
    assert [one.text for one in EvaluationAnswer.objects.all()] == ["", ""]


def test_a_talk_goes_12_months_after_it():
    talk = make_advice()

    assert run(talk.ends_at + relativedelta(months=12)) == {"talks": 1}
    assert (AdviceTalk.objects.count(), Commitment.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_letters_that_were_sent_go_after_30_days_and_those_that_wait_stay():
    make_completed()
    waiting = OutgoingMail.objects.first()
    now = timezone.now()
    OutgoingMail.objects.exclude(pk=waiting.pk).update(sent_at=now)

    house.run(retention.RULES, now + dt.timedelta(days=30))

    assert list(OutgoingMail.objects.all()) == [waiting]


def test_running_twice_takes_nothing_more():
    put_in_archive(make_completed())
    run(months(12))

    assert run(months(12)) == {}
