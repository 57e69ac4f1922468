"""What process leaders write about their own time."""

import datetime as dt
import re
from itertools import pairwise

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import availability
from bookings.actions.own_time import OWN_RULES
from bookings.forms.doors import local
from bookings.forms.order import plain_helper
from bookings.leader_calendars import ZONE
from bookings.models import ProcessLeader
from bookings.models.process_leader import WEEKDAYS
from prosesstotte.forms import ClockField, PortalForm, PortalModelForm

BETWEEN = re.compile(r"\s*(?:,|;|\bog\b)\s*")
FROM_TO = re.compile(r"\s*(?:–|-|\btil\b)\s*")
FAR = dt.timedelta(days=2 * 366)
AROUND = {
    "buffer_before": _("Førebuing og reise dit, når møtet er i same rom."),
    "buffer_after": _("Rydding og reise heim."),
}
LONGEST = 8 * 60  # minutes of preparation or travel on one side of a meeting


class HoursField(forms.CharField):
    """Stretches of a day as people write them: «08.00–11.30, 12.00–16.00». Gives [(from, to)]."""

    default_error_messages = {
        "unread": _("Skriv tida slik: 08.00–11.30, 12.00–16.00"),
        "backwards": _("Slutten må vere etter starten. Rett «%(stretch)s»."),
        "overlap": _("Tidene går over kvarandre. Rett «%(stretch)s»."),
    }

    def __init__(self, **kwargs):
        super().__init__(
            max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs
        )

    def clean(self, value):
        text = super().clean(value)
        stretches = sorted(self._read(part) for part in BETWEEN.split(text) if part)
        for earlier, later in pairwise(stretches):
            if later[0] < earlier[1]:
                raise self._error("overlap", written([later]))
        return stretches

    def _read(self, part):
        try:
            start, end = map(ClockField().clean, FROM_TO.split(part))
        except (ValueError, ValidationError):
            raise self._error("unread", part) from None
        if end <= start:
            raise self._error("backwards", part)
        return start, end

    def _error(self, code, stretch):
        return ValidationError(self.error_messages[code], code=code, params={"stretch": stretch})


def written(stretches):
    """[(from, to)] as the field reads it."""
    return ", ".join(f"{start:%H.%M}–{end:%H.%M}" for start, end in stretches)


class WeekForm(PortalForm):
    """The hours of each weekday; an empty one is free."""

    mark_optional = False

    def __init__(self, *args, leader, **kwargs):
        self.base_fields = {
            f"day_{number}": HoursField(label=str(name).capitalize()) for number, name in WEEKDAYS
        }
        super().__init__(*args, initial=self._known(leader), **kwargs)
        self.helper = plain_helper(*self.fields)

    @staticmethod
    def _known(leader):
        week = {}
        for hours in leader.working_hours.all():
            week.setdefault(f"day_{hours.weekday}", []).append((hours.from_time, hours.to_time))
        return {name: written(stretches) for name, stretches in week.items()}

    def week(self):
        return {number: self.cleaned_data[f"day_{number}"] for number, _name in WEEKDAYS}


class DateForm(PortalForm):
    date = forms.DateField(label=_("Dato"))
    hours = HoursField(
        label=_("Arbeidstid den dagen"), help_text=_("Til dømes 08.00–12.00. Tomt: fri heile dagen.")
    )
    mark_optional = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("date", "hours")

    def clean_date(self):
        return _to_come(self.cleaned_data["date"])


def _to_come(date):
    today = timezone.localdate()
    if date < today:
        raise ValidationError(_("Dagen har alt vore. Vel ein dag som kjem."))
    if date > today + FAR:
        raise ValidationError(_("Dagen er for langt fram. Vel ein dag dei neste to åra."))
    return date


class AbsenceForm(PortalForm):
    """Whole days unless a clock is written."""

    first = forms.DateField(label=_("Første dag"))
    first_clock = ClockField(label=_("Frå klokka"), required=False)
    last = forms.DateField(label=_("Siste dag"))
    last_clock = ClockField(label=_("Til klokka"), required=False)

    def __init__(self, *args, leader, **kwargs):
        self.leader = leader
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(Row("first", "first_clock"), Row("last", "last_clock"))

    def clean_last(self):
        return _to_come(self.cleaned_data["last"])

    def clean(self):
        typed = super().clean()
        if not {"first", "last", "first_clock", "last_clock"} <= typed.keys():
            return typed
        start = local(typed["first"], typed["first_clock"] or dt.time())
        whole = availability.midnight(typed["last"] + dt.timedelta(days=1), ZONE)
        end = local(typed["last"], typed["last_clock"]) or whole
        if end <= start:
            self.add_error("last", _("Fråværet må slutte etter at det startar. Rett siste dag eller klokka."))
        elif end - start > FAR:
            self.add_error("first", _("Så langt fråvær fører du inn i fleire delar. Rett første dag."))
        elif self.leader.absences.filter(starts_at__lt=end, ends_at__gt=start).exists():
            self.add_error("first", _("Du er alt ført som borte då. Fjern det gamle fråværet først."))
        self.times = {"starts_at": start, "ends_at": end}
        return typed


class OwnRulesForm(PortalModelForm):
    video_link = forms.URLField(label=_("Lenkje til videorommet ditt"), required=False, assume_scheme="https")

    class Meta:
        model = ProcessLeader
        fields = list(OWN_RULES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("buffer_before", "buffer_after"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label.capitalize(),
                help_text=AROUND[name],
                min_value=0,
                max_value=LONGEST,
            )
        for name, most in [
            ("max_meetings_a_day", 20),
            ("max_meetings_a_week", 50),
            ("max_minutes_a_day", 1440),
        ]:
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label.capitalize(), min_value=1, max_value=most, required=False
            )
        self.helper = plain_helper(
            Fieldset(_("Tida rundt eit møte"), Row("buffer_before", "buffer_after")),
            Fieldset(_("Kor mykje du tek på deg"), *OWN_RULES[2:5]),
            Fieldset(_("Videomøte"), "video_link"),
        )


class IllForm(PortalForm):
    tomorrow = forms.BooleanField(label=_("Eg er borte i morgon også"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("tomorrow")
