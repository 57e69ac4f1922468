"""Papers made once for each version of the content, and shared by all processes.

The content's version changes often (news, midnight), a paper seldom: so when the version is another,
what the paper is made from is read again, and only another digest makes another paper.
See docs/decisions/009-paper.md.
"""

import hashlib
import json
import time

from django.db import connection, transaction
from django.utils import timezone

from prosesstotte import pdf
from prosesstotte.caching import content_version
from tools.models import PaperEdition
from tools.models.paper import Stage

KEPT = 500  # papers for a number of people or a chosen set («?» in their name); the oldest go


def digest_of(template, data):
    found = hashlib.sha256(f"{template} {pdf.look()} ".encode())
    found.update(json.dumps(data, default=str, sort_keys=True).encode())
    return found.hexdigest()


def find(what):
    """The edition without its PDF, which is read when it is sent."""
    return PaperEdition.objects.defer("content").filter(what=what).first()


def ready(what, template, read):
    """The edition of `what` for the present content, made now if need be. `read()` gives the template's data.

    Ten who ask at once wait for one build: a lock of the transaction stands before it.
    """
    version = content_version()
    edition = find(what)
    if edition and edition.agrees_with(version):
        return edition
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"paper {what}"])
        edition = find(what) or PaperEdition(what=what)
        if not edition.agrees_with(version):
            renew(edition, version, template, read())
    return edition


def renew(edition, version, template, data):
    """Make the paper if what it is made from is new; note the version it agrees with."""
    if not settle(edition, version, digest_of(template, data)):
        store(edition, version, template, data)
        sweep()


def settle(edition, version, digest):
    """True when the paper we have is right for this version too."""
    if edition.digest != digest:
        return False
    edition.version, edition.stage = version, Stage.READY
    edition.save(update_fields=["version", "stage"])
    return True


def store(edition, version, template, data, **unread):
    """Make the paper and keep it. `unread` reaches the template, but is no reason for another paper."""
    began = time.perf_counter()
    content = pdf.compile_template(template, {**data, **unread})
    edition.seconds = round(time.perf_counter() - began, 2)
    edition.content, edition.size, edition.pages = content, len(content), pdf.page_count(content)
    edition.version, edition.digest = version, digest_of(template, data)
    edition.stage, edition.made_at = Stage.READY, timezone.now()
    edition.save()


def sweep():
    """Sets and numbers of people are many; the shelf is not."""
    chosen = PaperEdition.objects.filter(what__contains="?").order_by("-made_at")
    PaperEdition.objects.filter(pk__in=list(chosen.values_list("pk", flat=True)[KEPT:])).delete()
