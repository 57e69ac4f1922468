"""Pages of a round beside its form: doors, reminders, texts to read, slips to put right, raw export."""

import csv
import io
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import modelformset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from prosesstotte import events
from prosesstotte.spreadsheets import safe_line
from referencegroups.actions import rounds
from referencegroups.models import FreeText, Question, Round
from referencegroups.results import CLOSED
from referencegroups.round_choices import MOST_REMINDERS, RoundMove, RoundState

CHANGE, EXPORT = "referencegroups.change_round", "referencegroups.export_raw_answers"
TEXTS_ON_A_PAGE = 50
WORDS = ["text", "help", "options", "low_label", "high_label", "text_nb", "options_nb"]
WORDS += ["text_en", "options_en"]


@dataclass(frozen=True)
class Door:
    action: object
    what: str


DOORS = {
    RoundMove.REVIEW: Door(
        rounds.review,
        gettext_lazy("Du har lese heile runden og førehandsvisinga. Etterpå kan ingenting endrast."),
    ),
    RoundMove.REVISE: Door(rounds.revise, gettext_lazy("Runden kan endrast, og må kontrollerast på nytt.")),
    RoundMove.OPEN: Door(
        rounds.open_round,
        gettext_lazy("Alle som kan spørjast i gruppa, får e-post. Det kan ikkje gjerast om."),
    ),
    RoundMove.CLOSE: Door(
        rounds.close,
        gettext_lazy(
            "Ingen kan svare lenger, og svara blir skilde frå dei som svarte. Det kan ikkje gjerast om."
        ),
    ),
    RoundMove.ARCHIVE: Door(rounds.archive, gettext_lazy("Runden er ferdig. Det kan ikkje gjerast om.")),
}


def doors_of(row, user):
    """[(name of the page, its move, label)] for the object tools: what may be done just now."""
    found = [("round_move", move, move.label) for move in DOORS if row.may(move)]
    if row.state == RoundState.DRAFT or row.state == RoundState.REVIEWED:
        found.append(("round_trial", None, _("Send prøve til meg")))
    if row.is_open and row.reminders_sent < MOST_REMINDERS:
        found.append(("round_remind", None, _("Send påminning")))
    if row.is_open or row.is_over:
        found.append(("round_slips", None, _("Rett skrivefeil")))
    if row.is_over:
        found.append(("round_texts", None, _("Les fritekstane")))
    if row.may(RoundMove.SUMMARISE):
        found.append(("round_summarise", None, _("Oppsummer")))
    if row.is_over and user.has_perm(EXPORT):
        found.append(("round_raw", None, _("Ta ut enkeltsvar")))
    return found


def _round(request, pk, permission=CHANGE):
    """Another's round is not there; one's own without the right is forbidden."""
    row = get_object_or_404(Round.objects.visible_to(request.user).select_related("group"), pk=pk)
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return row


def _page(request, template, row, *, status=200, **context):
    everywhere = admin.site.each_context(request)
    context = {**everywhere, "round": row, "opts": Round._meta, **context}
    return render(request, f"admin/referencegroups/{template}.html", context, status=status)


def _go(request, row, act, done):
    """Through the door, and back to the round with its sentence."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("admin:referencegroups_round_change", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, move):
    row = _round(request, pk)
    if move not in DOORS:
        raise Http404
    move = RoundMove(move)
    door = DOORS[move]
    if request.method != "POST":
        return _page(request, "round_door", row, title=move.label, what=door.what)
    return _go(request, row, lambda: door.action(round=row, by=request.user), _("Det er gjort."))


@require_http_methods(["GET", "HEAD", "POST"])
def trial(request, pk):
    row = _round(request, pk)
    if request.method != "POST":
        what = _("Du får e-posten slik medlemene får han, med lenkje til førehandsvisinga.")
        return _page(request, "round_door", row, title=_("Send prøve til meg"), what=what)
    done = _("Prøva er send til %(email)s.") % {"email": request.user.email}
    return _go(request, row, lambda: rounds.send_trial(round=row, by=request.user), done)


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request, pk):
    """The page says how many were sent; two clicks send one."""
    row = _round(request, pk)
    if request.method != "POST":
        what = _("Berre dei som ikkje har svart, får e-post. Dette er påminning %(number)d av %(most)d.")
        what %= {"number": row.reminders_sent + 1, "most": MOST_REMINDERS}
        return _page(
            request, "round_door", row, title=_("Send påminning"), what=what, sent=row.reminders_sent
        )
    sent = request.POST.get("sent", "")
    sent = int(sent) if sent.isdecimal() and len(sent) < 3 else -1
    act = lambda: rounds.remind(round=row, by=request.user, sent=sent)  # noqa: E731
    return _go(request, row, act, _("Påminninga er på veg."))


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=gettext_lazy("Oppsummering"), max_length=6000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("Markdown. Det gruppa sa, kort. Ikkje skriv noko som peikar på éin person."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def summarise(request, pk):
    row = _round(request, pk)
    form = SummaryForm(request.POST or None, initial={"summary": row.summary})
    if form.is_valid():
        try:
            rounds.summarise(round=row, by=request.user, summary=form.cleaned_data["summary"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Runden er oppsummert. No kan eigaren gi tilbakemelding."))
            return redirect("admin:referencegroups_round_change", pk)
    status = 422 if form.is_bound else 200
    return _page(request, "round_form", row, title=_("Oppsummer"), form=form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request, pk):
    """Read before others may: shown, shown with names struck out, or not at all. In the order of chance."""
    row = _over(_round(request, pk))
    found = FreeText.objects.of(row).select_related("question")
    page = Paginator(found, TEXTS_ON_A_PAGE).get_page(request.GET.get("side"))
    make = modelformset_factory(FreeText, fields=["screening", "shown_text"], extra=0)
    chosen = found.filter(pk__in=[one.pk for one in page])
    formset = make(request.POST or None, queryset=chosen, prefix="tekst")
    if formset.is_bound and formset.is_valid():
        changed = formset.save()
        events.record(row, "texts_screened", by=request.user, number=len(changed))
        messages.success(request, _("Lagra."))
        return redirect(request.get_full_path())
    status = 422 if formset.is_bound else 200
    title = _("Les fritekstane")
    return _page(request, "round_texts", row, title=title, formset=formset, page_obj=page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def slips(request, pk):
    """Words only. The database refuses more, and keeps the words as they were."""
    from referencegroups.admin.round import QuestionForm

    row = _round(request, pk)
    if not (row.is_open or row.is_over):
        raise Http404
    make = modelformset_factory(Question, form=QuestionForm, fields=WORDS, extra=0)
    formset = make(request.POST or None, queryset=row.questions.all(), prefix="ord")
    if formset.is_bound and formset.is_valid() and _fix(request, formset):
        messages.success(request, _("Skrivefeila er retta."))
        return redirect("admin:referencegroups_round_change", pk)
    status = 422 if formset.is_bound else 200
    return _page(request, "round_slips", row, title=_("Rett skrivefeil"), formset=formset, status=status)


def _fix(request, formset):
    """Each question that was changed, through its door; one with more or fewer options is told no."""
    for form in formset:
        if form.has_changed():
            before = Question.objects.get(pk=form.instance.pk)
            if len(before.options) != len(form.cleaned_data["options"]):
                form.add_error("options", _("Talet på svaralternativ kan ikkje endrast no."))
                return False
    for form in formset:
        if form.has_changed():
            changed = {name: form.cleaned_data[name] for name in form.changed_data if name != "id"}
            rounds.fix_slips(question=form.instance, by=request.user, **changed)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def raw(request, pk):
    """Single answers to closed questions, in the order of chance. Its own right, and a line in the log."""
    row = _over(_round(request, pk, EXPORT))
    if request.method != "POST":
        what = _(
            "Kvar linje er svara frå éin person, utan namn og utan fritekst. Små grupper kan kjennast att:"
        )
        what += " " + _("Ikkje del fila. Det blir notert at du tok ho ut.")
        return _page(request, "round_door", row, title=_("Ta ut enkeltsvar"), what=what)
    events.record(row, "raw_answers_taken_out", by=request.user)
    response = HttpResponse(_raw_csv(row), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="enkeltsvar-{row.pk}.csv"'
    return response


def _raw_csv(row):
    questions = [one for one in row.questions.all() if one.kind in CLOSED]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(safe_line([one.text for one in questions]))
    for answer in row.answers.order_by("pk"):
        writer.writerow(safe_line([one.in_words(answer.values.get(str(one.pk))) for one in questions]))
    return out.getvalue().encode("utf-8-sig")


def _over(row):
    """Nothing of an open round, to anybody."""
    if not row.is_over:
        raise PermissionDenied
    return row


PAGES = [
    ("flytt/<str:move>", move, "round_move"),
    ("prove", trial, "round_trial"),
    ("paminn", remind, "round_remind"),
    ("oppsummer", summarise, "round_summarise"),
    ("fritekst", texts, "round_texts"),
    ("skrivefeil", slips, "round_slips"),
    ("enkeltsvar", raw, "round_raw"),
]
