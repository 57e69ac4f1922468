"""What a participant is asked: four statements, and one line if they like."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.evaluating import STATEMENTS
from bookings.evaluation_words import ANSWERS, NAMES, SENTENCES
from bookings.forms.order import plain_helper
from prosesstotte.forms import PortalForm

CHOICES = [(step, words) for step, words in reversed(ANSWERS.items())]


def statement(name):
    return forms.TypedChoiceField(
        label=NAMES[name],
        help_text=SENTENCES[name],
        choices=CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vel eit svar under «{label}»").replace("{label}", str(NAMES[name]))},
    )


class EvaluationForm(PortalForm):
    # Made when the form is shown: the same form sent twice is one answer.
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    text = forms.CharField(
        label=_("Kva bør neste gruppe vite?"),
        help_text=_("Éi linje om det som var bra, eller det som kan bli betre. Ikkje skriv namn på nokon."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"form_key": uuid.uuid4()}, **kwargs)
        self.helper = plain_helper("form_key", *STATEMENTS, "text")

    def arguments(self):
        asked = self.cleaned_data
        scores = {name: asked[name] for name in STATEMENTS}
        return {"scores": scores, "text": asked["text"], "form_key": asked["form_key"] or uuid.uuid4()}


EvaluationForm.base_fields = {
    **{name: statement(name) for name in STATEMENTS},
    **EvaluationForm.base_fields,
}
