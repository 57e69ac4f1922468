"""How each event of docs/meldingar.md is played. A play that prepares first returns the event itself."""

import datetime as dt

from bookings import actions, deadlines, emails
from tests.bookings.factories import (
    AFTER_FORMØTE,
    MEETING,
    NOW,
    make_accepted,
    make_advice,
    make_call,
    make_confirmed,
    make_leader,
    make_need,
    make_recorded,
    make_request,
    make_times,
    oslo,
    record,
    user_of,
)
from tests.factories import make_user

DAY = dt.timedelta(days=1)
PEOPLE = {
    "leiar": ("ingrid@example.no", "Ingrid Ås"),
    "bestillar": ("ole@example.no", "Ole Vik"),
    "ansvarleg": ("kari@example.no", "Kari Nes"),
    "teamet": ("prosess@example.no", "Team"),
    "ny ansvarleg": ("per@example.no", "Per Lund"),
}


class Play:
    """The people of the matrix, and a booking or a talk of theirs in some state."""

    def __init__(self):
        address, name = PEOPLE["leiar"]
        self.leader = make_leader(name, email=address)
        address, name = PEOPLE["bestillar"]
        self.booker = make_user(address, name=name)

    def booking(self, make, **need):
        address, name = PEOPLE["ansvarleg"]
        responsible = {"responsible_email": address, "responsible_name": name}
        need = make_need(title="Samtale om Per Hansen", **{**responsible, **need})
        return make(leader=self.leader, by=self.booker, need=need)

    def talk(self, **fields):
        return make_advice(leader=self.leader, by=self.booker, about="Samtale om Per Hansen", **fields)

    @property
    def lead(self):
        return user_of(self.leader)


def requested(play):
    play.booking(make_request)


def call(play):
    make_call(by=play.booker)


def entered(play):
    times, need = make_times(play.leader), make_need(title="Samtale om Per Hansen")
    actions.enter_for_caller(by=play.lead, caller_email=play.booker.email, need=need, times=times, at=NOW)


def accepted(play):
    booking = play.booking(make_request)
    return lambda: actions.accept(by=play.lead, booking=booking, at=NOW)


def declined(play):
    booking = play.booking(make_request)
    return lambda: actions.decline(by=play.lead, booking=booking, reason="Full veke.", at=NOW)


def overdue(play):
    booking = play.booking(make_request)
    return lambda: deadlines.remind_of_answers(booking.answer_by)


def cancelled_request(play):
    booking = play.booking(make_request)
    return lambda: actions.cancel(by=play.booker, booking=booking, at=NOW)


def reminder_pre_meeting(play):
    booking = play.booking(make_accepted)
    return lambda: emails.reminder(booking, "pre_meeting")


def planned(play):
    booking = play.booking(make_accepted)
    return lambda: actions.plan_pre_meeting(by=play.lead, booking=booking, starts_at=oslo(12, 9, 13), at=NOW)


def new_responsible(play):
    booking = play.booking(make_accepted)
    address, name = PEOPLE["ny ansvarleg"]
    return lambda: actions.change_goal_or_responsible(
        by=play.booker, booking=booking, responsible_email=address, responsible_name=name, at=NOW
    )


def cancelled_agreed(play):
    booking = play.booking(make_accepted)
    return lambda: actions.cancel(by=play.booker, booking=booking, at=NOW)


def was_it_held(play):
    booking = play.booking(make_accepted)
    return lambda: emails.was_it_held(booking)


def recorded(play):
    booking = play.booking(make_accepted)
    return lambda: record(booking)


def recorded_early(play):
    booking = play.booking(make_accepted)
    held = {"held_from": NOW, "held_to": NOW + dt.timedelta(minutes=45), "at": NOW + dt.timedelta(hours=1)}
    return lambda: record(booking, **held)


def confirmed(play):
    booking = play.booking(make_recorded)
    return lambda: actions.confirm(by=play.lead, booking=booking, at=AFTER_FORMØTE)


def reminder_meeting(play):
    booking = play.booking(make_confirmed)
    return lambda: emails.reminder(booking, "meeting")


def fell_back(play):
    booking = play.booking(make_confirmed)
    return lambda: actions.change_goal_or_responsible(
        by=play.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE
    )


def _fallen(play):
    booking = play.booking(make_confirmed)
    return actions.change_goal_or_responsible(
        by=play.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE
    )


def lapse_warning(play):
    _fallen(play)
    return lambda: deadlines.warn_of_lapses(MEETING - 3 * DAY)


def lapsed(play):
    booking = _fallen(play)
    return lambda: actions.lapse(booking=booking, at=MEETING - DAY)


def cancelled_confirmed(play):
    booking = play.booking(make_confirmed)
    return lambda: actions.cancel(by=play.booker, booking=booking, at=AFTER_FORMØTE)


def completed(play):
    booking = play.booking(make_confirmed)
    return lambda: actions.complete(
        by=play.lead, booking=booking, actual_minutes=100, at=MEETING + dt.timedelta(hours=3)
    )


def talk_made(play):
    play.talk()


def talk_moved(play):
    talk = play.talk()
    return lambda: actions.move_advice(by=play.booker, talk=talk, starts_at=oslo(12, 9, 13), at=NOW)


def talk_channel(play):
    talk = play.talk()
    return lambda: actions.change_channel(by=play.booker, talk=talk, channel="video", at=NOW)


def talk_reminder(play):
    talk = play.talk()
    return lambda: emails.advice_reminder(talk)


def talk_cancelled(play):
    talk = play.talk()
    return lambda: actions.cancel_advice(by=play.booker, talk=talk, at=NOW)


# The events as docs/meldingar.md names them.
EVENTS = {
    "Bestilt med tid": requested,
    "Bestilt «ring meg»": call,
    "Lagd inn for nokon som ringde": entered,
    "Godteken": accepted,
    "Avslått": declined,
    "Svarfristen er over (timejobb, éin gong)": overdue,
    "Avlyst før svar": cancelled_request,
    "Dagen før formøtet": reminder_pre_meeting,
    "Formøtet får ny tid": planned,
    "Ny møteansvarleg før formøtet": new_responsible,
    "Avlyst før formøtet": cancelled_agreed,
    "Formøtet er ikkje ført inn (kvar morgon)": was_it_held,
    "Formøtet er ført inn": recorded,
    "Formøtet er halde før tida": recorded_early,
    "Møtet er stadfesta": confirmed,
    "Dagen før møtet": reminder_meeting,
    "Nytt mål etter formøtet": fell_back,
    "Møtet manglar formøte (5 og 2 arbeidsdagar før)": lapse_warning,
    "Gått ut": lapsed,
    "Avlyst etter formøtet": cancelled_confirmed,
    "Meldt gjennomført": completed,
    "Samtale avtalt": talk_made,
    "Samtale flytta": talk_moved,
    "Samtale får ny form": talk_channel,
    "Dagen før samtalen": talk_reminder,
    "Samtale avlyst": talk_cancelled,
}
