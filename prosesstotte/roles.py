"""Who may do what, said once: the roles people are given, and the table the house is tested against.

`fill_groups` gives every role its rights at each `prepare`. It only adds: what an administrator has given
a role beside this, stays. Models are named as text, since the ground knows no app. `prosesstotte/access.py`
says what each role may do with each thing, and a sweep over every address holds the house to it.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q


@dataclass(frozen=True)
class Role:
    """`key` is how OIDC_ROLES names it; `title` is its name in the administration and in docs/roller.md.

    A role with rights is a group in the administration, and opens it."""

    key: str
    title: str
    rights: tuple = ()


def _rights(app, *alone, **models):
    """`app.action_model` for each «model="action action"», and those that stand alone."""
    named = [f"{action}_{model}" for model, actions in models.items() for action in actions.split()]
    return tuple(f"{app}.{codename}" for codename in (*named, *alone))


_OWNER_RIGHTS = _rights(
    "referencegroups", "enter_answers",
    referencegroup="view add change", populationtarget="view add change delete", membership="view change",
    member="view", consenttext="view", consentevent="view", lottery="view add change",
    round="view add change delete", question="view add change delete",
    roundtranslation="view add change delete",
)  # fmt: skip
_COORDINATOR_RIGHTS = _rights(
    "referencegroups", "manage_all_groups", "see_employees", "export_members", "export_raw_answers",
    "export_pool", consenttext="add change", areaowner="view add change delete",
)  # fmt: skip
_BOOKING_RIGHTS = _rights(
    "bookings", booking="view add change", advicetalk="view change", commitment="view",
    processleader="view add change", workinghours="view add change delete",
    hoursoverride="view add change delete", absence="view add change delete",
    bookingsettings="view add change", waitingentry="view", offer="view",
)  # fmt: skip
_EDITOR_RIGHTS = (
    *_rights(
        "prosesstotte", news="view add change delete", page="view change", document="view add change delete",
        teammember="view add change", servicearea="view add change",
    ),
    *_rights(
        "tools", method="view add change delete", recipe="view add change delete",
        recipeblock="view add change delete", synonym="view add change delete",
        experience="view change delete", collection="view change", collectionmethod="view add change delete",
    ),
)  # fmt: skip

GROUP_LEADER = Role("gruppeleiar", "Gruppeleiar")  # any colleague; books, and follows what is their own
PROCESS_LEADER = Role("prosessleiar", "Prosessleiar")  # a row among the process leaders
OWNER = Role("gruppeeigar", "Eigar av referansegrupper", _OWNER_RIGHTS)
COORDINATOR = Role("koordinator", "Koordinator for referansegrupper", _OWNER_RIGHTS + _COORDINATOR_RIGHTS)
BOOKINGS = Role("bestillingskoordinator", "Koordinator for bestillingar", _BOOKING_RIGHTS)
EDITOR = Role("redaktor", "Redaktør", _EDITOR_RIGHTS)
ADMINISTRATOR = Role("administrator", "Administrator")  # superuser: every right there is

ROLES = (GROUP_LEADER, PROCESS_LEADER, OWNER, COORDINATOR, BOOKINGS, EDITOR, ADMINISTRATOR)
BY_KEY = {role.key: role for role in ROLES}


def check_keys(keys):
    """At start: a misspelt role must not wait for the first login to be found."""
    unknown = sorted(set(keys) - BY_KEY.keys())
    if unknown:
        raise ImproperlyConfigured(f"OIDC_ROLES names {unknown}; the roles are {sorted(BY_KEY)}.")


def fill_groups():
    """Make each role's group and give it the rights it lacks. Takes nothing away."""
    for role in ROLES:
        if role.rights:
            group, _ = Group.objects.get_or_create(name=role.title)
            group.permissions.add(*_permissions(role.rights))


def group_of(role):
    return Group.objects.get(name=role.title)


def _permissions(rights):
    wanted = Q(pk__in=[])
    for app, _, codename in (right.partition(".") for right in rights):
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)
