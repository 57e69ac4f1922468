"""What is asked before an advisory conversation: on one page, with the list of free times in it."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import leader_calendars, reservations
from bookings.choices import REASONS, Channel, Source, WhoCalls
from bookings.forms.order import (
    CHOOSE_A_TIME,
    NO_PRIVATE_PERSONS,
    MomentField,
    phone_field,
    plain_helper,
    say_what_is_missing,
)
from bookings.models import ProcessLeader
from prosesstotte.forms import TEXT_LIMIT, PortalForm
from prosesstotte.models import ServiceArea
from prosesstotte.templatetags.portal import minutt


class AdviceForm(PortalForm):
    about = forms.CharField(
        label=_("Kva vil du snakke om?"),
        help_text=NO_PRIVATE_PERSONS,
        max_length=1000,
        widget=forms.Textarea,
    )
    group_name = forms.CharField(label=_("Gruppa det gjeld"), max_length=120, required=False)
    service_area = forms.ModelChoiceField(
        label=_("Kommunalområde"), queryset=ServiceArea.objects.none(), empty_label=_("Vel"), required=False
    )
    booker_name = forms.CharField(
        label=_("Namnet ditt"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    channel = forms.ChoiceField(
        label=_("Korleis vil du snakke?"), choices=Channel, widget=forms.RadioSelect, initial=Channel.PHONE
    )
    who_calls = forms.ChoiceField(
        label=_("Kven ringjer?"),
        choices=WhoCalls,
        widget=forms.RadioSelect,
        initial=WhoCalls.LEADER,
    )
    phone = phone_field(label=_("Telefonen din"))
    place = forms.CharField(
        label=_("Kvar skal vi møtast?"),
        help_text=_("Til dømes kontoret ditt."),
        max_length=160,
    )
    minutes = forms.TypedChoiceField(label=_("Kor lenge?"), coerce=int, widget=forms.RadioSelect)
    leader = forms.ModelChoiceField(
        label=_("Prosessleiar"),
        queryset=ProcessLeader.objects.none(),
        required=False,
        empty_label=_("Kven som helst"),
    )
    # Drawn by the page; a radio button, so that an error leads to the first one of the list.
    starts_at = MomentField(label=_("Tid"), widget=forms.RadioSelect)

    # What each channel asks for; the rest is not asked.
    ASKED = {Channel.PHONE: ["who_calls", "phone"], Channel.IN_PERSON: ["place"]}

    REQUIRED = {
        "about": _("Skriv kva du vil snakke om"),
        "booker_name": _("Skriv namnet ditt"),
        "channel": _("Vel telefon, videomøte eller fysisk møte"),
        "who_calls": _("Vel kven som skal ringje"),
        "phone": _("Skriv telefonnummeret ditt"),
        "place": _("Skriv kvar vi skal møtast"),
        "minutes": _("Vel kor lenge samtalen skal vare"),
    }

    def __init__(self, *args, user, settings, **kwargs):
        known = {"booker_name": user.name, "phone": user.phone} if user.is_authenticated else {}
        lengths = sorted(settings.advice_lengths)
        kwargs["initial"] = {**known, "minutes": str(lengths[0]), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        say_what_is_missing(self, self.REQUIRED)
        self.fields["service_area"].queryset = ServiceArea.objects.filter(is_open=True)
        self.fields["leader"].queryset = ProcessLeader.objects.active().for_list()
        self.fields["minutes"].choices = [(length, minutt(length)) for length in lengths]
        self.somebody_was_first = False
        self.helper = plain_helper(
            Fieldset(_("Kva gjeld det?"), "about", "group_name", "service_area", "booker_name"),
            Fieldset(
                _("Telefon, video eller kaffikopp?"),
                "channel",
                Div("who_calls", "phone", css_class="berre-telefon"),
                Div("place", css_class="berre-fysisk"),
            ),
            Fieldset(_("Når?"), "minutes", "leader"),
        )

    def clean(self):
        cleaned = super().clean()
        asked = self.ASKED.get(cleaned.get("channel"), [])
        for name in {"who_calls", "phone", "place"} - set(asked):
            self.errors.pop(name, None)  # typed before they chose another way to talk
            cleaned[name] = ""
        return cleaned

    def judge(self, settings, *, at):
        """Whether anybody is free then; if not, the reason stands at the list."""
        cleaned = self.cleaned_data
        wish = leader_calendars.talk_wish(settings, minutes=cleaned["minutes"])
        rules = leader_calendars.rules(settings, at=at, notice=settings.advice_notice_minutes)
        slot = reservations.Slot(Source.ADVICE, cleaned["starts_at"], wish, rules)
        leader = cleaned["leader"]
        verdicts = reservations.judge([slot], [leader.pk] if leader else None, at=at).values()
        if None in verdicts:
            return True
        _slot, reason = next(iter(verdicts), (slot, None))
        self.somebody_was_first = reason in reservations.SOMEBODY_WAS_FIRST
        self.add_error("starts_at", REASONS.get(reason, CHOOSE_A_TIME))
        return False

    def details(self):
        """What the door wants beside the time."""
        names = ["about", "group_name", "service_area", "channel", "who_calls", "phone", "place"]
        return {name: self.cleaned_data[name] for name in names}

    def typed(self):
        """The texts as they were typed, for the draft: also before they are checked, so not without end."""
        texts = {name: self[name].value() for name in self.fields}
        return {name: text[:TEXT_LIMIT] for name, text in texts.items() if text}
