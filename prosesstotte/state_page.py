"""The administration's page «Drift»: how the portal is, on one screen, in words and numbers."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from prosesstotte import state

STATUSES = {
    "todo": lambda: _("Ventar"),
    "doing": lambda: _("I gang"),
    "succeeded": lambda: _("Gjorde"),
    "failed": lambda: _("Feila"),
    "cancelled": lambda: _("Avlyste"),
    "aborted": lambda: _("Avbrotne"),
}


@permission_required("prosesstotte.view_backup", raise_exception=True)
def operation(request):
    parts = [jobs(), letters(), reminders(), upkeep(), versions()]
    page = {**admin.site.each_context(request), "title": _("Drift"), "parts": parts}
    return render(request, "admin/operation.html", {**page, "problems": state.problems().values()})


def jobs():
    """(heading, [(what, how it is, where one sees more)])."""
    where = reverse("admin:procrastinate_procrastinatejob_changelist")
    rows = [(STATUSES[status](), number, f"{where}?status={status}") for status, number in state.jobs()]
    seen = state.workers()
    return _("Jobbar"), [
        (_("Jobbarbeidarar med livsteikn siste minuttet"), seen["alive"], ""),
        (_("Siste livsteikn"), moment(seen["seen"]), ""),
        *rows,
    ]


def letters():
    found, where = state.letters(), reverse("admin:prosesstotte_outgoingmail_changelist")
    return _("E-post"), [
        (_("Ventar på å bli sende"), found["waiting"], f"{where}?sent_at__isempty=1&gave_up_at__isempty=1"),
        (_("Eldste som ventar"), moment(found["oldest"]), ""),
        (_("Gitt opp"), found["dead"], f"{where}?sent_at__isempty=1&gave_up_at__isempty=0"),
    ]


def reminders():
    found = state.reminders()
    return _("Påminningar"), [
        (_("Planlagde"), found["planned"], ""),
        (_("Skulle ha gått no"), found["due"], ""),
        (_("Neste"), moment(found["next"]), ""),
    ]


def upkeep():
    backup = state.last_backup()
    rows = [
        (_("Siste sletting av det som er gammalt"), moment(state.last_retention()), ""),
        (_("Siste reservekopi"), moment(backup and backup.made_at), ""),
    ]
    if backup:
        rows.append((_("Storleiken på kopien"), filesizeformat(backup.size), ""))
    return _("Sletting og reservekopi"), [
        *rows,
        (_("Kopiar laga medan ein fortruleg runde var open: slett dei"), state.risky_backups(), ""),
    ]


def versions():
    database = state.database()
    return _("Versjonar"), [
        *((name, value or _("ikkje oppgitt"), "") for name, value in state.versions().items()),
        ("PostgreSQL", database["version"], ""),
        (_("Storleiken på databasen"), filesizeformat(database["size"]), ""),
    ]


def moment(at):
    return date_format(timezone.localtime(at), "j. F Y H.i") if at else _("aldri")
