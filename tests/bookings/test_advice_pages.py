"""An advisory talk in two pages: what and when, and the check. Confirmed at once."""

import re

import pytest
from django.urls import reverse

from bookings import actions
from bookings.availability import Reason
from bookings.choices import REASONS, AdviceStatus, Channel, WhoCalls
from bookings.draft import SESSION_KEY
from bookings.models import AdviceTalk
from tests.bookings.factories import NOW, make_leader, oslo
from tests.factories import make_area, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ADVICE, CHECK = reverse("bookings:advice"), reverse("bookings:advice_check")
TALK = oslo(12, 8, 10)
TALK_TEXT = "2026-12-08T10:00+01:00"
UNREADABLE = (
    "Teksten under «Kva vil du snakke om?» har teikn vi ikkje kan lese. Byt ut «�» med det som skal stå der."
)


def answers(**changes):
    told = {
        "about": "Gruppa går i ring.", "group_name": "Faggruppa", "booker_name": "Jon Eide",
        "channel": "phone", "who_calls": "leader", "phone": "900 00 001", "place": "", "minutes": "30",
        "leader": "", "starts_at": TALK_TEXT,
    }  # fmt: skip
    return {**told, **changes}


def key_on(response):
    return re.search(r'name="key" value="([^"]+)"', response.text)[1]


def send(client):
    return client.post(CHECK, {"key": key_on(client.get(CHECK))})


def log_in(client):
    user = make_user()
    client.force_login(user)
    return user


def test_from_what_it_is_about_to_an_agreed_talk_with_the_login_last(client):
    leader = make_leader()

    assert client.post(ADVICE, answers()).headers["Location"] == CHECK
    assert f'href="{reverse("account_login")}?next={CHECK}"' in client.get(CHECK).text
    user = log_in(client)
    response = send(client)

    talk = AdviceTalk.objects.get()
    assert response.headers["Location"] == talk.get_absolute_url()
    assert (talk.booker, talk.leader, talk.starts_at, talk.minutes) == (user, leader, TALK, 30)
    assert (talk.status, talk.channel, talk.who_calls) == (
        AdviceStatus.CONFIRMED,
        Channel.PHONE,
        WhoCalls.LEADER,
    )


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"channel": "video"}, {"channel": "video", "phone": "", "who_calls": "", "place": ""}),
        ({"channel": "in_person", "place": "Kantina", "phone": "nei"}, {"place": "Kantina", "phone": ""}),
    ],
)
def test_each_channel_is_asked_only_its_own(client, changes, kept):
    make_leader()
    log_in(client)
    client.post(ADVICE, answers(**changes))

    send(client)

    talk = AdviceTalk.objects.get()
    assert {name: getattr(talk, name) for name in kept} == kept


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"phone": ""}, {"phone": ["Skriv telefonnummeret ditt"]}),
        ({"channel": "in_person"}, {"place": ["Skriv kvar vi skal møtast"]}),
        ({"channel": "duer"}, {"channel": ["Vel eit av alternativa under «Korleis vil du snakke?»"]}),
        ({"about": ""}, {"about": ["Skriv kva du vil snakke om"]}),
        ({"about": "a\0"}, {"about": [UNREADABLE]}),
        ({"minutes": "44"}, {"minutes": ["Vel eit av alternativa under «Kor lenge?»"]}),
        ({"leader": "x"}, {"leader": ["Vel eit av alternativa under «Prosessleiar»"]}),
        ({"starts_at": ""}, {"starts_at": ["Vel ei av tidene på lista"]}),
        ({"starts_at": "2026-12-08T25:00+01:00"}, {"starts_at": ["Vel ei av tidene på lista"]}),
        ({"starts_at": "2026-12-07T09:00+01:00"}, {"starts_at": [REASONS[Reason.TOO_SOON]]}),
        ({"starts_at": "2026-12-08T20:00+01:00"}, {"starts_at": [REASONS[Reason.OUTSIDE_HOURS]]}),
    ],
)  # fmt: skip
def test_a_wrong_answer_gets_a_sentence_and_everything_typed_is_kept(client, changes, errors):
    make_leader()

    response = client.post(ADVICE, answers(**{"group_name": "Store faggruppa", **changes}))

    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert "<title>Feil: " in response.text
    assert 'value="Store faggruppa"' in response.text


def test_another_week_keeps_what_is_typed_and_lands_at_the_list(client):
    make_leader()

    response = client.post(ADVICE, answers(veke="2026-W51", about="Halvferdig"))
    page = client.get(response.headers["Location"])

    assert response.headers["Location"] == f"{ADVICE}?veke=2026-W51#tider"
    assert page.context["week"].text == "2026-W51"
    assert "Halvferdig" in page.text


def test_another_length_or_leader_shows_other_times(client):
    make_leader()
    named = make_leader(weekdays=[4])

    client.post(ADVICE, answers(vis="1", leader=str(named.pk), starts_at=""))
    page = client.get(ADVICE)

    assert [day.date.day for day in page.context["week"].days if day.times] == [11]


def test_looking_at_other_weeks_keeps_no_endless_text(client):
    client.post(ADVICE, answers(vis="1", about="x" * 100_000))

    assert len(client.session[SESSION_KEY]["advice"]["parts"]["talk"]["about"]) == 4_000


def test_a_time_taken_before_sending_is_409_with_the_nearest_times(client):
    leader = make_leader()
    log_in(client)
    client.post(ADVICE, answers())
    actions.book_advice(
        by=make_user(), starts_at=TALK, minutes=30, leader=leader, at=NOW, channel=Channel.VIDEO
    )

    response = send(client)

    assert response.status_code == 409
    links = re.findall(r'href="(/bestill/samtale/\?tid=[^"]+)"', response.text)
    assert len(links) == 5
    assert re.search(r'name="starts_at" value="[^"]+"[^>]* checked', client.get(links[0]).text)
    assert "Gruppa går i ring." in response.text


def test_sending_twice_makes_one_talk_and_shows_the_same_receipt(client):
    make_leader()
    log_in(client)
    client.post(ADVICE, answers())
    key = key_on(client.get(CHECK))

    first, second = (client.post(CHECK, {"key": key}) for _ in range(2))

    assert AdviceTalk.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_stranger_cannot_send(client):
    make_leader()
    client.post(ADVICE, answers())

    response = client.post(CHECK, {"key": client.session[SESSION_KEY]["advice"]["key"]})

    assert response.headers["Location"] == f"{reverse('account_login')}?next={CHECK}"
    assert not AdviceTalk.objects.exists()


def test_the_check_without_a_talk_goes_to_the_form(client):
    assert client.get(CHECK).headers["Location"] == ADVICE


def test_the_booking_that_was_begun_is_left_alone(client):
    make_leader()
    need = {"order": {"key": "k", "parts": {"need": {"title": "Mål", "minutes": "60", "mode": "room"}}}}
    client.post(ADVICE, answers())
    session = client.session
    session[SESSION_KEY] = need
    session.save()

    client.post(ADVICE, answers())

    assert client.session[SESSION_KEY]["order"] == need["order"]


@pytest.mark.parametrize("leaders", [1, 3])
@pytest.mark.usefixtures("public_pages_uncached")
def test_the_page_asks_five_queries(client, django_assert_num_queries, leaders):
    for _ in range(leaders):
        make_leader()
    make_area()

    with django_assert_num_queries(5):  # settings, areas, leaders, calendars (2)
        client.get(ADVICE)
