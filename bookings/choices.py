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
    RECORD = "record", _("Føre inn formøtet")
    PLAN = "plan", _("Avtale nytt formøte")
    CONFIRM = "confirm", _("Stadfeste")
    COMPLETE = "complete", _("Melde gjennomført")
    CANCEL = "cancel", _("Avlyse")
    CHANGE = "change", _("Endre mål eller møteansvarleg")
    MOVE = "move", _("Flytte")
    ADJUST = "adjust", _("Endre opplysningar")
    HAND_OVER = "hand_over", _("Overlate")
    READ = "read", _("Lese notatet frå formøtet")
    SEEK = "seek", _("Be teamet om ny prosessleiar")
    BRING = "bring", _("Ta med medleiar")
    LET_GO = "let_go", _("Ta bort medleiar")
    TRAVEL = "travel", _("Endre førebuing og reise")
    LAPSE = "lapse", _("La gå ut")
    CHANNEL = "channel", _("Endre samtaleform")


def _staying(*states):
    return {state: state for state in states}


# The one table: what each move does to each state. A pair that is not here is refused.
MOVES = {
    Move.ACCEPT: {Status.REQUESTED: Status.ACCEPTED},
    Move.DECLINE: {Status.REQUESTED: Status.DECLINED},
    Move.RECORD: {Status.ACCEPTED: Status.ACCEPTED},
    Move.PLAN: {Status.ACCEPTED: Status.ACCEPTED},
    Move.CONFIRM: {Status.ACCEPTED: Status.CONFIRMED},
    Move.COMPLETE: {Status.CONFIRMED: Status.COMPLETED},
    Move.CANCEL: dict.fromkeys(LIVE, Status.CANCELLED),
    # The meeting or the formøte gets another time, or a detail changes: the state stands.
    Move.MOVE: _staying(*LIVE),
    Move.ADJUST: _staying(*LIVE),
    Move.CHANGE: {
        Status.REQUESTED: Status.REQUESTED,
        Status.ACCEPTED: Status.ACCEPTED,
        Status.CONFIRMED: Status.ACCEPTED,
    },
    Move.HAND_OVER: _staying(*LIVE),
    Move.READ: _staying(Status.ACCEPTED, Status.CONFIRMED),
    Move.SEEK: _staying(*LIVE),
    Move.BRING: _staying(*LIVE),
    Move.LET_GO: _staying(*LIVE),
    Move.TRAVEL: _staying(*LIVE),
    Move.LAPSE: {Status.REQUESTED: Status.LAPSED, Status.ACCEPTED: Status.LAPSED},
}


# What happened, without who: «Kva har de om meg?». The history on a booking's page has whole sentences.
HISTORY = {
    "requested": _("Bestillinga blei send inn"),
    Move.ACCEPT: _("Formøtet blei avtalt"),
    "programme": _("Køyreplanen blei laga"),
    Move.DECLINE: _("Bestillinga blei avslått"),
    Move.RECORD: _("Formøtet blei ført inn"),
    Move.PLAN: _("Formøtet fekk ny tid"),
    Move.CONFIRM: _("Møtet blei stadfesta"),
    Move.COMPLETE: _("Møtet eller samtalen blei meldt gjennomført"),
    Move.CANCEL: _("Møtet eller samtalen blei avlyst"),
    Move.CHANGE: _("Målet eller den møteansvarlege blei endra"),
    Move.MOVE: _("Tida blei flytta"),
    Move.ADJUST: _("Opplysningane om møtet blei endra"),
    Move.CHANNEL: _("Samtaleforma blei endra"),
    Move.HAND_OVER: _("Oppdraget fekk ny prosessleiar"),
    Move.READ: _("Notatet frå formøtet blei lese"),
    Move.SEEK: _("Teamet blei bedt om ny prosessleiar"),
    Move.BRING: _("Møtet fekk medleiar"),
    Move.LET_GO: _("Medleiaren gjekk ut"),
    Move.TRAVEL: _("Førebuing og reise blei endra"),
    Move.LAPSE: _("Bestillinga gjekk ut"),
    "succession": _("Bestillinga gjekk over til ein ny gruppeleiar"),
    "file": _("Ei fil blei lagd ved"),
    "file_removed": _("Ei fil blei teken bort"),
    "pre_meeting_passed_on": _("Formøtet for serien følgde med eit anna møte"),
    "exported": _("Arkivpakka blei henta"),
    "evaluation_text_removed": _("Ein tekst i evalueringa blei fjerna"),
}


class Role(TextChoices):
    """What somebody is to one booking; the same person may be several."""

    BOOKER = "booker", _("bestillar")
    RESPONSIBLE = "responsible", _("møteansvarleg")
    LEADER = "leader", _("prosessleiar")
    STAFF = "staff", _("teamet")
    CO_LEADER = "co_leader", _("medleiar")
    COLLEAGUE = "colleague", _("kollega")  # a process leader who may take over what needs a new one


HANDLERS = frozenset({Role.LEADER, Role.STAFF})
# Who reads what the team reads: the brief, and the programme.
CREW = HANDLERS | {Role.CO_LEADER}
PARTIES = HANDLERS | {Role.BOOKER, Role.RESPONSIBLE}
# Who may make each move. LAPSE is made by the clock alone.
MAY = {
    Move.ACCEPT: HANDLERS,
    Move.DECLINE: HANDLERS,
    Move.RECORD: HANDLERS,
    Move.PLAN: HANDLERS,
    Move.CONFIRM: HANDLERS,
    Move.COMPLETE: HANDLERS,
    Move.CANCEL: PARTIES,
    Move.CHANGE: PARTIES,
    Move.MOVE: PARTIES,
    Move.ADJUST: PARTIES,
    Move.HAND_OVER: HANDLERS | {Role.COLLEAGUE},
    Move.READ: frozenset({Role.LEADER}),
    Move.SEEK: HANDLERS,
    Move.BRING: HANDLERS,
    Move.LET_GO: CREW,
    Move.TRAVEL: CREW,
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


class FileKind(TextChoices):
    """What may lie on a booking: the value is the ending of the file's name."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    ODT = "odt", "OpenDocument"
    XLSX = "xlsx", "Excel"
    PPTX = "pptx", "PowerPoint"
    JPG = "jpg", "JPG"
    PNG = "png", "PNG"


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
    Move.MOVE: {AdviceStatus.CONFIRMED: AdviceStatus.CONFIRMED},
    Move.CHANNEL: {AdviceStatus.CONFIRMED: AdviceStatus.CONFIRMED},
    Move.HAND_OVER: {AdviceStatus.CONFIRMED: AdviceStatus.CONFIRMED},
    Move.SEEK: {AdviceStatus.CONFIRMED: AdviceStatus.CONFIRMED},
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


# Letters that are due because of how a row stands: the columns they are about. One that still lies in the
# queue when such a column changes is taken back.
REMINDERS = {
    "bookings/reminder_meeting": {"status", "starts_at"},
    "bookings/reminder_pre_meeting": {"status", "pre_meeting_starts_at", "held_to"},
    "bookings/was_it_held": {"status", "pre_meeting_starts_at", "held_to"},
    "bookings/lapse_warning": {"status", "starts_at", "pre_meeting_starts_at", "held_to"},
    "bookings/answer_overdue": {"status", "answer_by"},
    "bookings/advice_reminder": {"status", "starts_at"},
}


ONE_FOR_A_SERIES = _(
    "Ein serie av møte har éin prosessleiar. Bestill han med éin, så tek leiaren med ein kollega på dei møta "
    "som treng to."
)
# Why a time is not free, in words for people.
REASONS = {
    Reason.OFF_GRID: _("Klokkeslettet finst ikkje i kalenderen. Vel ei av tidene på lista."),
    Reason.PAST: _("Tida har alt vore. Vel ei tid som kjem."),
    Reason.TOO_SOON: _("Det er for kort tid til. Vel ei seinare tid, eller ring oss."),
    Reason.TOO_FAR: _("Så langt fram er kalenderen ikkje open enno. Vel ei tidlegare tid, eller ring oss."),
    Reason.TOO_CLOSE: _("Det er for få heile arbeidsdagar mellom formøtet og møtet. Vel ei anna tid."),
    Reason.HOLIDAY: _("Dagen er ein heilagdag. Vel ein annan dag."),
    Reason.DAY_OFF: _("Prosessleiaren arbeider ikkje den dagen. Vel ein annan dag."),
    Reason.OUTSIDE_HOURS: _("Tida ligg utanfor arbeidstida til prosessleiaren. Vel ei anna tid."),
    Reason.ABSENT: _("Prosessleiaren er borte då. Vel ei anna tid."),
    Reason.BUSY_ELSEWHERE: _("Prosessleiaren er oppteken i sin eigen kalender då. Vel ei anna tid."),
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


# Why a leader's own calendar could not be fetched: what to do about it.
PROBLEMS = {
    "address": _("Adressa er ikkje ei nettadresse vi kan hente frå. Lim ho inn på nytt."),
    "inside": _("Adressa ligg på eit lukka nett, og der hentar vi ikkje. Bruk ei open adresse."),
    "unknown_host": _("Vi finn ikkje tenaren i adressa. Sjå at ho er rett skriven."),
    "unreachable": _("Tenaren svarte ikkje."),
    "certificate": _("Tenaren har eit sertifikat vi ikkje kan stole på."),
    "too_slow": _("Tenaren brukte for lang tid."),
    "too_large": _("Kalenderen er større enn to megabyte. Publiser berre det som kjem."),
    "redirects": _("Adressa sender oss vidare utan å kome fram. Lim inn ei ny adresse."),
    "status": _("Tenaren gav oss ikkje kalenderen. Sjå at han framleis er publisert."),
    "not_a_calendar": _("Det som ligg på adressa, er ingen kalender. Finn adressa til ICS."),
    "too_heavy": _("Kalenderen har så mange gjentakingar at vi ikkje klarer å lese han."),
}
