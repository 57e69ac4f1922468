"""What is asked when an agreed talk changes: another way to talk, or another time."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.choices import HANDLERS, Channel, Source, WhoCalls
from bookings.forms.doors import DoorForm
from bookings.forms.order import MomentField, phone_field, say_what_is_missing

# «Du ringjer» is said to the booker.
FOR_LEADERS = [
    (WhoCalls.LEADER, WhoCalls.LEADER.label),
    (WhoCalls.BOOKER, _("Bestillaren ringjer")),
]


class ChannelForm(DoorForm):
    channel = forms.ChoiceField(label=_("Korleis vil de snakke?"), choices=Channel, widget=forms.RadioSelect)
    who_calls = forms.ChoiceField(label=_("Kven ringjer?"), choices=WhoCalls, widget=forms.RadioSelect)
    phone = phone_field(label=_("Telefonen til bestillaren"))
    place = forms.CharField(
        label=_("Kvar skal de møtast?"), help_text=_("Til dømes kontoret ditt."), max_length=160
    )
    video_link = forms.URLField(
        label=_("Lenkje til videorommet"), max_length=200, required=False, assume_scheme="https"
    )

    # What each way to talk asks for; the rest is not asked.
    ASKED = {
        Channel.PHONE: ["who_calls", "phone"],
        Channel.VIDEO: ["video_link"],
        Channel.IN_PERSON: ["place"],
    }
    REQUIRED = {
        "channel": _("Vel telefon, videomøte eller fysisk møte"),
        "who_calls": _("Vel kven som skal ringje"),
        "phone": _("Skriv telefonnummeret til bestillaren"),
        "place": _("Skriv kvar de skal møtast"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_is_missing(self, self.REQUIRED)
        if self._leads():
            self.fields["who_calls"].choices = FOR_LEADERS
        else:  # the room for video is the leader's to say
            del self.fields["video_link"]
            self.fields["phone"].label = _("Telefonen din")
            say_what_is_missing(self, {"phone": _("Skriv telefonnummeret ditt")})

    def _leads(self):
        return bool(self.row.roles_of(self.by) & HANDLERS)

    def known(self):
        talk = self.row
        video_link = talk.video_link or talk.leader.video_link
        return {
            "channel": talk.channel,
            "who_calls": talk.who_calls or WhoCalls.LEADER,
            "phone": talk.phone or talk.booker.phone,
            "place": talk.place,
            "video_link": video_link,
        }

    def parts(self):
        room = [Div("video_link", css_class="berre-video")] if self._leads() else []
        phone = Div("who_calls", "phone", css_class="berre-telefon")
        place = Div("place", css_class="berre-fysisk")
        return [Fieldset(_("Slik snakkast de"), "channel", phone, place, *room)]

    def clean(self):
        cleaned = super().clean()
        asked = self.ASKED.get(cleaned.get("channel"), [])
        for name in {"who_calls", "phone", "place", "video_link"} - set(asked):
            self.errors.pop(name, None)  # typed before they chose another way to talk
            cleaned[name] = ""
        return cleaned

    def arguments(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MoveTalkForm(DoorForm):
    # Drawn by the page; a radio button, so that an error leads to the first one of the list.
    starts_at = MomentField(label=_("Ny tid"), widget=forms.RadioSelect)
    time_fields = {Source.ADVICE: "starts_at"}

    def arguments(self):
        return {"starts_at": self.cleaned_data["starts_at"]}
