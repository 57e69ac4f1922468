"""Load methods, recipes and synonyms from the content files."""

from django.core.management.base import BaseCommand, CommandError

from tools.content import loading

KINDS = {"methods": "Metodar", "recipes": "Møteoppskrifter", "synonyms": "Synonym"}
VERDICTS = {
    "new": "nye",
    "updated": "oppdaterte",
    "unchanged": "uendra",
    "edited": "endra i administrasjonen",
}


class Command(BaseCommand):
    help = "Load the library's content. What an administrator has edited is left alone."

    def handle(self, **options):
        try:
            reports = loading.load()
        except loading.ContentError as error:
            raise CommandError(f"Innhaldet er ikkje lasta. {error}") from error
        for kind, report in reports.items():
            self.tell(KINDS[kind], report, options["verbosity"])

    def tell(self, kind, report, verbosity):
        if verbosity:
            counts = ", ".join(f"{report.counts[verdict]} {word}" for verdict, word in VERDICTS.items())
            self.stdout.write(f"{kind}: {counts}.")
        for title in report.edited:
            self.stdout.write(f"«{title}» er endra i administrasjonen og står urørt.")
        for title in report.vanished:
            self.stdout.write(
                f"«{title}» har ikkje lenger ei fil. Rada står; set ho til kladd om ho skal bort."
            )
