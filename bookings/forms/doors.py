"""What each door asks before it opens. Every form carries the version that its page showed."""

import datetime as dt

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.actions import Times
from bookings.choices import Channel, ConflictLevel, Move, Source
from bookings.errors import TimeRefused
from bookings.forms.order import NO_PRIVATE_PERSONS, plain_helper
from bookings.leader_calendars import ZONE
from bookings.models import BookingSettings, ProcessLeader
from prosesstotte.forms import ClockField, PortalForm, QuarterHourField
from prosesstotte.templatetags.portal import minutt
from tools.actions import runs

LONGEST_BEFORE = dt.timedelta(days=366)  # a formøte may be older than its booking, but not by more
NOT_WHOLE = _("Skjemaet er ikkje heilt. Opne sida på nytt.")


def local(date, clock):
    """An aware moment from what two fields gave; None when one of them is missing."""
    return dt.datetime.combine(date, clock, ZONE) if date and clock else None


def date_of(moment):
    return moment.astimezone(ZONE).date() if moment else None


def clock_of(moment):
    return moment.astimezone(ZONE).time() if moment else None


def long_text(label, rows=4, **kwargs):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class DoorForm(PortalForm):
    """Only the version: for a door that asks nothing."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": NOT_WHOLE, "invalid": NOT_WHOLE}
    )
    # Where the refusal of a time belongs; the field of the error, by what was asked for.
    time_fields = {}

    def __init__(self, *args, row, by, **kwargs):
        self.row, self.by = row, by
        super().__init__(*args, initial={"version": row.version, **self.known()}, **kwargs)
        self.helper = plain_helper("version", *self.parts())

    def known(self):
        """What the row already says, by field."""
        return {}

    def parts(self):
        """The crispy layout of what is asked."""
        return []

    def arguments(self):
        """What the door takes, beside the row, who and which version."""
        return {}

    def refuse(self, error):
        """Put the door's no where it belongs; what was typed stays."""
        name = self.time_fields.get(error.which) if isinstance(error, TimeRefused) else None
        for field, errors in getattr(error, "error_dict", {name: [error]}).items():
            self.add_error(field if field in self.fields else None, errors)

    def show_version(self, version):
        """Let the next try count as an answer to the row as it is shown now."""
        self.data = self.data.copy()
        self.data["version"] = version


class DeclineForm(DoorForm):
    reason = long_text(
        _("Kvifor kan de ikkje ta oppdraget?"),
        help_text=_("Den som bestilte, får lese dette. Skriv gjerne kva de heller kan gjere."),
        max_length=600,
        error_messages={"required": _("Skriv kvifor de ikkje kan ta oppdraget")},
    )

    def parts(self):
        return ["reason"]

    def arguments(self):
        return {"reason": self.cleaned_data["reason"]}


class CancelForm(DeclineForm):
    reason = long_text(
        _("Kvifor blir det avlyst?"),
        help_text=_("Alle som er med, får lese dette i ein e-post. ") + NO_PRIVATE_PERSONS,
        max_length=600,
        error_messages={"required": _("Skriv kvifor det blir avlyst")},
    )


def step_field(title, minutes):
    return forms.IntegerField(
        label=title,
        help_text=_("Planen var %(length)s.") % {"length": minutt(minutes)},
        min_value=0,
        max_value=24 * 60,
        required=False,
    )


class CompleteForm(DoorForm):
    actual_minutes = forms.IntegerField(
        label=_("Kor mange minutt varte møtet?"),
        help_text=_("Talet hjelper oss å planleggje neste møte betre."),
        min_value=1,
        max_value=24 * 60,
    )
    mark_optional = False

    def __init__(self, *args, row, **kwargs):
        self.steps = runs.steps_to_report(row.programme) if row.programme else []
        asked = {f"step_{key}": step_field(title, minutes) for key, title, minutes in self.steps}
        self.base_fields = {**self.base_fields, **asked}
        super().__init__(*args, row=row, **kwargs)

    def known(self):
        programme = self.row.programme
        return {"actual_minutes": (programme and programme.minutes_it_took()) or self.row.minutes}

    def parts(self):
        names = [f"step_{key}" for key, *_rest in self.steps]
        if not names:
            return ["actual_minutes"]
        told = Fieldset(_("Minutt for kvar bolk, om du veit det"), *names)
        return [Fieldset(_("Heile møtet"), "actual_minutes"), told]

    def arguments(self):
        told = {key: self.cleaned_data[f"step_{key}"] for key, *_rest in self.steps}
        told = {key: minutes for key, minutes in told.items() if minutes is not None}
        return {"actual_minutes": self.cleaned_data["actual_minutes"], "block_minutes": told}


class ChangeForm(DoorForm):
    goal = long_text(
        _("Kva skal de ha fått til når møtet er slutt?"), help_text=NO_PRIVATE_PERSONS, max_length=1000
    )
    responsible_name = forms.CharField(label=_("Namnet til møteansvarleg"), max_length=120, required=False)
    responsible_email = forms.EmailField(label=_("E-postadressa til møteansvarleg"), max_length=254)

    def known(self):
        responsible = self.row.responsible
        return {
            "goal": self.row.goal,
            "responsible_name": responsible.name,
            "responsible_email": responsible.email,
        }

    def parts(self):
        return [
            Fieldset(_("Målet"), "goal"),
            Fieldset(_("Den som er ansvarleg for møtet"), "responsible_name", "responsible_email"),
        ]

    def arguments(self):
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}


class AcceptCallForm(DoorForm):
    """The answer to «ring meg» at a time that no list of free times offers, typed with the reason."""

    goal = long_text(
        _("Kva skal de ha fått til når møtet er slutt?"), help_text=NO_PRIVATE_PERSONS, max_length=1000
    )
    date = forms.DateField(label=_("Dato for møtet"))
    clock = QuarterHourField(label=_("Møtet startar"))
    minutes = forms.TypedChoiceField(label=_("Kor lenge skal møtet vare?"), coerce=int)
    pre_date = forms.DateField(label=_("Dato for formøtet"))
    pre_clock = QuarterHourField(label=_("Formøtet startar"))
    pre_meeting_channel = forms.ChoiceField(
        label=_("Korleis skal formøtet vere?"), choices=Channel, widget=forms.RadioSelect
    )
    leader = forms.ModelChoiceField(
        label=_("Kven leier møtet?"), queryset=ProcessLeader.objects.none(), empty_label=_("Vel")
    )
    overrule = forms.CharField(
        label=_("Grunn til å gå utanfor reglane"),
        help_text=_("Berre når tida er utanfor arbeidstid eller frist. Tid som er teken, går aldri."),
        max_length=300,
        required=False,
    )
    time_fields = {Source.MEETING: "date", Source.PRE_MEETING: "pre_date"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lengths = sorted(BookingSettings.current().meeting_lengths)
        self.fields["minutes"].choices = [("", _("Vel")), *((length, minutt(length)) for length in lengths)]
        self.fields["leader"].queryset = ProcessLeader.objects.active().for_list()

    def known(self):
        return {
            "goal": self.row.goal,
            "pre_meeting_channel": self.row.pre_meeting_channel,
            "leader": ProcessLeader.objects.of(self.by).first(),
        }

    def parts(self):
        return [
            Fieldset(_("Målet"), "goal"),
            Fieldset(_("Møtet"), Row("date", "clock"), "minutes", "leader"),
            Fieldset(_("Formøtet"), Row("pre_date", "pre_clock"), "pre_meeting_channel"),
            Fieldset(_("Unntak"), "overrule"),
        ]

    def arguments(self):
        typed = self.cleaned_data
        times = Times(
            starts_at=local(typed["date"], typed["clock"]),
            minutes=typed["minutes"],
            pre_meeting_starts_at=local(typed["pre_date"], typed["pre_clock"]),
            pre_meeting_channel=typed["pre_meeting_channel"],
            leader=typed["leader"],
        )
        return {"times": times, "goal": typed["goal"], "overrule": typed["overrule"]}


class RecordForm(DoorForm):
    """The held formøte. It is filled in during the talk, so it asks in the order the talk goes:
    the goal, the people, the way of working, the room; last when it was."""

    goal = long_text(
        _("Kva skal de ha fått til når møtet er slutt?"),
        help_text=_("Les målet høgt, og skriv det de blir samde om."),
        max_length=1000,
    )
    wanted_result = long_text(
        _("Kva skal de sitje att med?"),
        help_text=_("Til dømes tre mål, ei liste eller ei avgjerd."),
        rows=3,
        max_length=1000,
        required=False,
    )
    mandate = long_text(
        _("Kva kan gruppa avgjere sjølv?"),
        help_text=_("Mandatet: kva er fast, og kven avgjer resten?"),
        rows=3,
        max_length=2000,
        required=False,
    )
    participants = long_text(
        _("Kven er med?"),
        help_text=_("Roller og tal held: «sju einingsleiarar, to tillitsvalde»."),
        rows=3,
        max_length=2000,
        required=False,
    )
    missing = long_text(
        _("Kven manglar?"),
        help_text=_("Kven blir råka av saka utan å vere i rommet?"),
        rows=3,
        max_length=1000,
        required=False,
    )
    conflict_level = forms.ChoiceField(
        label=_("Kor mykje usemje er det i gruppa?"),
        choices=ConflictLevel,
        widget=forms.RadioSelect,
        required=False,
    )
    adaptation = long_text(
        _("Kva må vi leggje til rette, så alle kan delta?"),
        help_text=_("Syn, høyrsel, språk, pausar. ") + NO_PRIVATE_PERSONS,
        rows=3,
        max_length=1000,
        required=False,
    )
    way = long_text(
        _("Korleis vil de arbeide?"),
        help_text=_("Arbeidsmåten de blir samde om: metodar, grupper, pausar."),
        max_length=2000,
    )
    roles = long_text(
        _("Kven gjer kva i møtet?"),
        help_text=_("Opnar, leier, noterer, passar tida."),
        rows=3,
        max_length=1000,
        required=False,
    )
    room_and_aids = long_text(
        _("Korleis er rommet, og kva treng de der?"),
        help_text=_("Bord, vegg, skjerm, tusjar, teleslynge."),
        rows=3,
        max_length=1000,
        required=False,
    )
    channel = forms.ChoiceField(label=_("Formøtet var"), choices=Channel, widget=forms.RadioSelect)
    held_on = forms.DateField(label=_("Dato"))
    held_from = ClockField(label=_("Frå klokka"))
    held_to = ClockField(label=_("Til klokka"))

    KEPT = (
        "goal", "wanted_result", "mandate", "participants", "missing", "conflict_level", "adaptation",
        "roles", "room_and_aids",
    )  # fmt: skip

    def known(self):
        row, today = self.row, timezone.localdate()
        start, end = row.held_from or row.pre_meeting_starts_at, row.held_to or row.pre_meeting_ends_at
        if start and date_of(start) > today:  # it is held before its time
            start = end = None
        return {
            **{name: getattr(row, name) for name in self.KEPT},
            "way": row.held_way or "",
            "channel": row.pre_meeting_channel,
            "held_on": date_of(start) or today,
            "held_from": clock_of(start),
            "held_to": clock_of(end),
        }

    def parts(self):
        return [
            Fieldset(_("Målet"), "goal", "wanted_result", "mandate", css_id="malet"),
            Fieldset(_("Folka"), "participants", "missing", "conflict_level", "adaptation", css_id="folka"),
            Fieldset(_("Arbeidsmåten"), "way", "roles", css_id="arbeidsmaten"),
            Fieldset(_("Rommet"), "room_and_aids", css_id="rommet"),
            Fieldset(_("Når var formøtet?"), Row("held_on", "held_from", "held_to"), "channel", css_id="nar"),
        ]

    def sections(self):
        """(id, heading) of each part, for the way back and forth in a talk that jumps."""
        return [
            (part.css_id, part.legend) for part in self.helper.layout.fields if isinstance(part, Fieldset)
        ]

    def clean(self):
        typed = super().clean()
        start, end = (local(typed.get("held_on"), typed.get(name)) for name in ("held_from", "held_to"))
        if start and end:
            self._check_moments(start, end)
        typed["moments"] = start, end
        return typed

    def _check_moments(self, start, end):
        """The same as the database will say, but at the right field, and all at once."""
        if end <= start:
            self.add_error("held_to", _("Skriv eit klokkeslett som er etter starten"))
        if start.date() < date_of(self.row.created_at) - LONGEST_BEFORE:
            self.add_error("held_on", _("Datoen er for langt tilbake. Rett datoen."))
        elif end > timezone.now():
            self.add_error("held_to", _("Formøtet kan først førast inn når det er over. Rett tida."))
        elif self.row.starts_at and end > self.row.starts_at:
            self.add_error("held_on", _("Formøtet må vere slutt før møtet startar"))

    def arguments(self):
        typed = self.cleaned_data
        start, end = typed["moments"]
        record = {name: typed[name] for name in self.KEPT if name != "goal"}
        return {
            "held_from": start,
            "held_to": end,
            "way": typed["way"],
            "goal": typed["goal"],
            "channel": typed["channel"],
            "record": record,
        }


FORMS = {
    Move.ACCEPT: DoorForm,
    Move.DECLINE: DeclineForm,
    Move.RECORD: RecordForm,
    Move.CONFIRM: DoorForm,
    Move.COMPLETE: CompleteForm,
    Move.CANCEL: CancelForm,
    Move.CHANGE: ChangeForm,
}


def form_of(move, booking):
    """The form that this move of this booking asks; None when its door has pages of its own."""
    without_times = move == Move.ACCEPT and booking.starts_at is None
    return AcceptCallForm if without_times else FORMS.get(move)
