"""An advisory conversation in two pages: what, how and when, and then the check. Login comes last."""

from dataclasses import dataclass
from http import HTTPStatus

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bookings import actions
from bookings.draft import Draft
from bookings.forms.advice import AdviceForm
from bookings.free_weeks import moment_text
from bookings.models import AdviceTalk, BookingSettings
from bookings.people import introduce
from bookings.time_page import TalkPage
from bookings.views.sending import check_page, form_page, open_page
from bookings.views.summaries import need_rows, stretch

NAME = "advice"  # of the draft
LOOKING = ["veke", "neste", "vis"]  # buttons that only show other times


@open_page
def advice(request):
    draft, page = Draft(request.session, NAME), TalkPage(at=timezone.now())
    typed = draft.part("talk") | ({"starts_at": request.GET["tid"]} if "tid" in request.GET else {})
    posted = request.POST if request.method == "POST" else None
    form = AdviceForm(posted, initial=typed, user=request.user, settings=page.settings)
    if posted and any(name in posted for name in LOOKING):
        draft.keep(talk=form.typed())
        return redirect(other_times(posted))
    if form.is_valid() and form.judge(page.settings, at=page.at):
        draft.keep(talk=form.typed())
        return redirect("bookings:advice_check")
    status = HTTPStatus.CONFLICT if form.somebody_was_first else HTTPStatus.UNPROCESSABLE_ENTITY
    return form_page(request, "bookings/advice.html", form, status, **page.answer(form, request.GET))


def other_times(posted):
    """The page again, at the list of times; what was typed lies in the draft."""
    wanted = {name: posted[name] for name in ["veke", "neste"] if name in posted}
    return f"{reverse('bookings:advice')}?{urlencode(wanted)}#tider"


@open_page
def check(request):
    draft = Draft(request.session, NAME)
    return check_page(request, draft, Talk.of(draft, request.user))


@dataclass
class Talk:
    """The draft, read once more by the form that asked for it."""

    form: AdviceForm
    lacks: str  # name of the page where something is still to be filled in, or empty

    model, template = AdviceTalk, "bookings/advice_check.html"

    @classmethod
    def of(cls, draft, user):
        form = AdviceForm(draft.part("talk"), user=user, settings=BookingSettings.current())
        return cls(form, "" if form.is_valid() else "bookings:advice")

    def parts(self):
        told = self.form.cleaned_data
        without = {self.form[name].label for name in ["starts_at", "minutes"]}
        rows = [row for row in need_rows(self.form) if row[0] not in without]
        when = (_("Tid"), stretch(told["starts_at"], told["minutes"]))
        return [(_("Samtalen"), reverse("bookings:advice"), [when, *rows])]

    def place(self, *, by, form_key):
        told = self.form.cleaned_data
        introduce(by, name=told["booker_name"], phone=told["phone"])
        return actions.book_advice(
            by=by,
            starts_at=told["starts_at"],
            minutes=told["minutes"],
            leader=told["leader"],
            form_key=form_key,
            **self.form.details(),
        )

    def address_of(self, which, free):
        return f"{reverse('bookings:advice')}?{urlencode({'tid': moment_text(free.start)})}#tider"
