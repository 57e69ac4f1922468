"""What the database itself promises, asked with raw SQL."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from prosesstotte.sentences import sentences
from referencegroups.choices import Decision, EndReason, Purpose, State
from referencegroups.models import ConsentEvent, ConsentText, Member, Membership
from tests.factories import make_user
from tests.referencegroups.factories import (
    make_consent,
    make_consent_text,
    make_group,
    make_member,
    make_membership,
)

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def refuses(constraint, statement, *values):
    with pytest.raises(IntegrityError) as refusal:
        sql(statement, *values)
    return refusal.value.__cause__.diag.constraint_name == constraint


def change(row, column, value):
    return f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", value, row.pk


@pytest.mark.parametrize("email", ["Kari@example.org", " kari@example.org", "kari@example.org "])
def test_an_address_is_kept_in_one_way(email):
    assert refuses("member_email_is_normalised", *change(make_member(), "email", email))


def test_one_person_has_one_row():
    make_member("kari@example.org")

    assert refuses("referencegroups_member_email_key", *change(make_member(), "email", "kari@example.org"))


def test_a_member_without_an_address_is_an_erased_one():
    member = make_member()

    assert refuses("member_is_reachable_or_erased", *change(member, "email", None))


def test_an_erased_member_has_nothing_but_the_number():
    member = make_member(first_name="Kari")
    statement = "UPDATE referencegroups_member SET email = NULL, erased_at = now() WHERE id = %s"

    assert refuses("member_is_reachable_or_erased", statement, member.pk)
    assert sql(statement.replace("erased_at", "first_name = '', erased_at"), member.pk) == 1


def test_a_person_has_one_membership_in_a_group():
    membership = make_membership()
    other = make_membership(membership.group)

    assert refuses("membership_is_one_a_group", *change(other, "member_id", membership.member_id))


def test_a_role_and_a_confirmed_address_come_before_every_state_but_the_first_two():
    invited = make_membership(state=State.INVITED)

    assert refuses("membership_has_a_role_once_confirmed", *change(invited, "state", State.CONFIRMED))


def test_nothing_but_the_address_is_stored_before_it_is_confirmed():
    requested = make_membership(state=State.REQUESTED)

    rule = "membership_stores_nothing_before_the_address_is_confirmed"
    assert refuses(rule, *change(requested, "role", "resident"))


def test_an_ended_membership_has_a_reason_and_a_time():
    membership = make_membership()

    assert refuses("membership_is_ended_with_reason_and_time", *change(membership, "state", State.ENDED))


def test_a_live_membership_has_no_reason_to_end():
    membership = make_membership()

    rule = "membership_is_ended_with_reason_and_time"
    assert refuses(rule, *change(membership, "end_reason", EndReason.WITHDREW))


@pytest.mark.parametrize("reason", [EndReason.REMOVED, EndReason.DECLINED])
def test_nobody_is_removed_or_declined_without_words(reason):
    ended = make_membership(state=State.ENDED)

    rule = "membership_is_not_taken_away_without_words"
    assert refuses(rule, *change(ended, "end_reason", reason))


def test_a_member_has_a_term():
    rule = "membership_has_a_term_while_it_lasts"
    assert refuses(rule, *change(make_membership(), "term_ends_on", None))


@pytest.mark.parametrize("days", [364, 732])
def test_a_term_is_12_to_24_months(days):
    membership = make_membership()
    ends = membership.term_starts_on + dt.timedelta(days=days)

    assert refuses("membership_term_is_12_to_24_months", *change(membership, "term_ends_on", ends))


@pytest.mark.parametrize("months", [11, 25])
def test_the_terms_of_a_group_are_12_to_24_months(months):
    group = make_group()

    assert refuses("reference_group_term_is_12_to_24_months", *change(group, "term_months", months))


def test_no_group_takes_an_address_that_is_used_for_something_else():
    assert refuses("reference_group_address_is_its_own", *change(make_group(), "slug", "mi-side"))


def test_the_refusal_of_a_constraint_is_a_sentence():
    membership = make_membership()
    membership.term_ends_on = None

    with pytest.raises(ValidationError, match="Eit medlem må ha ein periode"), sentences(Membership):
        membership.save()


# --- Consent as evidence ---------------------------------------------------------------------


def member_consent():
    membership = make_membership()
    return ConsentEvent.objects.get(member=membership.member)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("decision", Decision.WITHDRAWN),
        ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        ("channel", "phone"),
        ("person_number", 7),
        ("keep_until", dt.date(2020, 1, 1)),
    ],
)
def test_no_consent_event_can_be_changed(column, value):
    assert refuses("consent_event_is_append_only", *change(member_consent(), column, value))


def test_no_consent_event_is_given_to_somebody_else():
    event, other = member_consent(), make_member()

    assert refuses("consent_event_is_append_only", *change(event, "member_id", other.pk))


def test_no_consent_event_can_be_deleted():
    event = member_consent()

    assert refuses(
        "consent_event_is_append_only", "DELETE FROM referencegroups_consentevent WHERE id = %s", event.pk
    )


def test_consent_events_cannot_be_truncated():
    member_consent()
    connection.check_constraints()  # PostgreSQL truncates nothing with checks waiting

    assert refuses("consent_event_is_append_only", "TRUNCATE referencegroups_consentevent")


def test_the_orm_is_refused_too():
    event = member_consent()

    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.filter(pk=event.pk).update(decision=Decision.WITHDRAWN)
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()
    assert ConsentEvent.objects.get(pk=event.pk).decision == Decision.GIVEN


CUT = "UPDATE referencegroups_consentevent SET member_id = NULL, keep_until = %s WHERE id = %s"


def test_an_event_can_be_cut_from_the_person_and_keeps_the_number():
    event = member_consent()

    assert sql(CUT, dt.date(2028, 1, 1), event.pk) == 1

    cut = ConsentEvent.objects.get(pk=event.pk)
    assert (cut.member_id, cut.person_number) == (None, event.person_number)


def test_an_event_is_not_cut_and_changed_in_one_go():
    event = member_consent()

    statement = CUT.replace("SET ", "SET decision = 'withdrawn', ")
    assert refuses("consent_event_is_append_only", statement, dt.date(2028, 1, 1), event.pk)


def test_what_is_cut_is_never_joined_to_a_person_again():
    event = member_consent()
    sql(CUT, dt.date(2028, 1, 1), event.pk)

    assert refuses("consent_event_is_append_only", *change(event, "member_id", event.member_id))
    assert refuses("consent_event_is_append_only", *change(event, "keep_until", dt.date(2020, 1, 1)))


def test_a_cut_event_can_be_deleted_when_its_time_is_past_and_not_before():
    kept, gone = member_consent(), member_consent()
    sql(CUT, dt.date.today() + dt.timedelta(days=2), kept.pk)  # noqa: DTZ011 - the database's own day
    sql(CUT, dt.date.today() - dt.timedelta(days=2), gone.pk)  # noqa: DTZ011

    delete = "DELETE FROM referencegroups_consentevent WHERE id = %s"
    assert refuses("consent_event_is_append_only", delete, kept.pk)
    assert sql(delete, gone.pk) == 1


def test_an_event_tells_the_truth_about_its_person_and_its_wording():
    rule = "consent_event_is_true_to_its_person_and_wording"
    member, text = make_member(), make_consent_text(Purpose.SMS)
    insert = (
        "INSERT INTO referencegroups_consentevent (member_id, person_number, text_id, purpose, decision, at,"
        " channel) VALUES (%s, %s, %s, %s, 'given', now(), 'web')"
    )

    assert refuses(rule, insert, member.pk, member.number + 1, text.pk, Purpose.SMS)
    assert refuses(rule, insert, member.pk, member.number, text.pk, Purpose.QUOTED)
    assert sql(insert, member.pk, member.number, text.pk, Purpose.SMS) == 1


def test_consent_to_be_a_member_names_the_group_and_no_other_consent_does():
    rule = "consent_event_names_the_group_it_concerns"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make_consent(make_member(), Purpose.MEMBERSHIP)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make_consent(make_member(), Purpose.SMS, group=make_group())


def test_consent_by_phone_says_who_wrote_it_down():
    rule = "consent_event_is_recorded_by_somebody"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make_consent(make_member(), Purpose.SMS, channel="phone")
    make_consent(make_member(), Purpose.SMS, channel="phone", recorded_by=make_user())


def test_a_wording_is_locked_once_somebody_has_answered_to_it():
    fresh = make_consent_text(Purpose.QUOTED)
    assert sql(*change(fresh, "wording", "Ny ordlyd.")) == 1

    make_consent(make_member(), Purpose.QUOTED)

    assert refuses("consent_text_is_locked_once_used", *change(fresh, "wording", "Enno ein."))
    with pytest.raises(IntegrityError):
        sql("DELETE FROM referencegroups_consenttext WHERE id = %s", fresh.pk)
    assert ConsentText.objects.get(pk=fresh.pk).wording == "Ny ordlyd."


def test_a_member_with_evidence_cannot_be_deleted():
    event = member_consent()
    sql("DELETE FROM referencegroups_membership")
    connection.check_constraints()

    statement = "SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM referencegroups_member WHERE id = %s"
    with pytest.raises(IntegrityError):
        sql(statement % event.member_id)
    assert Member.objects.filter(pk=event.member_id).exists()
