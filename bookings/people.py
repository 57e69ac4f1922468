"""People named in a booking before they have ever logged in."""

from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from prosesstotte.login import may_join
from prosesstotte.models import User


def person(email, name=""):
    """The user with this e-mail address, made when there is none.

    Naming somebody opens no door for them: a colleague from an allowed domain could have made
    the account by logging in, and anybody else is made unable to log in until an administrator
    names them a guest. Both get the mails. Raises ValidationError when it is no address.
    """
    email = email.strip().lower()
    validate_email(email)
    found = User.objects.filter(email__iexact=email).first()
    return found or _make(email, name.strip())


def _make(email, name):
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name, is_active=may_join(email))
    except IntegrityError:  # somebody else made it this very moment
        return User.objects.get(email__iexact=email)


def introduce(user, *, name, phone):
    """Keep the name and the phone that people give of themselves; what they leave empty stands."""
    told = {"name": name.strip(), "phone": phone.strip()}
    new = {field: text for field, text in told.items() if text and text != getattr(user, field)}
    for field, text in new.items():
        setattr(user, field, text)
    if new:
        user.save(update_fields=new)
