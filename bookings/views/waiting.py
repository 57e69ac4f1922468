"""The waiting list: the way onto it at /bestill/, one's own places and the team's list at /mine/."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import actions, reservations, story, waiting, waiting_words
from bookings.actions.sweeping import calendars_for, in_line
from bookings.actions.waiting import ANSWER_FIRST, CLOSED, OfferOver, times_of
from bookings.draft import Draft
from bookings.forms.order import NeedForm
from bookings.forms.waiting import ChangeWishForm, WishForm
from bookings.models import Booking, BookingSettings, ProcessLeader, WaitingEntry
from bookings.people import introduce
from bookings.views.order import NAME
from bookings.views.sending import check_page, form_page, open_page
from bookings.views.summaries import need_rows
from bookings.views.team import for_the_team, is_of_the_team
from bookings.waiting_choices import Outcome
from prosesstotte import events

FOR_A_SERIES = ("meetings", "weeks")  # a place on the list is for one meeting

# --- Onto the list: the need is in the draft already -------------------------------------------------


@open_page
def wish(request):
    draft = Draft(request.session, NAME)
    need = draft.part("need")
    if "minutes" not in need:
        return redirect("bookings:need")
    asked = {"minutes": int(need["minutes"]), "mode": need["mode"]}
    usual = {**WishForm.usual(BookingSettings.current(), **asked), "leader": request.GET.get("leiar")}
    form = WishForm(request.POST if request.method == "POST" else None, initial=usual | draft.part("wish"))
    if form.is_valid():
        draft.keep(wish=form.typed())
        return redirect("bookings:wait_check")
    return form_page(request, "bookings/waiting/wish.html", form, minutes=asked["minutes"])


@open_page
def check(request):
    draft = Draft(request.session, NAME)
    return check_page(request, draft, Order.of(draft, request.user))


@dataclass
class Order:
    """The draft, read once more by the forms that asked for it."""

    form: NeedForm
    wish_form: WishForm
    lacks: str  # name of the page where something is still to be filled in, or empty

    model, template = WaitingEntry, "bookings/waiting/check.html"

    @classmethod
    def of(cls, draft, user):
        form, wish_form = NeedForm(draft.part("need"), user=user), WishForm(draft.part("wish"))
        if not form.is_valid():
            return cls(form, wish_form, "bookings:need")
        return cls(form, wish_form, "" if wish_form.is_valid() else "bookings:wait")

    def parts(self):
        """What the page shows: (heading, address to change it, rows)."""
        wish = waiting_words.wish_rows(**self.wish_form.cleaned_data)
        return [
            (_("Det de ventar på"), reverse("bookings:wait"), wish),
            (_("Behovet"), reverse("bookings:need"), need_rows(self.form, without=FOR_A_SERIES)),
        ]

    def place(self, *, by, form_key):
        form, caller = self.form, self.form.caller()
        if not caller:
            introduce(by, name=form.cleaned_data["booker_name"], phone=form.cleaned_data["phone"])
        wish = self.wish_form.wish(form.cleaned_data["minutes"])
        return actions.join_waiting_list(by=by, need=form.need(), wish=wish, caller=caller, form_key=form_key)


# --- One place -----------------------------------------------------------------------------------------


@require_safe
def entry(request, pk):
    row, is_team = _found(request, pk), is_of_the_team(request.user)
    offer = row.offer
    context = {
        "entry": row,
        "place": waiting_words.place(row, _line()),
        "offer": offer,
        "offered": _offered(offer) if offer else None,
        "rows": waiting_words.wish_rows(**_wished(row)),
        "booking": _booking_of(row, request.user),
        "reasons": _reasons(row) if is_team and row.waits and not offer else [],
        "history": waiting_words.history(events.history(row)),
        "is_team": is_team,
    }
    return render(request, "bookings/waiting/entry.html", context)


def _found(request, pk):
    return get_object_or_404(WaitingEntry.objects.visible_to(request.user).for_list(), pk=pk)


def _line():
    return list(WaitingEntry.objects.in_line().values_list("pk", flat=True))


def _wished(row):
    return {name: getattr(row, name) for name in WishForm.base_fields}


def _offered(offer):
    return {
        "pre_meeting": waiting_words.pre_meeting(offer),
        "meeting": waiting_words.meeting(offer),
        "expires": story.moment(offer.expires_at),
        "is_open": offer.is_open(timezone.now()),
    }


def _booking_of(row, user):
    """The booking that came of it, when the reader may see it."""
    taken = next((one for one in row.offers.all() if one.outcome == Outcome.TAKEN), None)
    return Booking.objects.visible_to(user).filter(form_key=taken.form_key).first() if taken else None


def _reasons(row):
    """[(leader, what takes the days)] for those who are asked for: two queries for the calendars."""
    one, at, settings = in_line(row), timezone.now(), BookingSettings.current()
    calendars = calendars_for([one], settings, at)
    leaders = [leader for leader in ProcessLeader.objects.active().for_list() if leader.pk in calendars]
    asked = [leader for leader in leaders if row.leader_id in {None, leader.pk}]
    counted = [(leader, waiting.why_not(one, calendars[leader.pk], settings, at)) for leader in asked]
    return [(leader, waiting_words.reasons(days)) for leader, days in counted]


# --- What one may do with it: every change is a POST -----------------------------------------------------


@require_POST
def take(request, pk):
    """The held times become a booking; a late press, or a time that is gone, meets a calm page."""
    row = _found(request, pk)
    offer = _posted(request, row)
    try:
        if offer is None:
            raise OfferOver
        booking = actions.take_offer(by=request.user, offer=offer)
    except ValidationError as error:
        return _gone(request, pk, offer, error)
    messages.success(request, _("Takk! Bestillinga er send, og tidene er haldne av for dykk."))
    return redirect(booking if booking.roles_of(request.user) else row)


@require_POST
def pass_on(request, pk):
    row = _found(request, pk)
    offer = _posted(request, row)
    try:
        if offer is None:
            raise OfferOver
        actions.pass_offer_on(by=request.user, offer=offer)
    except ValidationError as error:
        return _gone(request, pk, offer, error)
    messages.success(request, _("Takk for svaret. Tida går til den neste, og du står framleis på lista."))
    return redirect(row)


@require_POST
def leave(request, pk):
    row = _found(request, pk)
    actions.leave_waiting_list(by=request.user, entry=row)
    messages.success(request, _("Plassen på ventelista er avslutta."))
    return redirect("waiting_list" if is_of_the_team(request.user) else "mine")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    row = _found(request, pk)
    form = ChangeWishForm(request.POST if request.method == "POST" else None, entry=row)
    if request.method != "POST" and (not row.waits or row.offer):
        messages.info(request, ANSWER_FIRST if row.waits else CLOSED)
        return redirect(row)
    if form.is_valid() and _changed(request, row, form):
        messages.success(request, _("Endringa er lagra. Du har den same plassen på lista."))
        return redirect(row)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "bookings/waiting/change.html", {"form": form, "entry": row}, status=status)


def _changed(request, row, form):
    try:
        actions.change_wish(by=request.user, entry=row, **form.arguments())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _posted(request, row):
    """The offer that was shown, or None: what has been answered since is told by the door."""
    return next((one for one in row.offers.all() if str(one.pk) == request.POST.get("offer")), None)


def _gone(request, pk, offer, error):
    """Calm words, and what is free now; the place as it is, not as the refused door left it."""
    nearest = [story.moment(free.start) for free in _nearest(offer, error)]
    context = {"entry": _found(request, pk), "refusal": error.messages, "alternatives": nearest}
    status = getattr(error, "status", HTTPStatus.UNPROCESSABLE_ENTITY)
    return render(request, "bookings/waiting/gone.html", context, status=status)


def _nearest(offer, error):
    if offer is None or hasattr(error, "alternatives"):
        return getattr(error, "alternatives", ())
    at = timezone.now()
    slots = times_of(offer).slots(BookingSettings.current(), mode=offer.entry.mode, at=at)
    return reservations.nearest_free(slots[0], at=at)


# --- The team's list, and what /mine/ says -----------------------------------------------------------------


@require_safe
@for_the_team
def everybody(request):
    """Everybody who waits, in order. Constant in queries."""
    rows = list(WaitingEntry.objects.in_line().for_list())
    line = [row.pk for row in rows]
    places = [waiting_words.place(row, line) for row in rows]
    return render(request, "bookings/waiting/everybody.html", {"places": places})


def own_places(user):
    """The places of somebody, for /mine/: three queries."""
    rows = list(WaitingEntry.objects.in_line().filter(booker=user).for_list())
    line = _line() if rows else []
    return [waiting_words.place(row, line) for row in rows]


def numbers():
    """How many wait, and how many of them have an offer to answer."""
    has_offer = Count("pk", filter=Q(offers__outcome=Outcome.OPEN), distinct=True)
    waits = WaitingEntry.objects.in_line().order_by()
    return waits.aggregate(waiting=Count("pk", distinct=True), offered=has_offer)
