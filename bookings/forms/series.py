"""What a door asks when the meeting is one of a series: the whole series, or this meeting alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import series
from bookings.choices import Move
from bookings.forms.doors import CancelForm, DeclineForm, DoorForm
from prosesstotte.templatetags.portal import dato

WHOLE, ALONE = "whole", "alone"


class WhichForm(DoorForm):
    """`move` is what is asked about: the sentence tells how many meetings it takes along."""

    move = None
    which = forms.ChoiceField(
        label=_("Kva gjeld det?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vel om det gjeld heile serien eller berre dette møtet")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        starts = series.others_ready_for(self.move, row).values_list("starts_at", flat=True)
        self.fields["which"].choices = choices(row, [row.starts_at, *starts])

    def known(self):
        """A yes is for them all; what cannot be made undone, nobody says about more than they mean."""
        is_yes = self.move in {Move.ACCEPT, Move.CONFIRM}
        return {**super().known(), **({"which": WHOLE} if is_yes else {})}

    def parts(self):
        return ["which", *super().parts()]

    def arguments(self):
        return {**super().arguments(), "is_whole": self.cleaned_data["which"] == WHOLE}


def choices(row, starts):
    words = {"number": len(starts), "first": dato(min(starts)), "last": dato(max(starts))}
    return [
        (WHOLE, _("Heile serien: %(number)d møte, frå %(first)s til %(last)s") % words),
        (ALONE, _("Berre dette møtet, %(date)s") % {"date": dato(row.starts_at)}),
    ]


class AcceptWhichForm(WhichForm):
    move = Move.ACCEPT


class ConfirmWhichForm(WhichForm):
    move = Move.CONFIRM


class DeclineWhichForm(WhichForm, DeclineForm):
    move = Move.DECLINE


class CancelWhichForm(WhichForm, CancelForm):
    move = Move.CANCEL


SERIES_FORMS = {
    form.move: form for form in (AcceptWhichForm, ConfirmWhichForm, DeclineWhichForm, CancelWhichForm)
}
