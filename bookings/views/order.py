"""A group leader's way from need to receipt: /bestill/. Anybody may begin; login comes last."""

from dataclasses import dataclass
from http import HTTPStatus

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bookings import actions, two_leaders
from bookings.choices import Source
from bookings.draft import Draft
from bookings.errors import TimeRefused
from bookings.forms.order import CallForm, NeedForm
from bookings.forms.times import TimesForm
from bookings.forms.who import ADDRESS, WHO
from bookings.free_weeks import moment_text, monday_of, week_text
from bookings.models import Booking, BookingSettings
from bookings.people import introduce
from bookings.time_page import TimePage
from bookings.views.sending import check_page, form_page, open_page
from bookings.views.summaries import need_rows, times_rows
from prosesstotte.caching import public_page

NAME = "order"  # of the draft; «ring meg» shares it, so that what is typed follows


@public_page
def start(request):
    return render(request, "bookings/start.html", {"rules": BookingSettings.current()})


@open_page
def need(request):
    draft = Draft(request.session, NAME)
    typed = {**draft.part("call"), **draft.part("need")}
    form = NeedForm(request.POST if request.method == "POST" else None, initial=typed, user=request.user)
    if form.is_valid():
        keep_need(draft, form.typed())
        return redirect("bookings:check" if draft.part("times") else "bookings:time")
    return form_page(request, "bookings/need.html", form, rules=BookingSettings.current())


def keep_need(draft, typed):
    """Another length, number, kind of meeting or other process leaders need another time."""
    old = draft.part("need")
    decides = ["minutes", "mode", "meetings", "weeks", *WHO]
    is_the_same = all(old.get(name) == typed.get(name) for name in decides)
    draft.keep(need=typed, times=draft.part("times") if is_the_same else {}, call={})


def keep_times(draft, typed):
    """Who was asked for may have changed with the time: the need says the same."""
    who = {name: typed[name] for name in WHO if name in typed}
    others = {name: text for name, text in draft.part("need").items() if name not in WHO}
    draft.keep(need=others | who, times=typed)


@open_page
def call_me(request):
    draft = Draft(request.session, NAME)
    typed = {**draft.part("need"), **draft.part("call")}
    form = CallForm(request.POST if request.method == "POST" else None, initial=typed, user=request.user)
    if form.is_valid():
        draft.keep(call=form.typed())
        return redirect("bookings:check")
    return form_page(request, "bookings/call_me.html", form)


@open_page
def time(request):
    draft = Draft(request.session, NAME)
    wanted = draft.part("need")
    if "minutes" not in wanted:
        return redirect("bookings:need")
    page = TimePage(need=wanted, at=timezone.now())
    if request.method == "POST":
        form = TimesForm(request.POST)
        if form.is_valid() and page.judge(form):
            keep_times(draft, form.typed())
            return redirect("bookings:check")
        asked = page.question(form.address())
    else:
        offered = {"pre_meeting_starts_at": request.GET.get("formote")} if "formote" in request.GET else {}
        form = TimesForm(initial=draft.part("times") | offered)
        asked = page.question(request.GET or TimesForm(draft.part("times")).address())
    status = HTTPStatus.CONFLICT if form.somebody_was_first else HTTPStatus.UNPROCESSABLE_ENTITY
    return form_page(request, "bookings/time.html", form, status, page=page, **page.answer(asked))


@open_page
def check(request):
    draft = Draft(request.session, NAME)
    return check_page(request, draft, Order.of(draft, request.user))


@dataclass
class Order:
    """The draft, read once more by the forms that asked for it."""

    form: NeedForm | CallForm
    times_form: TimesForm | None
    lacks: str  # name of the page where something is still to be filled in, or empty

    model, template = Booking, "bookings/check.html"

    @classmethod
    def of(cls, draft, user):
        if draft.part("call"):
            form = CallForm(draft.part("call"), user=user)
            return cls(form, None, "" if form.is_valid() else "bookings:call_me")
        form, times_form = NeedForm(draft.part("need"), user=user), TimesForm(draft.part("times"))
        if not form.is_valid():
            return cls(form, times_form, "bookings:need")
        return cls(form, times_form, "" if times_form.is_valid() else "bookings:time")

    @property
    def times(self):
        return self.times_form and self.times_form.times(
            self.form.cleaned_data["minutes"], self.form.rhythm()
        )

    def parts(self):
        """What the page shows: (heading, address to change it, rows)."""
        if not self.times_form:
            return [(_("Det vi ringjer om"), reverse("bookings:call_me"), need_rows(self.form))]
        settings = BookingSettings.current()
        return [
            (_("Behovet"), reverse("bookings:need"), need_rows(self.form)),
            (_("Tida"), reverse("bookings:time"), times_rows(self.times, settings, self.chosen(settings))),
        ]

    def chosen(self, settings):
        """The two it would be now, when two are asked for and still are free."""
        times, need, at = self.times, self.form.cleaned_data, timezone.now()
        if not times.who.is_pair:
            return None
        try:
            slots = times.slots(settings, mode=need["mode"], at=at)
        except TimeRefused:  # kept in a session until it was too late
            return None
        return two_leaders.foreseen(slots, times.who, purpose=need["purpose"], at=at)

    def place(self, *, by, form_key):
        """Through the door that fits: with times, as «ring meg», or for somebody who called."""
        form, caller = self.form, self.form.caller()
        sent = {"by": by, "need": form.need(), "form_key": form_key}
        wished = {} if self.times_form else {"wished_time": form.cleaned_data["wished_time"]}
        if caller:
            email, name = caller
            return actions.enter_for_caller(
                caller_email=email, caller_name=name, times=self.times, **wished, **sent
            )
        introduce(by, name=form.cleaned_data["booker_name"], phone=form.cleaned_data["phone"])
        if self.times_form:
            return actions.request_booking(times=self.times, **sent)
        return actions.request_call(**wished, **sent)

    def address_of(self, which, free):
        """The page for the time with one of the nearest free ones chosen; the leader goes along when free."""
        times = self.times
        wanted = {"mote": moment_text(free.start if which == Source.MEETING else times.starts_at)}
        if which == Source.PRE_MEETING:
            wanted |= {"forveke": week_text(monday_of(free.start.date())), "formote": moment_text(free.start)}
        wanted |= self._who_is_free(free)
        return f"{reverse('bookings:time')}?{urlencode(wanted)}#formote"

    def _who_is_free(self, free):
        """The address keeps those who were asked for, so far as they are free then."""
        times = self.times
        named = {"leader": times.leader, "co_leader": times.co_leader}
        kept = {ADDRESS[name]: one.pk for name, one in named.items() if one and one.pk in free.leaders}
        return kept | ({ADDRESS["leaders"]: 2} if times.who.is_pair else {})
