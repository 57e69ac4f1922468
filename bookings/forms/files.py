"""What is asked to lay a file on a booking, and to write a message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.doors import long_text
from bookings.forms.order import NO_PRIVATE_PERSONS, plain_helper
from prosesstotte.forms import PortalForm

TAKEN = ".pdf,.docx,.odt,.xlsx,.pptx,.jpg,.jpeg,.png"


class FileForm(PortalForm):
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, JPG eller PNG. Høgst 10 MB."),
        widget=forms.FileInput(attrs={"accept": TAKEN}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("file")


class MessageForm(PortalForm):
    text = long_text(_("Ny melding"), rows=3, help_text=NO_PRIVATE_PERSONS, max_length=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("text")
