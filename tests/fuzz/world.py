"""A house with something behind every door, and the people who come."""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

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
    """`known` has values that open something, by the name of the variable part and the address's beginning."""

    people: dict = field(default_factory=dict)
    known: dict = field(default_factory=dict)
    member_paths: list = field(default_factory=list)

    def choose(self, address, name, chance):
        """A value that fits this part of this address, as far as it can be known; the most exact one wins."""
        if name == "object_id":
            return chance.choice(_pks_of(*address.route.split("/")[1:3]))
        found = self.known.get(name, {"": ["x"]})
        start = max((one for one in found if address.route.startswith(one)), key=len, default=None)
        return str(chance.choice(found.get(start) or ["1"]))


def _pks_of(app, model):
    """The rows an admin page may be about."""
    try:
        rows = apps.get_model(app, model)._default_manager.values_list("pk", flat=True)[:20]
    except LookupError:
        rows = []
    return [str(pk) for pk in rows] or ["1"]


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
        "a stranger": None, "a member": None, "a booker": booker, "a process leader": user_of(bookings[0].leader),
        "an area owner": one.owner, "an administrator": make_user(is_staff=True, is_superuser=True),
    }  # fmt: skip
    shared = make_collection(method, owner=booker)
    shared.share()
    house.member_paths = _members()
    group = "referansegrupper/"
    rounds, lots = _pks_of("referencegroups", "round"), _pks_of("referencegroups", "lottery")
    moves = list(MOVE_ADDRESSES.values())
    house.known = {
        "slug": {
            "": ["x"], "aktuelt/": [news.slug], "tilsette/": [document.slug], "metodar/": [method.slug],
            "metodar/oppskrifter/": [recipe.slug], "koyreplan/": [recipe.slug], group: [one.group.slug],
            f"{group}omrade/": [one.area.slug],
        },
        "pk": {
            "": ["1", "2"], "mine/bestilling/": [row.pk for row in [*bookings, extra[0]]], "mine/samtale/": [extra[1].pk],
            group: rounds, f"{group}<slug:slug>/runde/": rounds, f"{group}<slug:slug>/loddtrekking/": lots,
            f"{group}mi-side/": _pks_of("referencegroups", "membership"), "metodar/samling/": [shared.pk],
            "g/": [one.group.pk],
        },
        "token": {
            "": ["x" * 24], "koyreplan/": [programme.edit_token, running.edit_token],
            "koyreplan/les/": _reading(programme), "metodar/": [shared.shared_address.split("/")[-2]],
            group: [path.split("/")[-2] for path in house.member_paths],
        },
        "number": {"": ["1"], "koyreplan/": ["1", *_pks_of("tools", "run")]}, "year": {"": ["2026"]},
        "face": {"": Face.values}, "kind": {"": list(FORMATS), group: ["csv", "xlsx"]}, "edit": {"": list(EDITS)},
        "move": {"": moves, "mine/samtale/": moves[-4:]}, "app_label": {"": OWN_APPS}, "page": {"": ["0123456789ab"]},
    }  # fmt: skip
    return house


def _reading(programme):
    return [programme.reading_address(face).rstrip("/").rpartition("/")[2] for face in Face]


def _members():
    """The secret addresses of one member, one of each kind."""
    membership, invitation = Membership.objects.members().first(), Invitation.objects.first()
    kinds = [secret_links.LEAVE, secret_links.STOP_MAIL, secret_links.RENEW, secret_links.CONSENT]
    paths = [secret_links.path_for(kind, membership) for kind in kinds]
    paths.append(secret_links.path_for(secret_links.MY_PAGE, membership.member))
    return paths + [
        round_links.new_path(kind, invitation) for kind in (round_links.ANSWER, round_links.USEFUL)
    ]


def clients(house):
    """(who, a browser where they are logged in, or have opened their links)."""
    for who, user in house.people.items():
        client = Client()
        if user:
            client.force_login(user)
        elif who == "a member":
            for path in house.member_paths:
                client.get(path)
            client.post(reverse("referencegroups:my_page"))
        yield who, client
