"""Made-up people, areas, groups, news and bookings, so that the portal feels alive."""

import tomllib
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from bookings import demo as bookings_demo
from prosesstotte.house_content import CONTENT
from prosesstotte.models import News, ServiceArea, User
from referencegroups import demo as groups_demo
from referencegroups import lottery_demo, round_demo
from referencegroups.models import ReferenceGroup
from tools import demo as tools_demo


class Command(BaseCommand):
    help = "Load the demo once; run again, it only fills in what is missing."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("load_demo is for the demo only: set DEMO=1.")
        with transaction.atomic():
            load_people()
            load_areas_and_groups()
            load_news()
            bookings_demo.load()
            bookings_demo.load_history()
            tools_demo.load(User.objects.get(email="ingrid@example.no"))
            groups_demo.load()
            lottery_demo.load()
            round_demo.load()


def load_people():
    if not User.objects.filter(email="admin@example.no").exists():
        User.objects.create_superuser("admin@example.no", name="Administrator i demoen")
    for email, name in [("gruppeleiar@example.no", "Solveig Strand"), ("fagleiar@example.no", "Jon Eide")]:
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, name=name)


def load_areas_and_groups():
    content = tomllib.loads((CONTENT / "omrade.toml").read_text())
    areas = {}
    for order, facts in enumerate(content["areas"]):
        areas[facts["slug"]], _ = ServiceArea.objects.get_or_create(
            slug=facts["slug"], defaults={**facts, "order": order}
        )
    for facts in content["groups"]:
        extra = {
            "area": areas[facts["area"]],
            "contact": settings.SITE_NAME,
            "starts_on": timezone.localdate() - timedelta(days=400),
        }
        ReferenceGroup.objects.get_or_create(slug=facts["slug"], defaults={**facts, **extra})


def load_news():
    for facts in tomllib.loads((CONTENT / "aktuelt.toml").read_text())["news"]:
        published_at = timezone.now() - timedelta(days=facts.pop("days_ago"))
        News.objects.get_or_create(slug=facts["slug"], defaults={**facts, "published_at": published_at})
