"""Checks before the suite: no migration is missing, and which tests this machine cannot run."""

import os
import shutil
import sys

import tests.embedded_postgres  # noqa: F401  (the environment Django needs)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosesstotte.settings")


def main():
    import django
    from django.core.management import call_command

    django.setup()
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    for program, what in (("chromium", "nettlesartestane"), ("hunspell", "rettskrivingstesten")):
        if not shutil.which(program):
            print(f"NB: {program} manglar, så {what} blir hoppa over. Skriv: sudo apt-get install {program}")


if __name__ == "__main__":
    sys.exit(main())
