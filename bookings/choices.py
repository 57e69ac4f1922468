"""The fixed words of booking, and the one table of allowed moves beside the states."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bookings.availability import Reason


class Status(TextChoices):
    REQUESTED = "requested", _("Innsend")
    ACCEPTED = "accepted", _("Formøte avtalt")
    CONFIRMED = "confirmed", _("Stadfesta")
    COMPLETED = "completed", _("Gjennomført")
    DECLINED = "declined", _("Avslått")
    CANCELLED = "cancelled", _("Avlyst")
    LAPSED = "lapsed", _("Utgått")


LIVE = (Status.REQUESTED, Status.ACCEPTED, Status.CONFIRMED)


class Move(TextChoices):
    ACCEPT = "accept", _("Godta")
    DECLINE = "decline", _("Avslå")
    RECORD = "record", _("Før inn formøtet")
    PLAN = "plan", _("Avtale nytt formøte")
    CONFIRM = "confirm", _("Stadfeste")
    COMPLETE = "complete", _("Melde gjennomført")
    CANCEL = "cancel", _("Avlyse")
    CHANGE = "change", _("Endre mål eller møteansvarleg")
    LAPSE = "lapse", _("La gå ut")


# The one table: what each move does to each state. A pair that is not here is refused.
MOVES = {
    Move.ACCEPT: {Status.REQUESTED: Status.ACCEPTED},
    Move.DECLINE: {Status.REQUESTED: Status.DECLINED},
    Move.RECORD: {Status.ACCEPTED: Status.ACCEPTED},
    Move.PLAN: {Status.ACCEPTED: Status.ACCEPTED},
    Move.CONFIRM: {Status.ACCEPTED: Status.CONFIRMED},
    Move.COMPLETE: {Status.CONFIRMED: Status.COMPLETED},
    Move.CANCEL: dict.fromkeys(LIVE, Status.CANCELLED),
    Move.CHANGE: {
        Status.REQUESTED: Status.REQUESTED,
        Status.ACCEPTED: Status.ACCEPTED,
        Status.CONFIRMED: Status.ACCEPTED,
    },
    Move.LAPSE: {Status.REQUESTED: Status.LAPSED, Status.ACCEPTED: Status.LAPSED},
}


# How the history of a booking tells what happened; the key is the event's verb.
HISTORY = {
    "requested": _("Bestillinga blei send inn"),
    Move.ACCEPT: _("Formøtet blei avtalt"),
    "programme": _("Køyreplanen blei laga"),
    Move.DECLINE: _("Bestillinga blei avslått"),
    Move.RECORD: _("Formøtet blei ført inn"),
    Move.PLAN: _("Formøtet fekk ny tid"),
    Move.CONFIRM: _("Møtet blei stadfesta"),
    Move.COMPLETE: _("Vart meldt gjennomført"),
    Move.CANCEL: _("Vart avlyst"),
    Move.CHANGE: _("Målet eller den møteansvarlege blei endra"),
    Move.LAPSE: _("Bestillinga gjekk ut"),
    "exported": _("Arkivpakka blei henta"),
    "evaluation_text_removed": _("Ein tekst i evalueringa blei fjerna"),
}


class Role(TextChoices):
    """What somebody is to one booking; the same person may be several."""

    BOOKER = "booker", _("bestillar")
    RESPONSIBLE = "responsible", _("møteansvarleg")
    LEADER = "leader", _("prosessleiar")
    STAFF = "staff", _("teamet")


HANDLERS = frozenset({Role.LEADER, Role.STAFF})
# Who may make each move. LAPSE is made by the clock alone.
MAY = {
    Move.ACCEPT: HANDLERS,
    Move.DECLINE: HANDLERS,
    Move.RECORD: HANDLERS,
    Move.PLAN: HANDLERS,
    Move.CONFIRM: HANDLERS,
    Move.COMPLETE: HANDLERS,
    Move.CANCEL: frozenset(Role),
    Move.CHANGE: frozenset(Role),
    Move.LAPSE: frozenset(),
}


class RequestKind(TextChoices):
    TIMES = "times", _("Med tid for møte og formøte")
    CALL = "call", _("Veit ikkje enno, ring meg")


class MeetingMode(TextChoices):
    ROOM = "room", _("I same rom")
    DIGITAL = "digital", _("Digitalt")


class Channel(TextChoices):
    PHONE = "phone", _("Telefon")
    VIDEO = "video", _("Videomøte")
    IN_PERSON = "in_person", _("Fysisk møte")


class WhoCalls(TextChoices):
    LEADER = "leader", _("Prosessleiaren ringjer")
    BOOKER = "booker", _("Du ringjer")


class ConflictLevel(TextChoices):
    LOW = "low", _("Låg: de er samde om det meste")
    SOME = "some", _("Noko: det er ulike syn de må snakke om")
    HIGH = "high", _("Høg: det er konflikt i gruppa")


class AdviceStatus(TextChoices):
    CONFIRMED = "confirmed", _("Stadfesta")
    DONE = "done", _("Gjennomført")
    CANCELLED = "cancelled", _("Avlyst")


ADVICE_MOVES = {
    Move.CANCEL: {AdviceStatus.CONFIRMED: AdviceStatus.CANCELLED},
    Move.COMPLETE: {AdviceStatus.CONFIRMED: AdviceStatus.DONE},
}


class Source(TextChoices):
    """What takes a leader's time."""

    MEETING = "meeting", _("Møte")
    PRE_MEETING = "pre_meeting", _("Formøte")
    ADVICE = "advice", _("Rådgjevingssamtale")
    HOLD = "hold", _("Halden tid")


class Part(TextChoices):
    LEADER = "leader", _("prosessleiar")
    CO_LEADER = "co_leader", _("medleiar")


# Why a time is not free, in words for people.
REASONS = {
    Reason.OFF_GRID: _("Klokkeslettet finst ikkje i kalenderen. Vel ei av tidene på lista."),
    Reason.PAST: _("Tida har alt vore. Vel ei tid som kjem."),
    Reason.TOO_SOON: _("Det er for kort tid til. Vel ei seinare tid, eller ring oss."),
    Reason.TOO_FAR: _("Så langt fram er kalenderen ikkje open enno. Vel ei tidlegare tid, eller ring oss."),
    Reason.TOO_CLOSE: _("Det må vere tre heile arbeidsdagar mellom formøtet og møtet. Vel ei anna tid."),
    Reason.HOLIDAY: _("Dagen er ein heilagdag. Vel ein annan dag."),
    Reason.DAY_OFF: _("Prosessleiaren arbeider ikkje den dagen. Vel ein annan dag."),
    Reason.OUTSIDE_HOURS: _("Tida ligg utanfor arbeidstida til prosessleiaren. Vel ei anna tid."),
    Reason.ABSENT: _("Prosessleiaren er borte då. Vel ei anna tid."),
    Reason.TAKEN: _("Tida blei teken no nettopp. Vel ei anna tid."),
    Reason.DAY_FULL: _("Prosessleiaren har så mange møte som det er plass til den dagen. Vel ein annan dag."),
    Reason.WEEK_FULL: _("Prosessleiaren har så mange møte som det er plass til den veka. Vel ei anna veke."),
    Reason.HOURS_FULL: _(
        "Prosessleiaren har så mange timar som det er plass til den dagen. Vel ein annan dag."
    ),
}


class EvaluationState(TextChoices):
    EARLY = "early", _("Opnar når møtet startar")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Stengd")
