"""What somebody has filled in, as rows (label, text) for the pages where it is checked."""

import datetime as dt

from django.utils.translation import gettext as _

from bookings.choices import Channel
from prosesstotte.templatetags.portal import dato, klokke


def need_rows(form):
    """Every answered question of a valid form, in the order it was asked."""
    return [(field.label, text) for field in form if (text := _shown(field, form.cleaned_data))]


def _shown(field, cleaned):
    value = cleaned.get(field.name)
    if value is True:
        return _("Ja")
    choices = dict(getattr(field.field, "choices", ())) if not hasattr(field.field, "queryset") else {}
    return str(choices.get(value, value)) if value else ""


def times_rows(times, settings):
    leader = times.leader.member.name if times.leader else _("Den som passar best av dei som er ledige")
    meetings = [stretch(start, times.minutes) for start in filter(None, times.rhythm.starts(times.starts_at))]
    channel = Channel(times.pre_meeting_channel).label
    return [
        (_("Formøtet"), f"{stretch(times.pre_meeting_starts_at, settings.pre_meeting_minutes)}. {channel}"),
        (_("Møta") if times.rhythm.is_series else _("Møtet"), "\n".join(meetings)),
        (_("Prosessleiar"), leader),
    ]


def stretch(start, minutes):
    """tysdag 15. desember 2026, 09.00–11.00"""
    return f"{dato(start)}, {klokke(start)}–{klokke(start + dt.timedelta(minutes=minutes))}"
