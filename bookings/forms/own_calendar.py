"""The address of a leader's own calendar, as people paste it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.choices import PROBLEMS
from bookings.forms.order import plain_helper
from prosesstotte import fetching
from prosesstotte.forms import PortalForm

WEBCAL = {"webcal": "https", "webcals": "https"}  # what calendar programs say for «subscribe»


class CalendarForm(PortalForm):
    address = forms.CharField(
        label=_("Adressa til kalenderen din"),
        help_text=_("Ho byrjar med https:// eller webcal:// og sluttar ofte med .ics."),
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Lim inn adressa til kalenderen")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("address")

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        scheme, mark, rest = address.partition("://")
        scheme = scheme.lower()
        address = f"{WEBCAL.get(scheme, scheme)}{mark}{rest}"
        try:
            fetching.check_address(address)
        except fetching.NotFetched as error:
            raise forms.ValidationError(PROBLEMS[error.reason]) from None
        return address
