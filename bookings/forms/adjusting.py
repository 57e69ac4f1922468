"""What may be changed about a booking without moving it or talking about the goal anew."""

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.adjusting import DETAILS
from bookings.choices import Channel, MeetingMode
from bookings.forms.doors import DoorForm, long_text
from bookings.forms.order import (
    MOST_PEOPLE,
    NO_PRIVATE_PERSONS,
    REQUIRED,
    phone_field,
    say_what_is_missing,
)


class AdjustForm(DoorForm):
    title = forms.CharField(label=_("Kva møte eller samling gjeld det?"), max_length=120)
    people = forms.IntegerField(
        label=_("Kor mange blir de?"), help_text=_("Eit om lag tal held."), min_value=1, max_value=MOST_PEOPLE
    )
    mode = forms.ChoiceField(label=_("Korleis møtest de?"), choices=MeetingMode, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Stad"), max_length=160, required=False)
    notes = long_text(
        _("Noko meir vi bør vite?"), help_text=NO_PRIVATE_PERSONS, rows=3, max_length=2000, required=False
    )
    phone = phone_field(label=_("Telefon til bestillaren"), required=False)
    pre_meeting_channel = forms.ChoiceField(
        label=_("Korleis skal formøtet vere?"), choices=Channel, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_is_missing(self, REQUIRED)
        if not self._asks_of_talk:
            del self.fields["pre_meeting_channel"]

    @property
    def _asks_of_talk(self):
        """How it was held is a part of the record; that of a series is changed where it lies."""
        return not (self.row.pre_meeting_is_held or self.row.pre_meeting_is_carried)

    def known(self):
        return {name: getattr(self.row, name) for name in DETAILS}

    def parts(self):
        talk = [Fieldset(_("Formøtet"), "pre_meeting_channel")] if self._asks_of_talk else []
        return [
            Fieldset(_("Møtet"), "title", "people", "mode", "place"),
            Fieldset(_("Kontakt"), "phone", "notes"),
            *talk,
        ]

    def arguments(self):
        return {name: self.cleaned_data[name] for name in DETAILS if name in self.fields}
