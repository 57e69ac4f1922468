"""The form that a round's questions make, and those of the owner and of staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prosesstotte.forms import PortalForm, PortalModelForm
from referencegroups.models import Theme
from referencegroups.results import DONT_KNOW
from referencegroups.round_choices import QuestionKind, ThemeStatus

SHORT_LIMIT, LONG_LIMIT = 200, 2000
DONT_KNOW_LABEL = _("Veit ikkje")
NO_NAMES = _("Ikkje skriv namn på deg sjølv eller andre, og ikkje noko om helse.")
BOTH = _("Vel anten «Veit ikkje» eller noko anna, ikkje begge delar, under «%(label)s».")
TWICE = _("Gi kvar plass til berre eitt alternativ under «%(label)s».")
NOTHING = _("Svar på minst eitt spørsmål, eller kryss av for «Veit ikkje».")


class PlacesWidget(forms.MultiWidget):
    """One select for each option: which place it gets."""

    template_name = "referencegroups/widgets/places.html"
    use_fieldset = True

    def __init__(self, options):
        self.options = options
        places = [("", _("Vel")), *((str(n), f"{n}.") for n in range(1, len(options) + 1))]
        super().__init__([forms.Select(choices=places) for _option in options])

    def decompress(self, value):
        """A ranking is option numbers, the best first; a select wants each option's place."""
        ranked = value if isinstance(value, list) else []
        return [str(ranked.index(n) + 1) if n in ranked else "" for n in range(len(self.options))]

    def get_context(self, name, value, attrs):
        if isinstance(value, list) and all(isinstance(part, int) for part in value):
            value = self.decompress(value)  # MultiWidget takes any list for one that is taken apart already
        context = super().get_context(name, value, attrs)
        for part, option in zip(context["widget"]["subwidgets"], self.options, strict=True):
            part["label"] = option
        return context


class RankingField(forms.Field):
    """Gives option numbers, the best first. Not all need a place, but no place is shared."""

    def __init__(self, *, options, **kwargs):
        self.size = len(options)
        super().__init__(widget=PlacesWidget(options), **kwargs)

    def clean(self, value):
        places = [(int(place), n) for n, place in enumerate(value) if self._is_place(place)]
        if len({place for place, _number in places}) < len(places):
            raise forms.ValidationError(TWICE, params={"label": self.label}, code="twice")
        return [number for _place, number in sorted(places)]

    def _is_place(self, text):
        return text in [str(n) for n in range(1, self.size + 1)]


class AnswerForm(PortalForm):
    """A round's questions in order. Nothing is compulsory; «veit ikkje» is always a choice.

    `values` is what `cleaned_values` gave before, so that an answer can be changed.
    """

    mark_optional = False

    def __init__(self, *args, questions, language="nn", values=None, **kwargs):
        self.questions, self.falls_back, initial, fields = list(questions), False, {}, {}
        for question in self.questions:
            text, options, falls_back = question.in_language(language)
            self.falls_back |= falls_back
            fields |= fields_of(question, text, options)
            initial |= initial_of(question, (values or {}).get(str(question.pk)))
        self.base_fields = {**type(self).base_fields, **fields}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        cleaned = super().clean()
        for question in self.questions:
            if question.kind == QuestionKind.SEVERAL:
                self._either_or(question.field_name, cleaned)
            elif cleaned.get(f"{question.field_name}_dk") and cleaned.get(question.field_name):
                self._refuse(question.field_name)
        if not self.errors and not self.cleaned_values():
            raise forms.ValidationError(NOTHING)
        return cleaned

    def _either_or(self, name, cleaned):
        chosen = cleaned.get(name) or []
        if DONT_KNOW in chosen and len(chosen) > 1:
            self._refuse(name)

    def _refuse(self, name):
        self.add_error(name, forms.ValidationError(BOTH, params={"label": self.fields[name].label}))

    def cleaned_values(self):
        """{question's id: answer} as it is stored; what was left open is not there."""
        found = {str(one.pk): value_of(one, self.cleaned_data) for one in self.questions}
        return {key: value for key, value in found.items() if value not in (None, "", [])}

    def parts(self):
        """[(question, its field, its «veit ikkje» box or None)] for the page."""
        return [(one, self[one.field_name], self._box(one)) for one in self.questions]

    def _box(self, question):
        name = f"{question.field_name}_dk"
        return self[name] if name in self.fields else None


def fields_of(question, text, options):
    """The fields of one question: its own, and a box for «veit ikkje» where no option can say it."""
    shared = {"label": text, "required": False, "help_text": question.help}
    numbered = [*((str(n), option) for n, option in enumerate(options)), (DONT_KNOW, DONT_KNOW_LABEL)]
    if question.kind in {QuestionKind.ONE, QuestionKind.SCALE}:
        if question.kind == QuestionKind.SCALE:
            shared["help_text"] = scale_help(question)
        return {question.field_name: forms.ChoiceField(widget=forms.RadioSelect, choices=numbered, **shared)}
    if question.kind == QuestionKind.SEVERAL:
        several = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=numbered, **shared)
        return {question.field_name: several}
    own = RankingField(options=options, **shared) if question.kind == QuestionKind.RANKING else None
    box = forms.BooleanField(label=DONT_KNOW_LABEL, required=False)
    return {question.field_name: own or text_field(question, shared), f"{question.field_name}_dk": box}


def text_field(question, shared):
    shared["help_text"] = f"{shared['help_text']} {NO_NAMES}".strip()
    if question.kind == QuestionKind.SHORT:
        return forms.CharField(max_length=SHORT_LIMIT, **shared)
    return forms.CharField(max_length=LONG_LIMIT, widget=forms.Textarea(attrs={"rows": 5}), **shared)


def scale_help(question):
    ends = [
        f"1 = {question.low_label}" if question.low_label else "",
        f"{question.steps} = {question.high_label}" if question.high_label else "",
    ]
    return " ".join([question.help, ", ".join(end for end in ends if end)]).strip()


def value_of(question, cleaned):
    """What one question is answered, as it is stored; None when it is left open."""
    value = cleaned.get(question.field_name)
    if cleaned.get(f"{question.field_name}_dk") or value == DONT_KNOW or value == [DONT_KNOW]:
        return DONT_KNOW
    if question.kind in {QuestionKind.ONE, QuestionKind.SCALE}:
        return int(value) if value else None
    if question.kind == QuestionKind.SEVERAL:
        return sorted(int(number) for number in value or [])
    return value


def initial_of(question, value):
    """The other way: what is stored, as the fields' initial values."""
    name = question.field_name
    if value is None:
        return {}
    if question.kind in {QuestionKind.RANKING, QuestionKind.SHORT, QuestionKind.LONG}:
        return {f"{name}_dk": True} if value == DONT_KNOW else {name: value}
    if question.kind == QuestionKind.SEVERAL:
        return {name: [DONT_KNOW] if value == DONT_KNOW else [str(number) for number in value]}
    return {name: str(value)}


class EnteredAnswerForm(AnswerForm):
    """An answer by phone or on paper: whose it is comes first, and is stored apart."""

    email = forms.EmailField(
        label=_("E-postadressa til den som svarer"), help_text=_("Han eller ho må vere spurd i denne runden.")
    )


class NewLinkForm(PortalForm):
    email = forms.EmailField(
        label=_("E-postadressa di"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class ThemeForm(PortalModelForm):
    """One theme of «kva blei det til?». An empty one is left out."""

    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Vel")), *ThemeStatus.choices])

    class Meta:
        model = Theme
        fields = ["heard", "number", "done", "status", "reason", "decide_on", "link"]
        widgets = {
            "heard": forms.Textarea(attrs={"rows": 2}),
            "done": forms.Textarea(attrs={"rows": 3}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "heard": _("Til dømes «Mange vil ha ope om kvelden»."),
            "reason": _("Må vere med når noko ikkje er teke inn fullt ut."),
            "decide_on": _("Når noko ikkje er avgjort: Når får medlemene vite meir?"),
        }
        labels = {"number": _("Kor mange sa det"), "decide_on": _("Ny dato")}
