"""What an owner and a coordinator do in admin: doors, decisions in bulk, consent by phone, retention."""

import pytest
from django.urls import reverse

from prosesstotte import events, roles
from referencegroups.choices import GroupState, MailPause, Purpose, State
from referencegroups.models import AreaOwner, ConsentEvent, ConsentText, Membership, ReferenceGroup
from tests.factories import make_area, make_user
from tests.referencegroups.factories import (
    current_text,
    make_consent,
    make_group,
    make_member,
    make_membership,
)
from tests.referencegroups.post import kinds

pytestmark = pytest.mark.django_db
APP = "admin:referencegroups"


def staff(role):
    roles.fill_groups()
    user = make_user(is_staff=True)
    user.groups.add(roles.group_of(role))
    return user


@pytest.fixture
def owner(client):
    client.user = staff(roles.OWNER)
    client.force_login(client.user)
    return client


@pytest.fixture
def coordinator(client):
    client.user = staff(roles.COORDINATOR)
    client.force_login(client.user)
    return client


def act(client, action, *memberships, **data):
    chosen = {"action": action, "_selected_action": [row.pk for row in memberships]}
    return client.post(reverse(f"{APP}_membership_changelist"), {**chosen, **data}, follow=True)


def states(*memberships):
    return [Membership.objects.get(pk=row.pk).state for row in memberships]


# --- The doors of a group -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "move", "becomes"),
    [
        (GroupState.DRAFT, "open", GroupState.OPEN),
        (GroupState.OPEN, "start", GroupState.ACTIVE),
        (GroupState.ACTIVE, "close", GroupState.CLOSED),
        (GroupState.CLOSED, "open", GroupState.CLOSED),
        (GroupState.DRAFT, "start", GroupState.DRAFT),
    ],
)
def test_a_group_moves_by_its_doors_after_a_page_that_says_what_happens(owner, state, move, becomes):
    group = make_group(state=state, owner_user=owner.user)
    address = reverse(f"{APP}_group_move", args=[group.pk, move])
    assert owner.get(address).status_code == 200
    assert ReferenceGroup.objects.get(pk=group.pk).state == state

    owner.post(address)

    assert ReferenceGroup.objects.get(pk=group.pk).state == becomes


def test_a_door_that_is_none_is_a_404(owner):
    group = make_group(owner_user=owner.user)

    assert owner.post(reverse(f"{APP}_group_move", args=[group.pk, "vote"])).status_code == 404


def test_an_owner_of_an_area_makes_a_group_there_and_owns_it(owner):
    area = make_area()
    AreaOwner.objects.create(area=area, user=owner.user)
    data = {
        "area": area.pk, "name": "Ny gruppe", "slug": "ny-gruppe", "purpose": "Råd.", "who_may_join": "Alle",
        "join_mode": "approve", "minimum_age": 16, "load": "Lite", "owner": "Kommunalsjef", "contact": "Vi",
        "starts_on": "2026-12-01", "term_months": 24, "keep_unconfirmed_days": 7, "keep_declined_days": 30,
        "keep_do_not_invite_months": 24, "keep_invitations_days": 90, "keep_raw_text_months": 12,
        "keep_consent_months": 24, "targets-TOTAL_FORMS": 0, "targets-INITIAL_FORMS": 0,
    }  # fmt: skip

    response = owner.post(reverse(f"{APP}_referencegroup_add"), data)

    assert response.status_code == 302
    group = ReferenceGroup.objects.get()
    assert (group.owner_user, group.area, group.state) == (owner.user, area, GroupState.DRAFT)


def test_an_owner_without_an_area_makes_no_group(owner):
    assert owner.get(reverse(f"{APP}_referencegroup_add")).status_code == 403


# --- Decisions in bulk ----------------------------------------------------------------------------


def test_requests_are_approved_in_bulk_with_a_reason(owner):
    group = make_group(owner_user=owner.user)
    rows = [make_membership(group, state=State.CONFIRMED) for _ in range(3)]
    asked = act(owner, "approve", *rows)
    assert asked.status_code == 200
    assert states(*rows) == [State.CONFIRMED] * 3

    act(owner, "approve", *rows, reason="Dei tre frå Øyane.")

    assert states(*rows) == [State.ACTIVE] * 3
    assert all(events.history(row)[0].data == {"reason": "Dei tre frå Øyane."} for row in rows)
    assert all(events.history(row)[0].by == owner.user for row in rows)


@pytest.mark.parametrize("action", ["decline", "remove"])
def test_a_no_in_bulk_needs_a_reason(owner, action):
    group = make_group(owner_user=owner.user)
    rows = [make_membership(group, state=State.CONFIRMED) for _ in range(2)]

    assert act(owner, action, *rows, reason=" ").status_code == 422
    assert states(*rows) == [State.CONFIRMED] * 2
    act(owner, action, *rows, reason="Gruppa er full.")

    assert states(*rows) == [State.ENDED] * 2
    assert kinds(rows[0].member.email) == [{"decline": "declined", "remove": "removed"}[action]]


def test_what_is_refused_is_told_and_the_rest_is_done(owner):
    group = make_group(owner_user=owner.user, seats=1)
    rows = [make_membership(group, state=State.CONFIRMED) for _ in range(2)]

    page = act(owner, "approve", *rows, reason="")

    assert sorted(states(*rows)) == [State.ACTIVE, State.CONFIRMED]
    assert "Gruppa er full" in page.text


@pytest.mark.parametrize(
    ("action", "becomes"), [("put_in_pool", State.POOL), ("put_on_reserve", State.RESERVE)]
)
def test_those_who_wait_are_put_where_they_belong(owner, action, becomes):
    row = make_membership(make_group(owner_user=owner.user), state=State.CONFIRMED)

    act(owner, action, row)

    assert states(row) == [becomes]


def test_a_letter_that_came_back_is_told_by_a_button(owner):
    row = make_membership(make_group(owner_user=owner.user))

    act(owner, "bounced", row)

    row.member.refresh_from_db()
    assert row.member.mail_pause == MailPause.BOUNCED


# --- Consent --------------------------------------------------------------------------------------


def test_consent_by_phone_is_written_down_with_who_did_it(owner):
    text = current_text(Purpose.SMS)
    member = make_membership(make_group(owner_user=owner.user)).member
    address = reverse(f"{APP}_spoken_consent", args=[member.pk])
    assert text.wording in owner.get(address).text

    owner.post(address, {"purpose": "sms", "decision": "given", "channel": "phone"})

    event = ConsentEvent.objects.get(purpose=Purpose.SMS)
    assert (event.channel, event.recorded_by, event.text) == ("phone", owner.user, text)


@pytest.mark.parametrize("data", [{}, {"purpose": "membership", "decision": "given", "channel": "web"}])
def test_consent_on_the_web_is_nothing_that_staff_write_down(owner, data):
    member = make_membership(make_group(owner_user=owner.user)).member

    response = owner.post(reverse(f"{APP}_spoken_consent", args=[member.pk]), data)

    assert response.status_code == 422
    assert ConsentEvent.objects.count() == 1


def test_a_wording_in_use_can_be_read_and_not_changed(coordinator):
    used, fresh = current_text(Purpose.SMS), current_text(Purpose.QUOTED)
    make_consent(make_member(), Purpose.SMS)
    data = {
        "language": "nn",
        "version": 1,
        "wording": "Ny.",
        "legal_basis": "Samtykke",
        "valid_from": "2026-01-01",
    }

    for text in (used, fresh):
        address = reverse(f"{APP}_consenttext_change", args=[text.pk])
        coordinator.post(address, {**data, "purpose": text.purpose})

    wordings = [ConsentText.objects.get(pk=text.pk).wording for text in (used, fresh)]
    assert wordings == [used.wording, "Ny."]


# --- Retention ------------------------------------------------------------------------------------


def test_the_coordinator_reads_what_the_night_would_take(coordinator):
    page = coordinator.get(reverse(f"{APP}_retention"))

    assert page.status_code == 200
    assert "E-postadresser som ikkje er stadfesta" in page.text


def test_the_report_is_not_for_owners(owner):
    assert owner.get(reverse(f"{APP}_retention")).status_code == 403
