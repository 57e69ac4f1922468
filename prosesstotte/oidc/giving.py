"""The provider's roles become ours: a group in the administration, a process leader, an administrator."""

from django.conf import settings
from django.utils.translation import gettext as _

from bookings.models import ProcessLeader
from prosesstotte import events, roles
from prosesstotte.models import TeamMember


def give(user, keys, *, account):
    """Give `user` the roles in `keys`, and take away the others that OIDC_ROLES names.

    `account` remembers what was given the last time: a process leader who has been put on hold here by an
    administrator is not put back to work by logging in.
    """
    managed = {roles.BY_KEY[key] for key in settings.OIDC_ROLES.values()}
    given, before = {roles.BY_KEY[key] for key in keys}, account.extra_data.get("roles", [])
    for role in managed:
        _give_one(user, role, role in given, is_news=role.key not in before)
    _open_or_close_admin(user, managed)
    if sorted(keys) != before:
        account.extra_data = {"roles": sorted(keys)}
        account.save(update_fields=["extra_data"])
        events.record(user, "roles_from_provider", now=sorted(keys), before=before)


def _give_one(user, role, is_given, *, is_news):
    if role == roles.ADMINISTRATOR:
        user.is_superuser = is_given
    elif role == roles.PROCESS_LEADER:
        _lead(user, is_given, is_news=is_news)
    elif role.rights and is_given:
        user.groups.add(roles.group_of(role))
    elif role.rights:
        user.groups.remove(roles.group_of(role))


def _lead(user, is_given, *, is_news):
    if not is_given:
        ProcessLeader.objects.filter(member__user=user).update(is_active=False)
    elif is_news:
        defaults = {"name": str(user), "title": _("prosessleiar"), "is_shown": False}
        member, _made = TeamMember.objects.get_or_create(user=user, defaults=defaults)
        ProcessLeader.objects.update_or_create(member=member, defaults={"is_active": True})


def _open_or_close_admin(user, managed):
    """Somebody with rights opens the administration; who has lost the last of them, does not."""
    opens = user.is_superuser or user.groups.exists() or user.user_permissions.exists()
    if opens or any(role.rights or role == roles.ADMINISTRATOR for role in managed):
        user.is_staff = opens
    user.save(update_fields=["is_superuser", "is_staff"])
