"""The way in: an address, a link, a few words and a yes."""

import datetime as dt

import pytest
from django.utils import timezone

from referencegroups import actions
from referencegroups.choices import Decision, EndReason, GroupState, JoinMode, MailPause, Purpose, Role, State
from referencegroups.forms import bots
from referencegroups.models import ConsentEvent, DoNotInvite, Member, Membership
from tests.factories import make_user
from tests.referencegroups.factories import (
    current_text,
    make_consent,
    make_group,
    make_member,
    make_membership,
)
from tests.referencegroups.post import kinds, letters, link

pytestmark = pytest.mark.django_db
KARI = "kari@example.org"


@pytest.fixture(autouse=True)
def _wordings():
    for purpose in Purpose:
        current_text(purpose)


def ask(client, group, email=KARI, **extra):
    seconds_ago = extra.pop("seconds_ago", 10)
    opened = bots.stamp(timezone.now().timestamp() - seconds_ago)
    return client.post(
        f"/referansegrupper/{group.slug}/bli-med/", {"email": email, "opened": opened, **extra}
    )


def join_page(group):
    return f"/referansegrupper/{group.slug}/bli-med/"


def open_link(client, path):
    """As a browser does: the address with the token leads to the page without it."""
    return client.get(path, follow=True)


def answers(**extra):
    texts = {f"text_{purpose}": current_text(purpose).pk for purpose in Purpose}
    return {"role": Role.RESIDENT, "old_enough": "on", "consent_membership": "on", **texts, **extra}


def confirm(client, email=KARI, **extra):
    open_link(client, link(letters(email)[-1], "stadfest"))
    return client.post("/referansegrupper/stadfest/", answers(**extra))


def state_of(email=KARI):
    return Membership.objects.get(member__email=email).state


# --- Asking ------------------------------------------------------------------------------------


def test_before_the_address_is_confirmed_nothing_but_the_address_is_stored(client):
    response = ask(client, make_group(), email=" Kari@Example.org ")

    member = Member.objects.get()
    assert response.headers["Location"].endswith("/bli-med/send/")
    assert (member.email, member.first_name, member.mobile, member.age_band) == (KARI, "", "", "")
    assert (state_of(), Membership.objects.get().role) == (State.REQUESTED, "")
    assert kinds(KARI) == ["requested"]


@pytest.mark.parametrize("state", [None, State.REQUESTED, State.ACTIVE, State.ENDED])
def test_the_answer_on_the_screen_is_the_same_whatever_we_know(client, state):
    group = make_group()
    if state:
        make_membership(group, make_member(KARI), state)

    response = ask(client, group)

    page = client.get(response.headers["Location"])
    assert (response.status_code, page.status_code) == (302, 200)
    assert "Sjå i e-posten din" in page.text
    assert Member.objects.count() == 1


def test_a_new_request_kills_the_link_of_the_old(client):
    group = make_group()
    ask(client, group)
    old = link(letters(KARI)[-1], "stadfest")
    ask(client, group)
    new = link(letters(KARI)[-1], "stadfest")

    assert open_link(client, old).status_code == 404
    assert open_link(client, new).status_code == 200
    assert Membership.objects.count() == 1


def test_a_member_who_asks_again_gets_a_letter_with_the_way_to_the_own_page(client):
    group = make_group()
    make_membership(group, make_member(KARI))

    ask(client, group)

    assert kinds(KARI) == ["already"]
    assert state_of() == State.ACTIVE


def test_one_who_left_may_come_back_and_begins_with_nothing_but_the_address(client):
    group = make_group(join_mode=JoinMode.OPEN)
    membership = make_membership(group, make_member(KARI))
    actions.leave(membership=membership)

    ask(client, group)

    membership.refresh_from_db()
    assert (membership.state, membership.role, membership.end_reason) == (State.REQUESTED, "", "")
    confirm(client)
    assert state_of() == State.ACTIVE
    assert not DoNotInvite.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"state": GroupState.CLOSED}, {"join_mode": JoinMode.INVITATION}, {"state": GroupState.DRAFT}]
)
def test_nobody_asks_to_join_a_group_that_takes_no_requests(client, fields):
    group = make_group(**fields)

    response = ask(client, group)

    assert response.status_code == (404 if fields.get("state") == GroupState.DRAFT else 200)
    assert not Member.objects.exists()


@pytest.mark.parametrize("email", ["", "kari", "kari@", "a" * 300 + "@example.org"])
def test_an_address_that_is_none_is_told_what_to_do_and_kept(client, email):
    response = ask(client, make_group(), email=email)

    assert response.status_code == 422
    assert "Feil:" in response.text
    assert email[:200] in response.text


# --- Robots ------------------------------------------------------------------------------------


def test_a_robot_that_fills_in_the_hidden_field_gets_the_usual_answer_and_nothing_happens(client):
    response = ask(client, make_group(), website="https://spam.example")

    assert response.status_code == 302
    assert not Member.objects.exists()


@pytest.mark.parametrize("seconds_ago", [0, 25 * 60 * 60])
def test_a_form_that_is_sent_at_once_or_after_a_day_is_asked_for_again(client, seconds_ago):
    response = ask(client, make_group(), seconds_ago=seconds_ago)

    assert response.status_code == 422
    assert KARI in response.text
    assert not Member.objects.exists()


def test_a_forged_time_is_refused(client):
    group = make_group()
    response = client.post(
        f"/referansegrupper/{group.slug}/bli-med/", {"email": KARI, "opened": "1764000000"}
    )

    assert response.status_code == 422


def test_the_form_that_was_asked_for_again_can_be_sent(client, monkeypatch):
    group = make_group()
    page = ask(client, group, seconds_ago=0)
    opened = page.context["form"]["opened"].value()
    now = timezone.now().timestamp()
    monkeypatch.setattr(bots.time, "time", lambda: now + 5)

    response = client.post(join_page(group), {"email": KARI, "opened": opened})

    assert response.status_code == 302


def test_many_requests_for_one_address_send_few_letters_and_say_the_same(client):
    group = make_group()

    codes = {ask(client, group).status_code for _ in range(8)}

    assert codes == {302}
    assert len(letters(KARI)) == 5


# --- Confirming ----------------------------------------------------------------------------------


def test_in_an_open_group_the_confirmed_one_is_a_member_at_once(client):
    group = make_group(join_mode=JoinMode.OPEN, term_months=12)
    ask(client, group)

    response = confirm(client, first_name="Kari", language="nn")

    membership = Membership.objects.get()
    assert response.status_code == 302
    assert (membership.state, membership.role) == (State.ACTIVE, Role.RESIDENT)
    assert membership.term_starts_on == timezone.localdate()
    assert (membership.term_ends_on - membership.term_starts_on).days in {365, 366}
    assert Member.objects.get().first_name == "Kari"
    assert kinds(KARI) == ["requested", "welcome"]


def test_where_requests_are_approved_the_confirmed_one_waits(client):
    group = make_group(join_mode=JoinMode.APPROVE)
    ask(client, group)

    confirm(client)

    assert state_of() == State.CONFIRMED
    assert kinds(KARI) == ["requested", "confirmed"]


def test_where_lots_are_drawn_the_confirmed_one_goes_into_the_pool(client):
    group = make_group(join_mode=JoinMode.OPEN, seats=5)
    ask(client, group)

    confirm(client)

    assert state_of() == State.POOL


def test_before_the_group_is_set_in_motion_a_place_is_a_promise(client):
    group = make_group(join_mode=JoinMode.OPEN, state=GroupState.OPEN)
    ask(client, group)
    confirm(client)
    assert (state_of(), kinds(KARI)) == (State.APPROVED, ["requested", "approved"])

    actions.start_group(by=make_user(), group=group)

    assert (state_of(), kinds(KARI)) == (State.ACTIVE, ["requested", "approved", "welcome"])


def test_consent_is_one_event_for_each_tick_to_the_wording_that_stood_there(client):
    group = make_group(join_mode=JoinMode.OPEN)
    ask(client, group)

    confirm(client, consent_sms="on", consent_breadth="on", age_band="30-44", gender="unsaid")

    events = {event.purpose: event for event in ConsentEvent.objects.all()}
    assert set(events) == {Purpose.MEMBERSHIP, Purpose.SMS, Purpose.BREADTH}
    assert all(event.decision == Decision.GIVEN and event.channel == "web" for event in events.values())
    assert events[Purpose.MEMBERSHIP].group == group
    assert events[Purpose.SMS].group is None
    assert (Member.objects.get().age_band, Member.objects.get().gender) == ("30-44", "unsaid")


def test_nothing_is_ticked_beforehand(client):
    ask(client, make_group())

    page = open_link(client, link(letters(KARI)[-1], "stadfest"))

    assert "checked" not in page.text


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("role", "Vel kven du er med som"),
        ("old_enough", "Du må vere minst 16 år for å vere med"),
        ("consent_membership", "Kryss av her for å vere med"),
    ],
)
def test_what_is_required_is_asked_for_by_name(client, missing, says):
    ask(client, make_group())
    open_link(client, link(letters(KARI)[-1], "stadfest"))

    data = answers(first_name="Kari")
    del data[missing]
    response = client.post("/referansegrupper/stadfest/", data)

    assert response.status_code == 422
    assert says in response.text
    assert 'value="Kari"' in response.text
    assert (state_of(), ConsentEvent.objects.count()) == (State.REQUESTED, 0)


def test_facts_for_breadth_are_not_taken_without_their_own_consent(client):
    ask(client, make_group())

    response = confirm(client, age_band="30-44")

    assert response.status_code == 422
    assert "Vi lagrar dei berre om du seier ja" in response.text
    assert Member.objects.get().age_band == ""


def test_a_wording_that_changed_meanwhile_is_read_again(client):
    ask(client, make_group())

    response = confirm(client, text_membership="0")

    assert response.status_code == 422
    assert "Teksten er endra" in response.text


@pytest.mark.parametrize("name", ["first_name", "last_name", "district"])
@pytest.mark.parametrize("text", ["01017012345", "010170 12345"])
def test_a_birth_number_is_taken_nowhere(client, name, text):
    ask(client, make_group())

    response = confirm(client, **{name: text})

    assert response.status_code == 422
    assert "Skriv aldri fødselsnummer" in response.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("900 00 000", "90000000"),
        ("+47 900 00 000", "90000000"),
        ("+46 70 123 45 67", "0046701234567"),
        ("", ""),
    ],
)
def test_a_mobile_number_is_kept_in_one_way(client, typed, kept):
    ask(client, make_group(join_mode=JoinMode.OPEN))

    confirm(client, mobile=typed)

    assert Member.objects.get().mobile == kept


def test_a_confirmed_link_opens_no_more(client):
    ask(client, make_group(join_mode=JoinMode.OPEN))
    path = link(letters(KARI)[-1], "stadfest")
    confirm(client)

    assert open_link(client, path).status_code == 404


def test_a_group_that_closed_meanwhile_takes_nobody(client):
    group = make_group()
    ask(client, group)
    actions.close_group(by=make_user(), group=group)

    response = confirm(client)

    assert response.status_code == 409
    assert "Gruppa er ikkje open for nye medlemer no" in response.text


# --- Invitations ----------------------------------------------------------------------------------


def invite(group, email=KARI, **fields):
    return actions.invite(by=make_user(), group=group, email=email, **fields)


def test_an_invited_one_confirms_and_is_in(client):
    group = make_group(join_mode=JoinMode.INVITATION)

    assert invite(group) is actions.Invited.NEW
    assert (state_of(), kinds(KARI)) == (State.INVITED, ["invited"])
    confirm(client)

    assert state_of() == State.ACTIVE


def test_a_new_invitation_makes_a_new_token_and_kills_the_old(client):
    group = make_group()
    invite(group)
    old = link(letters(KARI)[-1], "stadfest")

    assert invite(group) is actions.Invited.AGAIN

    new = link(letters(KARI)[-1], "stadfest")
    assert (open_link(client, old).status_code, open_link(client, new).status_code) == (404, 200)
    assert Membership.objects.count() == 1


def test_inviting_somebody_who_is_there_is_a_message_and_never_a_second_row():
    membership = make_membership(member=make_member(KARI))

    assert invite(membership.group) is actions.Invited.EXISTING

    assert (Member.objects.count(), Membership.objects.count()) == (1, 1)
    assert kinds(KARI) == ["already"]


def test_a_member_of_another_group_is_one_person_with_two_memberships():
    member = make_membership(member=make_member(KARI)).member
    make_consent(member, Purpose.NEW_GROUPS)

    assert invite(make_group()) is actions.Invited.NEW

    assert (Member.objects.count(), Membership.objects.count()) == (1, 2)


def test_a_member_who_has_not_said_yes_to_hearing_about_new_groups_is_not_asked():
    make_membership(member=make_member(KARI))

    assert invite(make_group()) is actions.Invited.QUIET
    assert letters(KARI) == []


def test_one_who_withdrew_is_never_invited_again(client):
    membership = make_membership(member=make_member(KARI))
    actions.leave(membership=membership)

    assert invite(membership.group) is actions.Invited.WITHDRAWN
    assert invite(make_group()) is actions.Invited.WITHDRAWN
    assert kinds(KARI) == ["left"]


def test_one_who_withdrew_and_was_erased_is_known_by_the_hash_alone():
    membership = make_membership(member=make_member(KARI))
    actions.erase(member=membership.member)

    assert Member.objects.filter(email=KARI).count() == 0
    assert invite(membership.group) is actions.Invited.WITHDRAWN
    assert KARI not in str(DoNotInvite.objects.values())


def test_one_whose_do_not_invite_has_run_out_may_be_invited():
    membership = make_membership(member=make_member(KARI))
    actions.erase(member=membership.member)
    DoNotInvite.objects.update(until=timezone.localdate() - dt.timedelta(days=1))

    assert invite(membership.group) is actions.Invited.NEW


@pytest.mark.parametrize("reason", [EndReason.TERM_OVER, EndReason.NOT_RENEWED])
def test_one_whose_term_ended_may_be_invited_again(reason):
    membership = make_membership(member=make_member(KARI), state=State.ENDED, end_reason=reason)

    assert invite(membership.group) is actions.Invited.NEW
    assert state_of() == State.INVITED


def test_one_who_asked_for_no_mail_gets_no_invitation():
    membership = make_membership(member=make_member(KARI, mail_pause=MailPause.ASKED))
    make_consent(membership.member, Purpose.NEW_GROUPS)

    assert invite(make_group()) is actions.Invited.QUIET


def test_an_invited_one_says_no_with_one_button_and_is_not_asked_again(client):
    group = make_group()
    invite(group)
    open_link(client, link(letters(KARI)[-1], "slutt"))

    client.post("/referansegrupper/slutt/")

    assert state_of() == State.ENDED
    assert invite(group) is actions.Invited.WITHDRAWN


def test_names_from_a_list_are_sealed_until_the_address_is_confirmed(client):
    group = make_group()
    invite(group, facts={"first_name": "Kari", "last_name": "Fjord", "mobile": "90000000"})

    membership = Membership.objects.get()
    member = membership.member
    assert (member.first_name, member.last_name, member.mobile) == ("", "", "")
    assert "Kari" not in membership.sealed_facts
    page = open_link(client, link(letters(KARI)[-1], "stadfest"))
    assert 'value="Kari"' in page.text
    assert 'value="90000000"' in page.text

    confirm(client, first_name="Kari", last_name="Fjord")

    member.refresh_from_db()
    assert (member.name, Membership.objects.get().sealed_facts) == ("Kari Fjord", "")


def test_nobody_is_invited_to_a_group_that_is_not_open():
    with pytest.raises(actions.joining.NotRunning):
        invite(make_group(state=GroupState.DRAFT))
