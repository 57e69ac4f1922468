"""The first administrator: `manage.py make_admin namn@kommune.no`."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from prosesstotte.models import User


class Command(BaseCommand):
    help = "Give an e-mail address full rights in the administration. The code is sent at login."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"«{email}» er ikkje ei e-postadresse.") from error
        user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email)
        user.is_active = user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_active", "is_staff", "is_superuser"])
        self.stdout.write(f"{user.email} er administrator. Logg inn med kode på e-post.")
