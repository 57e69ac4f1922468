"""Pages behind login, outside admin: the owner writes what it came to; staff preview and enter answers."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import modelformset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prosesstotte import events
from referencegroups import round_archive, round_listing
from referencegroups.actions import answers, rounds
from referencegroups.choices import Language
from referencegroups.models import NamedAnswer, Round, Theme
from referencegroups.models.member import SEE_EMPLOYEES
from referencegroups.round_choices import OVER, PUBLIC, RoundState
from referencegroups.round_forms import AnswerForm, EnteredAnswerForm, ThemeForm

EMPTY_THEMES = 2
MOST_THEMES = 30


def own_round(request, pk, states=PUBLIC):
    """The round, to the one who owns its group and to the coordinators; 403 to others who are logged in."""
    row = get_object_or_404(Round.objects.select_related("group__area"), pk=pk, state__in=states)
    if not Round.objects.visible_to(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request, pk):
    """«Kva blei det til?», on one plain page. «Lagre» keeps it; «Send» makes it public and mails it."""
    row = own_round(request, pk)
    if not row.is_over or row.state == RoundState.ARCHIVED:
        return _feedback_page(request, row, None, HTTPStatus.OK)
    formset = theme_formset(row, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _feedback_page(request, row, formset, HTTPStatus.OK)
    if not formset.is_valid():
        return _feedback_page(request, row, formset, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _save_feedback(request, row, formset)


def theme_formset(row, data):
    """The themes there are, and two empty ones. What is given stays; what is not may be taken out."""
    make = modelformset_factory(
        Theme, ThemeForm, extra=EMPTY_THEMES, max_num=MOST_THEMES, can_delete=not row.has_answered_back
    )
    return make(data, queryset=row.themes.all(), prefix="tema")


def _save_feedback(request, row, formset):
    try:
        _write(row, formset, by=request.user)
        if "send" in request.POST and not row.has_answered_back:
            rounds.feed_back(round=row, by=request.user)
    except ValidationError as error:
        formset._non_form_errors.extend(error.messages)
        return _feedback_page(request, row, formset, getattr(error, "status", 422))
    messages.success(request, _("Tilbakemeldinga er send.") if "send" in request.POST else _("Lagra."))
    return redirect("referencegroups:feedback", row.pk)


def _write(row, formset, *, by):
    for form in formset.forms:
        form.instance.round = row
    formset.save(commit=False)
    for theme in formset.deleted_objects:
        theme.delete()
    for place, form in enumerate(form for form in formset.forms if form.has_changed()):
        if form not in formset.deleted_forms:
            form.instance.order = form.instance.order or place
            form.instance.save()
    events.record(row, "feedback_written", by=by)


def _feedback_page(request, row, formset, status):
    context = {
        "round": row,
        "group": row.group,
        "formset": formset,
        "published": round_listing.results_of(row) if row.is_over else None,
        "texts": round_listing.texts_for_owner(row) if row.is_over else [],
        "can_send": row.state == RoundState.SUMMARISED,
        "form": formset,
    }
    return render(request, "referencegroups/rounds/feedback.html", context, status=status)


@require_safe
def preview(request, pk):
    """The form as a member will see it. It sends nothing."""
    row = own_round(request, pk, RoundState.values)
    asked = request.GET.get("sprak", "")
    language = asked if asked in Language.values else Language.NYNORSK
    with translation.override(language):
        return _preview(request, row, language)


def _preview(request, row, language):
    form = AnswerForm(questions=row.questions.all(), language=language)
    texts, falls_back = row.in_language(language)
    context = {
        "round": row,
        "form": form,
        "texts": texts,
        "language": language,
        "languages": Language.choices,
        "falls_back": falls_back or form.falls_back,
        "is_preview": True,
    }
    return render(request, "referencegroups/rounds/answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, pk):
    """An answer given by phone or on paper, typed by staff. Who is kept apart from what, here too."""
    row = own_round(request, pk, [RoundState.OPEN])
    if not request.user.has_perm("referencegroups.enter_answers"):
        raise PermissionDenied
    form = EnteredAnswerForm(request.POST or None, questions=row.questions.all())
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid() and _enter(row, form):
            messages.success(request, _("Svaret er ført inn. Det kan ikkje opnast igjen."))
            return redirect("referencegroups:round_enter", row.pk)
    return render(request, "referencegroups/rounds/enter.html", {"round": row, "form": form}, status=status)


def _enter(row, form):
    try:
        answers.enter(round=row, email=form.cleaned_data["email"], values=form.cleaned_values())
    except ValidationError as error:
        form.add_error("email", error)
        return False
    return True


@require_POST
def archive(request, pk):
    """The archive package of a round that is over."""
    row = own_round(request, pk, OVER)
    content = round_archive.export_round(round=row, by=request.user)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="runde-{pk}.zip"'
    return response


@require_safe
def named(request, pk):
    """Who answered what in a named round, after closing, for the talks that follow. A look is logged."""
    row = own_round(request, pk, OVER)
    if row.is_confidential:
        raise PermissionDenied
    people = NamedAnswer.objects.filter(invitation__round=row).select_related(
        "invitation__membership__member"
    )
    questions = list(row.questions.all())
    events.record(row, "named_answers_read", by=request.user)
    sees = request.user.has_perm(SEE_EMPLOYEES)
    rows = [
        (one.invitation.membership.shown_name(sees_employees=sees), _in_words(questions, one.values))
        for one in people
    ]
    context = {"round": row, "group": row.group, "rows": rows}
    return render(request, "referencegroups/rounds/named.html", context)


def _in_words(questions, values):
    found = [(one, one.in_words(values.get(str(one.pk)))) for one in questions]
    return [(one.text, words) for one, words in found if words]
