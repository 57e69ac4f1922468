"""The door for the details of a booking: who comes, where, how. The times and the formøte stand."""

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import emails, series
from bookings.choices import MeetingMode, Move, Source
from bookings.errors import MoveRefused, Refused, TimeTaken
from bookings.models import BookingSettings, Commitment, ProcessLeader
from bookings.moving import minutes
from bookings.reservations import door, or_taken

# What may change without another talk about the goal.
DETAILS = ("title", "people", "mode", "place", "notes", "phone", "pre_meeting_channel")
IN_CALENDARS = {"mode", "place"}
PRIVATE = {"notes", "phone"}  # told as «endra»: the words stand on the booking's own page alone


class NoTimeAround(Refused):
    """A meeting in a room takes preparation and travel, and those are taken."""

    status = 409
    sentence = gettext_lazy(
        "Prosessleiaren har ikkje tid til førebuing og reise rundt dette møtet. "
        "La det vere digitalt, flytt møtet, eller ring oss."
    )


@door
def adjust(*, by, booking, version=None, at=None, **details):
    """Change some of DETAILS. Nobody gets mail about what is as before; a held formøte still holds."""
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise ValueError(f"not a detail of a booking: {sorted(unknown)}")
    booking.lock()
    booking.check_role(Move.ADJUST, by)
    if booking.status not in booking.moves[Move.ADJUST]:
        raise MoveRefused(booking, Move.ADJUST)
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}
    new = {name: value for name, value in cleaned.items() if value != getattr(booking, name)}
    if not new:
        return booking
    if "pre_meeting_channel" in new:
        series.check_own_talk(booking)
    story = {"new": [line(booking, name, value) for name, value in new.items()]}
    at = at or timezone.now()
    if booking.step(Move.ADJUST, by=by, version=version, at=at, data=story, **new):
        if "pre_meeting_channel" in new:
            series.carry(booking, Move.ADJUST, by=by, at=at)
        if "mode" in new:
            _change_margins(booking)
        _tell(booking, new)
    return booking


def line(booking, name, value):
    """[label, text] of something new, for the letter and the history."""
    field = booking._meta.get_field(name)
    if name in PRIVATE:
        return [str(LABELS[name]), _("endra")]
    text = str(dict(field.choices).get(value, value)) if field.choices else str(value)
    return [str(LABELS[name]), text or _("teke bort")]


LABELS = {
    "title": gettext_lazy("Møtet heiter"),
    "people": gettext_lazy("Deltakarar"),
    "mode": gettext_lazy("Møteform"),
    "place": gettext_lazy("Stad"),
    "notes": gettext_lazy("Anna vi bør vite"),
    "phone": gettext_lazy("Telefon"),
    "pre_meeting_channel": gettext_lazy("Formøtet er"),
}


def _tell(booking, new):
    lines = {name: line(booking, name, value) for name, value in new.items()}
    talk = [lines.pop("pre_meeting_channel")] if "pre_meeting_channel" in lines else []
    stands = booking.pre_meeting_starts_at is not None and not booking.pre_meeting_is_held
    emails.adjusted(
        booking,
        meeting=(list(lines.values()), bool(IN_CALENDARS & new.keys()) and booking.starts_at is not None),
        pre_meeting=(talk, stands),
    )


def _change_margins(booking):
    """In a room each leader's own preparation and travel count; on a screen there is no travel."""
    rows = Commitment.objects.active().filter(booking=booking, source=Source.MEETING).order_by("pk")
    leaders = {
        leader.pk: leader for leader in ProcessLeader.objects.lock(rows.values_list("leader_id", flat=True))
    }
    try:
        with or_taken(Source.MEETING):
            for row in rows:
                before, after = _margins(booking, leaders[row.leader_id])
                blocked = DateTimeTZRange(row.core.lower - minutes(before), row.core.upper + minutes(after))
                Commitment.objects.filter(pk=row.pk).update(blocked=blocked)
    except TimeTaken as error:
        raise NoTimeAround from error


def _margins(booking, leader):
    if booking.mode == MeetingMode.ROOM:
        return leader.buffer_before, leader.buffer_after
    return 0, BookingSettings.current().talk_buffer_after
