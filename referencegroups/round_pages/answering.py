"""The pages behind the links of a round: answer, change the answer, and say whether the feedback was of use.

GET changes nothing, so mail scanners may follow every link. The token is swapped for a signed cookie at once;
nothing here touches a session. The round's number stands in the address; it says nothing about who asks.
"""

import hashlib
from http import HTTPStatus

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from referencegroups import secret_links
from referencegroups.actions import answers
from referencegroups.choices import Language
from referencegroups.models import Round
from referencegroups.round_choices import PUBLIC, RoundState, Useful
from referencegroups.round_forms import AnswerForm, NewLinkForm
from referencegroups.round_links import ANSWER, USEFUL, cookie_of

COOKIE_GONE = _(
    "Det har gått for lang tid sidan du opna lenkja. Opne henne på nytt frå e-posten i ei ny fane, "
    "kom tilbake hit og send. Det du har skrive, står her."
)


@require_safe
@secret_links.no_trace
def answer_link(request, token):
    return _swap(request, ANSWER, token)


@require_safe
@secret_links.no_trace
def useful_link(request, token):
    return _swap(request, USEFUL, token)


def _swap(request, kind, token):
    """To the round's page without the token in the address."""
    invitation = secret_links.resolve(request, kind, token)
    if invitation is None:
        return render(request, "referencegroups/rounds/dead_link.html", status=HTTPStatus.NOT_FOUND)
    response = redirect(f"referencegroups:{kind.address}", invitation.round_id)
    secret_links.keep(response, cookie_of(kind, invitation.round_id), token)
    return response


class Holder:
    """Who holds the link behind the cookie: the token, the invitation it opens, and the round."""

    def __init__(self, request, kind, pk):
        rows = Round.objects.select_related("group").prefetch_related("translations", "questions")
        self.round = get_object_or_404(rows, pk=pk, state__in=PUBLIC)
        self.token = secret_links.kept(request, cookie_of(kind, pk))
        self.invitation = self.token and secret_links.resolve(request, kind, self.token)
        if self.invitation:
            self.invitation.round = self.round

    @property
    def mark(self):
        """Goes with the form, so that a form opened by one link is not sent by another's cookie."""
        return hashlib.sha256(f"mark:{self.token}".encode()).hexdigest()[:12]


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def answer(request, pk):
    holder = Holder(request, ANSWER, pk)
    language = _language(request, holder)
    with translation.override(language):  # forms and sentences too, not only the round's own words
        return _answer(request, holder, language)


def _answer(request, holder, language):
    if not holder.round.is_open:
        return _page(request, holder, "closed", language=language)
    if request.method == "POST":
        return _take(request, holder, language)
    if not holder.invitation:
        return _page(request, holder, "no_link", form=NewLinkForm(), status=HTTPStatus.FORBIDDEN)
    values = answers.earlier(token=holder.token, invitation=holder.invitation)
    if holder.invitation.has_answered and values is None:
        return _page(request, holder, "has_answered", language=language)
    form = AnswerForm(questions=holder.round.questions.all(), language=language, values=values)
    return _page(request, holder, "answer", form=form, language=language, changes=values is not None)


def _take(request, holder, language):
    form = AnswerForm(request.POST, questions=holder.round.questions.all(), language=language)
    more = {"form": form, "language": language, "changes": request.POST.get("changes") == "1"}
    if not form.is_valid():
        return _page(request, holder, "answer", **more, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not holder.invitation or request.POST.get("mark") != holder.mark:
        form.add_error(None, COOKIE_GONE)
        return _page(request, holder, "answer", **more, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        answers.answer(token=holder.token, invitation=holder.invitation, values=form.cleaned_values())
    except answers.HasAnswered:
        return _page(request, holder, "has_answered", language=language, status=HTTPStatus.CONFLICT)
    except answers.RoundIsClosed:
        return _page(request, holder, "closed", language=language, status=HTTPStatus.CONFLICT)
    return redirect(f"{reverse('referencegroups:answer_receipt', args=[holder.round.pk])}?sprak={language}")


@require_safe
@secret_links.no_trace
def answer_receipt(request, pk):
    holder = Holder(request, ANSWER, pk)
    if not (holder.invitation and holder.invitation.has_answered):
        return redirect("referencegroups:answer", pk)
    language = _language(request, holder)
    with translation.override(language):
        tally = holder.round.invitations.tally()
        return _page(request, holder, "receipt", language=language, tally=tally)


@require_http_methods(["POST"])
@secret_links.no_trace
def answer_new_link(request, pk):
    """The same words to everybody, whether the address is asked or not."""
    holder = Holder(request, ANSWER, pk)
    form = NewLinkForm(request.POST)
    if not holder.round.is_open:
        return _page(request, holder, "closed")
    if not form.is_valid():
        return _page(request, holder, "no_link", form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="group_join", key=email.lower()):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    answers.send_new_link(round=holder.round, email=email)
    return _page(request, holder, "link_sent")


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def useful(request, pk):
    """«Var svaret til nytte?» A button each; the page is the same before and after."""
    holder = Holder(request, USEFUL, pk)
    if not holder.invitation:
        raise Http404
    said, status = "", HTTPStatus.OK
    if request.method == "POST":
        said = request.POST.get("svar", "")
        try:
            answers.vote(token=holder.token, invitation=holder.invitation, value=said)
        except ValidationError:
            said, status = "", HTTPStatus.UNPROCESSABLE_ENTITY
    is_open = holder.round.state == RoundState.FED_BACK
    more = {"choices": Useful.choices, "said": said, "is_open": is_open}
    return _page(request, holder, "useful", **more, status=status)


def _language(request, holder):
    """The reader's choice on the page, else the member's own; never the browser's."""
    asked = request.POST.get("sprak") or request.GET.get("sprak")
    own = holder.invitation.membership.member.language if holder.invitation else Language.NYNORSK
    return asked if asked in Language.values else own


def _page(request, holder, name, *, language="nn", status=HTTPStatus.OK, **more):
    texts, falls_back = holder.round.in_language(language)
    falls_back |= getattr(more.get("form"), "falls_back", False)
    context = {
        "round": holder.round,
        "texts": texts,
        "language": language,
        "languages": Language.choices,
        "falls_back": falls_back,
        "mark": holder.mark,
        **more,
    }
    return render(request, f"referencegroups/rounds/{name}.html", context, status=status)
