"""5 000 members in 200 groups: lists, choices and nightly runs stay constant in queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referencegroups import retention, upkeep
from referencegroups.models import Member, Membership
from tests.factories import make_area, make_user
from tests.referencegroups.factories import make_group, make_members

pytestmark = pytest.mark.django_db
GROUPS, EACH = 200, 25


@pytest.fixture
def many(client):
    area = make_area()
    for _ in range(GROUPS):
        make_members(make_group(area=area), EACH)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def queries(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_5000_members_in_200_groups(many):
    assert (Member.objects.count(), Membership.objects.count()) == (GROUPS * EACH, GROUPS * EACH)
    group = Membership.objects.first().group
    for name in ["referencegroup", "membership", "member", "consentevent"]:
        assert queries(lambda name=name: many.get(reverse(f"admin:referencegroups_{name}_changelist"))) <= 12
    assert queries(lambda: many.get(group.get_absolute_url())) <= 8
    assert queries(lambda: list(Membership.objects.askable().select_related("member"))) == 1
    assert Membership.objects.askable().count() == GROUPS * EACH
    assert queries(retention.count) == len(retention.RULES)
    assert queries(upkeep.terms) == 2
    assert queries(upkeep.ask_about_new_wording) == 2
