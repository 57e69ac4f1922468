"""What a door answers when it says no: a Nynorsk sentence, and an HTTP status for the page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Refused(ValidationError):
    """A door said no. `messages` has the sentence, `status` is what the page answers with."""

    status = 422
    sentence = _("Det går ikkje.")

    def __init__(self, message=None, **kwargs):
        super().__init__(message or self.sentence, **kwargs)


class MoveRefused(Refused):
    """The state does not allow this move (any more)."""

    status = 409

    def __init__(self, row, move):
        words = _("«%(move)s» går ikkje når tilstanden er «%(state)s».")
        super().__init__(words, params={"move": move.label, "state": row.get_state_display()})


class Changed(Refused):
    """Somebody else changed the row after the page was shown."""

    status = 409
    sentence = _("Dette er endra sidan du opna sida. Sjå over det slik det er no, og prøv igjen.")
