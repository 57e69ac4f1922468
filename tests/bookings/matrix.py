"""How each event of docs/meldingar.md is played. A play that prepares first returns the event itself."""

import datetime as dt

from bookings import actions, deadlines, emails
from bookings.actions import own_time
from bookings.models import Evaluation, Offer
from tests.bookings.factories import (
    AFTER_FORMØTE,
    MEETING,
    NOW,
    make_accepted,
    make_advice,
    make_call,
    make_completed,
    make_confirmed,
    make_group,
    make_leader,
    make_need,
    make_recorded,
    make_request,
    make_times,
    oslo,
    record,
    user_of,
)
from tests.bookings.series_factories import agreed, ask, held
from tests.bookings.waiting_factories import FIRST, LAST, make_absent, make_waiting
from tests.factories import make_user

DAY = dt.timedelta(days=1)
PEOPLE = {
    "leiar": ("ingrid@example.no", "Ingrid Ås"),
    "bestillar": ("ole@example.no", "Ole Vik"),
    "ansvarleg": ("kari@example.no", "Kari Nes"),
    "teamet": ("prosess@example.no", "Team"),
    "ny ansvarleg": ("per@example.no", "Per Lund"),
    "ny leiar": ("mona@example.no", "Mona Foss"),
    "medleiar": ("nils@example.no", "Nils Dal"),
    "ny gruppeleiar": ("siv@example.no", "Siv Moe"),
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

    def waiting(self):
        address, name = PEOPLE["ansvarleg"]
        responsible = {"responsible_email": address, "responsible_name": name}
        need = make_need(title="Samtale om Per Hansen", **responsible)
        return make_waiting(by=self.booker, need=need, leader=self.leader)

    def offered(self):
        self.waiting()
        actions.sweep_waiting_list(NOW)
        return Offer.objects.get()

    def colleague(self, role):
        address, name = PEOPLE[role]
        return make_leader(name, email=address)

    def with_co_leader(self, make=make_accepted):
        booking, co_leader = self.booking(make), self.colleague("medleiar")
        actions.bring_co_leader(by=self.lead, booking=booking, leader=co_leader, at=NOW)
        return booking, co_leader

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


def asked_to_share(play):
    evaluation = Evaluation.objects.get(booking=play.booking(make_completed))
    return lambda: actions.remind_of_evaluation(evaluation=evaluation, at=MEETING + DAY)


def both_moved(play):
    booking = play.booking(make_accepted)
    times = {"starts_at": oslo(12, 16, 9), "pre_meeting_starts_at": oslo(12, 9, 12)}
    return lambda: actions.move(by=play.booker, booking=booking, at=NOW, **times)


def request_moved(play):
    booking = play.booking(make_request)
    return lambda: actions.move(by=play.booker, booking=booking, starts_at=oslo(12, 16, 9), at=NOW)


def moved_for_co_leader(play):
    booking, _co_leader = play.with_co_leader()
    return lambda: actions.move(by=play.booker, booking=booking, starts_at=oslo(12, 16, 9), at=NOW)


def new_place(play):
    booking = play.booking(make_confirmed)
    return lambda: actions.adjust(by=play.booker, booking=booking, place="Kulturhuset", at=AFTER_FORMØTE)


def new_number(play):
    booking = play.booking(make_confirmed)
    return lambda: actions.adjust(by=play.booker, booking=booking, people=40, at=AFTER_FORMØTE)


def new_channel(play):
    booking = play.booking(make_accepted)
    return lambda: actions.adjust(by=play.booker, booking=booking, pre_meeting_channel="video", at=NOW)


def new_group_leader(play):
    address, name = PEOPLE["ny gruppeleiar"]
    group, heir = make_group(play.booker), make_user(address, name=name)
    play.booking(make_accepted)
    staff = make_user(is_staff=True, is_superuser=True)
    return lambda: actions.give_group(by=staff, group=group, leader=heir, at=NOW)


def message_written(play):
    booking, _co_leader = play.with_co_leader()
    return lambda: actions.write_message(by=play.booker, booking=booking, text="Vi blir tjue.", at=NOW)


def handed_over(play):
    booking, leader = play.booking(make_accepted), play.colleague("ny leiar")
    return lambda: actions.hand_over(by=play.lead, booking=booking, leader=leader, at=NOW)


def leader_sought(play):
    booking = play.booking(make_accepted)
    return lambda: actions.seek_leader(by=play.lead, booking=booking, at=NOW)


def fell_ill(play):
    play.booking(make_accepted)
    play.talk(starts_at=oslo(12, 9, 13))
    return lambda: own_time.fall_ill(by=play.lead, leader=play.leader, at=oslo(12, 9, 7))


def co_leader_brought(play):
    booking, co_leader = play.booking(make_accepted), play.colleague("medleiar")
    return lambda: actions.bring_co_leader(by=play.lead, booking=booking, leader=co_leader, at=NOW)


def co_leader_let_go(play):
    booking, co_leader = play.with_co_leader()
    return lambda: actions.let_co_leader_go(by=play.lead, booking=booking, leader=co_leader, at=NOW)


def two_requested(play):
    times = make_times(play.leader, leaders=2, co_leader=play.colleague("medleiar"))
    play.booking(lambda leader, **sent: actions.request_booking(times=times, at=NOW, **sent))


def two_entered(play):
    times = make_times(play.leader, leaders=2, co_leader=play.colleague("medleiar"))
    need = make_need(title="Samtale om Per Hansen")
    actions.enter_for_caller(by=play.lead, caller_email=play.booker.email, need=need, times=times, at=NOW)


def co_leader_said_no(play):
    booking, co_leader = play.with_co_leader()
    by = user_of(co_leader)
    return lambda: actions.let_co_leader_go(by=by, booking=booking, leader=co_leader, at=NOW)


def co_leader_fell_ill(play):
    _booking, co_leader = play.with_co_leader()
    return lambda: own_time.fall_ill(by=user_of(co_leader), leader=co_leader, at=MEETING - DAY / 12)


def co_leader_declined(play):
    booking, _co_leader = play.with_co_leader(make_request)
    return lambda: actions.decline(by=play.lead, booking=booking, reason="Full veke.", at=NOW)


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


def talk_handed_over(play):
    talk, leader = play.talk(), play.colleague("ny leiar")
    return lambda: actions.hand_over_talk(by=play.lead, talk=talk, leader=leader, at=NOW)


def waiting_joined(play):
    play.waiting()


def waiting_offered(play):
    play.waiting()
    return lambda: actions.sweep_waiting_list(NOW)


def waiting_taken(play):
    offer = play.offered()
    return lambda: actions.take_offer(by=play.booker, offer=offer, at=NOW)


def waiting_expired(play):
    """That day is not offered to them again, and nobody is free on another."""
    offer = play.offered()
    make_absent(play.leader, FIRST, LAST)
    return lambda: actions.sweep_waiting_list(offer.expires_at)


def waiting_ended(play):
    play.waiting()
    return lambda: actions.sweep_waiting_list(NOW + 30 * DAY)


def series_asked(play):
    play.booking(ask)


def series_accepted(play):
    first, *_others = play.booking(ask)
    return lambda: actions.accept_series(by=play.lead, booking=first, at=NOW)


def series_declined(play):
    first, *_others = play.booking(ask)
    return lambda: actions.decline_series(by=play.lead, booking=first, reason="Full veke.", at=NOW)


def series_recorded(play):
    first, *_others = play.booking(agreed)
    return lambda: record(first)


def series_confirmed(play):
    first, *_others = play.booking(held)
    return lambda: actions.confirm_series(by=play.lead, booking=first, at=AFTER_FORMØTE)


def series_cancelled(play):
    first, *_others = play.booking(agreed)
    return lambda: actions.cancel_series(by=play.booker, booking=first, at=NOW)


def one_of_series_cancelled(play):
    first, *_others = play.booking(agreed)
    return lambda: actions.cancel(by=play.booker, booking=first, at=NOW)


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
    "Morgonen etter møtet": asked_to_share,
    "Møtet og formøtet er flytta": both_moved,
    "Møtet er flytta før svar": request_moved,
    "Møtet med medleiar er flytta": moved_for_co_leader,
    "Ny stad eller møteform": new_place,
    "Andre nye opplysningar": new_number,
    "Formøtet får ny form": new_channel,
    "Ny gruppeleiar": new_group_leader,
    "Melding på bestillinga": message_written,
    "Overlaten til ein annan": handed_over,
    "Leiaren må seie frå seg": leader_sought,
    "«Eg er sjuk i dag»": fell_ill,
    "Bestilt med to prosessleiarar": two_requested,
    "Lagd inn med to prosessleiarar": two_entered,
    "Medleiaren seier nei": co_leader_said_no,
    "Medleiaren er sjuk i dag": co_leader_fell_ill,
    "Medleiar med": co_leader_brought,
    "Medleiar ut": co_leader_let_go,
    "Avslått med medleiar": co_leader_declined,
    "Sett på ventelista": waiting_joined,
    "Ei tid er ledig for den første på ventelista": waiting_offered,
    "Tilbodet frå ventelista er teke": waiting_taken,
    "Svarfristen for tilbodet er over": waiting_expired,
    "Siste dagen på ventelista er over": waiting_ended,
    "Serie bestilt": series_asked,
    "Serie godteken": series_accepted,
    "Serie avslått": series_declined,
    "Formøtet for ein serie er ført inn": series_recorded,
    "Serie stadfesta": series_confirmed,
    "Serie avlyst": series_cancelled,
    "Det første møtet i ein serie avlyst": one_of_series_cancelled,
    "Samtale avtalt": talk_made,
    "Samtale flytta": talk_moved,
    "Samtale får ny form": talk_channel,
    "Dagen før samtalen": talk_reminder,
    "Samtale avlyst": talk_cancelled,
    "Samtale overlaten": talk_handed_over,
}
