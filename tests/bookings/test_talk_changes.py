"""An agreed talk gets another time or another form: the same row and UID, a higher SEQUENCE."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import actions, jobs
from bookings.errors import Changed, Refused, TimeRefused, TimeTaken
from bookings.models import AdviceTalk, Commitment
from prosesstotte import events
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import FORMØTE, NOW, make_advice, make_leader, oslo, user_of
from tests.bookings.test_invitations import sent
from tests.factories import make_administrator, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = oslo(12, 9, 13)
QUARTER = dt.timedelta(minutes=15)
CHANNELS = {
    "phone": {"who_calls": "booker", "phone": "900 00 009"},
    "video": {"video_link": "https://video.example.no/rom"},
    "in_person": {"place": "Kantina"},
}
NOTHING = {"who_calls": "", "phone": "", "place": "", "video_link": ""}


def people_of(talk):
    return {"booker": talk.booker, "leader": user_of(talk.leader), "staff": make_administrator()}


def move(talk, starts_at=LATER, *, by=None, at=NOW, **fields):
    return actions.move_advice(by=by or talk.booker, talk=talk, starts_at=starts_at, at=at, **fields)


@pytest.mark.parametrize("who", ["booker", "leader", "staff"])
def test_moving_is_the_same_talk_at_another_time(who):
    talk = make_advice()
    commitment = talk.commitments.get()

    move(talk, by=people_of(talk)[who])

    moved, taken = AdviceTalk.objects.get(), Commitment.objects.get()
    assert (moved.starts_at, moved.minutes, moved.uid) == (LATER, 30, talk.uid)
    assert (taken.pk, taken.core.lower, taken.blocked.upper) == (commitment.pk, LATER, LATER + 3 * QUARTER)
    assert [event.verb for event in events.history(moved)] == ["requested", "move"]


@pytest.mark.parametrize("change", ["move", "channel"])
def test_both_get_a_request_with_the_same_uid_and_a_higher_sequence(change):
    talk = make_advice()
    if change == "move":
        move(talk)
    else:
        actions.change_channel(by=talk.booker, talk=talk, channel="video", at=NOW)
    kind = {"move": "advice_moved", "channel": "advice_channel_changed"}[change]

    (_, first), (method, last) = sent("advice_confirmed")[0], sent(kind)[0]

    assert (method, last.status.value, last.uid.value) == ("REQUEST", "CONFIRMED", first.uid.value)
    assert int(last.sequence.value) == int(first.sequence.value) + 1
    told = OutgoingMail.objects.filter(kind=f"bookings/{kind}").values_list("to", flat=True)
    assert set(told) == {talk.booker.email, talk.leader.email}


@pytest.mark.parametrize("new", CHANNELS)
@pytest.mark.parametrize("old", CHANNELS)
def test_each_form_can_become_each_other_and_keeps_nothing_of_the_old(old, new):
    talk = make_advice(channel=old, **{"who_calls": "", "phone": "", **CHANNELS[old]})

    actions.change_channel(by=user_of(talk.leader), talk=talk, channel=new, **CHANNELS[new], at=NOW)

    talk = AdviceTalk.objects.get()
    told = {name: getattr(talk, name) for name in NOTHING}
    assert (talk.channel, told) == (new, {**NOTHING, **CHANNELS[new]})
    assert OutgoingMail.objects.filter(kind="bookings/advice_channel_changed").count() == 2 * (old != new)


def test_video_takes_the_leaders_own_room_when_nobody_names_one():
    talk = make_advice(leader=make_leader(video_link="https://video.example.no/ingrid"))

    actions.change_channel(by=talk.booker, talk=talk, channel="video", at=NOW)

    assert AdviceTalk.objects.get().video_link == "https://video.example.no/ingrid"


def test_a_channel_without_what_it_needs_is_refused_in_words():
    talk = make_advice()

    with pytest.raises(ValidationError) as refused:
        actions.change_channel(by=talk.booker, talk=talk, channel="in_person", at=NOW)

    assert refused.value.messages == ["Skriv kvar de skal møtast."]
    assert AdviceTalk.objects.get().channel == "phone"


def test_a_talk_may_overlap_its_own_old_time():
    talk = make_advice()

    move(talk, FORMØTE + QUARTER)

    assert Commitment.objects.get().core.lower == FORMØTE + QUARTER


def test_a_taken_time_is_409_with_the_nearest_and_nothing_is_changed():
    leader = make_leader()
    talk = make_advice(leader=leader)
    make_advice(leader=leader, starts_at=LATER)

    with pytest.raises(TimeTaken) as taken:
        move(talk)

    assert taken.value.status == 409
    assert len(taken.value.alternatives) == 5
    assert {free.leaders for free in taken.value.alternatives} == {(leader.pk,)}
    assert AdviceTalk.objects.get(pk=talk.pk).starts_at == talk.starts_at == FORMØTE
    assert not OutgoingMail.objects.filter(kind="bookings/advice_moved").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda **who: actions.move_advice(starts_at=LATER, **who),
        lambda **who: actions.change_channel(channel="video", **who),
        actions.cancel_advice,
    ],
    ids=["move", "channel", "cancel"],
)
def test_the_booker_keeps_to_the_notice_and_the_leader_decides_alone(change):
    talk = make_advice()
    too_late = FORMØTE - dt.timedelta(minutes=119)

    with pytest.raises(Refused, match="Ring prosessleiaren"):
        change(talk=talk, by=talk.booker, at=too_late)
    change(talk=talk, by=user_of(talk.leader), at=too_late)

    assert events.history(talk).count() == 2


def test_a_start_inside_the_notice_is_not_offered_the_booker_but_the_leader():
    talk = make_advice()
    soon = NOW + dt.timedelta(minutes=60)

    with pytest.raises(TimeRefused):
        move(talk, soon)
    move(talk, soon, by=user_of(talk.leader))

    assert AdviceTalk.objects.get().starts_at == soon


def test_two_clicks_move_once_and_an_old_page_looks_again():
    talk = make_advice()

    move(talk, version=1)
    move(talk, version=1)

    assert OutgoingMail.objects.filter(kind="bookings/advice_moved").count() == 2  # one each
    with pytest.raises(Changed):
        move(talk, FORMØTE, version=1)


def test_a_stranger_changes_nothing():
    talk = make_advice()

    with pytest.raises(PermissionDenied):
        move(talk, by=make_user())
    with pytest.raises(PermissionDenied):
        actions.change_channel(by=make_user(), talk=talk, channel="video", at=NOW)


def test_a_moved_talk_is_reminded_of_once_at_its_new_time():
    talk = make_advice()
    move(talk)

    for job in ProcrastinateJob.objects.filter(task_name="remind_of_advice"):
        jobs.remind_of_advice(**job.args)

    reminders = OutgoingMail.objects.filter(kind="bookings/advice_reminder", to=talk.booker.email)
    assert ["13.00–13.30" in letter.text for letter in reminders] == [True]


# --- The pages -------------------------------------------------------------------------------------


def address(talk, name="advice_move_time"):
    return reverse(name, args=[talk.pk] if name == "advice_move_time" else [talk.pk, "channel"])


def test_every_time_on_the_list_can_be_chosen_without_javascript(client):
    talk = make_advice()
    client.force_login(talk.booker)

    page = client.get(address(talk) + "?veke=2026-W50").text
    starts = re.findall(r'name="starts_at" value="([^"]+)"', page)
    response = client.post(address(talk), {"starts_at": starts[-1], "version": 1})

    assert "2026-12-09T10:00+01:00" in starts  # its own time stands in nobody's way
    assert "2026-12-07T09:45+01:00" not in starts  # the notice
    assert response.headers["Location"] == talk.get_absolute_url()
    assert AdviceTalk.objects.get().starts_at == dt.datetime.fromisoformat(starts[-1])


def test_a_time_that_somebody_took_is_409_with_links_to_the_nearest(client):
    leader = make_leader()
    talk = make_advice(leader=leader)
    make_advice(leader=leader, starts_at=LATER)
    client.force_login(talk.booker)

    response = client.post(address(talk), {"starts_at": LATER.isoformat(), "version": 1})
    nearest = re.findall(r'<a class="ds-link" href="(\?tid=[^"]+)"', response.text)

    assert response.status_code == 409
    assert "Tida blei teken no nettopp" in response.text
    assert len(nearest) == 5
    assert " checked" in client.get(address(talk) + nearest[0]).text


@pytest.mark.parametrize("typed", ["", "i morgon", "2026-12-09T13:07+01:00"])
def test_a_time_that_is_not_on_the_list_is_422_in_words(client, typed):
    talk = make_advice()
    client.force_login(talk.booker)

    response = client.post(address(talk), {"starts_at": typed, "version": 1})

    assert response.status_code == 422
    assert "<title>Feil: " in response.text
    assert AdviceTalk.objects.get().starts_at == FORMØTE


def test_the_form_of_the_talk_is_changed_on_a_page(client):
    talk = make_advice()
    client.force_login(talk.booker)

    wrong = client.post(address(talk, "advice_move"), {"channel": "in_person", "place": "", "version": 1})
    right = client.post(
        address(talk, "advice_move"), {"channel": "in_person", "place": "Kantina", "version": 1}
    )

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Skriv kvar de skal møtast" in wrong.text
    assert AdviceTalk.objects.get().place == "Kantina"


def test_the_booker_does_not_say_which_video_room(client):
    talk = make_advice()
    client.force_login(talk.booker)
    typed = {"channel": "video", "video_link": "https://vond.example", "version": 1}

    client.post(address(talk, "advice_move"), typed)

    assert (AdviceTalk.objects.get().channel, AdviceTalk.objects.get().video_link) == ("video", "")


def test_strangers_do_not_find_the_pages(client):
    talk = make_advice()
    client.force_login(make_user())

    assert {client.get(address(talk, name)).status_code for name in ("advice_move_time", "advice_move")} == {
        404
    }


def test_inside_the_notice_the_booker_sees_the_phone_and_no_buttons(client, monkeypatch):
    talk = make_advice()
    monkeypatch.setattr(timezone, "now", lambda: FORMØTE - dt.timedelta(minutes=119))

    def moves(user):
        client.force_login(user)
        return re.findall(
            rf'href="{talk.get_absolute_url()}(\w+)/"', client.get(talk.get_absolute_url()).text
        )

    assert moves(talk.booker) == []
    assert "tel:70162001" in client.get(talk.get_absolute_url()).text
    assert set(moves(user_of(talk.leader))) == {"flytt", "samtaleform", "overlat", "avlys"}


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_asks_the_same_queries_however_much_is_taken(client, others, django_assert_num_queries):
    leader = make_leader()
    talk = make_advice(leader=leader)
    for number in range(others):
        make_advice(leader=leader, starts_at=oslo(12, 10, 9 + number))
    client.force_login(talk.booker)
    client.get(address(talk))

    with django_assert_num_queries(10):
        client.get(address(talk))
