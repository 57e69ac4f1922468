"""What is read from the pages of a running meeting: the start, and the presses."""

import datetime as dt
import json
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte.forms import PortalForm
from prosesstotte.templatetags.portal import dato
from tools.live import KINDS, Event, day_of
from tools.programme import split_days

MOST_AT_ONCE = 500


class StartForm(PortalForm):
    """Which day, and whether it is for real."""

    day = forms.TypedChoiceField(label=_("Kva dag køyrer de?"), coerce=int, widget=forms.RadioSelect)
    rehearsal = forms.BooleanField(
        label=_("Dette er ei øving"),
        required=False,
        help_text=_("Minutta frå ei øving tel ikkje når vi lærer kor lang tid metodane tek."),
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        days = split_days(plan)
        self.fields["day"].choices = [
            (number, _day_name(number, day[1])) for number, day in enumerate(days, start=1)
        ]
        self.fields["day"].initial = day_of(plan, None, timezone.now())[0]
        if len(days) == 1:
            self.fields["day"].widget = forms.HiddenInput()


def _day_name(number, date):
    name = _("Dag %(number)s") % {"number": number}
    return f"{name}, {dato(date)}" if date else name


def read_press(post):
    """The Event of a form that was sent without a script; ValueError when it is none."""
    data = {name: post[name] for name in ("from", "of") if post.get(name)}
    if post.get("minutes"):
        data["minutes"] = json.loads(post["minutes"])
    if post.getlist("blocks"):
        data["blocks"] = post.getlist("blocks")
    return _event(post.get("key"), post.get("kind"), timezone.now(), data)


def read_presses(body):
    """The Events a device has kept: {"events": [{key, kind, at in milliseconds, data}]}."""
    events = json.loads(body)["events"]
    if not isinstance(events, list) or len(events) > MOST_AT_ONCE:
        raise ValueError("events")
    return [_event(one["key"], one["kind"], _moment(one["at"]), one.get("data") or {}) for one in events]


def _event(key, kind, at, data):
    if kind not in KINDS or not isinstance(data, dict):
        raise ValueError("event")
    if "\\u0000" in json.dumps(data):
        raise ValueError("NUL")
    return Event(str(uuid.UUID(key)), kind, at, data)


def _moment(milliseconds):
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
