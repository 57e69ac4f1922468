"""What somebody has filled in, as rows (label, text) for the pages where it is checked."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Channel
from bookings.forms.who import WHO
from prosesstotte.templatetags.portal import dato, klokke


def need_rows(form, *, without=()):
    """Every answered question of a valid form, in the order it was asked; who leads stands with the time."""
    asked = [field for field in form if field.name not in {*WHO, *without}]
    return [(field.label, text) for field in asked if (text := _shown(field, form.cleaned_data))]


def _shown(field, cleaned):
    value = cleaned.get(field.name)
    if value is True:
        return _("Ja")
    choices = dict(getattr(field.field, "choices", ())) if not hasattr(field.field, "queryset") else {}
    return str(choices.get(value, value)) if value else ""


def times_rows(times, settings, chosen=None):
    """`chosen`: the two it would be now, when two are asked for."""
    channel = Channel(times.pre_meeting_channel).label
    meetings = [stretch(start, times.minutes) for start in filter(None, times.rhythm.starts(times.starts_at))]
    return [
        (_("Formøtet"), f"{stretch(times.pre_meeting_starts_at, settings.pre_meeting_minutes)}. {channel}"),
        (_("Møta") if times.rhythm.is_series else _("Møtet"), "\n".join(meetings)),
        *(_pair_rows(times, chosen) if times.who.is_pair else [(_("Prosessleiar"), _name(times.leader))]),
    ]


def _name(leader):
    return leader.member.name if leader else _("Den som passar best av dei som er ledige")


def _pair_rows(times, chosen):
    if chosen:
        return [
            (_("Prosessleiar"), WHY[chosen.why] % {"name": chosen.leader}),
            (_("Medleiar"), WHY[chosen.why_other] % {"name": chosen.other}),
        ]
    return [(_("Prosessleiar"), _name(times.leader)), (_("Medleiar"), _name(times.co_leader))]


WHY = {
    "asked_for": gettext_lazy("%(name)s, slik du bad om"),
    "competence": gettext_lazy("%(name)s, vald for kunnskapen sin om føremålet"),
    "fewest_hours": gettext_lazy("%(name)s, som har best plass i kalenderen"),
}


def stretch(start, minutes):
    """tysdag 15. desember 2026, 09.00–11.00"""
    return f"{dato(start)}, {klokke(start)}–{klokke(start + dt.timedelta(minutes=minutes))}"
