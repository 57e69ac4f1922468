"""What the back office asks about a lottery. Admin's own look; Nynorsk messages from the portal's fields."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prosesstotte.forms import PortalFormMixin
from referencegroups.choices import Fact
from referencegroups.facts import fact_named, label, value_named
from referencegroups.lottery.files import read_people, read_quotas
from referencegroups.lottery.task import Quota
from referencegroups.lottery_words import fault_sentence

BIGGEST_FILE = 1_000_000  # bytes: some ten thousand people


class AdminForm(PortalFormMixin, forms.Form):
    """Our messages, drawn with admin's own widgets."""

    default_renderer = None


class PlanForm(AdminForm):
    seats = forms.IntegerField(label=_("Plassar"), min_value=1, max_value=1000)
    reserves = forms.IntegerField(
        label=_("Reservar"),
        min_value=0,
        max_value=10_000,
        help_text=_("Kor mange av dei som ikkje blir trekte, som skal stå på reservelista."),
    )
    quota_file = forms.FileField(
        label=_("Kvotar frå fil"),
        required=False,
        help_text=_("CSV i same oppsett som kvotefila du kan laste ned. Du ser over før noko blir lagra."),
    )

    def clean_quota_file(self):
        upload = self.cleaned_data["quota_file"]
        return read_upload(upload, own_quotas) if upload else None


class QuotaRow(AdminForm):
    fact = forms.ChoiceField(label=_("Kjenneteikn"), choices=[("", "–"), *Fact.choices], required=False)
    value = forms.CharField(label=_("Verdi"), max_length=60, required=False)
    least = forms.IntegerField(label=_("Minst"), min_value=0, max_value=1000, required=False)
    most = forms.IntegerField(label=_("Høgst"), min_value=0, max_value=1000, required=False)

    def clean(self):
        given = {name: self.cleaned_data.get(name) for name in ("fact", "value", "least", "most")}
        if self.errors or not any(value not in (None, "") for value in given.values()):
            return
        if any(value in (None, "") for value in given.values()):
            raise ValidationError(_("Fyll ut heile rada, eller tøm ho."))
        if given["least"] > given["most"]:
            raise ValidationError(_("«Minst» kan ikkje vere større enn «høgst»."))
        value = value_named(given["fact"], given["value"])
        self.quota = Quota(given["fact"], value, given["least"], given["most"])


class BaseQuotaRows(forms.BaseFormSet):
    def clean(self):
        keys = [quota.key for quota in self.quotas]
        if len(keys) != len(set(keys)):
            raise ValidationError(_("Den same verdien står i to rader. Tøm den eine."))

    @property
    def quotas(self):
        return [form.quota for form in self.forms if hasattr(form, "quota")]


QuotaRows = forms.formset_factory(QuotaRow, formset=BaseQuotaRows, extra=2, max_num=60, absolute_max=100)


def rows_from(quotas):
    """Values in words; `value_named` finds the way back."""
    return [
        {"fact": q.category, "value": label(q.category, q.value), "least": q.least, "most": q.most}
        for q in quotas
    ]


class PublishForm(AdminForm):
    seed_source = forms.CharField(
        label=_("Kvar frøet kjem frå"),
        max_length=200,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_(
            "Noko offentleg som ingen kan vite eller styre, til dømes «Lotto-tala laurdag 28. november 2026»."
        ),
    )
    seed_at = forms.SplitDateTimeField(
        label=_("Når frøet blir kjent"),
        input_time_formats=["%H:%M", "%H.%M"],
        widget=forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": _("Dato")},
            time_attrs={"type": "time", "aria-label": _("Klokkeslett")},
        ),
    )


class DrawForm(AdminForm):
    seed = forms.CharField(
        label=_("Frø"),
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_("Skriv frøet slik det står i kjelda. Du kan trekkje berre éin gong."),
    )


class WithdrawForm(AdminForm):
    reason = forms.CharField(
        label=_("Grunn"),
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=_("Alle får lese grunnen på sida til loddtrekkinga."),
    )


class FilesForm(AdminForm):
    seats = forms.IntegerField(label=_("Plassar"), min_value=1, max_value=1000)
    quota_file = forms.FileField(label=_("Kvotar"), help_text="category, name, min, max")
    people_file = forms.FileField(label=_("Potten"), help_text="nationbuilder_id …")

    def clean_quota_file(self):
        return read_upload(self.cleaned_data["quota_file"], read_quotas)

    def clean_people_file(self):
        """Needs the quotas to know which columns to look for."""
        categories = sorted({quota.category for quota in self.cleaned_data.get("quota_file") or []})
        return read_upload(self.cleaned_data["people_file"], lambda text: read_people(text, categories))


def own_quotas(text):
    """Quotas whose categories are our own facts, by name or by code."""
    quotas, faults = read_quotas(text)
    unknown = {quota.category for quota in quotas if not fact_named(quota.category)}
    if unknown:
        words = _("Vi kjenner ikkje %(names)s. Bruk %(facts)s.")
        raise ValidationError(
            words, params={"names": ", ".join(sorted(unknown)), "facts": ", ".join(Fact.values)}
        )
    known = [(fact_named(quota.category), quota) for quota in quotas]
    return [Quota(fact, value_named(fact, q.value), q.least, q.most) for fact, q in known], faults


def read_upload(upload, read):
    """The rows of an uploaded file, or every fault of it as a sentence."""
    if upload.size > BIGGEST_FILE:
        raise ValidationError(_("Fila er for stor. Ho kan vere på høgst 1 MB."))
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("Vi kan ikkje lese fila. Lagre ho som CSV med UTF-8.")) from error
    rows, faults = read(text)
    if faults:
        raise ValidationError([fault_sentence(fault) for fault in faults])
    return rows
