"""A small house with one of everything for each person in the table of access, and one of somebody else's."""

import uuid
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from bookings import actions, evaluation_links
from bookings.models.own_calendar import FEED
from prosesstotte import access, caching, links, roles
from prosesstotte.models import Document
from referencegroups import round_links, secret_links
from referencegroups.models import Invitation
from referencegroups.round_choices import Mode
from tests.bookings.evaluation_factories import make_evaluated
from tests.bookings.factories import make_advice, make_leader, make_request, oslo, user_of
from tests.bookings.waiting_factories import make_waiting
from tests.factories import (
    make_area,
    make_collection,
    make_method,
    make_news,
    make_page,
    make_programme,
    make_recipe,
    make_run,
    make_team_member,
    make_user,
)  # fmt: skip
from tests.referencegroups.factories import make_group, make_membership
from tests.referencegroups.lottery_factories import make_published
from tests.referencegroups.round_factories import make_closed, make_fed_back, make_open
from tests.referencegroups.worlds import make_world
from tools import catalogue, shelf
from tools.actions import runs
from tools.choices import Face
from tools.live import Event

WRONG = "x" * 24  # a token that opens nothing


class House:
    def __init__(self):
        roles.fill_groups()
        self.worlds = {"min": make_world("min"), "hin": make_world("hin")}
        self.named = {
            name: make_closed(group=world.group, mode=Mode.NAMED).pk for name, world in self.worlds.items()
        }
        self.open_to_all()
        self.behind_links()
        self.users = {who: self.person(who) for who in list(access.WHO)[2:]}
        self.things = {who: self.of(who, user) for who, user in self.users.items()}
        stranger = make_user()
        self.others = self.of(access.COLLEAGUE, stranger)
        self.key = Authenticator.objects.create(user=stranger, type="webauthn", data={"name": "Nøkkel"})

        for memory in (caching, catalogue, shelf):
            memory.forget()  # what was read while the house was being built

    def person(self, who):
        """Somebody with one role of the table and no other."""
        if who == access.LEADER:
            return user_of(make_leader())
        if who == access.OWNER:
            return self.worlds["min"].owner
        if who == access.ADMINISTRATOR:
            return make_user(is_staff=True, is_superuser=True)
        user = make_user(is_staff=who in access.STAFF)
        if who in access.STAFF:
            user.groups.add(roles.group_of(roles.BY_KEY[who]))
        return user

    def of(self, who, user):
        """What somebody has booked; what a process leader leads."""
        role = {"leader": user.team_member.process_leader} if who == access.LEADER else {"by": user}
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
        return SimpleNamespace(
            booking=make_request(**role),
            talk=make_advice(**role, starts_at=oslo(12, 10, 12)),
            collection=make_collection(self.method, owner=user),
            waiting=make_waiting(by=user),
        )

    def open_to_all(self):
        self.method, self.news, self.area = make_method(), make_news(), make_area()
        self.recipe, self.collection = make_recipe(methods=[self.method]), make_collection(self.method)
        self.collection.share()
        self.shared = self.collection.shared_address.split("/")[-2]
        self.member = make_team_member()
        self.member.photo.save("bilete.png", ContentFile(b"png"))
        file = ContentFile(b"pdf", "grunnlag.pdf")
        self.document = Document.objects.create(
            title="Grunnlag", slug="grunnlag", description="Om.", file=file
        )
        for slug in ("om", "tilsette", "personvern", "tilgjenge"):
            make_page(slug)
        self.group = make_group(area=self.area)
        self.round, self.fed_back = make_open(group=self.group), make_fed_back(group=self.group)
        self.lottery = make_published(make_group(area=self.area))

    def behind_links(self):
        """A programme and a membership, with every link that opens them."""
        self.programme = make_programme(method=self.method)
        self.ended = make_run(self.programme)
        runs.take_events(run=self.ended, events=[Event(str(uuid.uuid4()), "end", timezone.now())])
        self.run = make_run(self.programme)
        self.membership, self.not_mine = make_membership(self.group), make_membership(self.group)
        self.tokens = {"edit": self.programme.edit_token}
        self.tokens["read"] = self.programme.reading_address(Face.OWNER).split("/")[-2]
        waiting = make_membership(self.group, state="invited")
        secret_links.stand_invitation(waiting)
        for kind in secret_links.KINDS.values():
            row = waiting if kind == secret_links.CONFIRM else self.membership
            row = row.member if kind == secret_links.MY_PAGE else row
            self.tokens[kind.address] = secret_links.path_for(kind, row).split("/")[-2]
        evaluation = make_evaluated(0)
        self.tokens["evaluation"] = evaluation_links.address_of(evaluation).split("/")[-2]
        leader = evaluation.booking.leader
        feed = actions.open_feed(by=user_of(leader), leader=leader)
        self.tokens["feed"] = links.standing_token(FEED, feed.nonce)
        for kind, row in ((round_links.ANSWER, self.round), (round_links.USEFUL, self.fed_back)):
            invitation = Invitation.objects.filter(round=row).first()
            self.tokens[kind.address] = round_links.new_token(kind, invitation)

    def open_links(self, client):
        """Follow every link of the member's, so that the pages behind them stand open in `client`."""
        for address in [*secret_links.KINDS, *round_links.KINDS]:
            client.get(reverse(f"referencegroups:{address}_link", args=[self.tokens[address]]))
        client.post(reverse("referencegroups:my_page"))
