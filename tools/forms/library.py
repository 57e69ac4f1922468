"""The forms of the library: what a collection is called, and what somebody has learned of a method."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prosesstotte.forms import PortalForm, PortalModelForm
from tools.models import Experience
from tools.models.collection import NOTE_LENGTH, TITLE_LENGTH
from tools.models.experience import TEXT_LENGTH, Fit


class AboutCollectionForm(PortalForm):
    title = forms.CharField(
        label=_("Namn på samlinga"),
        help_text=_("Til dømes «Samling for barnehagane i mars»."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    note = forms.CharField(
        label=_("Merknad"),
        help_text=_("Kort om kva metodane skal brukast til. Skriv ikkje namn på personar."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_note(self):
        return " ".join(self.cleaned_data["note"].split())


class ExperienceForm(PortalModelForm):
    fit = forms.TypedChoiceField(
        label=_("Korleis passa metoden?"), choices=Fit.choices, coerce=int, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Kva erfarte de?"),
        help_text=_("To linjer. Skriv ikkje namn på personar eller noko som viser kven det gjeld."),
        min_length=10,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Experience
        fields = ["fit", "text"]

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())
