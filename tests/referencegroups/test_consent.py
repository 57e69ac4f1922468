"""Consent as evidence: the wording that holds, the last word, and silence after a change."""

import datetime as dt

import pytest
from django.utils import timezone

from referencegroups import actions, setting_up, upkeep
from referencegroups.choices import Decision, Purpose, State
from referencegroups.models import ConsentEvent, ConsentText, Membership
from referencegroups.models.consent import members_with
from tests.referencegroups.factories import (
    current_text,
    make_consent,
    make_consent_text,
    make_group,
    make_member,
    make_membership,
)
from tests.referencegroups.post import kinds, letters, link

pytestmark = pytest.mark.django_db
KARI = "kari@example.org"
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def test_the_newest_valid_version_holds():
    old = make_consent_text(Purpose.SMS)
    new = make_consent_text(Purpose.SMS)
    make_consent_text(Purpose.SMS, valid_from=TOMORROW)

    assert ConsentText.objects.current()[Purpose.SMS] == new
    assert (old.version, new.version) == (1, 2)


def test_a_translation_is_shown_where_it_is_written_and_nynorsk_elsewhere():
    nynorsk = make_consent_text(Purpose.SMS)
    english = make_consent_text(Purpose.SMS, language="en", version=1)
    only_nynorsk = make_consent_text(Purpose.QUOTED)

    shown = ConsentText.objects.current("en")

    assert (shown[Purpose.SMS], shown[Purpose.QUOTED]) == (english, only_nynorsk)
    assert ConsentText.objects.current()[Purpose.SMS] == nynorsk


def test_a_changed_wording_is_shown_before_an_old_translation():
    make_consent_text(Purpose.SMS)
    make_consent_text(Purpose.SMS, language="en", version=1)
    newer = make_consent_text(Purpose.SMS, version=2)

    assert ConsentText.objects.current("en")[Purpose.SMS] == newer


def test_the_last_word_counts():
    membership = make_membership()
    member, group = membership.member, membership.group
    assert Membership.objects.askable().count() == 1

    make_consent(member, Purpose.MEMBERSHIP, group=group, decision=Decision.WITHDRAWN)
    assert not Membership.objects.askable().exists()
    make_consent(member, Purpose.MEMBERSHIP, group=group, decision=Decision.RENEWED)

    assert Membership.objects.askable().count() == 1


def test_consent_to_one_group_is_not_consent_to_another():
    member = make_membership().member
    make_membership(make_group(), member, consent=False)

    assert Membership.objects.askable().count() == 1


def test_nobody_is_asked_anything_after_a_change_until_they_have_answered(client):
    membership = make_membership(member=make_member(KARI))
    make_consent_text(Purpose.MEMBERSHIP, wording="Ny tekst.")
    assert not Membership.objects.askable().exists()

    assert upkeep.ask_about_new_wording() == 1
    assert upkeep.ask_about_new_wording() == 0
    page = client.get(link(letters(KARI)[0], "samtykke"), follow=True)
    assert "Ny tekst." in page.text
    assert not Membership.objects.askable().exists()
    response = client.post("/referansegrupper/samtykke/", {"text": current_text(Purpose.MEMBERSHIP).pk})

    last = ConsentEvent.objects.latest().get(member=membership.member)
    assert (response.status_code, last.decision, last.text.version) == (200, Decision.RENEWED, 2)
    assert Membership.objects.askable().count() == 1
    assert kinds(KARI) == ["consent_changed"]


def test_a_yes_to_a_wording_that_changed_while_it_was_read_is_refused(client):
    make_membership(member=make_member(KARI))
    make_consent_text(Purpose.MEMBERSHIP)
    upkeep.ask_about_new_wording()
    client.get(link(letters(KARI)[0], "samtykke"))
    read = current_text(Purpose.MEMBERSHIP).pk
    make_consent_text(Purpose.MEMBERSHIP)

    response = client.post("/referansegrupper/samtykke/", {"text": read})

    assert response.status_code == 409
    assert not Membership.objects.askable().exists()


def test_a_wording_that_is_not_valid_yet_asks_nobody():
    make_membership()
    make_consent_text(Purpose.MEMBERSHIP, valid_from=TOMORROW)

    assert upkeep.ask_about_new_wording() == 0
    assert Membership.objects.askable().count() == 1


def test_withdrawing_breadth_takes_the_facts_away():
    member = make_member(age_band="30-44", gender="woman", district="Fjordvik", first_name="Kari")
    make_consent(member, Purpose.BREADTH)

    actions.decide_consent(member=member, purpose=Purpose.BREADTH, decision=Decision.WITHDRAWN)

    member.refresh_from_db()
    assert (member.age_band, member.gender, member.district, member.first_name) == ("", "", "", "Kari")


def test_who_has_said_yes_to_a_purpose_is_told_by_the_last_word_to_the_wording_that_holds():
    yes, no, old = make_member(), make_member(), make_member()
    make_consent(old, Purpose.SMS)
    make_consent_text(Purpose.SMS)
    make_consent(yes, Purpose.SMS)
    make_consent(no, Purpose.SMS)
    make_consent(no, Purpose.SMS, decision=Decision.WITHDRAWN)

    assert members_with(Purpose.SMS) == {yes.pk}


@pytest.mark.parametrize(
    ("fields", "state"),
    [({}, State.PAUSED), ({}, State.APPROVED), ({"mail_pause": "bounced"}, State.ACTIVE)],
)
def test_only_active_and_reachable_members_are_asked(fields, state):
    make_membership(member=make_member(**fields), state=state)

    assert not Membership.objects.askable().exists()


def test_the_first_wordings_are_loaded_once_and_what_is_written_later_stands():
    setting_up.load_consent_texts()
    texts = ConsentText.objects.current()
    assert set(texts) == set(Purpose)
    ConsentText.objects.filter(purpose=Purpose.SMS).update(wording="Vår eigen tekst.")

    setting_up.load_consent_texts()

    assert ConsentText.objects.count() == len(Purpose)
    assert ConsentText.objects.current()[Purpose.SMS].wording == "Vår eigen tekst."
