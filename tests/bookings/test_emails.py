"""The mails of a booking: who gets what, in words and over a real SMTP server."""

import email
import re
from email import policy

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import actions, emails, evaluation_letters, letter_facts
from bookings.actions import own_time
from bookings.choices import Status
from prosesstotte import jobs, mail
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    NOW,
    make_accepted,
    make_advice,
    make_booking,
    make_call,
    make_confirmed,
    make_group,
    make_leader,
    make_need,
    make_recorded,
    make_request,
    oslo,
    user_of,
)
from tests.bookings.post import who_got
from tests.factories import make_user
from tests.portal import free_port
from tests.worker import work


@pytest.fixture(autouse=True)
def _workers_close_their_connection(monkeypatch):
    """A worker's thread outlives the test; its connection must not hold on to the test's database."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)


def with_responsible(make=make_request):
    leader, by = make_leader(email="ingrid@example.no"), make_user("ole@example.no")
    return make(leader=leader, by=by, need=make_need(responsible_email="kari@example.no"))


THEM = ["kari@example.no", "ole@example.no"]
ALL = ["ingrid@example.no", *THEM]


@pytest.mark.django_db
def test_each_step_tells_those_it_concerns():
    booking = with_responsible(make_confirmed)
    actions.cancel(by=booking.booker, booking=booking, reason="Gruppa er lagd ned", at=AFTER_FORMØTE)

    assert who_got("requested") == THEM
    assert who_got("request_to_answer") == ["ingrid@example.no"]
    assert who_got("accepted") == who_got("meeting_reserved") == ALL
    assert who_got("pre_meeting_recorded") == THEM
    assert who_got("confirmed") == who_got("cancelled") == ALL


@pytest.mark.django_db
def test_decline_tells_the_reason():
    booking = with_responsible()
    actions.decline(by=user_of(booking.leader), booking=booking, reason="Eg er på kurs.", at=NOW)

    assert who_got("declined") == THEM
    assert "Eg er på kurs." in OutgoingMail.objects.filter(kind="bookings/declined").first().text


@pytest.mark.django_db
def test_nobody_is_written_to_twice_about_the_same_thing():
    leader = make_leader()

    make_request(leader=leader, by=user_of(leader))

    assert OutgoingMail.objects.count() == 2  # as the booker, and as the one who must answer
    assert {letter.kind for letter in OutgoingMail.objects.all()} == {
        "bookings/requested",
        "bookings/request_to_answer",
    }


def _new_leaders():
    """Every mail about who leads."""
    booking, held, talk = make_accepted(), make_recorded(), make_advice()
    leader, other = user_of(booking.leader), make_leader()
    actions.bring_co_leader(by=leader, booking=booking, leader=other, at=NOW)
    actions.let_co_leader_go(by=leader, booking=booking, leader=other, at=NOW)
    actions.hand_over(by=leader, booking=booking, leader=other, reason="Ferie", at=NOW)
    actions.hand_over(by=user_of(held.leader), booking=held, leader=make_leader(), at=AFTER_FORMØTE)
    actions.seek_leader(by=user_of(other), booking=booking, at=NOW)
    actions.seek_leader_of_talk(by=user_of(talk.leader), talk=talk, at=NOW)
    actions.hand_over_talk(by=user_of(talk.leader), talk=talk, leader=make_leader(), at=NOW)
    for leader in (make_request(pre_meeting_starts_at=FORMØTE).leader, make_leader()):
        own_time.fall_ill(by=user_of(leader), leader=leader, at=FORMØTE.replace(hour=7))


def _everything():
    """Every kind of mail at least once."""
    _new_leaders()
    for status in Status:
        make_booking(status)
    make_call()
    booking = make_confirmed(need=make_need(responsible_email="kari@example.no", mode="digital"))
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, responsible_email="per@example.no")
    actions.plan_pre_meeting(
        by=user_of(booking.leader), booking=booking, starts_at=AFTER_FORMØTE, at=AFTER_FORMØTE
    )
    accepted = make_accepted()
    actions.change_goal_or_responsible(by=accepted.booker, booking=accepted, goal="Anna mål")
    emails.was_it_held(accepted)
    emails.lapse_warning(accepted)
    emails.answer_overdue(make_call())
    emails.reminder(accepted, "pre_meeting")
    emails.reminder(booking, "meeting")
    handed = make_accepted(need=make_need(responsible_email="kari@example.no"))
    actions.change_goal_or_responsible(by=handed.booker, booking=handed, responsible_email="per@example.no")
    moved = make_accepted()
    actions.move(
        by=moved.booker,
        booking=moved,
        starts_at=oslo(12, 16, 9),
        pre_meeting_starts_at=oslo(12, 9, 12),
        at=NOW,
    )
    actions.adjust(by=moved.booker, booking=moved, place="Kulturhuset", at=NOW)
    actions.write_message(by=moved.booker, booking=moved, text="Vi blir tjue.")
    group = make_group(make_user())
    make_accepted(by=group.leader, need=make_need(responsible_email="kari@example.no"))
    staff = make_user(is_staff=True, is_superuser=True)
    actions.give_group(by=staff, group=group, leader=make_user(), at=NOW)
    evaluation_letters.remind(booking.evaluation)
    early = make_accepted()
    actions.cancel(by=early.booker, booking=early, reason="Nei", at=NOW)
    for channel in (
        {},
        {"who_calls": "booker"},
        {"channel": "video"},
        {"channel": "in_person", "place": "Rådhuset"},
    ):
        talk = make_advice(**channel, about="Ein konflikt")
        actions.move_advice(by=talk.booker, talk=talk, starts_at=AFTER_FORMØTE, at=NOW)
        actions.change_channel(by=talk.booker, talk=talk, channel="in_person", place="Kantina", at=NOW)
        emails.advice_reminder(talk)
        actions.cancel_advice(by=talk.booker, talk=talk, at=NOW)


@pytest.mark.django_db
def test_every_mail_reads_well():
    _everything()

    for letter in OutgoingMail.objects.all():
        where = (letter.kind, letter.text)
        assert 5 < len(letter.subject) < 70, where
        assert "**Dette skjer no:**" in letter.text, where
        assert "70 16 20 00" in letter.text, where
        assert not re.search(r"None|\{\{|\{%|&amp;|&#x27;|kl\. –|: \n|,\n", letter.text), where
        assert "\n\n\n" not in letter.text, where


@pytest.mark.django_db
def test_a_subject_holds_no_personal_data():
    make_recorded(
        by=make_user(name="Kari Nordmann"),
        need=make_need(title="Samtale om Per Hansen", group_name="Gruppa til Per Hansen"),
    )

    assert not OutgoingMail.objects.filter(subject__regex="Kari|Per|Nordmann|Hansen|@").exists()


@pytest.mark.django_db
def test_what_people_type_is_words_and_never_links_or_markup():
    make_request(
        need=make_need(title="[Klikk her](http://vond.example) <b>no</b>", group_name="# Stort\n\n> sitat")
    )

    letter = OutgoingMail.objects.filter(kind="bookings/requested").first()
    assert "vond.example)" in letter.text
    assert 'href="http://vond.example' not in letter.html
    assert "<b>" not in letter.html
    assert "<h1>Stort" not in letter.html
    assert "<blockquote>" not in letter.html


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("kari_nordmann@example.no", "kari_nordmann@example.no"),
        ("_viktig_ **no**", "-viktig- ··no··"),
        ("Mål\n\n# for [alle](http://x.no)", "Mål # for (alle)(http://x.no)"),
        ("2 < 3", "2 ‹ 3"),
    ],
)
def test_typed_words_stand_as_words(typed, shown):
    assert letter_facts.plain(typed) == shown


@pytest.mark.django_db(transaction=True)
def test_end_to_end_over_smtp_with_what_outlook_and_gmail_need(post_office):
    booking = with_responsible(make_accepted)

    work()

    assert not OutgoingMail.objects.filter(sent_at__isnull=True).exists()
    letter = OutgoingMail.objects.get(kind="bookings/meeting_reserved", to="kari@example.no")
    raw = next(text for to, text in post_office.letters if f"<mail-{letter.pk}@" in text)
    message = email.message_from_bytes(raw.encode(), policy=policy.default)
    alternatives, attached = message.get_payload()
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in alternatives.get_payload()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    inline = alternatives.get_payload()[2]
    assert (inline.get_param("method"), inline.get_content_charset()) == ("REQUEST", "utf-8")
    assert inline["Content-Type"].count("charset") == raw.count("text/calendar") == 1
    assert attached.get_filename() == "invitasjon.ics"
    assert booking.meeting_uid in inline.get_content()
    assert booking.meeting_uid.encode() in attached.get_payload(decode=True)
    assert "METHOD:REQUEST" in inline.get_content()
    assert "Møtet blir stadfesta når formøtet er halde" in message.get_body(("plain",)).get_content()


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_means_later_and_then_a_dead_letter(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    make_request()

    work()

    letters = OutgoingMail.objects.all()
    waiting = ProcrastinateJob.objects.filter(task_name="send_mail", status="todo")
    assert {(letter.attempts, letter.sent_at) for letter in letters} == {(1, None)}
    assert waiting.count() == letters.count() == 2
    for _ in range(jobs.MAIL_ATTEMPTS - 1):
        with pytest.raises(OSError, match="refused"):
            jobs.send_mail(mail_id=letters[0].pk)
    dead = OutgoingMail.objects.get(pk=letters[0].pk)
    assert dead.gave_up_at is not None
    mail.send_again(dead)
    assert OutgoingMail.objects.get(pk=dead.pk).gave_up_at is None


@pytest.mark.django_db(transaction=True)
def test_a_refused_booking_leaves_no_mail_and_no_job():
    leader = make_leader()
    make_request(leader=leader)
    before = OutgoingMail.objects.count(), ProcrastinateJob.objects.count()

    with pytest.raises(actions.requests.TimeTaken):
        make_request(leader=leader)

    assert (OutgoingMail.objects.count(), ProcrastinateJob.objects.count()) == before


@pytest.mark.django_db
def test_a_letter_leads_to_the_pages_that_change_things_and_only_while_they_may_be_changed(client):
    booking = make_accepted()
    actions.cancel(by=user_of(booking.leader), booking=booking, reason="Sjukdom", at=NOW)

    open_one = OutgoingMail.objects.filter(kind="bookings/accepted", to=booking.booker.email).get()
    closed = OutgoingMail.objects.filter(kind="bookings/cancelled", to=booking.booker.email).get()
    links = re.findall(r"- (?:Flytt|Endre|Avlys)[^:]*: <(\S+)>", open_one.text)

    assert [link.split("/")[-2] for link in links] == ["flytt", "opplysningar", "avlys"]
    assert not re.findall(r"- (?:Flytt|Endre|Avlys)", closed.text)


@pytest.mark.django_db
def test_a_letter_about_a_talk_leads_to_another_time_another_form_and_the_way_out(client):
    talk = make_advice()
    letter = OutgoingMail.objects.filter(kind="bookings/advice_confirmed", to=talk.booker.email).get()
    links = re.findall(r"- (?:Flytt|Endre|Avlys)[^:]*: <(\S+)>", letter.text)
    client.force_login(talk.booker)

    assert [link.split("/")[-2] for link in links] == ["flytt", "samtaleform", "avlys"]
    assert [client.get("/" + link.split("/", 3)[3]).status_code for link in links] == [200, 200, 200]


@pytest.mark.django_db
def test_a_link_in_a_letter_goes_by_login_and_changes_nothing_by_itself(client):
    booking = make_accepted()
    letter = OutgoingMail.objects.filter(kind="bookings/accepted", to=booking.booker.email).get()
    paths = ["/" + link.split("/", 3)[3] for link in re.findall(r"- \w+ \w+: <(\S+)>", letter.text)]
    version = booking.version

    for path in paths:
        assert client.get(path).headers["Location"] == f"/logg-inn/?next={path}"
    client.force_login(booking.booker)
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    booking.refresh_from_db()
    assert booking.version == version
