"""The archive package of a booking: all that was agreed, and of the evaluation only what may be read."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from bookings import actions
from prosesstotte.models import Event
from tests.bookings.evaluation_factories import AFTER_CLOSE, answer, make_evaluated
from tests.bookings.factories import NOW, make_completed, make_confirmed, make_leader, make_request, user_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AFTER_CLOSE)


def package(booking, by=None):
    content = actions.export_booking(by=by or user_of(booking.leader), booking=booking)
    return zipfile.ZipFile(io.BytesIO(content))


def told(booking):
    data = json.loads(package(booking).read("bestilling.json"))
    return {part["del"]: part for part in data["delar"]}, data


def test_the_package_holds_who_what_formøte_plan_and_history():
    booking = make_completed()
    actions.export_booking(by=user_of(booking.leader), booking=booking)

    parts, data = told(booking)

    assert parts["Kven"]["opplysningar"]["Bestillar"] == f"{booking.booker}, {booking.booker.email}"
    assert parts["Møtet"]["opplysningar"]["Tilstand"] == "Gjennomført"
    assert parts["Formøtet"]["opplysningar"]["Arbeidsmåte"] == "IGP og prikkavstemming"
    assert [row["Hending"] for row in parts["Kva har skjedd"]["rader"]][-1].endswith("henta arkivpakka.")
    assert data["kolonnar"]["held_goal"] == booking.held_goal
    assert not {"form_key", "meeting_uid", "pre_meeting_uid"} & data["kolonnar"].keys()


def test_the_package_holds_the_messages_the_co_leaders_and_the_files_themselves():
    booking, co_leader = make_confirmed(), make_leader(name="Nils Medleiar")
    actions.bring_co_leader(by=user_of(booking.leader), booking=booking, leader=co_leader, at=NOW)
    actions.write_message(by=booking.booker, booking=booking, text="Vi blir tjue.", at=NOW)
    mandate = SimpleUploadedFile("Mandat.pdf", b"%PDF-1.7\n...")
    actions.attach(by=booking.booker, booking=booking, file=mandate, at=NOW)
    actions.complete(by=user_of(booking.leader), booking=booking, actual_minutes=120, at=booking.ends_at)

    parts, _data = told(booking)

    assert parts["Kven"]["opplysningar"]["Medleiarar"] == "Nils Medleiar"
    assert parts["Meldingar"]["rader"][0]["Melding"] == "Vi blir tjue."
    assert package(booking).read("vedlegg/1-Mandat.pdf") == b"%PDF-1.7\n..."


def test_the_paper_is_tagged_and_says_the_same():
    booking = make_completed()

    paper = PdfReader(io.BytesIO(package(booking).read("bestilling.pdf")))

    text = " ".join(page.extract_text() for page in paper.pages)
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "IGP og prikkavstemming" in text
    assert booking.title in text


def test_of_the_evaluation_it_holds_what_may_be_read_and_nothing_of_four_answers():
    many, few = make_evaluated(4), make_evaluated(4)
    answer(many, text="Bra møte.")

    shown, hidden = told(many.booking)[0], told(few.booking)[0]

    assert shown["Evaluering"]["linjer"] == ["«Bra møte.»"]
    assert shown["Evaluering"]["rader"][0]["Snitt"] == "5,0"
    assert "Evaluering" not in hidden


def test_handing_it_out_is_an_event_of_the_booking(client):
    booking = make_completed()
    client.force_login(user_of(booking.leader))

    response = client.post(reverse("booking_archive", args=[booking.pk]))

    assert response.headers["Content-Disposition"] == f'attachment; filename="bestilling-{booking.pk}.zip"'
    event = Event.objects.get(verb="exported")
    assert (event.by, event.subject_id, event.at) == (user_of(booking.leader), booking.pk, AFTER_CLOSE)


def test_the_booker_may_not_a_stranger_finds_nothing_and_a_link_does_nothing(client):
    booking = make_completed()
    address = reverse("booking_archive", args=[booking.pk])

    client.force_login(booking.booker)
    assert client.post(address).status_code == 403
    client.force_login(make_user())
    assert client.post(address).status_code == 404
    client.force_login(user_of(booking.leader))
    assert client.get(address).status_code == 405
    assert not Event.objects.filter(verb="exported").exists()


def test_the_button_stands_on_a_closed_booking_for_those_who_led_it(client):
    done, asked = make_completed(), make_request()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert "Last ned arkivpakka" in client.get(done.get_absolute_url()).text
    assert "Last ned arkivpakka" not in client.get(asked.get_absolute_url()).text

    client.force_login(done.booker)
    assert "Last ned arkivpakka" not in client.get(done.get_absolute_url()).text
