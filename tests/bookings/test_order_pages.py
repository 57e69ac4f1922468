"""A group leader's pages: need, time, check and «ring meg», from the first page to the receipt."""

import re

import html5lib
import pytest
from django.urls import reverse

from bookings import actions
from bookings.choices import Channel, MeetingMode, RequestKind, Status
from bookings.draft import SESSION_KEY, Draft
from bookings.models import Booking, BookingSettings, Commitment
from tests.bookings.factories import FORMØTE, MEETING, NOW, make_leader, make_need, make_times, oslo, user_of
from tests.factories import make_area, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NEED, TIME, CHECK, CALL = (reverse(f"bookings:{name}") for name in ["need", "time", "check", "call_me"])
MEETING_TEXT, FORMØTE_TEXT = "2026-12-15T09:00+01:00", "2026-12-09T10:00+01:00"
GOAL = "«Kva skal de ha fått til når møtet er slutt?»"
UNREADABLE = "har teikn vi ikkje kan lese. Byt ut «�» med det som skal stå der."
MARKUP = "<script>alert(1)</script>"


def need_answers(**changes):
    answers = {
        "title": "Mål for 2027", "goal": "Bli samde om tre mål.", "purpose": "mal-og-strategi",
        "group_name": "Styringsgruppa", "people": "12", "minutes": "120", "mode": "room",
        "place": "Rådhuset", "answers": "self", "notes": "", "booker_name": "Solveig Strand",
        "phone": "900 00 000",
    }  # fmt: skip
    area = changes.pop("area", None) or make_area()
    return {**answers, "service_area": str(area.pk), **changes}


def time_answers(**changes):
    chosen = {
        "starts_at": MEETING_TEXT, "pre_meeting_starts_at": FORMØTE_TEXT, "pre_meeting_channel": "phone",
    }  # fmt: skip
    return {**chosen, **changes}


def call_answers(**changes):
    answers = {
        "title": "Ei vanskeleg sak", "purpose": "konflikt", "group_name": "Faggruppa", "people": "8",
        "wished_time": "Etter jul", "notes": "Vi står fast.", "booker_name": "Jon Eide",
        "phone": "900 00 001",
    }  # fmt: skip
    return {**answers, "service_area": str(make_area().pk), **changes}


def fill_in(client, *, need=None, times=None):
    client.post(NEED, need or need_answers())
    return client.post(TIME, times or time_answers())


def key_on(response):
    return re.search(r'name="key" value="([^"]+)"', response.text)[1]


def send(client, **changes):
    return client.post(CHECK, {"key": key_on(client.get(CHECK)), **changes})


def log_in(client, **fields):
    user = make_user(**fields)
    client.force_login(user)
    return user


# --- The whole way -----------------------------------------------------------------------------


def test_from_need_to_receipt_with_the_login_last(client):
    leader = make_leader("Kari Prosess")

    assert client.post(NEED, need_answers()).headers["Location"] == TIME
    assert client.post(TIME, time_answers()).headers["Location"] == CHECK
    assert f'href="{reverse("account_login")}?next={CHECK}"' in client.get(CHECK).text
    user = log_in(client)
    response = send(client)

    booking = Booking.objects.get()
    assert response.headers["Location"] == booking.get_absolute_url()
    assert (booking.booker, booking.responsible, booking.leader) == (user, user, leader)
    assert (booking.starts_at, booking.pre_meeting_starts_at) == (MEETING, FORMØTE)
    assert (booking.title, booking.goal, booking.people) == ("Mål for 2027", "Bli samde om tre mål.", 12)
    assert booking.status == Status.REQUESTED


def test_the_receipt_says_what_happens_next_and_who_to_call(client, settings):
    make_leader("Kari Prosess")
    log_in(client)
    fill_in(client)

    receipt = next(iter(messages_after(send(client))))

    assert receipt.startswith("Takk! Bestillinga er send, og tida er halden av. Kari Prosess svarer innan")
    assert receipt.endswith(f"Ring oss på {settings.SITE_PHONE}.")


def messages_after(response):
    return [str(message) for message in response.wsgi_request._messages]


def test_login_by_code_keeps_everything_that_was_typed(client):
    make_leader()
    fill_in(client)
    before = client.session[SESSION_KEY]

    log_in(client)

    assert client.session[SESSION_KEY] == before
    assert "Bli samde om tre mål." in client.get(CHECK).text


def test_the_booker_is_introduced_by_name_and_phone(client):
    make_leader()
    user = log_in(client)
    fill_in(client)

    send(client)

    user.refresh_from_db()
    assert (user.name, user.phone) == ("Solveig Strand", "900 00 000")


def test_somebody_else_may_be_responsible_for_the_meeting(client):
    make_leader()
    log_in(client)
    other = {"answers": "other", "responsible_name": "Jon Eide", "responsible_email": "jon@example.no"}
    fill_in(client, need=need_answers(**other))

    send(client)

    booking = Booking.objects.get()
    assert (booking.responsible.email, booking.responsible.name) == ("jon@example.no", "Jon Eide")
    assert booking.booker != booking.responsible


def test_what_was_typed_about_somebody_else_is_dropped_when_it_is_me(client):
    make_leader()
    log_in(client)
    fill_in(client, need=need_answers(responsible_email="not an address"))

    send(client)

    assert Booking.objects.get().responsible == Booking.objects.get().booker


def test_a_named_leader_gets_the_booking(client):
    make_leader()
    wanted = make_leader()
    log_in(client)
    fill_in(client, times=time_answers(leader=str(wanted.pk), pre_meeting_channel="video"))

    send(client)

    booking = Booking.objects.get()
    assert (booking.leader, booking.pre_meeting_channel) == (wanted, Channel.VIDEO)


def test_ring_me_makes_a_request_without_times(client):
    user = log_in(client)

    assert client.post(CALL, call_answers()).headers["Location"] == CHECK
    send(client)

    booking = Booking.objects.get()
    assert (booking.kind, booking.booker, booking.wished_time) == (RequestKind.CALL, user, "Etter jul")
    assert (booking.starts_at, booking.leader) == (None, None)


def test_what_is_typed_follows_to_ring_me(client):
    client.post(NEED, need_answers())

    assert 'value="Styringsgruppa"' in client.get(CALL).text


# --- For somebody who called ---------------------------------------------------------------------


def test_a_process_leader_enters_a_booking_for_somebody_who_called(client):
    leader = make_leader()
    client.force_login(user_of(leader))
    for_caller = {"for_caller": "on", "caller_email": "ringde@example.no", "booker_name": "Ola Ringde"}
    fill_in(client, need=need_answers(**for_caller))

    send(client)

    booking = Booking.objects.get()
    assert (booking.booker.email, booking.booker.name) == ("ringde@example.no", "Ola Ringde")
    assert (booking.entered_by, booking.status) == (user_of(leader), Status.ACCEPTED)


def test_a_process_leader_may_book_for_themselves_without_the_callers_address(client):
    client.force_login(user_of(make_leader()))

    assert client.post(NEED, need_answers(caller_email="")).headers["Location"] == TIME


def test_the_callers_address_is_asked_for(client):
    client.force_login(user_of(make_leader()))

    response = client.post(NEED, need_answers(for_caller="on", caller_email=""))

    assert response.status_code == 422
    assert response.context["form"].errors == {"caller_email": ["Skriv e-postadressa til den som ringde"]}


def test_a_group_leader_cannot_book_in_somebody_elses_name(client):
    make_leader()
    user = log_in(client)
    fill_in(client, need=need_answers(for_caller="on", caller_email="andre@example.no"))

    send(client)

    assert Booking.objects.get().booker == user


def test_the_one_who_enters_for_another_leader_is_sent_to_their_own_page(client):
    own, other = make_leader(), make_leader()
    client.force_login(user_of(own))
    for_caller = {"for_caller": "on", "caller_email": "ringde@example.no"}
    fill_in(client, need=need_answers(**for_caller), times=time_answers(leader=str(other.pk)))

    assert send(client).headers["Location"] == reverse("mine")


# --- The need: bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Skriv kva møte det gjeld"),
        ("goal", "x" * 10_240, f"Skriv høgst 1000 teikn under {GOAL}. No er det 10240."),
        ("goal", "a\0b", f"Teksten under {GOAL} {UNREADABLE}"),
        ("purpose", "kaffi", "Vel eit av alternativa under «Kva er føremålet?»"),
        ("service_area", "", "Vel kommunalområde"),
        ("service_area", "99999999999999999999", "Vel eit av alternativa under «Kommunalområde»"),
        ("people", "0", "Skriv eit tal som er 1 eller høgare under «Kor mange blir de?»"),
        ("people", "mange", "Skriv eit heilt tal under «Kor mange blir de?»"),
        ("minutes", "61", "Vel eit av alternativa under «Kor lenge skal møtet vare?»"),
        ("mode", "", "Vel i same rom eller digitalt"),
        ("phone", "ring meg", "Skriv telefonnummeret med berre tal, til dømes 900 00 000"),
        ("answers", "nokon", "Vel eit av alternativa under «Kven er ansvarleg for møtet?»"),
    ],
)  # fmt: skip
def test_a_wrong_answer_gets_a_sentence_and_everything_typed_is_kept(client, field, value, sentence):
    response = client.post(NEED, need_answers(**{field: value, "place": "Store sal"}))

    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    assert "<title>Feil: " in response.text
    assert 'value="Store sal"' in response.text


def test_markup_in_every_field_is_shown_as_text(client):
    make_leader()
    log_in(client)
    texts = dict.fromkeys(["title", "goal", "group_name", "place", "notes", "booker_name"], MARKUP)
    fill_in(client, need=need_answers(**texts))

    page = client.get(CHECK).text

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") == 6


def test_a_closed_area_is_not_offered(client):
    closed = make_area("Stengt", is_open=False)

    assert "Stengt" not in client.get(NEED).text
    assert client.post(NEED, need_answers(area=closed)).status_code == 422


def test_nothing_is_stored_for_a_stranger_who_only_looks(client):
    client.get(NEED)

    assert client.cookies.keys() == {"csrftoken"}


def test_what_is_typed_is_kept_by_no_cache(client):
    assert "no-store" in client.get(NEED).headers["Cache-Control"]


# --- The time ----------------------------------------------------------------------------------------


def times_on(response, name):
    return re.findall(rf'name="{name}" value="([^"]+)"', response.text)


def test_the_page_shows_the_first_week_with_a_free_time(client):
    make_leader(hours=((9, 12),))
    client.post(NEED, need_answers())

    response = client.get(TIME)

    # The formøte can be tomorrow at the earliest, and three working days lie between: Monday 14.
    assert times_on(response, "mote")[0] == "2026-12-14T09:00+01:00"
    assert len(times_on(response, "mote")) == 5 * 5  # 09.00–10.00 every quarter, Monday to Friday
    assert "<legend>måndag 14. desember</legend>" in response.text


def test_a_chosen_meeting_shows_the_formøte_before_it(client):
    make_leader("Kari Prosess")
    client.post(NEED, need_answers())

    response = client.get(TIME, {"mote": MEETING_TEXT})

    formøter = times_on(response, "pre_meeting_starts_at")
    assert FORMØTE_TEXT in formøter
    assert max(formøter) < "2026-12-10"  # Thursday, Friday and Monday lie between
    assert "Ledig då: Kari Prosess." in response.text


def test_nobody_is_led_to_weeks_where_nothing_can_be_free(client):
    make_leader()
    client.post(NEED, need_answers())

    week = client.get(TIME, {"veke": "2026-W50"}).context["week"]  # the earliest day is Saturday 12
    talk_week = client.get(TIME, {"mote": MEETING_TEXT}).context["talk_week"]

    assert (week.text, week.earlier, week.later) == ("2026-W50", "", "2026-W51")
    assert (talk_week.text, talk_week.earlier, talk_week.later) == ("2026-W50", "", "")


def test_a_leader_who_is_taken_offers_no_formøte(client):
    free, taken = make_leader("Fri Frøya"), make_leader("Oppteken Ole")
    actions.request_booking(by=make_user(), need=make_need(), times=make_times(taken), at=NOW)
    client.post(NEED, need_answers())

    response = client.get(TIME, {"mote": MEETING_TEXT})

    assert response.context["names"] == [free.member.name]


def test_the_next_week_and_a_named_leader_are_addresses(client):
    make_leader()
    named = make_leader(weekdays=[2])
    client.post(NEED, need_answers())

    response = client.get(TIME, {"veke": "2026-W52", "leiar": named.pk})

    assert {value[:10] for value in times_on(response, "mote")} == {"2026-12-23"}


def test_the_next_free_day_skips_empty_weeks(client):
    leader = make_leader()
    for days in [(14, 18), (21, 25)]:
        leader.absences.create(starts_at=oslo(12, days[0]), ends_at=oslo(12, days[1], 23))
    client.post(NEED, need_answers())

    response = client.get(TIME, {"neste": "2026-W51"})

    assert response.context["week"].text == "2026-W53"


@pytest.mark.parametrize("named", [False, True])
def test_an_empty_week_names_the_next_free_days_and_leads_to_their_weeks(
    client, django_assert_num_queries, named
):
    leader = make_leader()
    leader.absences.create(starts_at=oslo(12, 14), ends_at=oslo(12, 22))
    client.post(NEED, need_answers())
    asked = {"veke": "2026-W51"} | ({"leiar": leader.pk} if named else {})

    with django_assert_num_queries(6):  # session, settings, leaders, calendars (2), free days
        response = client.get(TIME, asked)

    links = re.findall(r'href="\?(veke=2026-W5[^"]*)">([^<]+)</a>', response.text)
    leads = [("2026-W52", "tysdag 22. desember"), ("2026-W52", "onsdag 23. desember"),
             ("2026-W52", "torsdag 24. desember")]  # fmt: skip
    whose = f"&amp;leiar={leader.pk}" if named else ""
    assert [link for link in links if "desember" in link[1]] == [
        (f"veke={week}{whose}", name) for week, name in leads
    ]


def test_a_calendar_without_a_free_time_says_so_and_shows_other_ways(client):
    client.post(NEED, need_answers())

    response = client.get(TIME, {"neste": "2026-W51"})

    assert "Kalenderen har ingen ledig tid frå denne veka og framover." in response.text
    assert f'href="{CALL}"' in response.text
    assert f'href="{reverse("bookings:advice")}"' in response.text


@pytest.mark.parametrize(
    ("address", "remark"),
    [
        ({"veke": "2026-W99"}, "Vi fann ikkje den veka"),
        ({"veke": "veke 50"}, "Vi fann ikkje den veka"),
        ({"veke": "9999-W52"}, "Vi fann ikkje den veka"),
        ({"veke": "2025-W10"}, "Vi fann ikkje den veka"),
        ({"leiar": "99999999999999999999"}, "Vi fann ikkje den prosessleiaren"),
        ({"leiar": "-1' OR 1=1"}, "Vi fann ikkje den prosessleiaren"),
        ({"mote": "i morgon"}, "Vi fann ikkje den tida"),
        ({"mote": "0001-01-01T00:00+14:00"}, "Vi fann ikkje den tida"),
        ({"mote": "2026-12-15T09:00"}, "Vi fann ikkje den tida"),
        ({"mote": "2026-12-15T03:00+01:00"}, "Den tida er ikkje ledig"),
        ({"mote": "2026-12-08T09:00+01:00"}, "Den tida er ikkje ledig"),
    ],
)
def test_an_address_that_cannot_be_read_is_set_aside_with_a_remark(client, address, remark):
    make_leader()
    client.post(NEED, need_answers())

    response = client.get(TIME, address)

    assert response.status_code == 200
    assert remark in response.context["asked"].remarks[0]
    assert times_on(response, "mote") or "Neste ledige dag" in response.text


@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"pre_meeting_starts_at": ""}, "pre_meeting_starts_at", 422),
        ({"pre_meeting_starts_at": "tull\0"}, "pre_meeting_starts_at", 422),
        ({"pre_meeting_starts_at": "9999-12-31T23:59+00:00"}, "pre_meeting_starts_at", 422),
        ({"pre_meeting_starts_at": "2026-12-07T07:00+01:00"}, "pre_meeting_starts_at", 422),  # has been
        ({"pre_meeting_starts_at": "2026-12-10T10:00+01:00"}, "pre_meeting_starts_at", 422),  # too close
        ({"pre_meeting_starts_at": "2026-12-09T18:00+01:00"}, "pre_meeting_starts_at", 422),  # outside hours
        ({"starts_at": ""}, "starts_at", 422),
        ({"starts_at": "x" * 10_240}, "starts_at", 422),
        ({"starts_at": "2026-12-19T09:00+01:00"}, "starts_at", 422),  # a Saturday
        ({"pre_meeting_channel": "brevdue"}, "pre_meeting_channel", 422),
        ({"leader": "424242"}, "leader", 422),
    ],
)
def test_a_time_that_the_list_would_not_offer_is_refused(client, changes, field, status):
    make_leader()
    client.post(NEED, need_answers())

    response = client.post(TIME, time_answers(**changes))

    assert response.status_code == status
    assert list(response.context["form"].errors) == [field]
    assert "<title>Feil: " in response.text


def test_a_time_taken_meanwhile_is_409_on_the_page_for_the_time(client):
    leader = make_leader()
    client.post(NEED, need_answers())
    actions.request_booking(by=make_user(), need=make_need(), times=make_times(leader), at=NOW)

    response = client.post(TIME, time_answers())

    assert response.status_code == 409
    assert "Tida blei teken no nettopp" in response.text


def test_the_time_page_without_a_need_goes_to_the_need(client):
    assert client.get(TIME).headers["Location"] == NEED


def test_another_length_asks_for_the_time_again(client):
    make_leader()
    area = make_area()
    fill_in(client, need=need_answers(area=area))

    same = client.post(NEED, need_answers(area=area, title="Nytt namn"))
    longer = client.post(NEED, need_answers(area=area, minutes="240"))

    assert (same.headers["Location"], longer.headers["Location"]) == (CHECK, TIME)


def test_the_chosen_times_stand_when_coming_back_to_the_page(client):
    make_leader()
    fill_in(client)

    page = client.get(TIME).text

    assert re.search(rf'value="{re.escape(FORMØTE_TEXT)}"[^>]* checked', page)


@pytest.mark.parametrize("leaders", [1, 3])
@pytest.mark.parametrize("chosen", [{}, {"mote": MEETING_TEXT}])
def test_the_page_for_the_time_asks_five_queries(client, django_assert_num_queries, leaders, chosen):
    for _ in range(leaders):
        make_leader()
    client.post(NEED, need_answers())

    with django_assert_num_queries(5):  # session, settings, leaders, calendars (2)
        client.get(TIME, chosen)


def test_nothing_personal_stands_in_an_address(client):
    make_leader()
    log_in(client)
    addresses = [fill_in(client).headers["Location"], send(client).headers["Location"]]

    assert addresses == [CHECK, Booking.objects.get().get_absolute_url()]


# --- The check -----------------------------------------------------------------------------------------


def test_the_check_shows_everything_with_a_way_back_to_each_part(client):
    make_leader()
    fill_in(client)

    page = client.get(CHECK).text

    assert "tysdag 15. desember 2026, 09.00–11.00" in page
    assert "onsdag 9. desember 2026, 10.00–10.45. Telefon" in page
    assert f'href="{NEED}">Endre' in page
    assert f'href="{TIME}">Endre' in page


def test_the_check_sends_people_to_what_is_missing(client):
    assert client.get(CHECK).headers["Location"] == NEED
    client.post(NEED, need_answers())
    assert client.get(CHECK).headers["Location"] == TIME


def test_an_area_that_closes_meanwhile_is_asked_for_again(client):
    make_leader()
    area = make_area()
    fill_in(client, need=need_answers(area=area))
    area.is_open = False
    area.save()

    assert client.get(CHECK).headers["Location"] == NEED


def test_a_stranger_cannot_send(client):
    make_leader()
    fill_in(client)

    response = send_as_stranger(client)

    assert response.headers["Location"] == f"{reverse('account_login')}?next={CHECK}"
    assert not Booking.objects.exists()


def send_as_stranger(client):
    return client.post(CHECK, {"key": client.session[SESSION_KEY]["order"]["key"]})


def test_a_time_taken_before_sending_is_409_with_the_nearest_times_and_everything_kept(client):
    leader = make_leader()
    log_in(client)
    fill_in(client)
    actions.request_booking(by=make_user(), need=make_need(), times=make_times(leader), at=NOW)

    response = send(client)

    assert response.status_code == 409
    assert "<title>Feil: " in response.text
    assert "Tida blei teken no nettopp" in response.text
    links = re.findall(r'href="(/bestill/tid/\?mote=[^"]+)"', response.text)
    assert len(links) == 5
    assert client.get(links[0].replace("&amp;", "&")).context["chosen"]
    assert "Bli samde om tre mål." in response.text
    assert Booking.objects.count() == 1


def test_a_formøte_taken_before_sending_offers_other_formøte_for_the_same_meeting(client):
    leader = make_leader()
    log_in(client)
    fill_in(client)
    actions.book_advice(
        by=make_user(), starts_at=FORMØTE, minutes=45, leader=leader, at=NOW, channel=Channel.VIDEO
    )

    response = send(client)

    assert response.status_code == 409
    links = re.findall(r'href="(/bestill/tid/\?mote=[^"]+)"', response.text)
    assert all("mote=2026-12-15T09%3A00%2B01%3A00&amp;forveke=2026-W50" in link for link in links)
    follow = client.get(links[0].replace("&amp;", "&"))
    assert " checked" in follow.text.split("Formøtet:")[1].split("pre_meeting_channel")[0]


def test_sending_twice_makes_one_booking_and_shows_the_same_receipt(client):
    make_leader()
    log_in(client)
    fill_in(client)
    key = key_on(client.get(CHECK))

    first, second = (client.post(CHECK, {"key": key}) for _ in range(2))

    assert Booking.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]
    assert messages_after(second) == messages_after(first) * 2


def test_two_posts_at_once_make_one_booking(client):
    """The second one has read the session before the first one emptied it."""
    make_leader()
    log_in(client)
    fill_in(client)
    kept = dict(client.session[SESSION_KEY])
    first = send(client)
    session = client.session
    session[SESSION_KEY] = kept
    session.save()

    second = send(client)

    assert Booking.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_key_that_has_made_a_booking_is_refused_with_another_content(client):
    make_leader()
    log_in(client)
    fill_in(client)
    key = key_on(client.get(CHECK))
    send(client)
    other_times = {"starts_at": "2026-12-16T12:00+01:00", "pre_meeting_starts_at": "2026-12-09T13:00+01:00"}
    fill_in(client, times=time_answers(**other_times))
    reuse_key(client, key)

    refused = send(client)
    again = send(client)

    assert (refused.status_code, again.status_code) == (409, 302)
    assert Booking.objects.count() == 2


def reuse_key(client, key):
    session = client.session
    session[SESSION_KEY]["order"]["key"] = key
    session.save()


def test_a_page_from_before_a_change_in_another_tab_is_looked_over_again(client):
    make_leader()
    log_in(client)
    fill_in(client)
    old_key = key_on(client.get(CHECK))
    fill_in(client, need=need_answers(title="Endra i ei anna fane"))

    response = client.post(CHECK, {"key": old_key})

    assert response.status_code == 409
    assert "Du har endra noko sidan du opna sida" in response.text
    assert not Booking.objects.exists()


@pytest.mark.parametrize("key", ["", "tull", "0" * 10_000, "\0"])
def test_a_mangled_key_sends_nothing(client, key):
    make_leader()
    log_in(client)
    fill_in(client)

    assert client.post(CHECK, {"key": key}).status_code == 409
    assert not Booking.objects.exists()


def test_nobody_gets_the_receipt_of_somebody_elses_booking(client):
    make_leader()
    log_in(client)
    fill_in(client)
    key = key_on(client.get(CHECK))
    send(client)
    client.logout()
    log_in(client)

    response = client.post(CHECK, {"key": key})

    assert response.headers["Location"] == NEED


def test_a_session_that_ended_is_told_so(client):
    log_in(client)

    response = client.post(CHECK, {"key": "11111111-1111-4111-8111-111111111111"})

    assert response.headers["Location"] == NEED
    assert messages_after(response) == ["Vi har ikkje det du skreiv lenger. Fyll ut på nytt, eller ring oss."]


def test_a_digital_meeting_has_other_buffers_than_one_in_a_room(client):
    make_leader(buffer_before=60, buffer_after=60)
    BookingSettings(pk=1, talk_buffer_after=15).save()
    log_in(client)
    fill_in(client, need=need_answers(mode=MeetingMode.DIGITAL, place=""))

    send(client)

    meeting = Commitment.objects.get(source="meeting")
    assert meeting.blocked.lower == MEETING


def test_the_draft_is_gone_when_it_is_sent(client):
    make_leader()
    log_in(client)
    fill_in(client)

    send(client)

    assert not Draft(client.session, "order")


def test_going_back_after_sending_leads_to_what_was_sent_and_not_to_an_empty_form(client):
    make_leader()
    log_in(client)
    fill_in(client)
    receipt = send(client)

    response = client.get(CHECK, follow=True)

    assert response.redirect_chain == [(receipt.headers["Location"], 302)]
    assert "Dette er alt sendt." in response.text
    client.post(NEED, need_answers())  # a new one begins
    assert client.get(CHECK).headers["Location"] == TIME


@pytest.mark.parametrize("address", [NEED, TIME, f"{TIME}?veke=2026-W52", CHECK, CALL])
def test_every_page_on_the_way_is_html_without_a_parse_error(client, address):
    make_leader()
    make_leader()
    fill_in(client)
    parser = html5lib.HTMLParser()

    parser.parse(client.get(address).content)

    assert [code for _position, code, _data in parser.errors] == []


@pytest.mark.parametrize("address", [NEED, TIME, CHECK, CALL])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client, address, method):
    assert getattr(client, method)(address).status_code == 405


def test_what_is_promised_follows_the_teams_own_rules(client):
    BookingSettings.objects.create(pk=1, answer_working_days=1, pre_meeting_minutes=60)

    start, need = client.get(reverse("bookings:start")).text, client.get(reverse("bookings:need")).text

    assert "Ein av oss ringjer innan 1 arbeidsdag." in start
    assert "1 t med møteansvarleg" in start
    assert "Innan 1 arbeidsdag. Tida er halden av så lenge." in need


def test_the_check_page_without_a_draft_says_why_there_is_an_empty_form(client):
    response = client.get(CHECK, follow=True)

    assert response.redirect_chain == [(NEED, 302)]
    assert "Vi har ikkje det du skreiv lenger." in response.text


def test_no_meeting_is_offered_that_its_leader_cannot_hold_a_formøte_before(client):
    """It is Monday the 7th: who works on Mondays alone has a formøte on the 14th, a meeting on the 21st."""
    daily, mondays = make_leader("Kari", hours=[(8, 12)]), make_leader("Siv", weekdays=[0], hours=[(8, 12)])
    client.post(NEED, need_answers())

    weeks = [client.get(f"{TIME}?veke=2026-W{number}").context["week"] for number in (51, 52)]

    free = [{time.leaders for time in week.days[0].times} for week in weeks]
    assert free == [{(daily.pk,)}, {(daily.pk, mondays.pk)}]
    alone = client.get(f"{TIME}?leiar={mondays.pk}").context["next_days"]
    assert [day.name for day in alone][:1] == ["måndag 21. desember"]
