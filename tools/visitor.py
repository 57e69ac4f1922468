"""The collection of somebody who is not logged in: it lies in a signed cookie, not with us.

The cookie reads `slug.slug.slug|name|note|number`: the methods first and plain, so that a script can mark
what is chosen, then name and note as in an address, then the row the visitor shares, if any. Only the
row that is shared is kept here, and the signature makes the visitor the one who may change it.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.conf import settings
from django.utils import timezone

from tools.models import Collection
from tools.models.collection import MOST_METHODS, NOTE_LENGTH, TITLE_LENGTH

COOKIE, SALT = "samling", "tools.visitor"
DAYS = 180
LARGEST = 3_800  # bytes; browsers keep 4096 with name and signature


@dataclass
class VisitorCollection:
    """As a `Collection` to the pages: slugs, title, note, and a link when it is shared."""

    chosen: list
    title: str = ""
    note: str = ""
    shared: Collection | None = None
    is_changed: bool = False
    pk = None

    @property
    def is_shared(self):
        return self.shared is not None

    @property
    def shared_address(self):
        return self.shared.shared_address

    def slugs(self):
        return self.chosen

    def hold(self, slugs):
        self.chosen = list(dict.fromkeys(slugs))
        self._keep()

    def add(self, slugs):
        self.hold([*self.chosen, *slugs])

    def describe(self, title, note):
        self.title, self.note = title, note
        self._keep()

    def share(self):
        self.shared = self.shared or Collection.objects.create()
        self._keep()
        self.shared.share()

    def unshare(self):
        if self.shared:
            self.shared.unshare()
            self.shared.delete()
        self.shared = None
        self._keep()

    def _keep(self):
        """What others read by the link follows what the visitor does."""
        self.is_changed = True
        if self.shared:
            self.shared.describe(self.title, self.note)
            self.shared.hold(self.chosen)

    def text(self):
        number = str(self.shared.pk) if self.shared else ""
        return "|".join(
            [".".join(self.chosen), quote(self.title, safe=""), quote(self.note, safe=""), number]
        )

    def has_room(self, slugs):
        chosen = list(dict.fromkeys([*self.chosen, *slugs]))
        wanted = VisitorCollection(chosen, self.title, self.note, self.shared)
        return len(chosen) <= MOST_METHODS and len(wanted.text()) <= LARGEST


def read(request):
    """What the visitor's cookie holds; an empty collection when there is none, or one nobody signed."""
    text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=DAYS * 86_400)
    slugs, title, note, number = [*text.split("|"), "", "", "", ""][:4]
    shared = Collection.objects.filter(pk=number, owner=None).first() if number.isdecimal() else None
    chosen = [slug for slug in slugs.split(".") if slug]
    return VisitorCollection(chosen, unquote(title)[:TITLE_LENGTH], unquote(note)[:NOTE_LENGTH], shared)


def write(response, collection):
    """Send the collection home with the visitor; an empty one leaves no cookie."""
    if collection.text() == "|||":
        forget(response)
        return
    response.set_signed_cookie(
        COOKIE,
        collection.text(),
        salt=SALT,
        max_age=DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=False,  # static/js/samling.js reads which methods are chosen
        samesite="Lax",
    )


def forget(response):
    response.delete_cookie(COOKIE, samesite="Lax")


def adopt(visitor, user):
    """Let what somebody chose before logging in be theirs: the row they shared, or a new one."""
    if not visitor.chosen and not visitor.shared:
        return None
    collection = visitor.shared or Collection(title=visitor.title, note=visitor.note)
    collection.owner, collection.used_at = user, timezone.now()
    collection.save()
    collection.hold(visitor.chosen)
    return collection
