"""What a group leader is asked, in order: the need, the times, or only «ring meg»."""

import datetime as dt

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.actions import Need
from bookings.choices import ONE_FOR_A_SERIES, MeetingMode
from bookings.forms.who import (
    LeadersField,
    check_leaders,
    leader_choice,
    leaders_part,
    offer_leaders,
)
from bookings.free_weeks import read_moment
from bookings.models import BookingSettings, Group, ProcessLeader
from bookings.rhythm import Rhythm
from prosesstotte.forms import PortalForm
from prosesstotte.models import ServiceArea
from prosesstotte.templatetags.portal import minutt
from tools.choices import Purpose

MOST_PEOPLE = 2_000
NO_PRIVATE_PERSONS = _("Ikkje skriv namn på eller opplysningar om privatpersonar.")
WELL_FORMED_PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ]{6,20}$", _("Skriv telefonnummeret med berre tal, til dømes 900 00 000")
)
CHOOSE_A_TIME = _("Vel ei av tidene på lista")

MEETINGS = [
    (1, _("Eitt møte")),
    (2, _("To møte")),
    (3, _("Tre møte")),
    (4, _("Fire møte")),
    (5, _("Fem møte")),
    (6, _("Seks møte")),
]
WEEKS = [(1, _("Kvar veke")), (2, _("Annakvar veke")), (3, _("Kvar tredje veke")), (4, _("Kvar fjerde veke"))]


def plain_helper(*layout):
    """The page itself writes <form>, the error summary and the buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper


def phone_field(**kwargs):
    attrs = {"autocomplete": "tel", "inputmode": "tel"}
    return forms.CharField(
        max_length=30, validators=[WELL_FORMED_PHONE], widget=forms.TextInput(attrs=attrs), **kwargs
    )


def may_enter_for_others(user):
    """Process leaders, and staff with the right to make bookings."""
    return user.is_authenticated and (
        user.has_perm("bookings.add_booking") or ProcessLeader.objects.of(user).exists()
    )


def names_of_groups(user):
    """The groups that somebody leads, to choose from."""
    led = Group.objects.led_by(user) if user.is_authenticated else Group.objects.none()
    return list(led.values_list("name", flat=True))


# What to say when nothing is answered, field by field.
REQUIRED = {
    "title": _("Skriv kva møte det gjeld"),
    "goal": _("Skriv kva de skal ha fått til når møtet er slutt"),
    "purpose": _("Vel føremålet med møtet"),
    "service_area": _("Vel kommunalområde"),
    "group_name": _("Skriv kva gruppe det gjeld"),
    "people": _("Skriv kor mange de blir"),
    "minutes": _("Vel kor lenge møtet skal vare"),
    "weeks": _("Vel kor langt det skal vere mellom møta"),
    "mode": _("Vel i same rom eller digitalt"),
    "answers": _("Vel kven som er ansvarleg for møtet"),
    "responsible_name": _("Skriv namnet til møteansvarleg"),
    "responsible_email": _("Skriv e-postadressa til møteansvarleg"),
    "booker_name": _("Skriv namnet ditt"),
    "caller_email": _("Skriv e-postadressa til den som ringde"),
    "phone": _("Skriv telefonnummeret ditt"),
    "starts_at": _("Vel ei tid for møtet"),
    "pre_meeting_starts_at": _("Vel ei tid for formøtet"),
    "pre_meeting_channel": _("Vel korleis formøtet skal vere"),
}


REQUIRED_OF_OTHERS = {
    "booker_name": _("Skriv namnet til den som bestiller"),
    "phone": _("Skriv telefonnummeret til den som bestiller"),
}


def say_what_is_missing(form, sentences):
    for name in form.fields.keys() & sentences.keys():
        form.fields[name].error_messages["required"] = sentences[name]


class AboutTheGroup(PortalForm):
    """What the form for the need and «ring meg» both ask, and the one who books."""

    title = forms.CharField(label=_("Kva møte eller samling gjeld det?"), max_length=120)
    purpose = forms.ChoiceField(label=_("Kva er føremålet?"), choices=[("", _("Vel")), *Purpose.choices])
    service_area = forms.ModelChoiceField(
        label=_("Kommunalområde"), queryset=ServiceArea.objects.none(), empty_label=_("Vel")
    )
    group_name = forms.CharField(
        label=_("Gruppa"), help_text=_("Til dømes «Styringsgruppa for oppvekst»."), max_length=120
    )
    people = forms.IntegerField(
        label=_("Kor mange blir de?"), help_text=_("Eit om lag tal held."), min_value=1, max_value=MOST_PEOPLE
    )
    booker_name = forms.CharField(
        label=_("Namnet ditt"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = phone_field(label=_("Telefonen din"))
    for_caller = forms.BooleanField(label=_("Eg legg inn for nokon som ringde"), required=False)
    caller_email = forms.EmailField(
        label=_("E-postadressa til den som ringde"),
        max_length=254,
    )

    def __init__(self, *args, user, **kwargs):
        kwargs["initial"] = {**self.known_of(user), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        say_what_is_missing(self, REQUIRED)
        self.fields["service_area"].queryset = ServiceArea.objects.filter(is_open=True)
        self.own_groups = names_of_groups(user)
        if self.own_groups:  # the page draws the list; another name may still be typed
            self.fields["group_name"].widget.attrs["list"] = "gruppene"
        if may_enter_for_others(user):
            self.fields["booker_name"].label = _("Namnet til den som bestiller")
            self.fields["phone"].label = _("Telefonen til den som bestiller")
            say_what_is_missing(self, REQUIRED_OF_OTHERS)
        else:
            del self.fields["for_caller"], self.fields["caller_email"]

    @staticmethod
    def known_of(user):
        return {"booker_name": user.name, "phone": user.phone} if user.is_authenticated else {}

    def who_books(self):
        """The last part of the form; the address is asked only of those who may enter for others."""
        caller = [Div("for_caller"), Div("caller_email", css_class="berre-for-andre")]
        own = caller if "for_caller" in self.fields else []
        return Fieldset(_("Kven bestiller?"), *own, "booker_name", "phone")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("for_caller"):
            self.do_not_ask("caller_email")
        return cleaned

    def do_not_ask(self, *names):
        """What an earlier answer leaves out is never wrong, and is not sent."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = ""

    def caller(self):
        """(e-mail, name) of the one this is entered for, or None when people book for themselves."""
        if not self.cleaned_data.get("for_caller"):
            return None
        return self.cleaned_data["caller_email"], self.cleaned_data["booker_name"]

    def need_from(self, *names):
        return Need(**{name: self.cleaned_data[name] for name in names})

    def typed(self):
        """The texts as they were typed, for the draft."""
        return {name: self[name].value() for name in self.fields if self[name].value()}


class NeedForm(AboutTheGroup):
    """Page one of three."""

    SELF, OTHER = "self", "other"
    field_order = (
        "title", "goal", "purpose", "service_area", "group_name", "people", "minutes", "meetings", "weeks",
        "mode", "place", "leaders", "leader", "co_leader", "answers", "responsible_name", "responsible_email",
        "notes",
        "for_caller", "caller_email", "booker_name", "phone",
    )  # fmt: skip

    goal = forms.CharField(
        label=_("Kva skal de ha fått til når møtet er slutt?"),
        help_text=_("Skriv det med eigne ord. Vi snakkar om målet i formøtet."),
        max_length=1000,
        widget=forms.Textarea,
    )
    minutes = forms.TypedChoiceField(label=_("Kor lenge skal møtet vare?"), coerce=int)
    meetings = forms.TypedChoiceField(
        label=_("Kor mange møte treng de?"),
        help_text=_("Er arbeidet for stort for eitt møte, kan de bestille fleire med same prosessleiar."),
        choices=MEETINGS,
        coerce=int,
        required=False,
        initial=1,
        empty_value=1,
    )
    weeks = forms.TypedChoiceField(
        label=_("Kor ofte møtest de?"),
        help_text=_("Møta kjem på same vekedag og klokkeslett. Etterpå kan de flytte eitt og eitt av dei."),
        choices=WEEKS,
        coerce=int,
        required=False,
        initial=1,
        empty_value=1,
    )
    mode = forms.ChoiceField(
        label=_("Korleis møtest de?"),
        choices=MeetingMode,
        widget=forms.RadioSelect,
        initial=MeetingMode.ROOM,
    )
    place = forms.CharField(
        label=_("Stad"), help_text=_("Om de veit det no."), max_length=160, required=False
    )
    leaders = LeadersField()
    leader = leader_choice(label=_("Kven skal leie?"))
    co_leader = leader_choice(label=_("Kven skal vere med?"))
    answers = forms.ChoiceField(
        label=_("Kven er ansvarleg for møtet?"),
        help_text=_("Formøtet blir halde med den som er ansvarleg."),
        choices=[(SELF, _("Eg, som bestiller")), (OTHER, _("Ein annan"))],
        widget=forms.RadioSelect,
        initial=SELF,
    )
    responsible_name = forms.CharField(
        label=_("Namnet til møteansvarleg"),
        max_length=120,
    )
    responsible_email = forms.EmailField(
        label=_("E-postadressa til møteansvarleg"),
        max_length=254,
    )
    notes = forms.CharField(
        label=_("Noko meir vi bør vite?"),
        help_text=NO_PRIVATE_PERSONS,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lengths = sorted(BookingSettings.current().meeting_lengths)
        self.fields["minutes"].choices = [("", _("Vel")), *((length, minutt(length)) for length in lengths)]
        other = Div("responsible_name", "responsible_email", css_class="berre-ein-annan")
        offer_leaders(self)
        self.helper = plain_helper(
            Fieldset(_("Kva skal de?"), "title", "goal", "purpose"),
            Fieldset(_("Kven er de?"), "service_area", "group_name", "people"),
            Fieldset(
                _("Lengd og stad"),
                "minutes",
                "meetings",
                Div("weeks", css_class="berre-fleire-mote"),
                "mode",
                "place",
            ),
            *leaders_part(self),
            Fieldset(_("Ansvar"), "answers", other, "notes"),
            self.who_books(),
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answers") != self.OTHER:
            self.do_not_ask("responsible_name", "responsible_email")
        if cleaned.get("meetings") == 1:
            self.do_not_ask("meetings", "weeks")
        check_leaders(self)
        if cleaned.get("leaders") == 2 and self.rhythm().is_series:
            self.add_error("leaders", ONE_FOR_A_SERIES)
        return cleaned

    def rhythm(self):
        return Rhythm.read(self.cleaned_data)

    def need(self):
        return self.need_from(
            "title", "goal", "purpose", "service_area", "group_name", "people", "mode", "place", "notes",
            "phone", "responsible_name", "responsible_email",
        )  # fmt: skip


class CallForm(AboutTheGroup):
    """«Veit ikkje enno, ring meg»: no goal, no times."""

    field_order = (
        "title", "purpose", "notes", "wished_time", "service_area", "group_name", "people",
        "for_caller", "caller_email", "booker_name", "phone",
    )  # fmt: skip

    wished_time = forms.CharField(
        label=_("Når kan møtet passe?"),
        help_text=_("Om de veit litt: «ei veke i januar» er nok."),
        max_length=300,
        required=False,
    )
    notes = forms.CharField(
        label=_("Kva lurer de på?"),
        help_text=NO_PRIVATE_PERSONS,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            Fieldset(_("Kva gjeld det?"), "title", "purpose", "notes", "wished_time"),
            Fieldset(_("Kven er de?"), "service_area", "group_name", "people"),
            self.who_books(),
        )

    def need(self):
        return self.need_from("title", "purpose", "service_area", "group_name", "people", "notes", "phone")


class MomentField(forms.Field):
    """A start from a list of free times: an aware local time."""

    default_error_messages = {"required": CHOOSE_A_TIME, "invalid": CHOOSE_A_TIME}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        moment = read_moment(str(value))
        if moment is None or abs(moment - timezone.now()) > dt.timedelta(days=1500):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment
