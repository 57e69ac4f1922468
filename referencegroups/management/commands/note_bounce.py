"""A mail server pipes what came back here: one message on stdin, or in a file."""

import sys

from django.core.management.base import BaseCommand

from referencegroups import bounces


class Command(BaseCommand):
    help = "Read a delivery status notification (RFC 3464) and pause the member it is about."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="the message; stdin when left out")

    def handle(self, file, **options):
        paused = bounces.note(self._read(file))
        self.stdout.write(f"{paused} sett på pause.")

    def _read(self, file):
        if file is None:
            return sys.stdin.buffer.read()
        with open(file, "rb") as message:
            return message.read()
