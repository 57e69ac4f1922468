"""Plain make_* helpers for bookings. The clock of most tests stands on Monday 7 December 2026, 08.00."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from bookings import actions
from bookings.actions import Need, Times
from bookings.choices import Status
from bookings.models import Group, ProcessLeader, WorkingHours
from tests.factories import make_area, make_team_member, make_user

OSLO = ZoneInfo("Europe/Oslo")


def oslo(month, day, hour=0, minute=0, year=2026):
    return dt.datetime(year, month, day, hour, minute, tzinfo=OSLO)


NOW = oslo(12, 7, 8)  # a Monday
FORMØTE = oslo(12, 9, 10)  # Wednesday
MEETING = oslo(12, 15, 9)  # Tuesday: Thursday, Friday and Monday lie between


def make_leader(name=None, *, email=None, hours=((8, 16),), weekdays=range(5), **fields):
    """A process leader with a login who works 08–16 Monday to Friday."""
    user = make_user(email, name=name or "")
    member = make_team_member(name, user=user, phone="70 16 20 01")
    leader = ProcessLeader.objects.create(member=member, **fields)
    WorkingHours.objects.bulk_create(
        WorkingHours(leader=leader, weekday=day, from_time=dt.time(start), to_time=dt.time(end))
        for day in weekdays
        for start, end in hours
    )
    return leader


def user_of(leader):
    return leader.member.user


def make_need(**fields):
    defaults = {
        "group_name": "Styringsgruppa", "title": "Mål for 2027", "purpose": "mal-og-strategi",
        "goal": "Bli samde om tre mål.", "people": 12, "place": "Rådhuset", "phone": "900 00 000",
    }  # fmt: skip
    return Need(**{"service_area": fields.pop("service_area", None) or make_area(), **defaults, **fields})


def make_times(leader=None, **fields):
    defaults = {"starts_at": MEETING, "minutes": 120, "pre_meeting_starts_at": FORMØTE}
    return Times(leader=leader, **{**defaults, **fields})


def make_request(*, by=None, leader=None, need=None, at=NOW, **times):
    """A booking in the state «innsend», made through the door."""
    leader = leader or make_leader()
    by = by or make_user()
    return actions.request_booking(by=by, need=need or make_need(), times=make_times(leader, **times), at=at)


def make_accepted(**fields):
    booking = make_request(**fields)
    return actions.accept(by=user_of(booking.leader), booking=booking, at=NOW)


AFTER_FORMØTE = FORMØTE + dt.timedelta(hours=1)


def record(booking, **fields):
    defaults = {
        "by": user_of(booking.leader), "held_from": FORMØTE, "held_to": FORMØTE + dt.timedelta(minutes=45),
        "way": "IGP og prikkavstemming", "at": AFTER_FORMØTE,
    }  # fmt: skip
    return actions.record_pre_meeting(booking=booking, **{**defaults, **fields})


def make_recorded(**fields):
    return record(make_accepted(**fields))


def make_confirmed(**fields):
    booking = make_recorded(**fields)
    return actions.confirm(by=user_of(booking.leader), booking=booking, at=AFTER_FORMØTE)


def make_completed(**fields):
    booking = make_confirmed(**fields)
    return actions.complete(
        by=user_of(booking.leader), booking=booking, actual_minutes=110, at=MEETING + dt.timedelta(hours=2)
    )


def make_booking(status=Status.REQUESTED, **fields):
    """A booking in any state, through the doors; `fields` as for make_request."""
    steps = {
        Status.REQUESTED: make_request,
        Status.ACCEPTED: make_accepted,
        Status.CONFIRMED: make_confirmed,
        Status.COMPLETED: make_completed,
        Status.DECLINED: _declined,
        Status.CANCELLED: _cancelled,
        Status.LAPSED: _lapsed,
    }
    return steps[status](**fields)


def _declined(**fields):
    booking = make_request(**fields)
    return actions.decline(by=user_of(booking.leader), booking=booking, reason="Full veke.", at=NOW)


def _cancelled(**fields):
    booking = make_request(**fields)
    return actions.cancel(by=user_of(booking.leader), booking=booking, at=NOW)


def _lapsed(**fields):
    booking = make_recorded(**fields)
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE)
    return actions.lapse(booking=booking, at=MEETING - dt.timedelta(hours=24))


def make_call(by=None, **fields):
    return actions.request_call(
        by=by or make_user(), need=make_need(), wished_time="Etter jul", at=NOW, **fields
    )


def new_key():
    return str(uuid.uuid4())


def fresh(row):
    """The row as another process reads it now."""
    return type(row).objects.get(pk=row.pk)


def make_advice(*, by=None, leader=None, at=NOW, **fields):
    defaults = {"starts_at": FORMØTE, "minutes": 30, "who_calls": "leader", "phone": "900 00 000"}
    by, leader = by or make_user(), leader or make_leader()
    return actions.book_advice(by=by, leader=leader, at=at, **{**defaults, **fields})


def make_group(leader=None, *, name="Styringsgruppa", readers=(), **fields):
    group = Group.objects.create(
        name=name, leader=leader or make_user(), service_area=fields.pop("service_area", None) or make_area()
    )
    group.readers.set(readers)
    return group
