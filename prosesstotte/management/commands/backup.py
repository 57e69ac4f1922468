"""`manage.py backup <folder>`: the whole portal, database and files, in one folder."""

from django.core.management.base import BaseCommand

from prosesstotte import backup
from referencegroups.models import Round
from referencegroups.round_choices import Mode, RoundState

OPEN_ROUNDS = (
    "NB: {} fortrulege rundar er opne. Så lenge dei er det, kan kopien fortelje kven som svarte kva. "
    "Slett han når rundane er stengde og ein ny kopi er laga (sjå docs/decisions/010-confidential-rounds.md)."
)


class Command(BaseCommand):
    help = "Copy database and media into an empty folder, with a row count and a checksum of every table."

    def add_arguments(self, parser):
        parser.add_argument("folder")

    def handle(self, folder, **options):
        rounds = Round.objects.filter(state=RoundState.OPEN, mode=Mode.CONFIDENTIAL).count()
        made = backup.make(folder, open_confidential_rounds=rounds)
        self.stdout.write(
            f"Reservekopien ligg i {folder}: {made.rows} rader og {made.files} filer, "
            f"{made.size / 1e6:.1f} MB. Kopien er ikkje kryptert."
        )
        if rounds:
            self.stdout.write(OPEN_ROUNDS.format(rounds))
