"""Plain make_* helpers for groups, members and consent. Everybody is made up."""

import datetime as dt
from itertools import count

from django.utils import timezone

from referencegroups.choices import (
    MEMBERS,
    UNCONFIRMED,
    Channel,
    Decision,
    EndReason,
    GroupState,
    Purpose,
    Role,
    State,
)
from referencegroups.models import ConsentEvent, ConsentText, Member, Membership, ReferenceGroup
from tests.factories import make_area

_number = count(1)
_person = count(10_000_000)


def make_group(name=None, **fields):
    """A running group that anybody may ask to join; `state` may be any."""
    number = next(_number)
    defaults = {
        "area": fields.pop("area", None) or make_area(), "slug": f"gruppe-{number}", "purpose": "Å gi råd om biblioteket.",
        "who_may_join": "Alle over 16 år", "load": "Om lag 4 spørjerundar i året, 10 minutt kvar",
        "owner": "Kommunalsjef for kultur", "contact": "Team prosesstøtte", "starts_on": dt.date(2026, 1, 1),
        "state": GroupState.ACTIVE,
    }  # fmt: skip
    return ReferenceGroup.objects.create(name=name or f"Gruppe {number}", **{**defaults, **fields})


def make_member(email=None, **fields):
    number = next(_number)
    return Member.objects.create(
        email=email or f"medlem{number}@example.org", **{"number": next(_person), **fields}
    )


def make_membership(group=None, member=None, state=State.ACTIVE, *, consent=True, **fields):
    """A membership in any state, with consent to the wording that holds once the address is confirmed."""
    group, member = group or make_group(), member or make_member()
    membership = Membership.objects.create(
        group=group, member=member, state=state, **{**_columns(state), **fields}
    )
    if consent and state not in UNCONFIRMED:
        make_consent(member, Purpose.MEMBERSHIP, group=group)
    return membership


def _columns(state):
    """What the database asks of each state."""
    now = timezone.now()
    if state in UNCONFIRMED:
        return {}
    columns = {"role": Role.RESIDENT, "confirmed_at": now}
    if state in MEMBERS:
        today = timezone.localdate()
        columns |= {"term_starts_on": today, "term_ends_on": today + dt.timedelta(days=730)}
    if state == State.ENDED:
        columns |= {"ended_at": now, "end_reason": EndReason.WITHDREW}
    return columns


def make_members(group, number, **fields):
    """`number` active members of `group`, with consent, by a handful of queries."""
    people = Member.objects.bulk_create(
        Member(email=f"person{next(_number)}@example.org", number=next(_person)) for _ in range(number)
    )
    columns = {"state": State.ACTIVE, **_columns(State.ACTIVE), **fields}
    rows = Membership.objects.bulk_create(Membership(group=group, member=one, **columns) for one in people)
    text = current_text(Purpose.MEMBERSHIP)
    ConsentEvent.objects.bulk_create(_event(one, text, group=group) for one in people)
    return rows


def make_consent_text(purpose=Purpose.MEMBERSHIP, **fields):
    last = ConsentText.objects.filter(purpose=purpose, language=fields.get("language", "nn")).first()
    defaults = {
        "version": last.version + 1 if last else 1, "wording": "Ja, eg vil vere med.",
        "legal_basis": "Samtykke, personvernforordninga artikkel 6 nr. 1 bokstav a",
        "valid_from": dt.date(2026, 1, 1),
    }  # fmt: skip
    return ConsentText.objects.create(purpose=purpose, **{**defaults, **fields})


def current_text(purpose):
    return ConsentText.objects.current().get(purpose) or make_consent_text(purpose)


def make_consent(member, purpose=Purpose.MEMBERSHIP, *, group=None, decision=Decision.GIVEN, **fields):
    event = _event(
        member, fields.pop("text", None) or current_text(purpose), group=group, decision=decision, **fields
    )
    event.save()
    return event


def _event(member, text, *, group=None, decision=Decision.GIVEN, channel=Channel.WEB, **fields):
    return ConsentEvent(
        member=member, person_number=member.number, text=text, purpose=text.purpose, group=group,
        decision=decision, channel=channel, **fields,
    )  # fmt: skip
