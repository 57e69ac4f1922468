"""How the portal is, in numbers and times: for /readyz and for the administration's page «Drift»."""

import platform
from datetime import timedelta

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from prosesstotte.models import Backup, OutgoingMail

SIGN_OF_LIFE = timedelta(seconds=60)  # a worker tells every ten seconds that it lives
SOON = timedelta(minutes=5)  # a letter younger than this is on its way, not late
REMINDERS = ["remind_of_booking", "remind_of_advice"]
RETENTION = "let_go"
_known = {"migrated": False}


def problems():
    """{check: sentence} of what is wrong; empty when all is well."""
    try:
        connection.ensure_connection()
        found = {"migrations": migrations(), "worker": worker(), "mail": mail()}
    except DatabaseError:  # its own words may hold the address of the server
        connection.close()
        return {"database": _("Databasen svarer ikkje.")}
    return {name: sentence for name, sentence in found.items() if sentence}


def migrations():
    """Asked until they are there: code that runs does not get new migrations."""
    if not _known["migrated"]:
        executor = MigrationExecutor(connection)
        _known["migrated"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return (
        "" if _known["migrated"] else _("Databasen er eldre enn programmet. Køyr `python manage.py prepare`.")
    )


def worker():
    if workers()["alive"]:
        return ""
    return _("Ingen jobbarbeidar har gitt livsteikn det siste minuttet. E-post og påminningar ventar.")


def mail():
    late = letters()["late"]
    if late <= settings.READY_MAIL_BACKLOG:
        return ""
    return _("%(number)d brev har venta i meir enn fem minutt. Sjå til e-posttenaren.") % {"number": late}


def workers():
    fresh = Q(last_heartbeat__gte=timezone.now() - SIGN_OF_LIFE)
    return ProcrastinateWorker.objects.aggregate(alive=Count("pk", filter=fresh), seen=Max("last_heartbeat"))


def letters():
    waiting = Q(sent_at=None, gave_up_at=None)
    return OutgoingMail.objects.aggregate(
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(created_at__lt=timezone.now() - SOON)),
        dead=Count("pk", filter=Q(sent_at=None, gave_up_at__isnull=False)),
        oldest=Min("created_at", filter=waiting),
    )


def jobs():
    """[(status, number)] in the order of a job's life."""
    numbers = dict(ProcrastinateJob.objects.values_list("status").annotate(Count("pk")))
    return [(status, numbers[status]) for status in ProcrastinateJob.STATUSES if status in numbers]


def reminders():
    planned = ProcrastinateJob.objects.filter(task_name__in=REMINDERS, status="todo")
    due = Q(scheduled_at__lte=timezone.now())
    return planned.aggregate(planned=Count("pk"), due=Count("pk", filter=due), next=Min("scheduled_at"))


def last_retention():
    """When the night's deleting last came through."""
    done = ProcrastinateEvent.objects.filter(type="succeeded", job__task_name=RETENTION)
    return done.aggregate(at=Max("at"))["at"]


def last_backup():
    return Backup.objects.first()


def risky_backups():
    """How many were made while a confidential round was open: they are not to be kept (decision 010)."""
    return Backup.objects.filter(open_confidential_rounds__gt=0).count()


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), current_setting('server_version')")
        size, version = cursor.fetchone()
    return {"size": size, "version": version}


def versions():
    return {"Portalen": settings.RELEASE, "Python": platform.python_version(), "Django": django.__version__}
