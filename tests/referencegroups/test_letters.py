"""Letters all the way: queued, sent by the worker over real SMTP, with links that work."""

import email
import re
from email import policy

import pytest

from prosesstotte import mail
from prosesstotte.models import OutgoingMail
from referencegroups import actions, letters
from referencegroups.choices import State
from tests.factories import make_user
from tests.referencegroups.factories import make_group, make_member, make_membership
from tests.referencegroups.post import as_sent
from tests.worker import work

KARI = "kari@example.org"


@pytest.mark.django_db(transaction=True)
def test_an_invitation_arrives_with_a_link_that_opens_and_a_way_to_stop(post_office, client):
    actions.invite(by=make_user(), group=make_group(), email=KARI)

    work()

    to, raw = post_office.letters[0]
    message = email.message_from_string(raw, policy=policy.default)
    plain = message.get_body(("plain",)).get_content()
    path = re.search(r"http://localhost:8000(/referansegrupper/stadfest/[\w-]+/)", plain)[1]
    assert to == KARI
    assert path in message.get_body(("html",)).get_content()
    assert client.get(path, follow=True).status_code == 200
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = message["List-Unsubscribe"].strip()
    assert re.fullmatch(r"<http://localhost:8000/referansegrupper/e-post/[\w-]+/>", stop)


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_is_tried_again_has_a_link_that_works(post_office, client, settings):
    member = make_membership(member=make_member(KARI)).member
    letter = letters.send_my_page(member)
    as_sent(letter)  # a first try, that the mail server did not take

    mail.deliver(letter)

    _to, raw = post_office.letters[0]
    plain = email.message_from_string(raw, policy=policy.default).get_body(("plain",)).get_content()
    path = re.search(r"http://localhost:8000(/referansegrupper/mi-side/[\w-]+/)", plain)[1]
    assert client.get(path, follow=True).status_code == 200


@pytest.mark.django_db
def test_nothing_is_queued_for_an_erased_person():
    membership = make_membership(member=make_member(KARI))
    actions.erase(member=membership.member)
    before = OutgoingMail.objects.count()
    membership.refresh_from_db()

    assert letters.send("welcome", membership) is None
    assert OutgoingMail.objects.count() == before


@pytest.mark.django_db
def test_a_letter_without_secrets_is_as_it_was():
    letter = mail.queue("account/login_code", to=KARI, context={"code": "ABCD-EFGH"})

    assert as_sent(letter).body == letter.text


TEMPLATES = [
    ("requested", {"days": 7}), ("invited", {"days": 7, "load": "lite"}), ("already", {"state": "Aktiv"}),
    ("confirmed", {"in_pool": True, "number": 10_000_001}), ("confirmed", {"in_pool": False}),
    ("approved", {}), ("welcome", {}), ("reserve", {"order": 2}),
    ("declined", {"note": "Fullt.", "days": 30}),
    ("removed", {"note": "Flytta."}), ("left", {"months": 24}), ("renewal", {}), ("renewed", {}),
    ("not_renewed", {}), ("group_closed", {}), ("consent_changed", {}),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "context"), TEMPLATES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_letter_is_whole(kind, context):
    group = make_group("Framtidas bibliotek")
    membership = make_membership(group, make_member(KARI, first_name="Kari"), State.ACTIVE)

    letter = letters.send(kind, membership, **context)

    body = as_sent(letter).body
    assert "Framtidas bibliotek" in body
    assert "Team prosesstøtte" in body
    assert not re.search(r"\{\{|\{%|/~|None|Kari Kari", body)
    assert "Kari" not in letter.subject
    assert len(letter.subject) <= 78


@pytest.mark.django_db
def test_every_template_of_a_letter_is_tried():
    from django.conf import settings

    folder = settings.BASE_DIR / "templates" / "emails" / "groups"
    names = {path.stem for path in folder.glob("[a-z]*.txt")}

    assert names == {kind for kind, _context in TEMPLATES} | {"my_page"}
