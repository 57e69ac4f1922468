"""The brief of a meeting (ramme for møtet), asked in the order people think."""

import datetime as dt
from dataclasses import replace

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from prosesstotte.forms import ClockField, PortalForm
from tools.choices import Purpose
from tools.forms.fields import MethodNamesField, PresentationsField
from tools.plan import MOST_PEOPLE, PAUSE, Block, Brief, Plan, new_id

SHORTEST, LONGEST = 30, 12 * 60  # minutes that a proposal can be made for
RESULTS = [
    ("", _("Det som er vanleg for føremålet")),
    ("M", _("Mål eller ei felles retning")),
    ("P", _("Ei prioritert liste")),
    ("V", _("Eit vedtak eller semje")),
    ("H", _("Ein avtale om kven som gjer kva")),
    ("F", _("Innsikt: funn de kjenner dykk att i")),
    ("R", _("Tryggleik og tillit i gruppa")),
]
KNOW = [("ja", _("Ja, dei fleste")), ("nei", _("Nei, mange er nye for kvarandre"))]
CONFLICT = [
    (0, _("Lite. De dreg same vegen")),
    (1, _("Noko. De ser ulikt på saka")),
    (2, _("Mykje. Det er ein open konflikt")),
]
SKILL = [
    (1, _("Ein som er fersk som møteleiar")),
    (2, _("Ein som er van med å leie møte")),
    (3, _("Ein erfaren prosessleiar")),
]
PLACES = [("rom", _("I same rom")), ("skjerm", _("På skjerm"))]
LACKS = [
    ("vegg", _("Vegg eller tavle å henge lappar på")),
    ("golvplass", _("Golvplass til å stå og gå")),
    ("skjerm", _("Skjerm")),
    ("mobil", _("Mobilar og nett til alle")),
    ("lappar", _("Lappar og tusj")),
]
MORE = (
    '{% load i18n %}<details class="fleire" id="fleire"{% if form.opens_more %} open{% endif %}>'
    '<summary>{% translate "Meir om gruppa, metodane og utstyret" %}</summary>'
)
# Form fields and the words that stand in addresses.
HTML_NAMES = {
    "title": "tittel", "purpose": "foremal", "result": "resultat", "goal": "mal", "people": "n",
    "date": "dato", "start": "start", "until": "slutt", "mode": "form", "place": "stad",
    "presentations": "innlegg", "lunch": "lunsj", "lunch_minutes": "lunsjtid",
    "know": "kjende", "conflict": "usemje", "skill": "leiar", "leaders": "leiarar",
    "must": "skal", "avoid": "ikkje", "lacks": "manglar",
}  # fmt: skip


class BriefForm(PortalForm):
    """Everything about the meeting but its blocks. The title may be left to the purpose."""

    title = forms.CharField(label=_("Kva heiter møtet?"), max_length=160, required=False)
    purpose = forms.ChoiceField(label=_("Kva er føremålet?"), choices=[("", _("Vel")), *Purpose.choices])
    result = forms.ChoiceField(label=_("Kva skal de ha når de går?"), choices=RESULTS, required=False)
    goal = forms.CharField(
        label=_("Målet med møtet"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    people = forms.IntegerField(label=_("Kor mange er de?"), min_value=2, max_value=MOST_PEOPLE)
    date = forms.DateField(label=_("Dato"), required=False)
    start = ClockField(label=_("Startar"))
    until = ClockField(label=_("Sluttar"))
    mode = forms.ChoiceField(
        label=_("Korleis møtest de?"), choices=PLACES, widget=forms.RadioSelect, initial="rom"
    )
    place = forms.CharField(label=_("Stad"), max_length=120, required=False)
    know = forms.ChoiceField(
        label=_("Kjenner de kvarandre?"), choices=KNOW, widget=forms.RadioSelect, initial="ja"
    )
    conflict = forms.TypedChoiceField(
        label=_("Kor mykje usemje er det?"), choices=CONFLICT, coerce=int, widget=forms.RadioSelect, initial=0
    )
    skill = forms.TypedChoiceField(
        label=_("Kven leier møtet?"), choices=SKILL, coerce=int, widget=forms.RadioSelect, initial=2
    )
    leaders = forms.IntegerField(label=_("Kor mange kan leie grupper?"), min_value=1, max_value=50, initial=1)
    must = MethodNamesField(
        label=_("Metodar som skal vere med"), required=False, help_text=_("Byrj å skrive, og vel frå lista.")
    )
    avoid = MethodNamesField(label=_("Metodar de ikkje vil ha"), required=False)
    lacks = forms.MultipleChoiceField(
        label=_("Kva har de ikkje?"), choices=LACKS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].error_messages["required"] = _("Vel kva møtet er til for")
        self.fields["people"].error_messages["required"] = _("Skriv kor mange de er. Eit om lag tal held.")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.layout())

    def add_prefix(self, field_name):
        return HTML_NAMES.get(field_name, field_name)

    def layout(self):
        return [
            Fieldset(_("Møtet"), "title", "purpose", "result", "goal", "people"),
            Fieldset(_("Tid og stad"), Div("date", "start", "until", css_class="felt-rad"), "mode", "place"),
            *self.fixed_parts(),
            HTML(MORE),
            Fieldset(_("Gruppa"), "know", "conflict", "skill", "leaders"),
            Fieldset(_("Metodar og utstyr"), "must", "avoid", "lacks"),
            HTML("</details>"),
        ]

    def fixed_parts(self):
        return []

    @property
    def opens_more(self):
        """What is folded away stands open when there is something to see there."""
        return bool(self.errors) or any(self[name].value() for name in ("must", "avoid", "lacks"))

    def clean(self):
        data = super().clean()
        start, until = data.get("start"), data.get("until")
        if start and until and not SHORTEST <= minutes_between(start, until) <= LONGEST:
            self.add_error("until", _("Møtet må vare minst ein halv time og høgst tolv timar."))
        return data

    @property
    def minutes(self):
        return minutes_between(self.cleaned_data["start"], self.cleaned_data["until"])

    def plan(self, old=None):
        """The plan with this brief: `old` with its blocks, or a new one without any."""
        data = self.cleaned_data
        title = data["title"] or str(Purpose(data["purpose"]).label)
        times = {name: data[name] for name in ("date", "start", "until")}
        old = old or Plan(title)
        brief = replace(self.brief(), notes=old.brief.notes)  # they come from the formøte, not from here
        return replace(old, title=title, brief=brief, **times)

    def brief(self):
        data = self.cleaned_data
        same = (
            "purpose",
            "result",
            "people",
            "place",
            "conflict",
            "leaders",
            "skill",
            "must",
            "avoid",
            "goal",
        )
        return Brief(
            digital=data["mode"] == "skjerm",
            strangers=data["know"] == "nei",
            lacks=tuple(data["lacks"]),
            **{name: data[name] for name in same},
        )


class NewForm(BriefForm):
    """The brief of a programme that is to be proposed: presentations and lunch come in too."""

    presentations = PresentationsField(
        label=_("Innlegg som må vere med"),
        required=False,
        max_length=1000,
        help_text=_("Eitt på kvar linje, med minutt: «Fakta om saka, 20 min». Skriv ikkje namn på folk."),
    )
    lunch = ClockField(label=_("Lunsj klokka"), required=False)
    lunch_minutes = forms.IntegerField(
        label=_("Minutt til lunsj"), required=False, min_value=20, max_value=120, initial=45
    )

    def fixed_parts(self):
        lunch = Div("lunch", "lunch_minutes", css_class="felt-rad")
        return [Fieldset(_("Dette ligg fast"), "presentations", lunch)]

    def fixed(self):
        """Blocks that every proposal must hold."""
        data = self.cleaned_data
        if not data["lunch"]:
            return data["presentations"]
        minutes = data["lunch_minutes"] or 45
        lunch = Block(new_id(), PAUSE, str(_("Lunsj")), minutes, starts=data["lunch"])
        return (*data["presentations"], lunch)


class StartForm(PortalForm):
    """The few things that a ready sequence of blocks leaves open."""

    title = forms.CharField(label=_("Kva heiter møtet?"), max_length=160)
    people = forms.IntegerField(label=_("Kor mange er de?"), min_value=2, max_value=MOST_PEOPLE)
    date = forms.DateField(label=_("Dato"), required=False)
    start = ClockField(label=_("Startar"))
    place = forms.CharField(label=_("Stad"), max_length=120, required=False)

    @staticmethod
    def initial_of(plan):
        return {"title": plan.title, "people": plan.brief.people, "start": plan.start}

    def plan(self, old):
        data = self.cleaned_data
        brief = replace(old.brief, people=data["people"], place=data["place"])
        return replace(old, title=data["title"], date=data["date"], start=data["start"], brief=brief)


def minutes_between(start, until):
    """Minutes from one clock time to the next time the clock shows the other."""
    begin = dt.datetime.combine(dt.date.min, start)
    minutes = int((dt.datetime.combine(dt.date.min, until) - begin).total_seconds() // 60)
    return minutes % (24 * 60)


def initial_of(plan):
    """What the form shows of a plan that stands."""
    brief = plan.brief
    same = (
        "purpose",
        "result",
        "people",
        "place",
        "conflict",
        "leaders",
        "skill",
        "must",
        "avoid",
        "lacks",
        "goal",
    )
    return {
        **{name: getattr(brief, name) for name in same},
        "title": plan.title, "date": plan.date, "start": plan.start, "until": plan.until,
        "mode": "skjerm" if brief.digital else "rom",
        "know": "nei" if brief.strangers else "ja",
    }  # fmt: skip
