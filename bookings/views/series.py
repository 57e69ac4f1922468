"""A series on the pages: the doors that ask how much of it, its list, and one line for many alike."""

from dataclasses import replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import actions, series, story
from bookings.choices import Move
from bookings.models import Booking
from bookings.views.doors import BOOKING_DOORS


def _either(whole, alone):
    """The action for the whole series or for one meeting, as the form answers."""

    def act(*, is_whole, **sent):
        return (whole if is_whole else alone)(**sent)

    return act


ONE_FORMØTE = gettext_lazy("Møtet er eitt av fleire i ein serie, med eitt felles formøte.")
SERIES_DOORS = {
    Move.ACCEPT: replace(
        BOOKING_DOORS[Move.ACCEPT], action=_either(actions.accept_series, actions.accept), lead=ONE_FORMØTE
    ),
    Move.DECLINE: replace(
        BOOKING_DOORS[Move.DECLINE],
        action=_either(actions.decline_series, actions.decline),
        lead=gettext_lazy("Tidene du avslår, blir ledige att. Det kan ikkje gjerast om."),
    ),
    Move.CONFIRM: replace(
        BOOKING_DOORS[Move.CONFIRM],
        title=gettext_lazy("Stadfest"),
        button=gettext_lazy("Stadfest"),
        action=_either(actions.confirm_series, actions.confirm),
        done=gettext_lazy("Det er stadfesta. Alle har fått e-post."),
        lead=gettext_lazy("Formøtet er halde, og gjeld heile serien."),
    ),
    Move.CANCEL: replace(
        BOOKING_DOORS[Move.CANCEL],
        title=gettext_lazy("Avlys"),
        button=gettext_lazy("Avlys"),
        action=_either(actions.cancel_series, actions.cancel),
        done=gettext_lazy("Det er avlyst. Alle har fått e-post."),
        lead=gettext_lazy("Avlyser de eitt møte, står dei andre, og formøtet med. Det kan ikkje gjerast om."),
    ),
}


def asks_which(request, pk, move):
    """Whether the page asks: there is more than one meeting of the series that may make the move."""
    booking = Booking.objects.visible_to(request.user).filter(pk=pk).first()
    return booking is not None and series.asks_which(move, booking)


def list_of(booking, user):
    """(meeting, when) of the meetings in its series that the reader may see, in order. One query."""
    if not booking.series:
        return []
    found = Booking.objects.visible_to(user).filter(series=booking.series).order_by("place_in_series")
    return [(one, story.stretch(one.starts_at, one.ends_at)) for one in found]


def once(items):
    """One item for the meetings of a series that wait for the same: the first, with the others' dates."""
    found = {}
    for item in items:
        key = (item.row.series, item.now.task) if item.row.series else item.row.pk
        found.setdefault(key, []).append(item)
    return [_together(alike) for alike in found.values()]


def _together(items):
    first, *others = items
    if not others:
        return first
    *dates, last = (date_format(timezone.localtime(one.row.starts_at), "j. F") for one in others)
    words = {"number": len(items), "dates": ", ".join(dates), "last": last}
    sentence = _("Ein serie på %(number)d møte. Dei neste er %(dates)s og %(last)s.")
    return replace(first, later=(sentence if dates else _("To møte. Det neste er %(last)s.")) % words)
