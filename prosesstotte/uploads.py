"""Files that administrators put in: the kind they say they are, not too large, nothing hidden in them."""

import io
import secrets
import zipfile

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from prosesstotte.text import nn_slug

LARGEST_DOCUMENT = 20_000_000  # bytes
LARGEST_PHOTO = 10_000_000
MOST_UNPACKED = 300_000_000  # a small file may unpack to a very large one
MOST_PARTS = 5_000
MOST_PIXELS = 40_000_000
SIDE = 800  # pixels of a photo we keep: twice what the page shows
PHOTOS = {"JPEG", "PNG", "WEBP"}
# What each kind of packed document has in it.
PACKED = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "odt": "content.xml"}
LONGEST_NAME = 60  # characters


class LimitHandler(FileUploadHandler):
    """Refuses a body that is too large before a byte of it is written to disk, whoever sends it."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.UPLOAD_MAX_SIZE:
            raise RequestDataTooBig("upload")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


def clean_document(upload):
    """`upload` with a calm name, when it is what its name says. Raises ValidationError."""
    name, _dot, kind = upload.name.rpartition(".")
    kind = kind.lower()
    if upload.size > LARGEST_DOCUMENT:
        raise ValidationError(_("Fila er for stor. Ho kan vere på høgst 20 MB."), code="too_large")
    if not (_is_pdf(upload) if kind == "pdf" else _is_packed(upload, kind)):
        raise ValidationError(
            _("Fila er ikkje det namnet seier. Lagre ho på nytt som PDF, Word, Excel, PowerPoint eller ODT."),
            code="wrong_kind",
        )
    upload.name = f"{nn_slug(name)[:LONGEST_NAME].strip('-') or 'dokument'}.{kind}"
    return upload


def _is_pdf(upload):
    upload.seek(0)
    start = upload.read(1024)
    upload.seek(0)
    return start.lstrip().startswith(b"%PDF-")


def _is_packed(upload, kind):
    """A document of this kind, without programs in it, that does not unpack to more than a disk holds."""
    try:
        with zipfile.ZipFile(upload) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    finally:
        upload.seek(0)
    names = [part.filename for part in parts]
    has_programs = any("vbaproject" in name.lower() for name in names)
    is_bomb = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
    is_kind = kind in PACKED and any(name.startswith(PACKED[kind]) for name in names)
    return is_kind and not has_programs and not is_bomb


def clean_photo(upload):
    """A new picture with the same motif: small, upright, and without place and camera in it."""
    if upload.size > LARGEST_PHOTO:
        raise ValidationError(_("Biletet er for stort. Det kan vere på høgst 10 MB."), code="too_large")
    upload.seek(0)
    try:
        with Image.open(upload, formats=sorted(PHOTOS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("Biletet har for mange punkt. Gjer det mindre."), code="too_large")
            return _drawn_anew(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError(
            _("Fila er ikkje eit bilete vi kan lese. Vel JPG, PNG eller WebP."), code="invalid_image"
        ) from error


def _drawn_anew(picture):
    picture.draft("RGB", (SIDE, SIDE))
    picture.thumbnail((SIDE, SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright.getchannel("A"))
    content = io.BytesIO()
    clean.save(content, "JPEG", quality=85, optimize=True)
    return ContentFile(content.getvalue(), name=f"{secrets.token_hex(8)}.jpg")
