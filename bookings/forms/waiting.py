"""What somebody who waits is asked: when it may be, and with whom."""

import datetime as dt

from crispy_forms.layout import Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import leader_calendars, waiting
from bookings.actions import WishedTimes
from bookings.actions.waiting import TOO_NEAR
from bookings.choices import Channel, MeetingMode
from bookings.forms.order import REQUIRED, plain_helper, say_what_is_missing
from bookings.leader_calendars import ZONE
from bookings.models import BookingSettings, ProcessLeader
from prosesstotte.forms import PortalForm
from prosesstotte.templatetags.portal import minutt

USUAL = dt.timedelta(weeks=6)  # from the first day to the last, until somebody says otherwise
FAR = dt.timedelta(days=366)
MISSING = REQUIRED | {
    "first_date": _("Vel den første dagen som passar"),
    "last_date": _("Vel den siste dagen som passar"),
}


class WishForm(PortalForm):
    """The length and the kind of meeting stand in the need already."""

    first_date = forms.DateField(label=_("Tidlegast"))
    last_date = forms.DateField(label=_("Seinast"))
    leader = forms.ModelChoiceField(
        label=_("Prosessleiar"),
        help_text=_("Kven som helst gir størst sjanse for ei tid."),
        queryset=ProcessLeader.objects.none(),
        empty_label=_("Kven som helst"),
        required=False,
    )
    pre_meeting_channel = forms.ChoiceField(
        label=_("Korleis skal formøtet vere?"),
        choices=Channel,
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )
    mark_optional = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_is_missing(self, MISSING)
        self.fields["leader"].queryset = ProcessLeader.objects.active().for_list()
        self.helper = plain_helper(Row("first_date", "last_date"), "leader", "pre_meeting_channel")

    @staticmethod
    def usual(settings, *, minutes, mode):
        """The first dates to show: from the earliest meeting there can be."""
        wish = leader_calendars.meeting_wish(settings, minutes=minutes, mode=mode)
        first = wish.earliest.astimezone(ZONE).date()
        return {"first_date": first, "last_date": first + USUAL}

    def clean_last_date(self):
        last = self.cleaned_data["last_date"]
        if last > timezone.localdate() + FAR:
            raise ValidationError(_("Datoen er for langt fram. Vel ein dag det neste året."))
        if waiting.last_day(BookingSettings.current(), last) < timezone.localdate():
            raise ValidationError(TOO_NEAR)
        return last

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_date"), cleaned.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("Siste dagen kan ikkje vere før den første."))
        return cleaned

    def wish(self, minutes):
        chosen = {name: self.cleaned_data[name] for name in WishForm.base_fields}
        return WishedTimes(minutes=minutes, **chosen)

    def typed(self):
        """The texts as they were typed, for the draft."""
        return {name: self[name].value() for name in self.fields if self[name].value()}


class ChangeWishForm(WishForm):
    """The same, with what the need said: another length may have room."""

    minutes = forms.TypedChoiceField(label=_("Kor lenge skal møtet vare?"), coerce=int)
    mode = forms.ChoiceField(label=_("Korleis møtest de?"), choices=MeetingMode, widget=forms.RadioSelect)

    def __init__(self, *args, entry, **kwargs):
        names = (*WishForm.base_fields, "minutes", "mode")
        super().__init__(*args, initial={name: getattr(entry, name) for name in names}, **kwargs)
        lengths = sorted({*BookingSettings.current().meeting_lengths, entry.minutes})
        self.fields["minutes"].choices = [(length, minutt(length)) for length in lengths]
        self.helper = plain_helper(
            "minutes", "mode", Row("first_date", "last_date"), "leader", "pre_meeting_channel"
        )

    def arguments(self):
        """What the door is given."""
        return {"wish": self.wish(self.cleaned_data["minutes"]), "mode": self.cleaned_data["mode"]}
