"""An address, and after it is confirmed: role, a few facts, and consent. Nothing is ticked beforehand."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from prosesstotte.forms import PortalForm
from referencegroups.choices import AgeBand, Gender, Help, Language, Purpose, Role
from referencegroups.forms.bots import BotGuard
from referencegroups.models.member import BREADTH_FACTS

ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")
NONE = [("", _("Vel"))]


def plain(*layout):
    """The fields in this order; the page itself writes the form's tag, the error summary and the button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper


def refuse_birth_numbers(text):
    if ELEVEN_DIGITS.search(text):
        raise ValidationError(_("Skriv aldri fødselsnummer. Ta det bort."), code="birth_number")


def one_number(text):
    """A phone number as digits alone: 8 for a Norwegian one, with 00 and the country for others."""
    digits = re.sub(r"[\s().-]", "", text)
    digits = re.sub(r"^(\+|00)47(?=\d{8}$)", "", digits)
    digits = re.sub(r"^\+", "00", digits)
    if digits and not re.fullmatch(r"\d{8}|00\d{7,13}", digits):
        raise ValidationError(_("Skriv mobilnummeret med 8 siffer, eller med landkode først."))
    return digits


def email_field():
    return forms.EmailField(
        label=_("E-postadressa di"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Skriv e-postadressa di")},
    )


class JoinForm(BotGuard, PortalForm):
    email = email_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "Vi sender deg ei lenkje. Først når du har opna ho, spør vi om meir."
        )
        self.helper = plain("email", Div("website", css_class="ikkje-fyll-ut"), "opened")


class NewLinkForm(BotGuard, PortalForm):
    email = email_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain("email", Div("website", css_class="ikkje-fyll-ut"), "opened")


class FactsForm(PortalForm):
    """The optional facts: all of them may stand empty."""

    first_name = forms.CharField(
        label=_("Fornamn"), max_length=80, required=False, validators=[refuse_birth_numbers],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )  # fmt: skip
    last_name = forms.CharField(
        label=_("Etternamn"), max_length=80, required=False, validators=[refuse_birth_numbers],
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )  # fmt: skip
    mobile = forms.CharField(
        label=_("Mobil"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Språk"), choices=Language, initial=Language.NYNORSK, required=False)
    help = forms.ChoiceField(
        label=_("Kva treng du for å kunne vere med?"), choices=[*NONE, *Help.choices], required=False,
        help_text=_("Du treng ikkje seie kvifor."),
    )  # fmt: skip
    age_band = forms.ChoiceField(label=_("Alder"), choices=[*NONE, *AgeBand.choices], required=False)
    gender = forms.ChoiceField(label=_("Kjønn"), choices=[*NONE, *Gender.choices], required=False)
    district = forms.CharField(
        label=_("Tidlegare kommune eller krins"), max_length=60, required=False,
        validators=[refuse_birth_numbers],
    )  # fmt: skip

    CONTACT = ("first_name", "last_name", "mobile", "language", "help")

    def __init__(self, *args, may_keep_breadth=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_keep_breadth:
            for name in BREADTH_FACTS:
                del self.fields[name]
        self.helper = plain(*self.fields)

    def clean_mobile(self):
        return one_number(self.cleaned_data["mobile"])

    def clean_language(self):
        return self.cleaned_data["language"] or Language.NYNORSK

    def facts(self):
        names = [*self.CONTACT, *BREADTH_FACTS]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ConfirmForm(FactsForm):
    """Who you are in the group, a few optional facts, and what you say yes to."""

    role = forms.ChoiceField(label=_("Eg er med som"), choices=Role, widget=forms.RadioSelect)
    old_enough = forms.BooleanField()

    MUST = _("Kryss av her for å vere med. Vil du ikkje, kan du lukke sida. Da slettar vi adressa di.")

    def __init__(self, *args, group, texts, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts = texts
        age = {"age": group.minimum_age}
        self.fields["old_enough"].label = _("Eg er minst %(age)d år") % age
        self.fields["old_enough"].error_messages["required"] = (
            _("Du må vere minst %(age)d år for å vere med. Kryss av om du er det.") % age
        )
        self.fields["role"].error_messages["required"] = _("Vel kven du er med som")
        self.purposes = [purpose for purpose in Purpose if purpose in texts]
        for purpose in self.purposes:
            self.fields[f"consent_{purpose}"] = consent_field(purpose, texts[purpose], must=self.MUST)
            self.fields[f"text_{purpose}"] = forms.CharField(
                widget=forms.HiddenInput, initial=texts[purpose].pk, required=False
            )
        self.helper = plain(*self._sections())

    def _sections(self):
        return [
            Fieldset(_("Om deg"), "role", "old_enough"),
            Fieldset(_("Om du vil, fortel litt meir"), *self.CONTACT),
            Fieldset(_("Kven gruppa er sett saman av"), *BREADTH_FACTS, *self._consent(Purpose.BREADTH)),
            Fieldset(_("Kva du seier ja til"), *(
                name for purpose in Purpose if purpose != Purpose.BREADTH for name in self._consent(purpose)
            )),
        ]  # fmt: skip

    def _consent(self, purpose):
        return [f"consent_{purpose}", f"text_{purpose}"] if purpose in self.purposes else []

    NO_BREADTH = _(
        "Kryss av her, eller la alder, kjønn og kommune stå tomme. Vi lagrar dei berre om du seier ja."
    )
    CHANGED = _("Teksten er endra. Les han på nytt, og kryss av igjen.")

    def clean(self):
        cleaned = super().clean()
        self._check_wordings(cleaned)
        told = [name for name in BREADTH_FACTS if cleaned.get(name)]
        if told and not cleaned.get(f"consent_{Purpose.BREADTH}"):
            self.add_error(f"consent_{Purpose.BREADTH}", self.NO_BREADTH)
        return cleaned

    def _check_wordings(self, cleaned):
        """What is written down as evidence is the wording that stood on the page."""
        for purpose in self.purposes:
            if cleaned.get(f"text_{purpose}") != str(self.texts[purpose].pk):
                self.data = self.data.copy()
                self.data[f"text_{purpose}"] = str(self.texts[purpose].pk)
                self.add_error(f"consent_{purpose}", self.CHANGED)

    def ticked(self):
        return [purpose for purpose in self.purposes if self.cleaned_data.get(f"consent_{purpose}")]


def consent_field(purpose, text, *, must):
    """One purpose, one tick. Only being a member is required to be one."""
    required = purpose == Purpose.MEMBERSHIP
    return forms.BooleanField(
        label=Purpose(purpose).label, help_text=linebreaksbr(escape(text.wording)), required=required,
        error_messages={"required": must} if required else {},
    )  # fmt: skip
