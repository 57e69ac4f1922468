"""Files and messages on a booking: who may, what is taken, how it comes back, and when it goes."""

import datetime as dt
import io
import zipfile
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import actions, retention
from bookings.actions.files import plain_name
from bookings.errors import Refused
from bookings.file_kinds import kind_of
from bookings.models import Attachment, Message
from bookings.models.attachment import LARGEST
from prosesstotte import events, limits
from prosesstotte import retention as house
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    MEETING,
    NOW,
    make_accepted,
    make_completed,
    make_group,
    make_need,
    make_request,
    user_of,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n..."


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def office(*parts, **contents):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as found:
        for part in parts:
            found.writestr(part, "")
        for part, text in contents.items():
            found.writestr(part, text)
    return file.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")


def upload(content=PDF, name="Mandat.pdf"):
    return SimpleUploadedFile(name, content)


def attach(booking, *, by=None, **fields):
    return actions.attach(by=by or booking.booker, booking=booking, file=upload(**fields), at=NOW)


def address(name, booking, *more):
    return reverse(name, args=[booking.pk, *more])


def stored(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


# --- What it is --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0 jfif", "jpg"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (DOCX, "docx"),
        (office("xl/workbook.xml"), "xlsx"),
        (office("ppt/presentation.xml"), "pptx"),
        (office(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (office("word/document.xml", "word/vbaProject.bin"), None),
        (office("innhald.txt"), None),
        (office(mimetype="application/epub+zip"), None),
        (b"PK\x03\x04 ikkje ein zip", None),
        (b"MZ\x90\x00 eit program", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"", None),
    ],
)
def test_what_a_file_is_stands_in_the_file(content, kind):
    assert kind_of(io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Mandat 2026.pdf", "Mandat 2026"),
        ("../../etc/passwd", "passwd"),
        ("C:\\filer\\plan.docx", "plan"),
        ('a"b\r\nc<script>.pdf', "a b c script"),
        (".pdf", "pdf"),
        ("æøå.PDF", "æøå"),
        ("x" * 300 + ".pdf", "x" * 100),
    ],
)
def test_a_name_is_words_and_no_path(given, kept):
    assert plain_name(given) == kept


# --- By the door ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["booker", "responsible", "leader", "staff"])
def test_everybody_with_a_role_lays_a_file_there_and_takes_it_away(
    who, tmp_path, django_capture_on_commit_callbacks
):
    booking = make_accepted(need=make_need(responsible_email="kari@example.no"))
    by = {
        "booker": booking.booker,
        "responsible": booking.responsible,
        "leader": user_of(booking.leader),
        "staff": make_user(is_staff=True, is_superuser=True),
    }[who]

    row = attach(booking, by=by, content=DOCX, name="Mandat.exe")
    assert (row.name, row.kind, row.file_name, len(stored(tmp_path))) == ("Mandat", "docx", "Mandat.docx", 1)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(by=by, attachment=row, at=NOW)

    assert [event.verb for event in events.history(booking)][-2:] == ["file", "file_removed"]
    assert (Attachment.objects.count(), stored(tmp_path)) == (0, [])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"content": b""}, "Fila er tom"),
        ({"content": b"MZ program"}, "Vel ei fil i PDF"),
        ({"content": PDF + b"x" * LARGEST}, "over 10 MB"),
    ],
)
def test_what_is_no_document_is_refused_in_words_and_leaves_nothing(fields, sentence, tmp_path):
    with pytest.raises(Refused, match=sentence):
        attach(make_request(), **fields)

    assert (Attachment.objects.count(), stored(tmp_path)) == (0, [])


def test_ten_files_are_enough_and_a_closed_booking_takes_none():
    booking, over = make_request(), make_completed()
    for number in range(10):
        attach(booking, name=f"{number}.pdf")

    with pytest.raises(Refused, match="alt ti filer"):
        attach(booking)
    with pytest.raises(Refused, match="avslutta"):
        attach(over)


def test_strangers_and_readers_neither_lay_nor_take():
    reader = make_user()
    booking = make_request(by=make_group(readers=[reader]).leader)
    row = attach(booking)

    for by in (reader, make_user()):
        with pytest.raises(PermissionDenied):
            attach(booking, by=by)
        with pytest.raises(PermissionDenied):
            actions.remove_file(by=by, attachment=row)


def test_the_retention_erases_the_files_of_what_was_over_long_ago(
    tmp_path, django_capture_on_commit_callbacks
):
    booking, young = make_request(), make_request(starts_at=MEETING + dt.timedelta(days=7))
    attach(booking)
    attach(young)

    with django_capture_on_commit_callbacks(execute=True):
        house.run(retention.RULES, booking.ends_at + dt.timedelta(days=365))

    assert Attachment.objects.get().booking == young
    assert len(stored(tmp_path)) == 1


# --- By the pages ------------------------------------------------------------------------------------------


def test_a_file_goes_up_is_shown_and_comes_back_as_a_download(client):
    booking = make_request()
    client.force_login(booking.booker)

    sent = client.post(address("booking_file_add", booking), {"file": upload(name="Mandat æ.html")})
    row = Attachment.objects.get()
    page = client.get(booking.get_absolute_url())
    response = client.get(address("booking_file", booking, row.pk))

    assert sent.headers["Location"] == f"{booking.get_absolute_url()}#filer"
    assert "Mandat æ" in page.text
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "Mandat%20%C3%A6.pdf" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_reader_fetches_and_a_stranger_finds_nothing(client):
    reader = make_user()
    booking = make_request(by=make_group(readers=[reader]).leader)
    row, other = attach(booking), make_request()

    client.force_login(reader)
    assert client.get(address("booking_file", booking, row.pk)).status_code == 200
    assert client.get(address("booking_file_add", booking)).status_code == 403
    assert client.post(address("booking_file_remove", booking, row.pk)).status_code == 403
    assert client.post(address("booking_message", booking), {"text": "Hei"}).status_code == 403
    client.force_login(other.booker)
    assert client.get(address("booking_file", booking, row.pk)).status_code == 404
    assert client.get(address("booking_file", other, row.pk)).status_code == 404
    assert client.post(address("booking_file_add", booking), {"file": upload()}).status_code == 404
    assert client.post(address("booking_message", booking), {"text": "Hei"}).status_code == 404
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("answers", [{}, {"file": b""}, {"file": b"MZ program"}])
def test_a_page_without_a_real_file_is_422(client, answers):
    booking = make_request()
    client.force_login(booking.booker)
    sent = {name: upload(content=content) for name, content in answers.items()}

    response = client.post(address("booking_file_add", booking), sent)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def test_removing_by_the_page_twice_is_calm_and_get_removes_nothing(client):
    booking = make_request()
    row = attach(booking)
    client.force_login(booking.booker)

    assert client.get(address("booking_file_remove", booking, row.pk)).status_code == 405
    for _click in range(2):
        assert client.post(address("booking_file_remove", booking, row.pk)).status_code == 302
    assert client.get(address("booking_file", booking, row.pk)).status_code == 404


# --- Messages ------------------------------------------------------------------------------------


def test_a_message_reaches_the_others_without_names_in_the_subject(client):
    booking = make_request(
        by=make_user(name="Ola Nordmann"), need=make_need(responsible_email="kari@example.no")
    )
    client.force_login(booking.booker)

    response = client.post(address("booking_message", booking), {"text": "Vi blir [tjue](http://x.no)."})

    sent = OutgoingMail.objects.filter(kind="bookings/message")
    assert response.headers["Location"] == f"{booking.get_absolute_url()}#meldingar"
    assert {letter.to for letter in sent} == {"kari@example.no", user_of(booking.leader).email}
    assert {letter.subject for letter in sent} == {"Ny melding om bestillinga"}
    assert "Ola Nordmann skriv:" in sent[0].text
    assert 'href="http://x.no' not in sent[0].html
    assert booking.get_absolute_url() in sent[0].text


def test_the_thread_is_told_in_time_order_as_text(client):
    booking = make_request()
    for minutes, (by, text) in enumerate(
        [(booking.booker, "Først <b>"), (user_of(booking.leader), "Så svaret")]
    ):
        at = NOW + dt.timedelta(minutes=minutes)
        actions.write_message(by=by, booking=booking, text=text, at=at)
    client.force_login(booking.booker)

    page = client.get(booking.get_absolute_url())

    assert page.text.index("Først &lt;b&gt;") < page.text.index("Så svaret")


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001, "a\x00b"])
def test_a_message_that_says_nothing_or_too_much_is_422_and_kept(client, text):
    booking = make_request()
    client.force_login(booking.booker)

    response = client.post(address("booking_message", booking), {"text": text})

    assert response.status_code == 422
    assert not Message.objects.exists()


def test_who_has_no_role_writes_nothing():
    with pytest.raises(PermissionDenied):
        actions.write_message(by=make_user(), booking=make_request(), text="Hei")


def test_too_many_messages_are_slowed_down(client, monkeypatch):
    monkeypatch.setattr(limits, "time", lambda: 1_000_000)  # ten minutes never end in the middle
    booking = make_request()
    client.force_login(booking.booker)
    send = partial(client.post, address("booking_message", booking))

    codes = [send({"text": str(number)}).status_code for number in range(21)]

    assert codes == [302] * 20 + [429]


def test_too_many_files_are_slowed_down(client, monkeypatch):
    monkeypatch.setattr(limits, "time", lambda: 1_000_000)
    monkeypatch.setitem(limits.LIMITS, "booking_file", limits.Limit(2, 600))
    booking = make_request()
    client.force_login(booking.booker)

    codes = [client.post(address("booking_file_add", booking)).status_code for _ in range(3)]

    assert codes == [422, 422, 429]


def test_the_page_asks_as_often_with_three_files_and_messages_as_with_one(client):
    booking = make_request()
    client.force_login(booking.booker)

    def count():
        attach(booking)
        actions.write_message(by=user_of(booking.leader), booking=booking, text="Hei")
        with CaptureQueriesContext(connection) as found:
            client.get(booking.get_absolute_url())
        return len(found)

    count()
    assert len({count() for _ in range(2)}) == 1
