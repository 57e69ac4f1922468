"""Retention by hand: `manage.py let_go --dry-run` counts, `manage.py let_go` does it."""

from django.core.management.base import BaseCommand

from prosesstotte import retention


class Command(BaseCommand):
    help = "Delete what the house has no reason to keep any longer (runs by itself every night)."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, dry_run, **options):
        for rule, number in retention.count() if dry_run else retention.run():
            self.stdout.write(f"{number:>6}  {rule.what} ({rule.in_words})")
