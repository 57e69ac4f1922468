"""The question about process leaders: how many, and which. The page for the time carries the answer."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import ProcessLeader

WHO = ("leaders", "leader", "co_leader")
ADDRESS = {"leaders": "leiarar", "leader": "leiar", "co_leader": "medleiar"}  # code in English, addresses not
NUMBERS = [(1, _("Éin")), (2, _("To"))]


class LeadersField(forms.TypedChoiceField):
    """One, unless somebody asks for two."""

    def __init__(self, **kwargs):
        asked = {
            "label": _("Kor mange prosessleiarar treng de?"),
            "help_text": _(
                "Éin er nok for dei fleste. Blir de fleire enn 30, eller er saka krevjande, er to betre: "
                "den eine leier, den andre hjelper ved borda og får med dei stille."
            ),
            "widget": forms.RadioSelect,
        }
        super().__init__(choices=NUMBERS, coerce=int, initial=1, **{**asked, **kwargs})

    def clean(self, value):
        return super().clean(value or self.initial)


def leader_choice(label):
    return forms.ChoiceField(label=label, required=False)


def offer_leaders(form):
    """The names to choose from; with nobody to choose between, nothing is asked."""
    names = [(str(pk), name) for pk, name in ProcessLeader.objects.active().names()]
    if len(names) < 2:
        for field in WHO:
            del form.fields[field]
        return
    form.fields["leader"].choices = [("", _("Kven som helst")), *names]
    form.fields["co_leader"].choices = [("", _("Kven som helst av dei andre")), *names]


def leaders_part(form):
    """The part of the page; who comes along is asked only of those who want two."""
    if "leaders" not in form.fields:
        return []
    return [Fieldset(_("Prosessleiar"), "leaders", "leader", Div("co_leader", css_class="berre-to"))]


def check_leaders(form):
    """One has nobody along, and two are two."""
    chosen = form.cleaned_data
    if chosen.get("leaders") != 2:
        form.errors.pop("co_leader", None)
        chosen.pop("co_leader", None)
        if "co_leader" in form.fields:
            chosen["co_leader"] = form.fields["co_leader"].to_python("")
    elif chosen.get("leader") and chosen.get("leader") == chosen.get("co_leader"):
        form.add_error("co_leader", _("Vel to ulike prosessleiarar"))


def who_in_address(form):
    return {word: form[name].value() for name, word in ADDRESS.items()}
