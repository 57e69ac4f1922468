"""Load the house's own texts and basis documents."""

from django.core.management.base import BaseCommand

from prosesstotte import house_content


class Command(BaseCommand):
    help = "Load pages and basis documents. What an administrator has edited is left alone."

    def handle(self, **options):
        for name in house_content.load_pages():
            self.stdout.write(f"Sida «{name}» er endra i administrasjonen og står urørt.")
        house_content.load_documents()
