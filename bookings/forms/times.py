"""What a group leader is asked on page two: one of the times on each list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import reservations, two_leaders
from bookings.actions import Times
from bookings.choices import REASONS, Channel, Source
from bookings.errors import Refused, reason_on
from bookings.forms.order import CHOOSE_A_TIME, REQUIRED, MomentField, say_what_is_missing
from bookings.forms.who import LeadersField, check_leaders, who_in_address
from bookings.models import ProcessLeader
from bookings.rhythm import ALONE
from prosesstotte.forms import PortalForm


class TimesForm(PortalForm):
    """Page two: the meeting's start, the formøte's start and how it is held. The page draws the lists."""

    # Never drawn by the form, but not hidden either: an error leads to the first button of the list.
    starts_at = MomentField(label=_("Tid for møtet"), widget=forms.RadioSelect)
    leader = forms.ModelChoiceField(
        label=_("Prosessleiar"),
        queryset=ProcessLeader.objects.none(),
        required=False,
        widget=forms.HiddenInput,
    )
    leaders = LeadersField(widget=forms.HiddenInput)
    co_leader = forms.ModelChoiceField(
        label=_("Medleiar"), queryset=ProcessLeader.objects.none(), required=False, widget=forms.HiddenInput
    )
    pre_meeting_starts_at = MomentField(
        label=_("Tid for formøtet"),
        widget=forms.RadioSelect,
    )
    pre_meeting_channel = forms.ChoiceField(
        label=_("Korleis skal formøtet vere?"),
        choices=Channel,
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )

    LISTS = {Source.MEETING: "starts_at", Source.PRE_MEETING: "pre_meeting_starts_at"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_is_missing(self, REQUIRED)
        for name in ("leader", "co_leader"):
            self.fields[name].queryset = ProcessLeader.objects.active()
        self.somebody_was_first = False

    def clean(self):
        check_leaders(self)
        return super().clean()

    def times(self, minutes, rhythm=ALONE):
        chosen = {name: self.cleaned_data[name] for name in self.fields}
        return Times(minutes=minutes, rhythm=rhythm, **chosen)

    def judge(self, settings, *, minutes, mode, at, rhythm=ALONE):
        """Whether those asked for have all the times free now; if not, the reason stands at its list."""
        times = self.times(minutes, rhythm)
        try:
            slots = times.slots(settings, mode=mode, at=at)
        except Refused as error:
            self.add_error(self.LISTS.get(getattr(error, "which", None)), error)
            return False
        if times.who.is_pair:
            refusal = two_leaders.ask(slots, times.who, at=at).refusal()
            return self._say(refusal, slots, refusal and two_leaders.sentence(refusal))
        verdicts = reservations.judge(slots, times.who.asked, at=at).values()
        refusal = None if None in verdicts else next(iter(verdicts), (None, None))
        return self._say(refusal, slots, refusal and _sentence(rhythm, *refusal))

    def _say(self, refusal, slots, sentence):
        """Whether nothing is refused; what is, is said where the time was chosen."""
        if not refusal:
            return True
        slot, reason, *_named = refusal
        self.somebody_was_first = reason in reservations.SOMEBODY_WAS_FIRST
        self.add_error(self.LISTS[(slot or slots[0]).source], sentence)
        return False

    def typed(self):
        return {name: self[name].value() for name in self.fields if self[name].value()}

    def address(self):
        """The same choice as the page's own address writes it."""
        written = {"mote": self["starts_at"].value(), **who_in_address(self)}
        return {name: text for name, text in written.items() if text}


def _sentence(rhythm, slot, reason):
    """Of a series, it says which of the meetings."""
    if reason and rhythm.is_series and slot.source == Source.MEETING:
        return reason_on(slot.start, reason)
    return REASONS.get(reason, CHOOSE_A_TIME)
