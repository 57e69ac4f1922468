"""Answering by a link: no session, no trace, nothing changed by GET, and a calm word after the deadline."""

import email
import re
from email import policy

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from prosesstotte import mail
from prosesstotte.models import Event, Link, OutgoingMail
from referencegroups import round_jobs, round_links
from referencegroups.actions import answers, rounds
from referencegroups.models import Answer, Invitation, NamedAnswer
from referencegroups.round_choices import Mode
from tests.factories import make_user
from tests.referencegroups.round_factories import all_questions, give, make_closed, make_open

pytestmark = pytest.mark.django_db


def link_to(invitation, kind=round_links.ANSWER):
    return round_links.new_path(kind, invitation)


def first(row):
    return Invitation.objects.filter(round=row).order_by("pk").first()


def open_link(client, invitation, kind=round_links.ANSWER):
    """Follow the link of the letter to the page with the form."""
    response = client.get(link_to(invitation, kind))
    assert response.status_code == 302
    return client.get(response.headers["Location"])


def mark_in(response):
    return re.search(r'name="mark" value="(\w+)"', response.text)[1]


def send(client, row, page, **fields):
    numbered = {}
    questions = list(row.questions.order_by("order"))
    for name, value in fields.items():
        number, _, part = name.removeprefix("q").partition("_")
        key = questions[int(number)].field_name
        numbered[f"{key}_{part}" if part else key] = value
    address = reverse("referencegroups:answer", args=[row.pk])
    return client.post(address, {"mark": mark_in(page), "sprak": "nn", **numbered})


def test_from_link_to_receipt(client):
    row = make_open(members=3)
    page = open_link(client, first(row))

    response = send(client, row, page, q0="1", q1="4", q2="Meir lys")

    receipt = client.get(response.headers["Location"])
    assert "Takk! Svaret ditt er lagra." in receipt.text
    assert "1 av 3 har svart." in receipt.text
    keys = [str(pk) for pk in row.questions.values_list("pk", flat=True)]
    assert Answer.objects.get().values == {keys[0]: 1, keys[1]: 4, keys[2]: "Meir lys"}


def test_the_token_is_swapped_away_and_the_pages_leave_no_trace(client):
    row = make_open()
    path = link_to(first(row))

    swap = client.get(path)
    page = client.get(swap.headers["Location"])

    assert swap.headers["Location"] == reverse("referencegroups:answer", args=[row.pk])
    assert swap.headers["Referrer-Policy"] == "no-referrer"
    for response in (swap, page):
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["Cache-Control"] == "no-store"
    assert path.split("/")[-2] not in page.text


def test_get_and_head_change_nothing_however_often_a_scanner_looks(client):
    row = make_open()
    path = link_to(first(row))

    for _ in range(3):
        client.head(path)
        client.get(client.get(path).headers["Location"])

    assert (Answer.objects.count(), first(row).has_answered, Session.objects.count()) == (0, False, 0)


def test_answering_stores_no_session_and_no_event(client):
    row = make_open()
    events_before, page = Event.objects.count(), open_link(client, first(row))

    send(client, row, page, q0="1")

    assert Session.objects.count() == 0
    assert Event.objects.count() == events_before
    assert "sessionid" not in client.cookies


def test_the_page_shows_nothing_personal(client):
    row = make_open()
    member = first(row).membership.member
    member.first_name, member.last_name = "Sylvi", "Aasen"
    member.save()

    page = open_link(client, first(row))

    assert not any(word in page.text for word in ("Sylvi", "Aasen", member.email, str(member.number)))


def test_the_same_link_changes_the_answer_until_closing(client):
    row = make_open()
    path = link_to(first(row))
    page = client.get(path, follow=True)
    send(client, row, page, q0="1")

    again = client.get(path, follow=True)
    assert "Du har svart før" in again.text
    assert re.search(r'value="1"[^>]*checked|checked[^>]*value="1"', again.text)
    send(client, row, again, q0="2")

    key = str(row.questions.order_by("order").first().pk)
    assert [one.values for one in Answer.objects.all()] == [{key: 2}]


def test_a_new_link_says_that_one_has_answered_and_can_do_no_more(client):
    row = make_open()
    give(row, [{0: 1}])

    page = open_link(client, first(row))
    address = reverse("referencegroups:answer", args=[row.pk])
    token = client.cookies[round_links.cookie_of(round_links.ANSWER, row.pk)].value.rsplit(":", 2)[0]
    with pytest.raises(answers.HasAnswered):
        answers.answer(token=token, invitation=first(row), values={})

    assert "Du har svart." in page.text
    assert "<textarea" not in page.text
    assert client.get(address).text.count('type="submit"') == page.text.count('type="submit"')
    assert Answer.objects.count() == 1


def test_both_links_work_until_one_of_them_has_answered(client):
    row = make_open()
    invitation = first(row)
    old, new = link_to(invitation), link_to(invitation)

    page = client.get(old, follow=True)
    send(client, row, page, q0="1")

    assert "Du har svart." in client.get(new, follow=True).text
    assert "Du har svart før" in client.get(old, follow=True).text


def test_after_closing_the_link_opens_a_calm_page_and_an_answer_is_refused(client):
    row = make_open()
    path = link_to(first(row))
    page = client.get(path, follow=True)
    rounds.close(round=row, by=make_user())

    late = send(client, row, page, q0="1")

    assert (late.status_code, Answer.objects.count()) == (200, 0)
    assert "Svarfristen er ute" in late.text
    assert "Svarfristen er ute" in client.get(path, follow=True).text


@pytest.mark.parametrize("path", ["svar", "nytte"])
def test_a_wrong_token_is_404_and_wrong_ones_are_counted(client, path):
    for _ in range(30):
        assert client.get(f"/referansegrupper/{path}/{'x' * 32}/").status_code == 404

    row = make_open()
    right = link_to(first(row))
    assert client.get(right).status_code == 404  # too many guesses from one place


def test_a_form_opened_by_one_link_is_not_sent_by_another(client):
    """Two people, one computer: the second link has taken the cookie."""
    row = make_open(members=2)
    one, two = Invitation.objects.filter(round=row).order_by("pk")
    page = open_link(client, one)
    open_link(client, two)

    response = send(client, row, page, q2="Det eg skreiv")

    assert (response.status_code, Answer.objects.count()) == (422, 0)
    assert "Det eg skreiv" in response.text


def test_a_cookie_that_is_gone_keeps_what_was_typed(client):
    row = make_open()
    path = link_to(first(row))
    page = client.get(path, follow=True)
    client.cookies.clear()

    response = send(client, row, page, q2="Det eg skreiv")
    assert response.status_code == 422
    assert "Det eg skreiv" in response.text

    client.get(path)  # in another tab, as the page says
    assert send(client, row, page, q2="Det eg skreiv").status_code == 302


def test_nothing_answered_is_422_with_a_sentence(client):
    row = make_open()
    page = open_link(client, first(row))

    response = send(client, row, page)

    assert response.status_code == 422
    assert "Svar på minst eitt spørsmål" in response.text


# --- Kinds of questions ---------------------------------------------------------------------------


def test_every_kind_of_question_is_answered_and_filled_in_again(client):
    row = make_open(questions=all_questions())
    path = link_to(first(row))
    page = client.get(path, follow=True)
    given = {
        "q0": "0", "q1": "2", "q2": ["0", "2"], "q3": "3", "q4_0": "2", "q4_1": "1", "q4_2": "",
        "q5": "Ro", "q6_dk": "on",
    }  # fmt: skip

    assert send(client, row, page, **given).status_code == 302

    values = list(Answer.objects.get().values.values())
    assert sorted(map(str, values)) == sorted(map(str, [0, 2, [0, 2], 3, [1, 0], "Ro", "?"]))
    again = client.get(path, follow=True).text
    assert 'value="Ro"' in again
    assert again.count("checked") == 6  # one, one, two of several, a step, one «veit ikkje»
    assert again.count("selected") == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"q2": ["0", "?"]}, "Vel anten «Veit ikkje»"),
        ({"q4_0": "1", "q4_1": "1"}, "Gi kvar plass til berre eitt"),
        ({"q6": "Lys", "q6_dk": "on"}, "Vel anten «Veit ikkje»"),
        ({"q0": "7"}, "Vel eit av alternativa"),
        ({"q5": "x" * 201}, "Skriv høgst 200 teikn"),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_keeps_what_was_typed(client, given, sentence):
    row = make_open(questions=all_questions())
    page = open_link(client, first(row))

    response = send(client, row, page, **{"q6": "Dette står her", **given})

    assert response.status_code == 422
    assert sentence in response.text
    assert given.get("q6", "Dette står her") in response.text


def test_dont_know_is_a_choice_of_every_question(client):
    row = make_open(questions=all_questions())
    page = open_link(client, first(row))

    # five boxes and radios by that name, and one inside each of the two that have options of their own
    assert page.text.count(">Veit ikkje<") == len(all_questions())


def test_free_text_warns_against_naming_people(client):
    page = open_link(client, first(make_open()))

    assert "Ikkje skriv namn på deg sjølv eller andre" in page.text


# --- Modes and languages -------------------------------------------------------------------------


def test_named_is_said_at_the_top_and_again_at_the_button(client):
    row = make_open(mode=Mode.NAMED)
    page = open_link(client, first(row))

    top, _, button = page.text.partition("<form")
    assert "Her svarer du med namn." in top
    assert "Send svaret med namn" in button
    send(client, row, page, q0="1")
    assert (NamedAnswer.objects.count(), Answer.objects.count()) == (1, 0)


def test_confidential_is_the_word_and_anonymous_is_not(client):
    page = open_link(client, first(make_open()))

    assert "fortruleg" in page.text
    assert "anonym" not in page.text.lower()


def test_a_translation_is_shown_and_what_is_missing_is_said_openly(client):
    row = make_open()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO referencegroups_roundtranslation"
            " (round_id, language, title, why, can_change, cannot_change, afterwards)"
            " VALUES (%s, 'nb', 'Åpningstider', 'Vi skal', 'a', 'b', 'c')",
            [row.pk],
        )
    open_link(client, first(row))
    address = reverse("referencegroups:answer", args=[row.pk])

    bokmal, english, nynorsk = (client.get(address, {"sprak": one}).text for one in ("nb", "en", "nn"))

    assert "Åpningstider" in bokmal
    assert "Opningstider på biblioteket" in english
    assert "Noe av dette er ikke oversatt. Det står på nynorsk." in bokmal  # the questions are not
    assert "Some of this is not translated. It is shown in Nynorsk." in english
    assert "Det står på nynorsk." not in nynorsk


# --- New links, reminders, letters -------------------------------------------------------------------


def work_off(kind):
    """Run the batches that wait, as the worker does."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    ran = 0
    while (
        job := ProcrastinateJob.objects.filter(task_name="send_round_batch", pk__gt=ran)
        .order_by("pk")
        .first()
    ):
        ran = job.pk
        if job.args["kind"] == kind:
            round_jobs.send_batch(**job.args)
    return OutgoingMail.objects.filter(kind=f"rounds/{kind}")


def test_a_round_to_120_goes_out_in_batches_and_jobs_carry_no_token():
    from procrastinate.contrib.django.models import ProcrastinateJob

    row = make_open(members=120)

    assert OutgoingMail.objects.count() == 0  # opening itself writes no letter
    letters = work_off("invitation")

    assert letters.count() == 120
    jobs = ProcrastinateJob.objects.filter(task_name="send_round_batch")
    assert [set(job.args) for job in jobs] == [{"round_id", "kind", "after"}] * 3
    assert {tuple(job.args) for job in ProcrastinateJob.objects.filter(task_name="send_mail")} == {
        ("mail_id",)
    }
    assert row.asked == 120


def test_the_letter_gets_its_link_when_it_is_sent_and_the_row_never_holds_it(client):
    row = make_open()
    letter = work_off("invitation").get()
    message = email.message_from_bytes(mail.as_message(letter).message().as_bytes(), policy=policy.default)
    text = message.get_body(("plain",)).get_content()

    path = re.search(r"/referansegrupper/svar/[\w-]{32}/", text)[0]

    assert client.get(path).status_code == 302
    letter.refresh_from_db()
    token = path.split("/")[-2]
    assert not any(token in value for value in (letter.text, letter.html, letter.subject))
    assert "List-Unsubscribe-Post" in message
    assert not Link.objects.filter(token_hash=token).exists()
    assert row.title in letter.subject


def test_reminders_go_to_those_who_have_not_answered_twice_at_most():
    row = make_open(members=3)
    give(row, [{0: 1}])

    rounds.remind(round=row, by=make_user(), sent=0)
    assert work_off("reminder").count() == 2
    assert work_off("reminder").count() == 2  # run once more, the job sends nothing twice
    rounds.remind(round=row, by=make_user(), sent=1)
    assert work_off("reminder").count() == 4

    with pytest.raises(answers.Refused, match="to påminningar"):
        rounds.remind(round=row, by=make_user(), sent=2)


def test_two_clicks_on_remind_send_once():
    row = make_open(members=2)
    rounds.remind(round=row, by=make_user(), sent=0)

    with pytest.raises(answers.Refused, match="endra sidan"):
        rounds.remind(round=row, by=make_user(), sent=0)


def test_asking_for_a_new_link_says_the_same_to_everybody(client):
    row = make_open()
    address = reverse("referencegroups:answer_new_link", args=[row.pk])

    asked = client.post(address, {"email": first(row).membership.member.email.upper()})
    stranger = client.post(address, {"email": "ingen@example.org"})

    strip = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub("", asked.text) == strip.sub("", stranger.text)
    assert OutgoingMail.objects.filter(kind="rounds/new_link").count() == 1


def test_asking_for_new_links_is_rate_limited(client):
    row = make_open()
    address = reverse("referencegroups:answer_new_link", args=[row.pk])

    statuses = [client.post(address, {"email": "ein@example.org"}).status_code for _ in range(7)]

    assert statuses == [200] * 5 + [429] * 2


def test_a_paused_member_gets_no_reminder():
    row = make_open(members=2)
    member = first(row).membership.member
    member.mail_pause = "asked"
    member.save()

    rounds.remind(round=row, by=make_user(), sent=0)

    assert work_off("reminder").count() == 1


# --- By phone or on paper --------------------------------------------------------------------------------


def test_staff_enter_an_answer_and_nobody_can_open_it_again(client):
    row = make_open(members=2)
    staff = make_user(is_staff=True, is_superuser=True)
    client.force_login(staff)
    address = reverse("referencegroups:round_enter", args=[row.pk])
    question = row.questions.order_by("order").first()
    data = {"email": first(row).membership.member.email, question.field_name: "1"}

    assert client.post(address, data).status_code == 302
    again = client.post(address, data)
    stranger = client.post(address, {**data, "email": "ingen@example.org"})

    assert (again.status_code, stranger.status_code) == (422, 422)
    assert "Denne personen har alt svart." in again.text
    assert "er spurd i denne runden" in stranger.text
    assert (first(row).has_answered, Answer.objects.count()) == (True, 1)
    assert "Du har svart." in open_link(client, first(row)).text


def test_entering_needs_its_own_right(client):
    row = make_open()
    client.force_login(make_user(is_staff=True))
    address = reverse("referencegroups:round_enter", args=[row.pk])

    assert client.get(address).status_code == 403


# --- Of use? ---------------------------------------------------------------------------------------------


def test_a_closed_round_has_no_vote_of_use_yet(client):
    row = make_closed()
    page = open_link(client, first(row), round_links.USEFUL)

    assert "ikkje mogleg å svare" in page.text
    assert client.post(reverse("referencegroups:useful", args=[row.pk]), {"svar": "yes"}).status_code == 422


@pytest.mark.parametrize(
    ("language", "button", "dont_know"),
    [
        ("nb", "Send svaret", "Vet ikke"),
        ("en", "Send the answer", "Do not know"),
        ("nn", "Send svaret", "Veit ikkje"),
    ],
)
def test_buttons_and_sentences_follow_the_language_of_the_page(client, language, button, dont_know):
    row = make_open()
    open_link(client, first(row))
    address = reverse("referencegroups:answer", args=[row.pk])

    page = client.get(address, {"sprak": language})
    receipt = client.post(address, {"mark": mark_in(page), "sprak": language})

    assert f">{button}<" in page.text
    assert f">{dont_know}<" in page.text
    assert receipt.status_code == 422
    said = {
        "nb": "Svar på minst ett spørsmål",
        "en": "Answer at least one question",
        "nn": "Svar på minst eitt",
    }
    assert said[language] in receipt.text


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_word_of_the_answer_pages_is_translated(client, language):
    """What has no translation would be shown in Nynorsk: then the page must not claim another language."""
    row = make_open(questions=all_questions())
    page = open_link(client, first(row))
    address = reverse("referencegroups:answer", args=[row.pk])

    nynorsk = client.get(address, {"sprak": "nn"}).text
    other = client.get(address, {"sprak": language}).text

    own = set(sentences_of(page.text)) & set(sentences_of(nynorsk))
    untouched = own & set(sentences_of(other)) - words_of_the_round(row)
    same_in_both = {"Send svaret", "Språk", "Nynorsk", "Bokmål", "Engelsk", "Etterpå", "Tilbakemelding"}
    assert {one for one in untouched - same_in_both if not one.startswith("Svarfrist")} == set()


def sentences_of(text):
    main = re.search(r'<div class="band">(.*?)</form>', text, re.DOTALL)[1]
    return [words.strip() for words in re.findall(r">([^<>]+)<", main) if re.search(r"[a-zæøå]{3}", words)]


def words_of_the_round(row):
    words = {row.title, row.why, row.can_change, row.cannot_change, row.afterwards, row.group.name}
    for question in row.questions.all():
        words |= {question.text, *question.options, f"– {question.text}", *scale_ends(question)}
    return words


def scale_ends(question):
    return (
        {f"1 = {question.low_label}, {question.steps} = {question.high_label}"}
        if question.low_label
        else set()
    )
