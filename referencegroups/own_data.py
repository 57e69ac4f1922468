"""What reference groups hold on somebody who logs in. Members do not: they have their page behind a link."""

from django.db.models import Q
from django.utils.translation import gettext as _

from prosesstotte.own_data import register, say
from prosesstotte.records import Section
from referencegroups.models import ReferenceGroup, Round
from referencegroups.round_archive import LOG


def groups(user):
    owned = ReferenceGroup.objects.filter(owner_user=user).values_list("name", flat=True)
    return Section(_("Referansegrupper du eig"), lines=tuple(owned))


def rounds(user):
    had_a_hand = Q(created_by=user) | Q(edited_by=user) | Q(reviewed_by=user)
    rows = [
        (one.title, one.group.name, str(one.get_state_display()))
        for one in Round.objects.filter(had_a_hand).select_related("group")
    ]
    columns = (_("Runde"), _("Gruppe"), _("Tilstand"))
    return Section(
        _("Spørjerundar du har skrive, endra eller kontrollert"), columns=columns, rows=tuple(rows)
    )


def register_parts():
    register("4_groups", groups, rounds)
    say(Round._meta.label_lower, LOG)
