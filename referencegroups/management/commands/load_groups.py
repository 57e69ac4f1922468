"""The first wordings of consent."""

from django.core.management.base import BaseCommand

from referencegroups import setting_up


class Command(BaseCommand):
    help = "Load what reference groups need to begin. What an administrator has made is left alone."

    def handle(self, **options):
        setting_up.load_consent_texts()
