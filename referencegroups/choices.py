"""Words and states of groups and memberships. The tables of allowed moves stand beside the states."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GroupState(TextChoices):
    DRAFT = "draft", _("Kladd")
    OPEN = "open", _("Open for nye medlemer")
    ACTIVE = "active", _("Aktiv")
    CLOSED = "closed", _("Avslutta")


class GroupMove(TextChoices):
    OPEN = "open", _("Opne for nye medlemer")
    START = "start", _("Set i gang")
    CLOSE = "close", _("Avslutt")


GROUP_MOVES = {
    GroupMove.OPEN: {GroupState.DRAFT: GroupState.OPEN},
    GroupMove.START: {GroupState.OPEN: GroupState.ACTIVE},
    GroupMove.CLOSE: {GroupState.OPEN: GroupState.CLOSED, GroupState.ACTIVE: GroupState.CLOSED},
}
RUNNING = frozenset({GroupState.OPEN, GroupState.ACTIVE})


class JoinMode(TextChoices):
    OPEN = "open", _("Alle som vil, kan bli med")
    APPROVE = "approve", _("Du ber om plass, og vi svarer")
    INVITATION = "invitation", _("Berre dei som er inviterte")


class Role(TextChoices):
    """What somebody is in the group: required, and never more than this about an employee."""

    RESIDENT = "resident", _("Innbyggar")
    EMPLOYEE = "employee", _("Tilsett")
    ORGANISATION = "organisation", _("Frå ein organisasjon")
    NEXT_OF_KIN = "next_of_kin", _("Pårørande")


class State(TextChoices):
    INVITED = "invited", _("Invitert")
    REQUESTED = "requested", _("Bedt om plass")
    CONFIRMED = "confirmed", _("Stadfesta adresse")
    APPROVED = "approved", _("Godkjend")
    POOL = "pool", _("I potten")
    DRAWN = "drawn", _("Trekt ut")
    RESERVE = "reserve", _("Reserve")
    ACTIVE = "active", _("Aktiv")
    PAUSED = "paused", _("Pause")
    ENDED = "ended", _("Avslutta")


class Move(TextChoices):
    INVITE = "invite", _("Inviter")
    ASK = "ask", _("Be om plass")
    CONFIRM = "confirm", _("Stadfest adressa")
    APPROVE = "approve", _("Godkjenn")
    DECLINE = "decline", _("Avslå")
    ENTER_POOL = "enter_pool", _("Legg i potten")
    DRAW = "draw", _("Trekk ut")
    RESERVE = "reserve", _("Set på reservelista")
    ACTIVATE = "activate", _("Ta inn som medlem")
    PAUSE = "pause", _("Ta pause")
    RESUME = "resume", _("Kom tilbake")
    RENEW = "renew", _("Forny")
    LEAVE = "leave", _("Slutt")
    END_TERM = "end_term", _("Perioden er over")
    LAPSE = "lapse", _("Ikkje fornya")
    REMOVE = "remove", _("Fjern")


UNCONFIRMED = frozenset({State.INVITED, State.REQUESTED})  # an address, and nothing else, is stored
WAITING = frozenset({State.CONFIRMED, State.POOL, State.RESERVE})
CHOSEN = frozenset({State.APPROVED, State.DRAWN})  # members from the day the group is set in motion
MEMBERS = frozenset({State.ACTIVE, State.PAUSED})
LIVE = frozenset(State) - {State.ENDED}

# Present state → next state, for each move. What is not here is refused.
MOVES = {
    Move.INVITE: {State.INVITED: State.INVITED, State.ENDED: State.INVITED},
    Move.ASK: {State.INVITED: State.INVITED, State.REQUESTED: State.REQUESTED, State.ENDED: State.REQUESTED},
    Move.CONFIRM: {State.INVITED: State.CONFIRMED, State.REQUESTED: State.CONFIRMED},
    Move.APPROVE: dict.fromkeys(WAITING, State.APPROVED),
    Move.DECLINE: dict.fromkeys(WAITING, State.ENDED),
    Move.ENTER_POOL: {State.CONFIRMED: State.POOL, State.RESERVE: State.POOL},
    Move.DRAW: {State.POOL: State.DRAWN, State.RESERVE: State.DRAWN},
    Move.RESERVE: {State.CONFIRMED: State.RESERVE, State.POOL: State.RESERVE},
    Move.ACTIVATE: dict.fromkeys(CHOSEN, State.ACTIVE),
    Move.PAUSE: {State.ACTIVE: State.PAUSED},
    Move.RESUME: {State.PAUSED: State.ACTIVE},
    Move.RENEW: {state: state for state in MEMBERS},
    Move.LEAVE: dict.fromkeys(LIVE, State.ENDED),
    Move.END_TERM: dict.fromkeys(LIVE - UNCONFIRMED, State.ENDED),
    Move.LAPSE: dict.fromkeys(MEMBERS, State.ENDED),
    Move.REMOVE: dict.fromkeys(LIVE, State.ENDED),
}


class EndReason(TextChoices):
    WITHDREW = "withdrew", _("Slutta sjølv")
    TERM_OVER = "term_over", _("Perioden var over")
    NOT_RENEWED = "not_renewed", _("Fornya ikkje")
    REMOVED = "removed", _("Fjerna")
    DECLINED = "declined", _("Fekk ikkje plass")


ENDS = {
    Move.LEAVE: EndReason.WITHDREW,
    Move.END_TERM: EndReason.TERM_OVER,
    Move.LAPSE: EndReason.NOT_RENEWED,
    Move.REMOVE: EndReason.REMOVED,
    Move.DECLINE: EndReason.DECLINED,
}
NEEDS_A_REASON = frozenset({EndReason.REMOVED, EndReason.DECLINED})


class Source(TextChoices):
    WEB = "web", _("Nettsida")
    INVITATION = "invitation", _("Invitasjon")
    IMPORT = "import", _("Import")


# --- Optional facts about a person ---------------------------------------------------------


class AgeBand(TextChoices):
    UNDER_18 = "under-18", _("Under 18 år")
    FROM_18 = "18-29", _("18–29 år")
    FROM_30 = "30-44", _("30–44 år")
    FROM_45 = "45-66", _("45–66 år")
    FROM_67 = "67-79", _("67–79 år")
    FROM_80 = "80", _("80 år eller eldre")


class Gender(TextChoices):
    WOMAN = "woman", _("Kvinne")
    MAN = "man", _("Mann")
    OTHER = "other", _("Anna")
    UNSAID = "unsaid", _("Vil ikkje oppgi")


class Language(TextChoices):
    NYNORSK = "nn", _("Nynorsk")
    BOKMAL = "nb", _("Bokmål")
    ENGLISH = "en", _("Engelsk")


class Help(TextChoices):
    """What makes it possible to take part. Never why: that would be health."""

    PHONE = "phone", _("Å svare på telefon")
    PAPER = "paper", _("Å få spørsmåla på papir")
    COMPANY = "company", _("Nokon å gå gjennom spørsmåla saman med")
    INTERPRETER = "interpreter", _("Tolk")


class MailPause(TextChoices):
    ASKED = "asked", _("Bad oss la vere")
    BOUNCED = "bounced", _("E-posten kom i retur")


class Fact(TextChoices):
    """What breadth is counted by. The value of each is the member's or the membership's column."""

    ROLE = "role", _("Rolle")
    AGE_BAND = "age_band", _("Alder")
    GENDER = "gender", _("Kjønn")
    DISTRICT = "district", _("Tidlegare kommune eller krins")


# --- Consent ---------------------------------------------------------------------------------


class Purpose(TextChoices):
    MEMBERSHIP = "membership", _("Å vere med og bli spurd")
    BREADTH = "breadth", _("Opplysningar for å sjå om gruppa er brei")
    SMS = "sms", _("SMS")
    QUOTED = "quoted", _("Å bli sitert")
    NEW_GROUPS = "new_groups", _("Å høyre om nye grupper")


class Decision(TextChoices):
    GIVEN = "given", _("Gitt")
    WITHDRAWN = "withdrawn", _("Trekt")
    RENEWED = "renewed", _("Gitt på nytt")


class Channel(TextChoices):
    WEB = "web", _("Nett")
    PHONE = "phone", _("Telefon")
    MEETING = "meeting", _("Møte")
