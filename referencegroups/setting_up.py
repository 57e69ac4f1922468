"""What every portal needs before the first group: the first wordings, and the two roles in admin."""

import datetime as dt
import tomllib
from pathlib import Path

from django.contrib.auth.models import Group as UserRole
from django.contrib.auth.models import Permission

from referencegroups.models import ConsentText

CONTENT = Path(__file__).parent / "content"
FIRST_DAY = dt.date(2026, 1, 1)
LEGAL_BASIS = "Samtykke, personvernforordninga artikkel 6 nr. 1 bokstav a"
OWNER, COORDINATOR = "Eigar av referansegrupper", "Koordinator for referansegrupper"
# What a role may do with each model; which rows is another question (`visible_to`).
WRITES = {
    "referencegroup": "add change",
    "populationtarget": "add change delete",
    "membership": "change",
    "lottery": "add change",
    "round": "add change delete",
    "question": "add change delete",
    "roundtranslation": "add change delete",
}
READS = [
    "referencegroup",
    "populationtarget",
    "membership",
    "member",
    "consenttext",
    "consentevent",
    "lottery",
    "round",
    "question",
    "roundtranslation",
]
COORDINATES = {"consenttext": "add change", "areaowner": "add change delete"}

ALONE = [
    "view_areaowner",
    "manage_all_groups",
    "see_employees",
    "export_members",
    "export_raw_answers",
    "export_pool",
]


def load_consent_texts():
    """The first wording of each purpose that has none. What is there is never touched."""
    for facts in tomllib.loads((CONTENT / "samtykke.toml").read_text())["texts"]:
        if not ConsentText.objects.filter(purpose=facts["purpose"]).exists():
            ConsentText.objects.create(
                purpose=facts["purpose"], wording=facts["wording"].strip(), legal_basis=LEGAL_BASIS,
                valid_from=FIRST_DAY,
            )  # fmt: skip


def make_roles():
    """The two roles, once. An administrator may change them afterwards."""
    names = [*_codenames(dict.fromkeys(READS, "view")), *_codenames(WRITES), "enter_answers"]
    _make(OWNER, names)
    _make(COORDINATOR, [*names, *_codenames(COORDINATES), *ALONE])


def role(name):
    return UserRole.objects.get(name=name)


def _codenames(models):
    return [f"{action}_{model}" for model, actions in models.items() for action in actions.split()]


def _make(name, codenames):
    role, is_new = UserRole.objects.get_or_create(name=name)
    if is_new:
        ours = Permission.objects.filter(content_type__app_label="referencegroups", codename__in=codenames)
        role.permissions.set(ours)
