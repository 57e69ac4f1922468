"""What a door answers when it says no. Every error has a Nynorsk sentence and an HTTP status for the page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.choices import REASONS
from prosesstotte.templatetags.portal import dato


class Refused(ValidationError):
    """A door said no. `messages` has the sentence, `status` is what the page answers with."""

    status = 422
    sentence = _("Det går ikkje.")

    def __init__(self, message=None, **kwargs):
        super().__init__(message or self.sentence, **kwargs)


ALREADY = _("Dette er alt gjort. Tilstanden er «%(status)s».")


class MoveRefused(Refused):
    """The booking's state does not allow this move (any more)."""

    status = 409

    def __init__(self, row, move):
        is_done = row.status in row.moves[move].values() and row.status not in row.moves[move]
        words = ALREADY if is_done else _("«%(move)s» går ikkje no, for tilstanden er «%(status)s».")
        super().__init__(words, params={"move": move.label, "status": row.get_status_display()})


class Changed(Refused):
    """Somebody else changed the row after the page was shown."""

    status = 409
    sentence = _("Noko er endra sidan du opna sida. Sjå over slik det er no, og prøv igjen.")


class FormKeyReused(Refused):
    """A form that has already made a booking was sent with another content."""

    status = 409
    sentence = _(
        "Dette skjemaet har alt laga ei bestilling. Opne skjemaet på nytt for å bestille ein gong til."
    )


class Busy(Refused):
    """The database asked us to try again, twice."""

    status = 409
    sentence = _("Mange bestiller akkurat no, og vi fekk ikkje lagra. Prøv ein gong til.")


class TimeRefused(Refused):
    """A start that the list of free times would not offer.

    `reason` is an `availability.Reason`; `which` is the `Source` that was refused (meeting,
    pre_meeting or advice): the field that the sentence belongs to. `sentence` says it better: which of
    several meetings, or which of two leaders.
    """

    def __init__(self, reason, *, which, sentence=""):
        self.reason, self.which = reason, which
        super().__init__(sentence or REASONS[reason], code=reason.value)


def reason_on(start, reason):
    """The sentence about one of several meetings."""
    return _("Møtet %(date)s: %(reason)s") % {"date": dato(start), "reason": REASONS[reason]}


class TimeTaken(TimeRefused):
    """Somebody was first. `alternatives` is a list of `leader_calendars.FreeTime`, nearest first."""

    status = 409
    alternatives = ()
