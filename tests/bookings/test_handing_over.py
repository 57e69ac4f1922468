"""Hand over, take over and read what the one before wrote: the times move, the formøte stands."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from bookings import actions
from bookings.availability import Reason
from bookings.choices import Channel, Move
from bookings.errors import Changed, Refused, TimeRefused, TimeTaken
from bookings.models import Booking, Commitment
from prosesstotte import events
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_advice,
    make_call,
    make_confirmed,
    make_leader,
    make_recorded,
    make_request,
    oslo,
    user_of,
)
from tests.bookings.post import letters
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINUTE = dt.timedelta(minutes=1)


def hand_over(booking, leader, *, by=None, at=NOW, **fields):
    return actions.hand_over(
        by=by or user_of(booking.leader), booking=booking, leader=leader, at=at, **fields
    )


def by_receiver(kind):
    return {letter.to: letter for letter in letters(kind)}


def calendar_of(mail):
    calendar = Calendar.from_ical(mail.calendar)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(event["STATUS"]), str(event["UID"]), int(event["SEQUENCE"])


def leaders_of_times(booking):
    rows = Commitment.objects.active().filter(booking=booking)
    return {(row.source, row.leader_id) for row in rows}


# --- The door -----------------------------------------------------------------------------------------


def test_both_times_move_to_the_new_leader_with_that_ones_own_margins():
    booking = make_accepted(leader=make_leader(buffer_before=10))
    new = make_leader(buffer_before=45, buffer_after=5)

    hand_over(booking, new)

    assert fresh(booking).leader == new
    assert leaders_of_times(booking) == {("meeting", new.pk), ("pre_meeting", new.pk)}
    meeting = Commitment.objects.active().get(booking=booking, source="meeting")
    assert (meeting.blocked.lower, meeting.blocked.upper) == (
        MEETING - 45 * MINUTE,
        MEETING + 125 * MINUTE,
    )


def test_the_old_one_gets_cancel_the_new_one_request_and_the_booker_a_name():
    booking = make_accepted(leader=make_leader("Ingrid Gamal"))
    old, new = booking.leader, make_leader("Nils Ny")
    before = booking.meeting_sequence

    hand_over(booking, new, reason="Dobbeltarbeid den veka")

    booking = fresh(booking)
    cancel = calendar_of(by_receiver("no_longer_leader")[old.email])
    assert cancel == ("CANCEL", "CANCELLED", booking.meeting_uid, before + 1)
    assert calendar_of(by_receiver("taken_over")[new.email])[:3] == (
        "REQUEST",
        "TENTATIVE",
        booking.meeting_uid,
    )
    assert calendar_of(by_receiver("no_longer_leader_pre_meeting")[old.email])[0] == "CANCEL"
    request = calendar_of(by_receiver("taken_over_pre_meeting")[new.email])
    assert request[:3] == ("REQUEST", "CONFIRMED", booking.pre_meeting_uid)
    assert "Nils Ny" in by_receiver("new_leader")[booking.booker.email].text
    assert "Dobbeltarbeid" in by_receiver("taken_over")[new.email].text
    assert "Dobbeltarbeid" not in by_receiver("new_leader")[booking.booker.email].text


def test_a_request_nobody_has_accepted_brings_no_calendar_files():
    booking = make_request()

    hand_over(booking, make_leader())

    kinds = ["taken_over", "no_longer_leader", "new_leader"]
    assert [mail.calendar for kind in kinds for mail in by_receiver(kind).values()] == ["", "", ""]


def test_the_held_formøte_stands_and_the_new_leader_reads_it():
    booking = make_confirmed()
    old, new = booking.leader, make_leader()

    hand_over(booking, new, at=AFTER_FORMØTE)

    booking = fresh(booking)
    assert (booking.status, booking.held_by, booking.must_read_record) == ("confirmed", user_of(old), True)
    assert leaders_of_times(booking) == {("meeting", new.pk), ("pre_meeting", old.pk)}
    actions.read_record(by=user_of(new), booking=booking, at=AFTER_FORMØTE)
    assert not fresh(booking).must_read_record
    assert [event.verb for event in events.history(booking)][-2:] == ["hand_over", "read"]


def test_handed_back_to_who_held_the_formøte_there_is_nothing_to_read():
    booking = make_recorded()
    old = booking.leader
    hand_over(booking, make_leader(), at=AFTER_FORMØTE)

    hand_over(booking, old, at=AFTER_FORMØTE)

    assert not fresh(booking).must_read_record


def test_a_new_formøte_by_the_new_leader_leaves_nothing_to_read():
    booking = make_recorded()
    hand_over(booking, make_leader(), at=AFTER_FORMØTE)

    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Noko nytt", at=AFTER_FORMØTE)

    assert not fresh(booking).record_unread


def test_only_the_leader_reads():
    booking = make_recorded()
    hand_over(booking, make_leader(), at=AFTER_FORMØTE)

    with pytest.raises(PermissionDenied):
        actions.read_record(by=booking.booker, booking=booking)


def test_without_a_held_formøte_there_is_nothing_to_read():
    booking = make_accepted()

    with pytest.raises(Refused, match="ikkje noko notat"):
        actions.read_record(by=user_of(booking.leader), booking=booking)


def test_who_is_taken_in_either_time_cannot_take_over():
    booking, busy = make_accepted(), make_leader()
    make_advice(leader=busy, starts_at=FORMØTE)

    with pytest.raises(TimeTaken) as refused:
        hand_over(booking, busy)

    assert refused.value.which == "pre_meeting"
    assert fresh(booking).leader != busy
    assert {leader for _source, leader in leaders_of_times(booking)} == {booking.leader_id}


def test_hours_can_be_set_aside_with_a_reason_and_it_is_told():
    booking, late = make_accepted(), make_leader(hours=((12, 20),))

    with pytest.raises(TimeRefused) as refused:
        hand_over(booking, late)
    assert refused.value.reason == Reason.OUTSIDE_HOURS
    hand_over(booking, late, overrule="Ho byter vakt")

    assert fresh(booking).leader == late
    assert events.history(booking).last().data["overruled"] == "Ho byter vakt"


def test_neither_notice_nor_grid_is_asked_again():
    booking, new = make_confirmed(), make_leader()

    hand_over(booking, new, at=MEETING - MINUTE)

    assert fresh(booking).leader == new


def test_a_meeting_that_has_begun_is_not_handed_over():
    booking = make_confirmed()

    with pytest.raises(TimeRefused):
        hand_over(booking, make_leader(), at=MEETING + MINUTE)


def test_a_co_leader_may_become_the_leader():
    booking, other = make_accepted(), make_leader()
    actions.bring_co_leader(by=user_of(booking.leader), booking=booking, leader=other, at=NOW)

    hand_over(booking, other)

    assert leaders_of_times(booking) == {("meeting", other.pk), ("pre_meeting", other.pk)}
    assert not booking.co_leaders().exists()


def test_two_clicks_make_one_change_and_another_leader_with_an_old_page_is_told():
    booking, new, third = make_accepted(), make_leader(), make_leader()
    old, version = booking.leader, booking.version

    hand_over(booking, new, version=version)
    hand_over(booking, new, by=user_of(new), version=version)
    with pytest.raises(Changed):
        hand_over(booking, third, by=user_of(new), version=version)

    assert len(letters("no_longer_leader")) == 1
    assert [event.verb for event in events.history(booking)].count("hand_over") == 1
    assert old != fresh(booking).leader


def test_to_the_same_leader_is_no_hand_over():
    booking = make_accepted()

    with pytest.raises(Refused, match="leier dette alt"):
        hand_over(booking, booking.leader)


def test_a_talk_is_handed_over_with_the_new_leaders_own_room():
    talk = make_advice(
        leader=make_leader(video_link="https://video.example.no/a"),
        channel=Channel.VIDEO,
        who_calls="",
        phone="",
    )
    old, new = talk.leader, make_leader(video_link="https://video.example.no/b")

    actions.hand_over_talk(by=user_of(old), talk=talk, leader=new, at=NOW)

    talk.refresh_from_db()
    assert (talk.leader, talk.video_link) == (new, "https://video.example.no/b")
    assert Commitment.objects.active().get(advice=talk).leader == new
    assert calendar_of(by_receiver("advice_no_longer_leader")[old.email])[:2] == ("CANCEL", "CANCELLED")
    assert calendar_of(by_receiver("advice_taken_over")[new.email])[0] == "REQUEST"
    assert "video.example.no/b" in by_receiver("advice_new_leader")[talk.booker.email].text


# --- What needs a new leader -------------------------------------------------------------------------


def test_a_colleague_takes_over_to_themselves_alone():
    booking, colleague, other = make_accepted(), make_leader(), make_leader()
    with pytest.raises(PermissionDenied):
        hand_over(booking, colleague, by=user_of(colleague))
    actions.seek_leader(by=user_of(booking.leader), booking=booking, at=NOW)

    with pytest.raises(PermissionDenied):
        hand_over(booking, other, by=user_of(colleague))
    hand_over(booking, colleague, by=user_of(colleague))

    assert (fresh(booking).leader, fresh(booking).wants_new_leader) == (colleague, False)


def test_a_colleague_sees_what_needs_a_leader_and_no_more():
    booking, colleague, stranger = make_accepted(), make_leader(), make_user()
    actions.seek_leader(by=user_of(booking.leader), booking=booking, at=NOW)

    assert list(Booking.objects.visible_to(user_of(colleague))) == [booking]
    assert fresh(booking).moves_for(user_of(colleague)) == [Move.HAND_OVER]
    assert not Booking.objects.visible_to(stranger).exists()


def test_seeking_twice_writes_once_and_calms_the_booker():
    booking = make_accepted()

    for _click in range(2):
        actions.seek_leader(by=user_of(booking.leader), booking=booking, at=NOW)

    (mail,) = by_receiver("leader_sought").values()
    assert (mail.to, mail.calendar) == (booking.booker.email, "")
    assert "tidene står som før" in mail.text


def test_who_let_go_may_take_it_again():
    booking = make_accepted()
    actions.seek_leader(by=user_of(booking.leader), booking=booking, at=NOW)

    hand_over(booking, booking.leader)

    assert not fresh(booking).wants_new_leader
    assert not letters("no_longer_leader")


def test_a_call_without_a_leader_is_not_handed_over():
    call, leader = make_call(), make_leader()

    with pytest.raises(Refused):
        hand_over(call, leader, by=user_of(leader))


# --- By page -----------------------------------------------------------------------------------------


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


def press(client, user, booking, **answers):
    client.force_login(user)
    address = reverse("booking_move", args=[booking.pk, "hand_over"])
    return client.post(address, {"version": fresh(booking).version, **answers})


def test_the_page_lists_the_free_with_why_and_the_others_with_why_not(client):
    booking = make_accepted(leader=make_leader("Ingrid"))
    make_leader("God", purposes=["mal-og-strategi"])
    make_leader("Ledig")
    make_leader("Kveld", hours=((17, 20),))
    make_advice(leader=make_leader("Opptatt"), starts_at=MEETING)

    form = page(client, user_of(booking.leader), f"{booking.get_absolute_url()}overlat/").context["form"]

    assert [label for _pk, label in form.fields["leader"].choices] == [
        "God: ledig, 0 timar avtalt i åtte veker, god på føremålet",
        "Ledig: ledig, 0 timar avtalt i åtte veker",
        "Kveld: utanfor arbeidstida (møte)",
    ]
    assert [(str(one.leader), one.why_not) for one in form.busy] == [("Opptatt", "oppteken (møte)")]


def test_handed_over_by_page_takes_the_old_one_back_to_mine(client):
    booking, new = make_accepted(), make_leader()
    old = user_of(booking.leader)

    response = press(client, old, booking, leader=new.pk, reason="Ferie")

    assert response.headers["Location"] == reverse("mine")
    assert fresh(booking).leader == new
    assert "overlét oppdraget frå" in page(client, user_of(new), booking.get_absolute_url()).text


def test_a_colleague_who_was_taken_meanwhile_gives_409_and_a_list_without_them(client):
    booking, new = make_accepted(), make_leader("Nettopp Teken")
    make_advice(leader=new, starts_at=MEETING)

    response = press(client, user_of(booking.leader), booking, leader=new.pk, reason="Dette står att")

    assert response.status_code == 409
    assert "Tida blei teken no nettopp" in response.context["form"].errors["leader"][0]
    assert "Dette står att" in response.text
    assert "Nettopp Teken" not in str(response.context["form"]["leader"])


@pytest.mark.parametrize("leader", ["", "999999", "x"])
def test_nobody_chosen_is_refused(client, leader):
    booking = make_accepted()

    response = press(client, user_of(booking.leader), booking, leader=leader)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["leader"])


def test_one_press_takes_over_and_the_next_colleague_is_told_somebody_was_first(client):
    booking, quick, slow = make_accepted(), make_leader(), make_leader()
    actions.seek_leader(by=user_of(booking.leader), booking=booking, at=NOW)
    mine = page(client, user_of(quick), reverse("mine"))
    assert "Treng ny leiar" in mine.text
    assert "Eg tek det" in mine.text

    press(client, user_of(quick), booking, leader=quick.pk)
    response = press(client, user_of(slow), booking, leader=slow.pk)

    assert response.status_code == 409
    assert fresh(booking).leader == quick
    assert "Treng ny leiar" not in page(client, user_of(slow), reverse("mine")).text


def test_a_talk_is_taken_over_with_one_press_too(client):
    talk, colleague = make_advice(), make_leader()
    actions.seek_leader_of_talk(by=user_of(talk.leader), talk=talk, at=NOW)
    client.force_login(user_of(colleague))

    assert "Eg tek det" in client.get(reverse("mine")).text
    client.post(f"{talk.get_absolute_url()}overlat/", {"version": talk.version, "leader": colleague.pk})

    talk.refresh_from_db()
    assert (talk.leader, talk.wants_new_leader) == (colleague, False)


def test_the_record_to_read_is_a_task_until_it_is_read(client, monkeypatch):
    booking, new = make_recorded(), make_leader()
    hand_over(booking, new, at=AFTER_FORMØTE)
    monkeypatch.setattr(timezone, "now", lambda: AFTER_FORMØTE)
    tasks = [task.name for task, _items in page(client, user_of(new), reverse("mine")).context["work"]]
    address = reverse("booking_move", args=[booking.pk, "read"])

    unticked = client.post(address, {"version": fresh(booking).version})
    response = client.post(address, {"version": fresh(booking).version, "is_read": "on"})

    assert tasks == ["READ"]
    assert "IGP og prikkavstemming" in page(client, user_of(new), address).text
    assert (unticked.status_code, response.status_code) == (422, 302)
    after = page(client, user_of(new), reverse("mine")).context["work"]
    assert [task.name for task, _items in after] == ["CONFIRM"]


@pytest.mark.parametrize("move", ["hand_over", "bring", "let_go", "travel", "seek", "read"])
def test_the_booker_is_kept_out_and_a_stranger_finds_nothing(client, move):
    booking = make_accepted()
    address = reverse("booking_move", args=[booking.pk, move])

    for user, status in [(booking.booker, 403), (make_user(), 404)]:
        client.force_login(user)
        assert (client.get(address).status_code, client.post(address, {"version": 1}).status_code) == (
            status,
            status,
        )


@pytest.mark.parametrize("leaders", [1, 3])
def test_the_list_of_colleagues_asks_the_same_number_of_questions(client, django_assert_num_queries, leaders):
    booking = make_accepted()
    for _number in range(leaders):
        make_advice(leader=make_leader(), starts_at=oslo(12, 10, 9))
    client.force_login(user_of(booking.leader))

    with django_assert_num_queries(13):
        client.get(f"{booking.get_absolute_url()}overlat/")
