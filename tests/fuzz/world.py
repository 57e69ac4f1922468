"""A house with something behind every door, and the people who come."""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client

from bookings.choices import Status
from bookings.mine_urls import MOVE_ADDRESSES
from prosesstotte import house_content
from prosesstotte.models import Document
from referencegroups import round_links, secret_links
from referencegroups.models import Invitation, Membership
from tests.bookings.factories import make_advice, make_booking, make_call, user_of
from tests.factories import (
    make_collection,
    make_experience,
    make_method,
    make_news,
    make_programme,
    make_recipe,
    make_run,
    make_user,
)  # fmt: skip
from tests.referencegroups.worlds import make_world
from tools.choices import Face
from tools.formats import FORMATS
from tools.views.edits import EDITS

OWN_APPS = ["prosesstotte", "bookings", "tools", "referencegroups"]


@dataclass
class House:
    """`known` has values that open something, by the name of the address's variable part."""

    people: dict = field(default_factory=dict)
    known: dict = field(default_factory=dict)


def build():
    """Texts of the house, bookings in every state, a running plan, two areas with groups and rounds."""
    house_content.load_pages()
    house = House()
    booker, method = make_user("bestillar@example.no"), make_method(slug="idemyldring")
    bookings = [make_booking(status, by=booker) for status in Status.values]
    extra = [make_call(booker), make_advice(by=booker)]
    programme, recipe = make_programme(method=method), make_recipe(methods=[method])
    running = make_run(make_programme(method=method)).programme
    make_experience(method)
    news, document = make_news(), Document(title="Om", slug="om-mote", description="Kort.")
    document.file.save("om-mote.pdf", ContentFile(b"%PDF-1.7"))
    one, _two = make_world("ein"), make_world("to")
    house.people = {
        "a stranger": None, "a booker": booker, "a process leader": user_of(bookings[0].leader),
        "an area owner": one.owner, "an administrator": make_user(is_staff=True, is_superuser=True),
    }  # fmt: skip
    shared = make_collection(method)
    shared.share()
    house.known = {
        "slug": [method.slug, recipe.slug, news.slug, document.slug, one.group.slug, one.area.slug, "mal-og-strategi-pa-3-timar"],
        "pk": sorted({str(row.pk) for row in [*bookings, *extra]} | _some_pks()),
        "number": ["1", "2", *_some_pks()], "year": ["2026", "1", "9999"],
        "token": [programme.edit_token, running.edit_token, programme.edit_token, *_reading(programme), *_members()],
        "face": Face.values, "kind": [*FORMATS, "csv", "xlsx"], "edit": list(EDITS),
        "move": list(MOVE_ADDRESSES.values()), "object_id": sorted(_some_pks()),
        "app_label": OWN_APPS, "content_type_id": ["1"], "page": ["0123456789ab"],
    }  # fmt: skip
    return house


def _some_pks():
    """The first and the last row of each table of ours."""
    found = set()
    for app in OWN_APPS:
        for model in apps.get_app_config(app).get_models():
            found |= {
                str(pk) for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:2]
            }
    return found


def _reading(programme):
    return [programme.reading_address(face).rstrip("/").rpartition("/")[2] for face in Face]


def _members():
    """A secret token of each kind."""
    membership, invitation = Membership.objects.members().first(), Invitation.objects.first()
    paths = [secret_links.path_for(kind, membership) for kind in (secret_links.LEAVE, secret_links.RENEW)]
    paths.append(secret_links.path_for(secret_links.MY_PAGE, membership.member))
    paths += [round_links.new_path(kind, invitation) for kind in (round_links.ANSWER, round_links.USEFUL)]
    return [path.rstrip("/").rpartition("/")[2] for path in paths]


def clients(house):
    """(who, a browser where they are logged in). Members have opened their links already."""
    for who, user in house.people.items():
        client = Client(raise_request_exception=True)
        if user:
            client.force_login(user)
        yield who, client
