"""The one base form and the renderer that draws it: Designsystemet's look, Nynorsk messages.

The renderer hangs on our own forms (and allauth's), never on the whole site: Django admin
keeps its own widgets.
"""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.utils.translation import gettext_lazy as _

TEXT_LIMIT = 4_000  # characters, where a form names no limit of its own
NUMBER_LIMIT = 2_147_483_647  # the largest integer PostgreSQL keeps in an integer column
UNREADABLE = "\ufffd"  # what Django puts for bytes that are not UTF-8, and we for NUL
_CONTROL_SIGNS = {code: UNREADABLE for code in range(32) if chr(code) not in "\t\n\r"}
_CONTROL_SIGNS |= {0x0B: "\n", 0x0C: "\n", 0x7F: UNREADABLE}  # 0x0B is a line break pasted from slides


class DsBoundField(BoundField):
    """A field that knows what Designsystemet's markup asks."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not widget.is_hidden:
            attrs["class"] = f"{widget.attrs.get('class', '')} ds-input".strip()
            if isinstance(widget, forms.Textarea):
                attrs["cols"] = False
                attrs["rows"] = 4 if widget.attrs.get("rows") == "10" else widget.attrs.get("rows", 4)
        return attrs

    @property
    def first_id(self):
        """Where a link from the error summary lands; groups have no id of their own control."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def is_single_checkbox(self):
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_marked_optional(self):
        """What is answered from the start, like a box or a list with a default, is nobody's to leave out."""
        form_marks = getattr(self.form, "mark_optional", True)
        is_answered = self.is_single_checkbox or self.field.initial is not None
        return form_marks and not self.field.required and not is_answered


class DsRenderer(TemplatesSetting):
    """Draws forms with `templates/ds/`; a few of Django's own templates are exchanged."""

    form_template_name = "ds/form.html"
    field_template_name = "ds/field.html"
    bound_field_class = DsBoundField
    exchanged = {
        "django/forms/errors/list/default.html": "ds/errors.html",
        "django/forms/errors/list/ul.html": "ds/errors.html",
        "django/forms/widgets/radio.html": "ds/widgets/choices.html",
        "django/forms/widgets/checkbox_select.html": "ds/widgets/choices.html",
    }

    def get_template(self, template_name):
        return super().get_template(self.exchanged.get(template_name, template_name))


# What to say when somebody has not answered, by kind of field. {label} is the field's label.
MESSAGES = {
    forms.Field: {"required": _("Fyll ut «{label}»")},
    forms.CharField: {
        "max_length": _("Skriv høgst %(limit_value)d teikn under «{label}». No er det %(show_value)d."),
        "min_length": _("Skriv minst %(limit_value)d teikn under «{label}»."),
        "unreadable": _(
            "Teksten under «{label}» har teikn vi ikkje kan lese. Byt ut «�» med det som skal stå der."
        ),
    },
    forms.EmailField: {"invalid": _("Skriv ei gyldig e-postadresse, til dømes namn@kommune.no")},
    forms.URLField: {"invalid": _("Skriv heile nettadressa, til dømes https://kommune.no")},
    forms.SlugField: {"invalid": _("Bruk berre bokstavar frå a til z, tal og bindestrek")},
    forms.IntegerField: {
        "invalid": _("Skriv eit heilt tal under «{label}»"),
        "min_value": _("Skriv eit tal som er %(limit_value)s eller høgare under «{label}»"),
        "max_value": _("Skriv eit tal som er %(limit_value)s eller lågare under «{label}»"),
    },
    forms.FloatField: {"invalid": _("Skriv eit tal under «{label}»")},
    forms.DecimalField: {"invalid": _("Skriv eit tal under «{label}»")},
    forms.DateField: {
        "required": _("Vel ein dato under «{label}»"),
        "invalid": _("Skriv datoen under «{label}» slik: 24.11.2026"),
    },
    forms.TimeField: {"invalid": _("Skriv klokkeslettet under «{label}» slik: 09.00")},
    forms.DateTimeField: {"invalid": _("Skriv dato og klokkeslett under «{label}» slik: 24.11.2026 09.00")},
    forms.BooleanField: {"required": _("Kryss av for «{label}»")},
    forms.ChoiceField: {
        "required": _("Vel noko under «{label}»"),
        "invalid_choice": _("Vel eit av alternativa under «{label}»"),
    },
    forms.MultipleChoiceField: {"invalid_list": _("Vel blant alternativa under «{label}»")},
    forms.ModelMultipleChoiceField: {
        "invalid_list": _("Vel blant alternativa under «{label}»"),
        "invalid_pk_value": _("Vel blant alternativa under «{label}»"),
    },
    forms.FileField: {
        "required": _("Vel ei fil"),
        "empty": _("Fila er tom. Vel ei anna fil."),
        "invalid": _("Fila kom ikkje fram. Vel ho på nytt."),
        "missing": _("Fila kom ikkje fram. Vel ho på nytt."),
    },
    forms.ImageField: {"invalid_image": _("Fila er ikkje eit bilete vi kan lese. Vel JPG, PNG eller WebP.")},
}
ANSWER_THE_QUESTION = _("Svar på «{label}»")  # reads better than «Fyll ut» when the label asks


class PortalFormMixin:
    """What every form of the portal shares; use PortalForm or PortalModelForm."""

    default_renderer = DsRenderer

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            prepare_field(field)
            if self.is_bound:  # a form nobody has sent has nothing to complain about
                field.error_messages |= own_messages(field, str(field.label or pretty_name(name)))

    def _widget_data_value(self, widget, html_name):
        # One place before all fields: NUL crashes PostgreSQL and is not allowed in HTML either.
        return without_control_signs(super()._widget_data_value(widget, html_name))


class PortalForm(PortalFormMixin, forms.Form):
    """The base of every form that is not made from a model."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """The base of every form that is made from a model."""


def prepare_field(field):
    """Give one field our limits, date input and empty choice, unless it has its own."""
    if isinstance(field, forms.CharField):
        limit_text(field)
    if isinstance(field, forms.IntegerField) and field.max_value is None:
        field.validators = [*field.validators, MaxValueValidator(NUMBER_LIMIT)]
    if type(field.widget) is forms.DateInput:
        field.widget = DateInput(attrs=field.widget.attrs)
    if getattr(field, "empty_label", None) == "---------":
        field.empty_label = _("Vel")


def own_messages(field, label):
    """Our messages for this kind of field, without those somebody wrote for this very field."""
    kinds = [kind for kind in reversed(type(field).__mro__) if kind.__module__.startswith("django.forms.")]
    ours, djangos = {}, {}
    for kind in kinds:
        ours |= MESSAGES.get(kind, {})
        djangos |= kind.__dict__.get("default_error_messages", {})
    if label.endswith("?"):
        ours["required"] = ANSWER_THE_QUESTION
    written = {code for code, text in field.error_messages.items() if text is not djangos.get(code)}
    return {code: with_label(str(text), label) for code, text in ours.items() if code not in written}


def with_label(text, label):
    # A text with %(…)s is filled in once more by Django: a % in the label must survive that.
    return text.replace("{label}", label.replace("%", "%%") if "%(" in text else label)


def limit_text(field):
    if field.max_length is None:
        field.validators = [*field.validators, MaxLengthValidator(TEXT_LIMIT)]
    field.validators = [*field.validators, refuse_unreadable]


def refuse_unreadable(text):
    if UNREADABLE in text:
        raise ValidationError(
            _("Teksten har teikn vi ikkje kan lese. Byt ut «�» med det som skal stå der."), code="unreadable"
        )


def without_control_signs(value):
    if isinstance(value, str):
        return value.translate(_CONTROL_SIGNS)
    if isinstance(value, list):
        return [without_control_signs(part) for part in value]
    return value


class DateInput(forms.DateInput):
    """The browser's own calendar; the format is the one HTML asks."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class ClockField(forms.TimeField):
    """A clock time as people write it: 9, 0900, 9.00, 09.00, 09:00, kl. 9."""

    widget = forms.TextInput
    written = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:\s*[.:,]?\s*(\d{2}))?", re.IGNORECASE)

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"size": 6, "autocomplete": "off", "inputmode": "decimal"})
        )
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        found = self.written.fullmatch(str(value).strip())
        hour, minute = (int(part or 0) for part in found.groups()) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return datetime.time(hour, minute)

    def prepare_value(self, value):
        return value.strftime("%H.%M") if isinstance(value, datetime.time) else value


class QuarterHourField(forms.TypedChoiceField):
    """A select of every quarter of an hour between two clock times; gives a `datetime.time`."""

    def __init__(self, *, first=datetime.time(7), last=datetime.time(21), **kwargs):
        choices = [("", _("Vel")), *((text, text) for text in quarter_hours(first, last))]
        kwargs = {"coerce": parse_clock, "empty_value": None, **kwargs}
        super().__init__(choices=choices, **kwargs)

    def prepare_value(self, value):
        return value.strftime("%H.%M") if isinstance(value, datetime.time) else value


def quarter_hours(first, last):
    """["07.00", "07.15", …] from `first` to `last`, both included."""
    minutes = range(first.hour * 60 + first.minute, last.hour * 60 + last.minute + 1, 15)
    return [f"{minute // 60:02}.{minute % 60:02}" for minute in minutes]


def parse_clock(text):
    return datetime.datetime.strptime(text, "%H.%M").time()  # noqa: DTZ007 - a clock has no zone
