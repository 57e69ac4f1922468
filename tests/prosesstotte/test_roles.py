"""The roles in the administration get their rights at every `prepare`, and lose none by it."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured

from prosesstotte import access, roles
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WITH_RIGHTS = [role for role in roles.ROLES if role.rights]


def rights_of(group):
    return {
        f"{app}.{name}"
        for app, name in group.permissions.values_list("content_type__app_label", "codename")
    }  # fmt: skip


def test_every_right_of_every_role_exists_and_is_given():
    roles.fill_groups()

    for role in WITH_RIGHTS:
        assert rights_of(roles.group_of(role)) == set(role.rights), role.title


def test_a_right_that_a_newer_release_gives_reaches_the_role_that_is_there_already():
    Group.objects.create(name=roles.OWNER.title)

    roles.fill_groups()

    assert rights_of(roles.group_of(roles.OWNER)) == set(roles.OWNER.rights)


def test_what_an_administrator_has_added_stands():
    roles.fill_groups()
    extra = Permission.objects.get(codename="view_event", content_type__app_label="prosesstotte")
    roles.group_of(roles.EDITOR).permissions.add(extra)

    roles.fill_groups()

    assert "prosesstotte.view_event" in rights_of(roles.group_of(roles.EDITOR))
    assert Group.objects.count() == len(WITH_RIGHTS)


def test_a_misspelt_role_in_the_settings_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="prosesleiar"):
        roles.check_keys(["administrator", "prosesleiar"])


def test_no_role_but_the_administrator_can_hand_out_rights_or_take_over_accounts():
    dangerous = (
        "auth.",
        "account.",
        "mfa.",
        "socialaccount.",
        "prosesstotte.change_user",
        "prosesstotte.add_user",
    )

    assert [right for role in WITH_RIGHTS for right in role.rights if right.startswith(dangerous)] == []


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(client):
    roles.fill_groups()
    user = make_user(is_staff=True)
    user.groups.add(roles.group_of(roles.EDITOR))
    client.force_login(user)
    assert client.get("/admin/prosesstotte/news/").status_code == 200

    user.groups.clear()

    assert client.get("/admin/prosesstotte/news/").status_code == 403


def test_the_page_for_people_shows_the_table_that_the_house_is_tested_against():
    assert access.as_markdown() in (settings.BASE_DIR / "docs" / "roller.md").read_text()
