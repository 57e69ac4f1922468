"""What the doors between colleagues ask: who takes over, who comes along, and the time around a meeting."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from bookings import colleagues, other_times, series, story
from bookings.actions.travel import commitment_around
from bookings.choices import Move, Source
from bookings.forms import doors
from bookings.forms.doors import DoorForm, long_text
from bookings.forms.series import SERIES_FORMS
from bookings.models import ProcessLeader
from bookings.other_times import OtherTime

LONGEST_AROUND = 8 * 60  # minutes of travel on one side of a meeting


class ColleagueForm(DoorForm):
    """A colleague from the list of those who are free, each with what speaks for them."""

    leader = forms.ModelChoiceField(
        label=_("Kven?"),
        queryset=ProcessLeader.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vel ein kollega på lista")},
    )
    overrule = forms.CharField(
        label=_("Grunn til å gå utanfor reglane"),
        help_text=_("Berre når kollegaen er utanfor arbeidstida eller har full veke. De må vere samde."),
        max_length=300,
        required=False,
    )
    time_fields = {Source.MEETING: "leader", Source.PRE_MEETING: "leader", Source.ADVICE: "leader"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = ProcessLeader.objects.active()
        self.look()

    def look(self):
        """Ask once more who is free."""
        found = self.candidates()
        offered = [one for one in found if not one.why_not or (self.may_overrule and one.is_overrulable)]
        self.busy = [one for one in found if one not in offered]
        self.fields["leader"].choices = [(one.leader.pk, _label(one)) for one in offered]
        self.is_without_anybody = not offered

    may_overrule = True

    def candidates(self):
        raise NotImplementedError

    def refuse(self, error):
        super().refuse(error)
        self.look()


def _label(one):
    return f"{one.leader}: {one.why_not or one.why}"


class HandOverForm(ColleagueForm):
    reason = long_text(
        _("Noko kollegaen bør vite?"),
        help_text=_("Berre teamet får lese det."),
        rows=3,
        max_length=600,
        required=False,
    )

    def known(self):
        own = ProcessLeader.objects.of(self.by).first()
        return {"leader": own if own != self.row.leader else None}

    def candidates(self):
        at, leader = timezone.now(), self.row.leader_id
        slots = colleagues.standing_slots(self.row, at)
        purpose = getattr(self.row, "purpose", "")
        return colleagues.judged(slots, purpose=purpose, at=at, without=[leader])

    def parts(self):
        return ["leader", "reason", "overrule"]

    def arguments(self):
        return {name: self.cleaned_data[name] for name in ("leader", "reason", "overrule")}


class BringForm(ColleagueForm):
    overrule = None
    may_overrule = False

    def candidates(self):
        at, row = timezone.now(), self.row
        already = [row.leader_id, *row.co_leaders().values_list("leader_id", flat=True)]
        slots = colleagues.meeting_slot(row, at)
        return colleagues.judged(slots, purpose=row.purpose, at=at, without=already)

    def parts(self):
        return ["leader"]

    def arguments(self):
        return {"leader": self.cleaned_data["leader"]}


class LetGoForm(DoorForm):
    leader = forms.ModelChoiceField(
        label=_("Kven går ut?"),
        queryset=ProcessLeader.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vel kven som går ut")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        co_leaders = self.row.co_leaders().values("leader_id")
        self.fields["leader"].queryset = ProcessLeader.objects.filter(pk__in=co_leaders).for_list()

    def known(self):
        return {"leader": self.row.co_leaders().values_list("leader_id", flat=True).first()}

    def parts(self):
        return ["leader"]

    def arguments(self):
        return {"leader": self.cleaned_data["leader"]}


class SayNoForm(DoorForm):
    """Nothing to ask: the one who presses speaks for themselves."""

    def arguments(self):
        return {"leader": ProcessLeader.objects.get(member__user_id=self.by.pk)}


def _offered(one, name):
    times = {"when": story.moment(one.starts_at), "before": story.moment(one.pre_meeting_starts_at)}
    return translated("%(when)s, %(name)s. Formøte %(before)s") % {**times, "name": name}


class DeclineForm(doors.DeclineForm):
    """A no, with up to three other times in it."""

    MOST = 3
    GONE = _("Ei av tidene er ikkje ledig lenger. Vel på nytt.")

    proposals = forms.MultipleChoiceField(
        label=_("Kan de tilby andre tider?"),
        help_text=_("Kryss av for inntil tre. Den som bestilte, kan ta ei av dei med eitt trykk."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": GONE},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.row.starts_at and self.row.status in self.row.moves[Move.DECLINE]:
            self.fields["proposals"].choices = self.offers()
        if not self.fields["proposals"].choices:
            del self.fields["proposals"]

    def offers(self):
        names = {one.pk: str(one) for one in ProcessLeader.objects.active().for_list()}
        found = other_times.offers(self.row, timezone.now())
        return [(one.value, _offered(one, names[one.leader])) for one in found]

    def parts(self):
        return ["reason", "proposals"]

    def clean_proposals(self):
        if len(self.cleaned_data["proposals"]) > self.MOST:
            raise forms.ValidationError(_("Vel høgst tre tider."))
        return self.cleaned_data["proposals"]

    def arguments(self):
        chosen = self.cleaned_data.get("proposals", [])
        return {**super().arguments(), "proposals": [OtherTime.read(value) for value in chosen]}


class ReadForm(DoorForm):
    is_read = forms.BooleanField(
        label=_("Eg har lese notatet frå formøtet"),
        error_messages={"required": _("Les notatet, og kryss av når du har lese det")},
    )

    def parts(self):
        return ["is_read"]


class TravelForm(DoorForm):
    before = forms.IntegerField(
        label=_("Minutt før møtet"),
        help_text=_("Førebuing og reise dit."),
        min_value=0,
        max_value=LONGEST_AROUND,
    )
    after = forms.IntegerField(
        label=_("Minutt etter møtet"),
        help_text=_("Rydding og reise heim."),
        min_value=0,
        max_value=LONGEST_AROUND,
    )
    time_fields = {Source.MEETING: "before"}

    def known(self):
        found = commitment_around(self.row, self.by)
        return {"before": _minutes(found.core.lower - found.blocked.lower),
                "after": _minutes(found.blocked.upper - found.core.upper)} if found else {}  # fmt: skip

    def parts(self):
        return ["before", "after"]

    def arguments(self):
        return {name: self.cleaned_data[name] for name in ("before", "after")}


def _minutes(length):
    return int(length.total_seconds()) // 60


FORMS = {
    Move.DECLINE: DeclineForm,
    Move.HAND_OVER: HandOverForm,
    Move.READ: ReadForm,
    Move.SEEK: DoorForm,
    Move.BRING: BringForm,
    Move.LET_GO: LetGoForm,
    Move.TRAVEL: TravelForm,
}


def form_of(move, booking):
    """The form that this move of this booking asks."""
    if series.asks_which(move, booking):
        return SERIES_FORMS[move]
    return FORMS[move] if move in FORMS else doors.form_of(move, booking)
