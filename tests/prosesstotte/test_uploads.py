"""Documents and photos: what they say they are, small enough, and with nothing hidden in them."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from prosesstotte import uploads
from prosesstotte.models import Document, TeamMember
from tests.factories import make_user

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<html><script>alert(1)</script></html>"


def packed(*names, size=10):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"\0" * size)
    return content.getvalue()


WORD = packed("[Content_Types].xml", "word/document.xml")


def picture(kind="JPEG", size=(1200, 600), **more):
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, kind, **more)
    return content.getvalue()


def document(name, content):
    return uploads.clean_document(SimpleUploadedFile(name, content))


def photo(name, content):
    return uploads.clean_photo(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7 ..."),
        ("a.PDF", b"\n%PDF-1.4"),
        ("a.docx", WORD),
        ("a.xlsx", packed("[Content_Types].xml", "xl/workbook.xml")),
        ("a.pptx", packed("ppt/presentation.xml")),
        ("a.odt", packed("mimetype", "content.xml")),
    ],
)
def test_a_document_that_is_what_it_says_is_taken(name, content):
    assert document(name, content).name == name.lower()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", HTML),
        ("a.pdf", SVG),
        ("a.pdf", WORD),
        ("a.docx", HTML),
        ("a.docx", b"PK\x03\x04 tull"),
        ("a.docx", packed("xl/workbook.xml")),
        ("a.docx", packed("word/document.xml", "word/vbaProject.bin")),
        ("a.html", HTML),
        ("a.svg", SVG),
        ("a", b""),
    ],
)
def test_a_document_that_is_something_else_is_refused(name, content):
    with pytest.raises(ValidationError) as refused:
        document(name, content)

    assert refused.value.code == "wrong_kind"


def test_a_bomb_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1_000_000)

    with pytest.raises(ValidationError):
        document("a.docx", packed("word/document.xml", size=2_000_000))


def test_a_document_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_DOCUMENT", 10)

    with pytest.raises(ValidationError) as refused:
        document("a.pdf", b"%PDF-1.7 and more")

    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("name", "calm"),
    [
        ("Møte på rådhuset 2026!.pdf", "mote-pa-radhuset-2026.pdf"),
        ("..%2f<script>.pdf", "2fscript.pdf"),
        ("\u202efdp.pdf", "fdp.pdf"),
        ("a\r\nX-Vond: 1.pdf", "a-x-vond-1.pdf"),
        ("....pdf", "dokument.pdf"),
        ("x" * 90 + ".pdf", "x" * 60 + ".pdf"),
    ],
)
def test_the_name_of_a_document_is_made_calm(name, calm):
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    upload._name = name

    assert uploads.clean_document(upload).name == calm


def test_a_photo_is_drawn_anew_small_and_without_place_and_camera():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kamera AS", 6  # the maker, and «lies on its side»
    exif.get_ifd(0x8825)[1] = "N"
    taken = photo("kari.jpg", picture(exif=exif))

    with Image.open(taken) as clean:
        assert (clean.format, clean.size) == ("JPEG", (400, 800))
        assert dict(clean.getexif()) == {}
    assert b"Kamera" not in taken.read()
    assert "kari" not in taken.name


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_photos_become_jpeg_too(kind):
    assert photo("kari.png", picture(kind)).name.endswith(".jpg")


@pytest.mark.parametrize("content", [SVG, HTML, b"", picture("GIF"), picture("BMP"), picture()[:200]])
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(ValidationError):
        photo("kari.jpg", content)


def test_a_photo_with_too_many_points_is_refused_unread(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 100)

    with pytest.raises(ValidationError) as refused:
        photo("kari.jpg", picture())

    assert refused.value.code == "too_large"


@pytest.mark.django_db
def test_a_body_beyond_all_measure_is_refused_before_it_is_read(client, settings):
    settings.UPLOAD_MAX_SIZE = 1_000

    response = client.post(reverse("bookings:need"), {"fil": SimpleUploadedFile("a.pdf", b"x" * 2_000)})

    assert response.status_code == 400


@pytest.mark.django_db
def test_the_administration_takes_the_right_files_and_says_no_to_others(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    about = {"title": "Om", "slug": "om", "description": "x", "order": 0}
    person = {"name": "Kari", "title": "leiar", "order": 0}
    add_document = reverse("admin:prosesstotte_document_add")
    add_person = reverse("admin:prosesstotte_teammember_add")

    client.post(add_document, {**about, "file": SimpleUploadedFile("a.pdf", HTML)})
    client.post(add_person, {**person, "photo": SimpleUploadedFile("a.png", SVG)})
    refused = (Document.objects.count(), TeamMember.objects.count())
    client.post(add_document, {**about, "file": SimpleUploadedFile("Å a.pdf", b"%PDF-1.7")})
    client.post(add_person, {**person, "photo": SimpleUploadedFile("a.png", picture("PNG"))})

    assert refused == (0, 0)
    assert Document.objects.get().file.name == "dokument/a-a.pdf"
    assert TeamMember.objects.get().photo.name.startswith("team/")
