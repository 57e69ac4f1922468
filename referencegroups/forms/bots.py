"""Robots fill in everything and send at once; people do neither. No third party, no puzzle."""

import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SALT = "referencegroups.form"
QUICKEST = 2  # seconds
OLDEST = 24 * 60 * 60  # seconds


class BotGuard(forms.Form):
    """A field that people do not see, and a signed time for when the page was made."""

    website = forms.CharField(
        label=_("La dette feltet stå tomt"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened"] = stamp()

    @property
    def is_robot(self):
        """It filled in what nobody sees. It gets the usual answer, and nothing happens."""
        return bool(self.data.get(self.add_prefix("website")))

    def clean(self):
        """Asked last: what else is wrong is told first, and takes a person more than two seconds to mend."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        age = _age(self.data.get(self.add_prefix("opened"), ""))
        if age is None or not QUICKEST <= age <= OLDEST:
            self.data = {**self.data.dict(), "opened": stamp()}
            raise ValidationError(
                _("Vi fekk ikkje sendt skjemaet. Vent eit par sekund, og trykk på knappen ein gong til.")
            )
        return cleaned


def stamp(at=None):
    return signing.dumps(int(at if at is not None else time.time()), salt=SALT)


def _age(text):
    try:
        return time.time() - signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
