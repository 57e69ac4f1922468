"""Administrators write e-mails anew: with the words a letter offers, and nothing else of the language."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from prosesstotte import email_texts, mail
from prosesstotte.models import EmailText, OutgoingMail
from tests.bookings.factories import make_need, make_request
from tests.bookings.test_message_matrix import play
from tests.factories import make_user

pytestmark = pytest.mark.django_db
KIND = "bookings/requested"
LIST = reverse("admin:prosesstotte_emailtext_changelist")
OWN = "Hei!\n\nTakk for bestillinga av **{{ title }}**.\n\n{{ ending }}"


@pytest.fixture
def admin(client):
    user = make_user("sjef@example.no", is_staff=True, is_superuser=True)
    client.force_login(user)
    client.get(LIST)
    return client


def address(kind=KIND):
    return reverse("admin:prosesstotte_emailtext_change", args=[EmailText.objects.get(kind=kind).pk])


def written():
    return OutgoingMail.objects.filter(kind=KIND).first()


@pytest.mark.parametrize("kind", sorted(email_texts.offers()))
@pytest.mark.parametrize("is_leader", [True, False])
def test_every_file_can_be_edited_and_untouched_it_reads_the_same(kind, is_leader):
    context = {**email_texts.offers()[kind].examples(), "is_leader": is_leader}
    subject, body = email_texts.standard(kind)

    assert email_texts.problems(kind, subject, body) == {}
    assert mail.split(email_texts.render(kind, subject, body, context)) == mail.compose(kind, context)
    assert not mail.SECRET.search(mail.compose(kind, context)[1])  # a trial is about nobody's matter


@pytest.mark.parametrize("event", ["Avlyst før formøtet", "Formøtet er halde før tida", "Samtale flytta"])
def test_a_real_letter_is_the_same_by_an_administrators_copy_of_the_file(event, monkeypatch):
    by_file, written_by = [], email_texts.written
    monkeypatch.setattr(
        email_texts,
        "written",
        lambda kind, context: by_file.append((kind, context)) or written_by(kind, context),
    )
    letters = {letter.text for letter in play(event)}
    for kind in email_texts.offers():
        subject, body = email_texts.standard(kind)
        EmailText.objects.create(kind=kind, subject=subject, body=body)

    copies = {mail.split(written_by(kind, context))[1] for kind, context in by_file}

    assert letters <= copies


def test_an_own_text_is_used_and_an_empty_one_is_the_files():
    EmailText.objects.create(kind=KIND, body=OWN)

    make_request()

    letter = written()
    assert letter.subject == "Vi har fått bestillinga"
    assert letter.text.startswith(
        "Hei!\n\nTakk for bestillinga av **Mål for 2027**.\n\nSjå alt om bestillinga her:"
    )
    assert "Vi har fått" not in letter.text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{{ titel }} {{ link }}", "«titel» finst ikkje i dette brevet."),
        ("{{ title|upper }} {{ link }}", "«title|upper» finst ikkje"),
        ("{{ leader.member.user.email }} {{ link }}", "«leader.member.user.email» finst ikkje"),
        ("{% load static %} {{ link }}", "«load static» går ikkje."),
        ('{% include "emails/base.html" %} {{ link }}', "går ikkje."),
        ("{% debug %} {{ link }}", "«debug» går ikkje."),
        ("{% if title.x %}a{% endif %} {{ link }}", "«if title.x» går ikkje."),
        ("{% if title %}a {{ link }}", "Eit val er ikkje avslutta"),
        ("{% else %} {{ link }}", "Eit val er ikkje avslutta"),
        ("{{ title } {{ link }}", "finst ikkje i dette brevet"),
        ("Takk! { { title }} {{ link }} {{", "ikkje avslutta"),
        ("{# løynd #} {{ link }}", "ikkje avslutta"),
        ("Takk for bestillinga.", "Lenkja til saka må vere med. Skriv {{ ending }} eller {{ link }}"),
    ],
)
def test_what_does_not_hold_is_refused_in_words(body, sentence):
    with pytest.raises(ValidationError) as refused:
        email_texts.check(KIND, "Takk", body)

    assert sentence in " ".join(refused.value.messages)


def test_a_subject_holds_no_words_that_may_be_names():
    with pytest.raises(ValidationError) as refused:
        email_texts.check(KIND, "Hei {{ booker }}", OWN)

    assert list(refused.value.error_dict) == ["subject"]


def test_a_stored_text_that_no_longer_holds_gives_way_to_the_file():
    EmailText.objects.create(kind=KIND, body="{{ noko_som_fanst_før }} {% load static %}")

    make_request()

    assert written().text.startswith("Hei!\n\nTakk for bestillinga.")


def test_what_people_type_is_never_read_as_a_text():
    EmailText.objects.create(kind=KIND, body=OWN)
    make_request(need=make_need(title="{% debug %} {{ settings.SECRET_KEY }}"))

    assert "{% debug %} {{ settings.SECRET-KEY }}" in written().text.replace("_", "-")


# --- The back office -------------------------------------------------------------------------------------


def test_every_letter_is_listed_with_its_own_subject(admin):
    page = admin.get(LIST).text

    assert EmailText.objects.count() == len(email_texts.offers())
    assert "Vi har fått bestillinga" in page


def test_saving_keeps_what_differs_from_the_file_and_a_wrong_one_is_told(admin):
    subject, body = email_texts.standard(KIND)

    admin.post(address(), {"subject": subject, "body": body.replace("\n", "\r\n")})
    assert not EmailText.objects.get(kind=KIND).is_changed
    wrong = admin.post(address(), {"subject": subject, "body": "{{ titel }}"})
    admin.post(address(), {"subject": subject, "body": OWN})

    text = EmailText.objects.get(kind=KIND)
    assert "«titel» finst ikkje i dette brevet." in wrong.text
    assert (text.subject, text.body) == ("", OWN)


def test_the_page_shows_the_text_as_it_is_and_the_words_it_may_use(admin):
    page = admin.get(address()).text

    assert "Takk for bestillinga. Tida {% if when %}" in page
    assert "{{ wished_time }}</code></th><td>når det kan passe" in page


def test_the_preview_has_made_up_data_and_saves_nothing(admin):
    page = admin.post(address(), {"subject": "Takk!", "body": OWN, "_preview": "1"}).text

    assert "<strong>Kva skal vi prioritere?</strong>" in page
    assert not EmailText.objects.get(kind=KIND).is_changed
    assert not OutgoingMail.objects.exists()


def test_a_trial_goes_to_oneself_and_saves_nothing(admin):
    admin.post(address(), {"subject": "Takk!", "body": OWN, "_trial": "1"})

    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.subject, letter.kind) == ("sjef@example.no", "[Prøve] Takk!", "trial")
    assert "Kva skal vi prioritere?" in letter.text
    assert not EmailText.objects.get(kind=KIND).is_changed


@pytest.mark.parametrize("button", ["_preview", "_trial"])
def test_a_wrong_text_is_neither_shown_nor_tried(admin, button):
    page = admin.post(address(), {"subject": "Takk!", "body": "{{ titel }}", button: "1"}).text

    assert "«titel» finst ikkje i dette brevet." in page
    assert not OutgoingMail.objects.exists()


def test_back_to_standard(admin):
    EmailText.objects.filter(kind=KIND).update(subject="Takk!", body=OWN)

    admin.post(address(), {"_standard": "1"})

    assert not EmailText.objects.get(kind=KIND).is_changed


def test_a_dead_letter_is_sent_again_from_the_list(admin):
    letter = mail.post("trial", to="kari@example.no", subject="Hei", text="Hei")
    OutgoingMail.objects.update(attempts=9, gave_up_at=letter.created_at)

    url = reverse("admin:prosesstotte_outgoingmail_changelist")
    page = admin.post(url, {"action": "send_again", "_selected_action": [letter.pk]}, follow=True)

    letter.refresh_from_db()
    assert (letter.attempts, letter.gave_up_at) == (0, None)
    assert "1 brev er lagt i kø på nytt." in page.text


def test_only_administrators_with_the_right_change_texts(client):
    row = EmailText.objects.create(kind=KIND)
    client.force_login(make_user(is_staff=True))

    response = client.post(reverse("admin:prosesstotte_emailtext_change", args=[row.pk]), {"_standard": "1"})

    assert response.status_code == 403
