"""The question «kvifor er dette ikkje ledig?»."""

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import leader_calendars
from bookings.forms.doors import local
from bookings.forms.order import plain_helper
from bookings.models import ProcessLeader
from bookings.why import Kind
from prosesstotte.forms import ClockField, PortalForm


class WhyForm(PortalForm):
    leader = forms.ModelChoiceField(
        label=_("Prosessleiar"), queryset=ProcessLeader.objects.none(), empty_label=_("Vel")
    )
    date = forms.DateField(label=_("Dato"))
    clock = ClockField(label=_("Startar klokka"))
    minutes = forms.IntegerField(label=_("Minutt"), min_value=1, max_value=24 * 60)
    kind = forms.ChoiceField(label=_("Kva gjeld det?"), choices=Kind, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = ProcessLeader.objects.active().for_list()
        self.helper = plain_helper("leader", Row("date", "clock", "minutes"), "kind")

    def clean(self):
        typed = super().clean()
        start = local(typed.get("date"), typed.get("clock"))
        if start and not leader_calendars.is_within_reach(start, timezone.now()):
            self.add_error("date", _("Datoen er for langt unna. Vel ein dag nærare."))
        typed["start"] = start
        return typed
