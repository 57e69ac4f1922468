"""The clock's work, run by the job worker: reminders, the daily question, and what lapses."""

import datetime as dt

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import calendar_import, deadlines, emails, evaluation_letters  # noqa: F401 - registers who makes its secret links
from bookings.choices import AdviceStatus, Source, Status
from bookings.leader_calendars import ZONE
from bookings.models import AdviceTalk, Booking, Evaluation, ExternalCalendar

# The state in which a reminder still is true.
REMINDED_WHEN = {Source.PRE_MEETING: Status.ACCEPTED, Source.MEETING: Status.CONFIRMED}


def day_before(start):
    """The calendar day before at the same clock time, also when the clock is changed that night."""
    local = start.astimezone(ZONE)
    return dt.datetime.combine(local.date() - dt.timedelta(days=1), local.time(), ZONE)


def plan_reminder(booking, source, at):
    """Queue the reminder for the meeting or the formøte, unless the day before has come already."""
    start = booking.starts_at if source == Source.MEETING else booking.pre_meeting_starts_at
    told = {
        "booking_id": booking.pk,
        "source": source.value,
        "start": start and start.astimezone(dt.UTC).isoformat(),
    }
    if start and day_before(start) > at and not _is_planned(told):
        remind.configure(schedule_at=day_before(start)).defer(**told)


def _is_planned(told):
    """A meeting that was moved away and back again is reminded of once."""
    waiting = ProcrastinateJob.objects.filter(task_name="remind_of_booking", status="todo")
    return waiting.filter(args=told).exists()


def plan_advice_reminder(talk, at):
    if day_before(talk.starts_at) > at:
        later = remind_of_advice.configure(schedule_at=day_before(talk.starts_at))
        later.defer(talk_id=talk.pk, start=talk.starts_at.isoformat())


@app.task(name="remind_of_booking", queue="bookings")
def remind(*, booking_id, source, start):
    """Read the booking anew: what has moved, been held or been cancelled is not reminded of."""
    booking = Booking.objects.filter(pk=booking_id, status=REMINDED_WHEN[source]).first()
    if booking is None or (source == Source.PRE_MEETING and booking.pre_meeting_is_held):
        return
    now_at = booking.starts_at if source == Source.MEETING else booking.pre_meeting_starts_at
    if now_at == dt.datetime.fromisoformat(start):
        emails.reminder(booking, source)


@app.task(name="remind_of_advice", queue="bookings")
def remind_of_advice(*, talk_id, start):
    talk = AdviceTalk.objects.filter(pk=talk_id, status=AdviceStatus.CONFIRMED).first()
    if talk and talk.starts_at == dt.datetime.fromisoformat(start):
        emails.advice_reminder(talk)


@app.periodic(cron="0 7 * * *")
@app.task(name="ask_if_pre_meetings_were_held", queue="bookings")
def ask_if_pre_meetings_were_held(timestamp):
    """«Blei formøtet halde?», once a day until somebody says so; it never lapses by itself."""
    for booking in Booking.objects.pre_meeting_not_recorded().for_list():
        emails.was_it_held(booking)


@app.periodic(cron="5 * * * *")
@app.task(name="lapse_bookings", queue="bookings")
def lapse_bookings(timestamp):
    """Every hour: a meeting a day ahead that no formøte stands before is let go."""
    from bookings import actions  # the doors queue jobs from this module

    for booking in Booking.objects.lapsing():
        actions.lapse(booking=booking)


@app.periodic(cron="10 7 * * *")
@app.task(name="warn_of_lapses", queue="bookings")
def warn_of_lapses(timestamp):
    """«Avtal formøte, elles går tida ut»: every morning, to those whose meeting comes near."""
    deadlines.warn_of_lapses()


@app.periodic(cron="15 * * * *")
@app.task(name="remind_of_answers", queue="bookings")
def remind_of_answers(timestamp):
    """Every hour: the deadline for an answer has passed."""
    deadlines.remind_of_answers()


@app.periodic(cron="*/5 * * * *")
@app.task(name="sweep_waiting_list", queue="bookings")
def sweep_waiting_list(timestamp):
    """Every fifth minute, and at once when an offer is answered or runs out: whatever freed a time."""
    from bookings import actions  # the doors queue jobs from this module

    actions.sweep_waiting_list()


@app.periodic(cron="0 8 * * *")
@app.task(name="remind_of_evaluations", queue="bookings")
def remind_of_evaluations(timestamp):
    """The morning after a meeting is told to be completed: the link to share, once."""
    from bookings import actions  # the doors queue jobs from this module

    for evaluation in Evaluation.objects.to_remind_of():
        actions.remind_of_evaluation(evaluation=evaluation)


@app.periodic(cron="*/20 * * * *")
@app.task(name="fetch_calendars", queue="bookings")
def fetch_calendars(timestamp):
    """Every twentieth minute: the leaders' own calendars, each in a job of its own."""
    for pk in ExternalCalendar.objects.filter(leader__is_active=True).values_list("pk", flat=True):
        fetch_calendar.defer(calendar_id=pk)


@app.task(name="fetch_calendar", queue="bookings")
def fetch_calendar(*, calendar_id):
    calendar_import.fetch(ExternalCalendar.objects.filter(pk=calendar_id).first())
