"""Bring database, content and static files up to date: the same step at home and in production."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from prosesstotte import roles


class Command(BaseCommand):
    help = "Migrate, give the roles their rights, load the library's content, collect static files."

    def add_arguments(self, parser):
        parser.add_argument("--no-static", action="store_true", help="leave static files alone")

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        roles.fill_groups()
        call_command("load_house")
        call_command("load_content")
        call_command("load_groups")
        if settings.DEMO:
            call_command("load_demo")
        if not options["no_static"]:
            call_command("collectstatic", interactive=False, verbosity=0)
