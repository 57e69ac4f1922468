"""`manage.py restore <folder>`: a backup into an empty database and an empty media folder."""

from django.core.management.base import BaseCommand, CommandError

from prosesstotte import backup


class Command(BaseCommand):
    help = "Restore a backup into an empty place, and tell for every table and file that all of it came."

    def add_arguments(self, parser):
        parser.add_argument("folder")

    def handle(self, folder, **options):
        report, found = backup.restore(folder)
        for name, number, same in found:
            self.stdout.write(f"{name:60}{number:12}  {'likt' if same else 'AVVIK'}")
        if not all(same for *_, same in found):
            raise CommandError("Noko kom ikkje slik det var. Sjå linjene med AVVIK.")
        self.stdout.write(f"Alt frå {report['made_at']} er på plass. Køyr no: python manage.py prepare")
        if report["open_confidential_rounds"]:
            self.stdout.write("NB: Fortrulege rundar var opne då kopien blei laga. Slett kopien etterpå.")
