"""What the room of methods and programmes lets go: its rules in the house's one list."""

from django.utils.translation import gettext_lazy as _

from prosesstotte.retention import Rule, delete, register
from tools.actions import programmes
from tools.models import Collection, Programme
from tools.models.collection import KEPT

RULES = [
    Rule(
        "programmes",
        _("Køyreplanar som ingen eig"),
        _("2 år etter at nokon sist endra planen"),
        lambda at: Programme.objects.forgotten(before=at - programmes.FORGOTTEN_AFTER),
        lambda rows, at: programmes.delete_forgotten(at=at),
    ),
    Rule(
        "collections",
        _("Samlingar som er delte utan å logge inn"),
        _("1 år etter at nokon sist endra samlinga"),
        lambda at: Collection.objects.forgotten(at - KEPT),
        delete,
    ),
]


def register_rules():
    register("2_tools", _("Køyreplanar og samlingar"), RULES)
