"""The fixed words of the waiting list: where a place on it stands, and how an offer ended."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WaitingStatus(TextChoices):
    WAITING = "waiting", _("På ventelista")
    TAKEN = "taken", _("Fekk ei tid")
    LEFT = "left", _("Gjekk av lista")
    ENDED = "ended", _("Fann inga tid")


class Outcome(TextChoices):
    OPEN = "open", _("Ventar på svar")
    TAKEN = "taken", _("Teke")
    PASSED = "passed", _("Nei takk")
    EXPIRED = "expired", _("Fristen gjekk ut")
    GONE = "gone", _("Tida var ikkje ledig lenger")


ANSWERED = (Outcome.TAKEN, Outcome.PASSED, Outcome.EXPIRED, Outcome.GONE)
# What was said no to, or not answered: that day is not offered to the same one again.
NOT_AGAIN = (Outcome.PASSED, Outcome.EXPIRED)

# What happened, by the verb of the event: on the page of the place, and in «Kva har de om meg?».
HISTORY = {
    "joined": _("Plassen på ventelista blei laga"),
    "changed": _("Ønsket blei endra"),
    "offered": _("Eit tilbod om tid blei sendt"),
    "taken": _("Tilbodet blei teke"),
    "passed": _("Nei takk til tilbodet"),
    "expired": _("Fristen for tilbodet gjekk ut"),
    "gone": _("Tida i tilbodet var ikkje ledig lenger"),
    "left": _("Plassen på ventelista blei avslutta"),
    "ended": _("Siste dagen på ventelista var over"),
}
