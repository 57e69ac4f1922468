"""More process leaders for the measurements: `python -m tests.bench.fill 20` makes them twenty in all.

Each works five days a week and has ten stretches taken in the weeks ahead.
"""

import datetime
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosesstotte.settings")
django.setup()

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange  # noqa: E402
from django.utils import timezone  # noqa: E402

from bookings.choices import Source  # noqa: E402
from bookings.models import Commitment, ProcessLeader, WorkingHours  # noqa: E402
from prosesstotte.models import TeamMember  # noqa: E402


def make_leader(number):
    member = TeamMember.objects.create(name=f"Leiar {number}", title="prosessleiar")
    leader = ProcessLeader.objects.create(member=member)
    for weekday in range(5):
        WorkingHours.objects.create(leader=leader, weekday=weekday, from_time="08:00", to_time="16:00")
    Commitment.objects.bulk_create(taken(leader, day) for day in range(1, 51, 5))


def taken(leader, day):
    morning = timezone.localtime().replace(hour=9 + leader.pk % 5, minute=0, second=0, microsecond=0)
    start = morning + datetime.timedelta(days=day)
    stretch = DateTimeTZRange(start, start + datetime.timedelta(hours=2))
    expires = start + datetime.timedelta(days=365)
    return Commitment(leader=leader, source=Source.HOLD, core=stretch, blocked=stretch, expires_at=expires)


if __name__ == "__main__":
    for number in range(ProcessLeader.objects.count(), int(sys.argv[1])):
        make_leader(number)
