"""What the house itself lets go: login letters, counts and sessions that are over."""

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from prosesstotte.models import VisitCount
from prosesstotte.retention import Rule, delete, old_letters, register

RULES = [
    Rule(
        "house_letters",
        _("Kopiar av e-post med innloggingskodar"),
        _("30 dagar"),
        lambda at: old_letters(at, "account/"),
        delete,
    ),
    Rule(
        "visit_counts",
        _("Kor mange gonger ei maskin har spurt, utan adressa hennar"),
        _("til neste natt"),
        lambda at: VisitCount.objects.filter(ends_at__lte=at),
        delete,
    ),
    Rule(
        "sessions",
        _("At du er innlogga"),
        _("til du loggar ut, eller til neste natt etter at innlogginga er gått ut"),
        lambda at: Session.objects.filter(expire_date__lte=at),
        delete,
    ),
]


def register_rules():
    register("1_house", _("Brukarar"), RULES)
