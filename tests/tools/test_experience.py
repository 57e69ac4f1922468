"""What process leaders tell of a method: written by the team, read by the administration, then shown."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.factories import make_experience, make_method, make_team_member, make_user
from tools.choices import Status
from tools.models import Experience, MethodRun
from tools.models.experience import times_used

pytestmark = pytest.mark.django_db
GOOD = {"fit": "4", "text": "Tjue rundt borda. Gi fem minutt meir til deling."}


@pytest.fixture
def leader(client):
    user = make_user()
    make_team_member(user=user)
    client.force_login(user)
    return user


def address(method):
    return reverse("tools:experience_add", args=[method.slug])


def test_a_process_leader_tells_and_the_card_waits_for_the_administration(client, leader):
    method = make_method()

    response = client.post(address(method), GOOD, follow=True)

    told = Experience.objects.get()
    assert (told.method, told.by, told.fit, told.approved_at) == (method, leader, 4, None)
    assert "Takk! Erfaringa blir vist når administrasjonen har lese ho." in response.text
    assert "Brukt 1 gong her." in response.text
    assert "Tjue rundt borda" not in response.text


def test_an_approved_experience_stands_on_the_card_without_a_name(client):
    writer = make_user(name="Kari Nordmann")
    method = make_method()
    make_experience(method, approved=True, by=writer, text="Gjekk godt ute.", fit=5)
    make_experience(method, text="Ventar framleis på svar.")

    text = client.get(method.get_absolute_url()).text

    assert "Gjekk godt ute." in text
    assert "Passa godt" in text
    assert "Brukt 2 gonger her." in text
    assert "Ventar framleis" not in text
    assert "Kari" not in text


def test_a_method_nobody_has_used_says_nothing_of_it(client):
    assert "Erfaringar herfrå" not in client.get(make_method().get_absolute_url()).text


def test_real_runs_count_and_one_meeting_is_not_counted_twice():
    method = make_method()
    make_experience(method)
    for is_rehearsal in [False, False, False, True]:
        MethodRun.objects.create(method=method, people=9, planned=20, actual=22, is_rehearsal=is_rehearsal)

    assert times_used(method) == 3


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"fit": "4", "text": ""}, "Svar på «Kva erfarte de?»"),
        ({"fit": "4", "text": "Kort"}, "Skriv minst 10 teikn"),
        ({"fit": "4", "text": "x" * 241}, "Skriv høgst 240 teikn"),
        ({"fit": "", "text": "Gjekk heilt greitt."}, "Svar på «Korleis passa metoden?»"),
        ({"fit": "6", "text": "Gjekk heilt greitt."}, "Vel eit av alternativa"),
        ({"fit": "x", "text": "Gjekk\x00 heilt greitt."}, "teikn vi ikkje kan lese"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence_and_is_kept(client, leader, sent, sentence):
    response = client.post(address(make_method()), sent)

    assert response.status_code == 422
    assert sentence in response.text
    assert Experience.objects.count() == 0


def test_the_form_warns_against_naming_people(client, leader):
    assert "Skriv ikkje namn på personar" in client.get(address(make_method())).text


def test_only_the_team_is_asked(client):
    method = make_method()
    card = method.get_absolute_url()

    assert client.get(address(method)).status_code == 302
    assert "Skriv kva de erfarte" not in client.get(card).text
    client.force_login(make_user())
    assert client.get(address(method)).status_code == 403
    assert client.post(address(method), GOOD).status_code == 403
    assert "Skriv kva de erfarte" not in client.get(card).text
    client.force_login(make_user(is_staff=True))
    assert client.get(address(method)).status_code == 200
    assert "Skriv kva de erfarte" in client.get(card).text


def test_a_draft_has_no_experiences_to_write(client, leader):
    assert client.get(address(make_method(status=Status.DRAFT))).status_code == 404


def test_the_administration_approves_and_hides(client):
    admin, waiting = make_user(is_staff=True, is_superuser=True), make_experience()
    client.force_login(admin)
    changelist = reverse("admin:tools_experience_changelist")

    client.post(changelist, {"action": "approve", "_selected_action": [waiting.pk]})
    waiting.refresh_from_db()
    assert waiting.approved_by == admin
    assert list(Experience.objects.approved()) == [waiting]

    client.post(changelist, {"action": "hide", "_selected_action": [waiting.pk]})
    assert list(Experience.objects.approved()) == []


def test_approval_is_seen_on_the_shared_card_at_once(client, monkeypatch):
    monkeypatch.setattr("prosesstotte.caching.VERSION_AGE", 0)
    waiting = make_experience(text="Gjekk godt ute.")
    card = waiting.method.get_absolute_url()
    assert "Gjekk godt ute." not in client.get(card).text

    Experience.objects.all().approve(by=make_user())

    assert "Gjekk godt ute." in client.get(card).text


@pytest.mark.parametrize("fit", [0, 6])
def test_a_mark_is_from_one_to_five(fit):
    told = make_experience()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tools_experience SET fit = %s WHERE id = %s", [fit, told.pk])
