"""One block of a programme: put in, changed, given other minutes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prosesstotte.forms import ClockField, PortalForm
from tools import presets, shelf
from tools.choices import ARTEFACTS
from tools.forms.fields import MethodField
from tools.plan import DAY, LONGEST_BLOCK, METHOD, TRACKS, Block, new_id

TRACK_CHOICES = [("", _("Alle saman")), *((track, _("Spor %s") % track) for track in TRACKS)]
BRINGS = [(code, words) for code, words in ARTEFACTS.items() if code in {"F", "I", "K", "M", "P"}]
LONGEST_NOTE = 1000  # characters


class BlockForm(PortalForm):
    """What can be changed in a block. Which fields there are depends on its kind."""

    title = forms.CharField(label=_("Det deltakarane les"), max_length=160)
    minutes = forms.IntegerField(label=_("Minutt"), min_value=1, max_value=LONGEST_BLOCK)
    starts = ClockField(label=_("Låst til klokka"), required=False)
    responsible = forms.CharField(label=_("Ansvarleg"), max_length=60, required=False)
    track = forms.ChoiceField(label=_("Spor"), choices=TRACK_CHOICES, required=False)
    date = forms.DateField(label=_("Dato"), required=False)
    until = ClockField(label=_("Sluttar"), required=False)
    note = forms.CharField(
        label=_("Merknad til den som leier"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    brings = forms.MultipleChoiceField(
        label=_("Kva får gruppa med seg herifrå?"),
        choices=BRINGS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kept = forms.BooleanField(label=_("Hald fast når eg ber om nye forslag"), required=False)

    only_day, not_day = ("date", "until"), ("minutes", "track", "responsible", "kept")

    def __init__(self, *args, block, **kwargs):
        self.block = block
        initial = {name: getattr(block, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, auto_id=f"id_{block.id}_%s", **kwargs)
        for name in self.only_day if block.kind != DAY else self.not_day:
            del self.fields[name]
        if block.kind in {METHOD, DAY} or block.kind == "pause":
            del self.fields["brings"]
        if block.kind == DAY:
            self.fields["starts"].label = _("Startar")

    def values(self):
        """The new values of the block."""
        data = dict(self.cleaned_data)
        if "brings" in data:
            data["brings"] = tuple(data["brings"])
        return data


class AddForm(PortalForm):
    """A method by name, or something else from the list."""

    mark_optional = False  # one of the two is enough
    method = MethodField(label=_("Metode"), required=False)
    other = forms.ChoiceField(label=_("Noko anna"), required=False)
    after = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [("", _("Vel")), *presets.choices()]

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("method") and not data.get("other"):
            raise ValidationError(_("Skriv namnet på ein metode, eller vel noko anna frå lista."))
        return data

    def block(self, people):
        """The new block. A method gets the minutes it takes for `people`."""
        if self.cleaned_data["method"]:
            return method_block(shelf.methods()[self.cleaned_data["method"]], people)
        return presets.PRESETS[self.cleaned_data["other"]].block()


def method_block(facts, people):
    return Block(
        id=new_id(), kind=METHOD, title=facts.title, minutes=facts.minutes(people), method=facts.slug,
        responsible=str(_("Prosessleiar")),
    )  # fmt: skip


class MinutesForm(PortalForm):
    """The minutes of every block, as they stand in the list: fields `m-<id>`."""

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        for block in plan.blocks:
            if block.kind != DAY:
                self.fields[f"m-{block.id}"] = forms.IntegerField(
                    label=block.title,
                    min_value=1,
                    max_value=LONGEST_BLOCK,
                    required=False,
                    initial=block.minutes,
                )

    def minutes(self):
        """{id: minutes} of those that were written."""
        return {name[2:]: value for name, value in self.cleaned_data.items() if value}
