"""Words and states of a round. The table of allowed moves stands beside the states."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoundState(TextChoices):
    DRAFT = "draft", _("Kladd")
    REVIEWED = "reviewed", _("Kontrollert")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Stengd")
    SUMMARISED = "summarised", _("Oppsummert")
    FED_BACK = "fed_back", _("Tilbakemelding gitt")
    ARCHIVED = "archived", _("Arkivert")


class RoundMove(TextChoices):
    REVIEW = "review", _("Kontroller")
    REVISE = "revise", _("Send tilbake til kladd")
    OPEN = "open", _("Opne")
    CLOSE = "close", _("Steng")
    SUMMARISE = "summarise", _("Oppsummer")
    FEED_BACK = "feed_back", _("Gi tilbakemelding")
    ARCHIVE = "archive", _("Arkiver")


# Present state → next state, for each move. What is not here is refused, by the database too.
ROUND_MOVES = {
    RoundMove.REVIEW: {RoundState.DRAFT: RoundState.REVIEWED},
    RoundMove.REVISE: {RoundState.REVIEWED: RoundState.DRAFT},
    RoundMove.OPEN: {RoundState.REVIEWED: RoundState.OPEN},
    RoundMove.CLOSE: {RoundState.OPEN: RoundState.CLOSED},
    RoundMove.SUMMARISE: {RoundState.CLOSED: RoundState.SUMMARISED},
    RoundMove.FEED_BACK: {RoundState.SUMMARISED: RoundState.FED_BACK},
    RoundMove.ARCHIVE: {RoundState.FED_BACK: RoundState.ARCHIVED},
}
BEFORE_OPENING = (RoundState.DRAFT, RoundState.REVIEWED)
OVER = (RoundState.CLOSED, RoundState.SUMMARISED, RoundState.FED_BACK, RoundState.ARCHIVED)
ANSWERED_BACK = (RoundState.FED_BACK, RoundState.ARCHIVED)
PUBLIC = (RoundState.OPEN, *OVER)


class Mode(TextChoices):
    CONFIDENTIAL = "confidential", _("Fortruleg")
    NAMED = "named", _("Med namn")


class QuestionKind(TextChoices):
    """The same values as `results.Kind`, with words for people."""

    ONE = "one", _("Vel eitt svar")
    SEVERAL = "several", _("Vel eitt eller fleire svar")
    SCALE = "scale", _("Skala")
    RANKING = "ranking", _("Ranger")
    SHORT = "short", _("Kort tekst")
    LONG = "long", _("Lang tekst")


WITH_OPTIONS = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.RANKING)
FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 7
MOST_REMINDERS = 2


class Screening(TextChoices):
    """What the one who read a free text decided before others may read it."""

    WAITING = "waiting", _("Ikkje lesen enno")
    SHOWN = "shown", _("Kan lesast av andre")
    HIDDEN = "hidden", _("Blir ikkje vist")


class ThemeStatus(TextChoices):
    TAKEN_IN = "taken_in", _("Teke inn")
    PARTLY = "partly", _("Delvis")
    NOT = "not", _("Ikkje teke inn")
    PASSED_ON = "passed_on", _("Sendt vidare")
    UNDECIDED = "undecided", _("Ikkje avgjort")


class Useful(TextChoices):
    YES = "yes", _("Ja")
    PARTLY = "partly", _("Delvis")
    NO = "no", _("Nei")
