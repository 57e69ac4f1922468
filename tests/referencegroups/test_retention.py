"""How long we keep what: each rule a day before and when it is due, and a dry run that tells the truth."""

import datetime as dt
from datetime import timedelta

import pytest
from django.utils import timezone

from prosesstotte.models import Link, OutgoingMail
from referencegroups import actions, retention
from referencegroups.choices import EndReason, Purpose, State
from referencegroups.models import ConsentEvent, DoNotInvite, Member, Membership
from tests.referencegroups.factories import make_consent, make_group, make_member, make_membership

pytestmark = pytest.mark.django_db
KARI = "kari@example.org"
NOW = dt.datetime(2027, 3, 1, 3, 20, tzinfo=dt.UTC)
DAY = timedelta(days=1)


def run(at=NOW):
    """{key: how many}, without the noughts; what a dry run would have said first."""
    promised = {rule.key: number for rule, number in retention.count(at) if number}
    done = {rule.key: number for rule, number in retention.run(at) if number}
    return promised, done


def requested(days_ago, **fields):
    return make_membership(
        member=make_member(KARI), state=State.REQUESTED, created_at=NOW - days_ago * DAY, **fields
    )


def test_an_unconfirmed_address_goes_after_7_days():
    requested(6.9)
    assert run()[1] == {}

    Membership.objects.update(created_at=NOW - 7 * DAY)

    assert run()[1] == {"unconfirmed": 1}
    assert (Member.objects.count(), Membership.objects.count()) == (0, 0)


def test_the_links_and_letters_of_an_unconfirmed_address_go_with_it():
    actions.ask_to_join(group=make_group(), email=KARI, at=NOW - 8 * DAY)
    assert (Link.objects.count(), OutgoingMail.objects.count()) == (3, 1)

    run()

    assert (Link.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_an_unconfirmed_address_of_a_member_elsewhere_leaves_the_person_alone():
    member = requested(8).member
    make_membership(make_group(), member)

    run()

    assert Membership.objects.get().state == State.ACTIVE


def test_one_who_left_and_asked_again_but_never_confirmed_is_let_go_as_one_who_left():
    membership = make_membership(member=make_member(KARI))
    actions.leave(membership=membership, at=NOW - 9 * DAY)
    actions.ask_to_join(group=membership.group, email=KARI, at=NOW - 8 * DAY)

    run()

    assert Member.objects.get().email is None
    assert ConsentEvent.objects.filter(member__isnull=False).count() == 0


def declined(days_ago):
    return make_membership(
        member=make_member(KARI, first_name="Kari"), state=State.ENDED, end_reason=EndReason.DECLINED,
        end_note="Fullt.", ended_at=NOW - days_ago * DAY,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "gone"), [(29.9, False), (30, True)])
def test_a_declined_request_goes_after_30_days(days, gone):
    declined(days)

    run()

    assert (Member.objects.get().email is None) == gone


def ended(**fields):
    member = make_member(
        KARI, first_name="Kari", last_name="Fjord", mobile="90000000", age_band="30-44", gender="woman",
        district="Fjordvik", help="phone",
    )  # fmt: skip
    make_consent(member, Purpose.BREADTH)
    return make_membership(member=member, state=State.ENDED, ended_at=NOW - DAY, **fields)


def test_what_we_knew_of_a_person_goes_when_the_last_membership_has_ended():
    member = ended().member

    assert run() == ({"ended": 1}, {"ended": 1})

    blank = Member.objects.get(pk=member.pk)
    facts = [blank.email, blank.first_name, blank.last_name, blank.mobile, blank.age_band, blank.gender]
    assert facts == [None, "", "", "", "", ""]
    assert (blank.district, blank.help, blank.number) == ("", "", member.number)


def test_one_who_is_still_in_a_group_keeps_what_is_needed_there():
    member = ended().member
    make_membership(make_group(), member)

    assert run()[1] == {}


def test_consent_is_kept_24_months_after_the_end_with_a_number_for_the_person():
    membership = ended()
    run()

    events = ConsentEvent.objects.all()
    assert {(event.member_id, event.person_number) for event in events} == {(None, membership.member.number)}
    assert {event.keep_until for event in events} == {dt.date(2029, 2, 28)}


def test_consent_goes_when_its_24_months_are_over():
    """The database asks its own clock, so the end lies far enough back for that too."""
    membership = ended()
    Membership.objects.update(ended_at=timezone.now() - timedelta(days=800))
    run(timezone.now())

    assert not ConsentEvent.objects.filter(person_number=membership.member.number).exists()


def test_a_group_may_keep_consent_for_another_time():
    ended(group=make_group(keep_consent_months=12))
    run()

    assert dt.date(2028, 2, 28) in {event.keep_until for event in ConsentEvent.objects.all()}


def test_the_hash_of_one_who_withdrew_goes_after_24_months():
    DoNotInvite.objects.create(address_hash="a" * 64, until=dt.date(2027, 3, 1))
    DoNotInvite.objects.create(address_hash="b" * 64, until=dt.date(2027, 2, 28))

    assert run()[1] == {"do_not_invite": 1}
    assert DoNotInvite.objects.get().address_hash == "a" * 64


def letter(**fields):
    defaults = {"kind": "groups/welcome", "to": KARI, "about": "referencegroups.membership:1"}
    return OutgoingMail.objects.create(**{**defaults, **fields})


def test_letters_go_after_30_days_and_at_once_when_nobody_has_the_address():
    make_membership(member=make_member(KARI))
    letter(sent_at=NOW - 29 * DAY)
    letter(sent_at=NOW - 30 * DAY)
    letter(sent_at=NOW - 2 * DAY, to="borte@example.org")
    letter(sent_at=None, to="borte@example.org")

    assert run()[1] == {"letters": 1, "letters_to_nobody": 1}
    assert OutgoingMail.objects.count() == 2


def test_letters_of_other_rooms_are_left_alone():
    letter(kind="bookings/accepted", about="bookings.booking:1", sent_at=NOW - 400 * DAY)

    assert run()[1] == {}


def test_running_twice_takes_nothing_more():
    ended()
    assert run()[1] == {"ended": 1}

    assert run()[1] == {}
