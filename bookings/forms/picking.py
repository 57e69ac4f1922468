"""The last step of the doors that pick times: the times are chosen from lists, the rest is asked here."""

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions import Times
from bookings.choices import Channel, Source
from bookings.forms.doors import DoorForm, long_text
from bookings.forms.order import NO_PRIVATE_PERSONS, MomentField
from bookings.free_weeks import moment_text
from bookings.models import BookingSettings, ProcessLeader


class PickedField(MomentField):
    """A time that was picked on the step before."""

    widget = forms.HiddenInput

    def prepare_value(self, value):
        return moment_text(value) if hasattr(value, "astimezone") else value


class PickForm(DoorForm):
    """What every door that picks times has in common; `offer` turns a time that is gone into a choice."""

    time_fields = {Source.MEETING: "starts_at", Source.PRE_MEETING: "pre_meeting_starts_at"}

    def __init__(self, *args, start=None, talk=None, **kwargs):
        self.picked = {"starts_at": start, "pre_meeting_starts_at": talk}
        super().__init__(*args, **kwargs)

    def known(self):
        return self.picked

    def parts(self):
        return [name for name in self.time_fields.values() if name in self.fields]

    def arguments(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def offer(self, source, times):
        """The nearest free times stand where the one that was taken stood; what else was typed is kept."""
        field = self.fields[self.time_fields[source]]
        field.widget = forms.RadioSelect(choices=times)
        field.label = _("Desse tidene er ledige, og ligg nærast:")


class MoveForm(PickForm):
    starts_at = PickedField(label=_("Tid for møtet"))
    pre_meeting_starts_at = PickedField(label=_("Tid for formøtet"), required=False)


class PlanForm(PickForm):
    """A time for a formøte that stands without one, or another time."""

    pre_meeting_starts_at = PickedField(label=_("Tid for formøtet"))
    channel = forms.ChoiceField(
        label=_("Korleis skal formøtet vere?"), choices=Channel, widget=forms.RadioSelect
    )

    def known(self):
        return {**super().known(), "channel": self.row.pre_meeting_channel}

    def parts(self):
        return [*super().parts(), "channel"]

    def arguments(self):
        typed = self.cleaned_data
        return {"starts_at": typed["pre_meeting_starts_at"], "channel": typed["channel"]}


class AcceptPickForm(PickForm):
    """The answer to «ring meg»: what the two agreed on the phone."""

    starts_at = PickedField(label=_("Tid for møtet"))
    pre_meeting_starts_at = PickedField(label=_("Tid for formøtet"))
    minutes = forms.IntegerField(widget=forms.HiddenInput)
    leader = forms.ModelChoiceField(
        queryset=ProcessLeader.objects.none(), required=False, widget=forms.HiddenInput
    )
    goal = long_text(
        _("Kva skal de ha fått til når møtet er slutt?"), help_text=NO_PRIVATE_PERSONS, max_length=1000
    )
    pre_meeting_channel = forms.ChoiceField(
        label=_("Korleis skal formøtet vere?"), choices=Channel, widget=forms.RadioSelect
    )

    def __init__(self, *args, minutes=None, leader=None, **kwargs):
        self.chosen = {"minutes": minutes, "leader": leader and leader.pk}
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = ProcessLeader.objects.active()

    def known(self):
        said = {"goal": self.row.goal, "pre_meeting_channel": self.row.pre_meeting_channel}
        return {**super().known(), **self.chosen, **said}

    def parts(self):
        return [
            *super().parts(), "minutes", "leader",
            Fieldset(_("Målet"), "goal"), Fieldset(_("Formøtet"), "pre_meeting_channel"),
        ]  # fmt: skip

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if minutes not in BookingSettings.current().meeting_lengths:
            raise forms.ValidationError(_("Vel kor lenge møtet skal vare"))
        return minutes

    def arguments(self):
        typed = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        goal = typed.pop("goal")
        return {"times": Times(**typed), "goal": goal}
