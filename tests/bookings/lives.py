"""What becomes of bookings, talks and leaders, door by door: each door sets the stage for the next.

A life yields one press of a button at a time and is sent what the door answered. A press can be made
again: it reads its rows anew, as a request does.
"""

import datetime as dt
import uuid
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile

from bookings import actions, deadlines, jobs
from bookings.actions import own_time
from bookings.evaluating import STATEMENTS
from bookings.models import Evaluation
from bookings.other_times import OtherTime
from bookings.rhythm import Rhythm
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_advice,
    make_confirmed,
    make_group,
    make_leader,
    make_need,
    make_request,
    make_times,
    new_key,
    oslo,
    user_of,
)
from tests.factories import make_administrator, make_user

HOUR = dt.timedelta(hours=1)
HELD = {"held_from": FORMØTE, "held_to": FORMØTE + HOUR / 2, "way": "IGP"}


def press(action, booking, *, by=None, at=NOW, **arguments):
    """Whoever leads it presses, unless another one is named."""
    by = by or user_of(booking.leader)
    return lambda: action(by=fresh(by), booking=fresh(booking), at=at, **arguments)


def of_talk(action, talk, *, by=None, **arguments):
    by = by or talk.booker
    return lambda: action(by=fresh(by), talk=fresh(talk), at=NOW, **arguments)


def a_booking_until_it_is_agreed():
    first, second, third = make_leader(), make_leader(), make_leader()
    booker, asked = make_user(), {"need": make_need(), "times": make_times(first), "form_key": new_key()}
    booking = yield lambda: actions.request_booking(by=booker, at=NOW, **asked)
    yield press(actions.adjust, booking, by=booker, people=14, mode="digital", place="", notes="Ta med lim")
    yield press(actions.move, booking, by=booker, starts_at=MEETING + HOUR)
    yield press(actions.seek_leader, booking)
    booking = yield press(actions.hand_over, booking, by=user_of(second), leader=second)
    yield press(actions.accept, booking)
    yield press(actions.bring_co_leader, booking, leader=third)
    yield press(actions.change_travel, booking, before=20, after=10)
    yield press(actions.move, booking, starts_at=oslo(12, 16, 9), pre_meeting_starts_at=oslo(12, 10, 10))
    yield press(actions.let_co_leader_go, booking, leader=third)
    yield press(actions.write_message, booking, text="Vi ses.")
    file = yield press(actions.attach, booking, file=SimpleUploadedFile("Mandat.pdf", b"%PDF-1.7\n"))
    yield lambda: actions.remove_file(by=booker, attachment=fresh(file), at=NOW)
    told = {"booking_id": booking.pk, "source": "pre_meeting", "start": oslo(12, 10, 10).isoformat()}
    yield lambda: jobs.remind(**told)


def a_booking_until_it_is_archived():
    booking, other = make_accepted(), make_leader()
    yield press(actions.record_pre_meeting, booking, at=AFTER_FORMØTE, **HELD)
    booking = yield press(actions.hand_over, booking, leader=other, reason="Ferie", at=AFTER_FORMØTE)
    yield press(actions.read_record, booking, at=AFTER_FORMØTE)
    yield lambda: actions.make_programme(by=user_of(other), booking=fresh(booking))
    actions.adjust(by=booking.booker, booking=fresh(booking), people=20, at=AFTER_FORMØTE)
    yield lambda: actions.follow_meeting(by=user_of(other), booking=fresh(booking))
    new = {"goal": "Éin ting", "responsible_email": "ny@example.no", "at": AFTER_FORMØTE}
    yield press(actions.change_goal_or_responsible, booking, **new)
    yield press(actions.plan_pre_meeting, booking, starts_at=oslo(12, 10, 13), at=AFTER_FORMØTE)
    held = {"held_from": oslo(12, 10, 13), "held_to": oslo(12, 10, 13, 15), "way": "Samtale"}
    yield press(actions.record_pre_meeting, booking, at=oslo(12, 10, 14), **held)
    yield press(actions.confirm, booking, at=oslo(12, 10, 14))
    told = {"booking_id": booking.pk, "source": "meeting", "start": MEETING.isoformat()}
    yield lambda: jobs.remind(**told)
    evaluation = Evaluation.objects.get(booking=booking)
    given = {"scores": dict.fromkeys(STATEMENTS, 4), "text": "Kari var god.", "form_key": uuid.uuid4()}
    yield lambda: actions.answer_evaluation(evaluation=fresh(evaluation), at=MEETING + HOUR, **given)
    yield press(actions.complete, booking, actual_minutes=110, at=MEETING + 2 * HOUR)
    yield lambda: actions.remind_of_evaluation(evaluation=fresh(evaluation), at=MEETING + 24 * HOUR)
    answer = evaluation.answers.get()
    yield lambda: actions.remove_evaluation_text(by=user_of(other), answer=answer)
    yield press(actions.export_booking, booking, at=MEETING + 24 * HOUR)


def bookings_that_come_to_an_end():
    leader, booker = make_leader(), make_user()
    asked = {"need": make_need(), "wished_time": "Etter jul", "form_key": new_key()}
    call = yield lambda: actions.request_call(by=booker, at=NOW, **asked)
    yield press(actions.accept, call, by=user_of(leader), times=make_times(None), goal="Tre mål")
    yield press(actions.cancel, call, by=booker, reason="Sjukdom")
    caller = {"caller_email": "ring@example.no", "need": make_need(), "times": make_times(leader)}
    key = new_key()
    entered = yield lambda: actions.enter_for_caller(by=user_of(leader), form_key=key, at=NOW, **caller)
    actions.cancel(by=user_of(leader), booking=fresh(entered), at=NOW)
    asked = make_request(by=booker, leader=leader)
    other = OtherTime(leader.pk, oslo(12, 16, 12), FORMØTE)
    declined = yield press(actions.decline, asked, reason="Full dag.", proposals=[other])
    proposal = declined.proposals.get()
    yield lambda: actions.take_proposal(by=booker, proposal=fresh(proposal), at=NOW)
    unanswered = make_request()
    late = unanswered.answer_by
    yield lambda: deadlines.remind_of_answer(booking=fresh(unanswered), at=late)
    fallen = make_confirmed()
    actions.change_goal_or_responsible(by=fallen.booker, booking=fallen, goal="Anna", at=AFTER_FORMØTE)
    yield lambda: deadlines.warn_of_lapse(booking=fresh(fallen), at=oslo(12, 11, 7))
    yield lambda: actions.lapse(booking=fresh(fallen), at=MEETING - 24 * HOUR)


def a_series_and_a_pair():
    leader, booker, need = make_leader(), make_user(), make_need()
    times = make_times(leader, rhythm=Rhythm(2, 2))
    asked = {"need": need, "times": times, "form_key": new_key(), "at": NOW}
    first = yield lambda: actions.request_booking(by=booker, **asked)
    yield press(actions.accept_series, first)
    yield press(actions.record_pre_meeting, first, at=AFTER_FORMØTE, **HELD)
    yield press(actions.confirm_series, first, at=AFTER_FORMØTE)
    yield press(actions.cancel_series, first, reason="Sjukdom", at=AFTER_FORMØTE)
    other = make_request(rhythm=Rhythm(2, 2))
    yield press(actions.decline_series, other, reason="Full veke.")
    pair = make_times(make_leader(), leaders=2, co_leader=make_leader())
    of_two = {"need": need, "times": pair, "form_key": new_key(), "at": NOW}
    yield lambda: actions.request_booking(by=booker, **of_two)


def a_talk():
    first, second, booker, key = make_leader(), make_leader(), make_user(), new_key()
    asked = {"leader": first, "starts_at": FORMØTE, "minutes": 30, "who_calls": "leader", "phone": "90"}
    talk = yield lambda: actions.book_advice(by=booker, form_key=key, at=NOW, **asked)
    yield of_talk(actions.change_channel, talk, channel="in_person", place="Kantina")
    yield of_talk(actions.move_advice, talk, starts_at=FORMØTE + HOUR)
    yield lambda: jobs.remind_of_advice(talk_id=talk.pk, start=(FORMØTE + HOUR).isoformat())
    yield of_talk(actions.seek_leader_of_talk, talk, by=user_of(first))
    yield of_talk(actions.hand_over_talk, talk, by=user_of(second), leader=second)
    yield of_talk(actions.cancel_advice, talk, reason="Sjukdom")
    held = make_advice(leader=first)
    yield of_talk(actions.complete_advice, held, by=user_of(first))


def a_leaders_own_time():
    leader, group = make_leader(), make_group()
    own = {"by": user_of(leader), "leader": leader}
    hours = [(dt.time(8), dt.time(15))]
    yield lambda: own_time.set_week(week={0: hours, 1: hours, 2: hours}, **own)
    yield lambda: own_time.set_date(date=dt.date(2026, 12, 24), hours=hours, **own)
    yield lambda: own_time.clear_date(date=dt.date(2026, 12, 24), **own)
    away = yield lambda: own_time.add_absence(starts_at=oslo(12, 21), ends_at=oslo(12, 22), **own)
    yield lambda: own_time.remove_absence(absence=away.pk, **own)
    rules = {"buffer_before": 15, "buffer_after": 15, "max_meetings_a_day": 2, "max_meetings_a_week": 6}
    yield lambda: own_time.set_own_rules(max_minutes_a_day=300, video_link="", **rules, **own)
    booking = make_accepted(leader=leader, by=group.leader)
    make_advice(leader=leader, starts_at=FORMØTE + 2 * HOUR)
    yield lambda: own_time.fall_ill(at=FORMØTE - HOUR, **own)
    staff, heir = make_administrator(), make_user()
    yield lambda: actions.give_group(by=staff, group=booking.group, leader=heir, at=NOW)


def a_leaders_own_calendar():
    leader = make_leader()
    own = {"by": user_of(leader), "leader": leader}
    yield lambda: actions.open_feed(**own)
    yield lambda: actions.link_calendar(address="https://kalender.example.no/meg.ics", at=NOW, **own)
    yield lambda: actions.unlink_calendar(**own)
    yield lambda: actions.close_feed(**own)


def a_place_in_line():
    make_leader()
    booker, other, need, day = make_user(), make_user(), make_need(), dt.date(2026, 12, 15)
    one_day = actions.WishedTimes(minutes=120, first_date=day, last_date=day)
    asked = {"need": need, "wish": one_day, "form_key": new_key(), "at": NOW}
    entry = yield lambda: actions.join_waiting_list(by=booker, **asked)
    two_days = replace(one_day, last_date=day + dt.timedelta(days=1))
    yield lambda: actions.change_wish(by=booker, entry=fresh(entry), wish=two_days, mode="room", at=NOW)
    yield lambda: actions.sweep_waiting_list(NOW)
    yield lambda: actions.pass_offer_on(by=booker, offer=entry.offers.latest("pk"), at=NOW)
    yield lambda: actions.sweep_waiting_list(NOW)
    yield lambda: actions.take_offer(by=booker, offer=entry.offers.latest("pk"), at=NOW)
    later = replace(one_day, first_date=dt.date(2027, 1, 12), last_date=dt.date(2027, 1, 12))
    waits = actions.join_waiting_list(by=other, need=need, wish=later, at=NOW)
    actions.sweep_waiting_list(NOW)
    yield lambda: actions.sweep_waiting_list(waits.offers.latest("pk").expires_at)
    yield lambda: actions.leave_waiting_list(by=other, entry=fresh(waits), at=NOW)
    actions.join_waiting_list(by=other, need=need, wish=one_day, at=NOW)
    yield lambda: actions.sweep_waiting_list(MEETING)


LIVES = [
    a_booking_until_it_is_agreed,
    a_booking_until_it_is_archived,
    bookings_that_come_to_an_end,
    a_series_and_a_pair,
    a_talk,
    a_leaders_own_time,
    a_leaders_own_calendar,
    a_place_in_line,
]
