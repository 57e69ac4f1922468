"""The fixed words of the library. The codes stand in content files and in addresses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    MS = "mal-og-strategi", _("Mål og strategi")
    ID = "idemyldring", _("Idémyldring og nytenking")
    IA = "innsikt", _("Innsikt og analyse")
    IN = "involvering", _("Involvering og innspel")
    PA = "prioritering", _("Prioritering og avgjerd")
    OB = "oppstart", _("Oppstart og bli kjend")
    EL = "evaluering", _("Evaluering og læring")
    KD = "konflikt", _("Konflikt og dialog")


class Step(TextChoices):
    """A step of a good process: one petal of the flower each."""

    OPNE = "opne", _("Opne")
    UTFORSKE = "utforske", _("Utforske")
    ORDNE = "ordne", _("Ordne")
    VELJE = "velje", _("Velje")
    FOLGJE_OPP = "folgje-opp", _("Følgje opp")


class Phase(TextChoices):
    """Diverge or converge: used by the generator only."""

    OPNE = "opne", _("opne")
    UTFORSKE = "utforske", _("utforske")
    LUKKE = "lukke", _("lukke")


class Function(TextChoices):
    """What a block does in the arc of a programme."""

    OPENING = "opening", _("opning")
    FRAME = "frame", _("ramme")
    INSIGHT = "insight", _("innsikt")
    IDEA = "idea", _("idé og framtid")
    GATHER = "gather", _("samle")
    PRIORITISE = "prioritise", _("prioritere og avgjere")
    PLAN = "plan", _("plan og mål")
    CLOSE = "close", _("avslutte")


# The step (petal) a place in the meeting belongs to.
STEP_OF = {
    Function.OPENING: Step.OPNE,
    Function.FRAME: Step.OPNE,
    Function.INSIGHT: Step.UTFORSKE,
    Function.IDEA: Step.UTFORSKE,
    Function.GATHER: Step.ORDNE,
    Function.PRIORITISE: Step.VELJE,
    Function.PLAN: Step.FOLGJE_OPP,
    Function.CLOSE: Step.FOLGJE_OPP,
}


class Mode(TextChoices):
    BOTH = "both", _("I same rom eller digitalt")
    ROOM_FIRST = "room_first", _("Best i same rom, kan gjerast digitalt")
    ROOM = "room", _("Berre i same rom")


class WorkForm(TextChoices):
    INDIVIDUAL = "individual", _("Kvar for seg")
    PAIR = "pair", _("I par")
    GROUP = "group", _("I grupper")
    PLENARY = "plenary", _("I plenum")


class Posture(TextChoices):
    SIT = "sit", _("sitjande")
    STAND = "stand", _("ståande")
    WALK = "walk", _("gåande")


class Participation(TextChoices):
    INFORMERE = "informere", _("Informere")
    HOYRE = "hoyre", _("Høyre")
    SAMSKAPE = "samskape", _("Samskape")
    AVGJERE = "avgjere", _("Avgjere")


class Status(TextChoices):
    DRAFT = "draft", _("Kladd")
    PUBLISHED = "published", _("Publisert")


class BlockKind(TextChoices):
    METHOD = "method", _("Metode")
    FRAME = "frame", _("Ramme")
    PAUSE = "pause", _("Pause")


# What a method needs and gives: the chain of a programme (see docs/metodar.md).
ARTEFACTS = {
    "T": _("tema eller spørsmål"),
    "R": _("tryggleik og relasjon"),
    "F": _("funn"),
    "I": _("mange innspel"),
    "G": _("grupperte innspel"),
    "K": _("få framlegg"),
    "P": _("prioritert liste"),
    "M": _("mål og retning"),
    "V": _("vedtak eller semje"),
    "H": _("handling"),
}
INCLUSION = {
    "without_writing": _("Utan å skrive"),
    "without_standing": _("Utan å stå eller gå"),
    "without_reading": _("Utan å lese"),
    "children": _("Barn og unge"),
    "interpreter": _("Med tolk"),
    "hearing": _("Nedsett høyrsel"),
}

# What the group and its leader must manage, on the card.
SAFETY = {
    1: _("Passar òg når folk ikkje kjenner kvarandre"),
    2: _("Passar best når gruppa kjenner kvarandre litt"),
    3: _("Krev ei trygg gruppe"),
}
SKILL = {
    1: _("Alle kan leie denne"),
    2: _("Krev ein leiar med litt øving"),
    3: _("Krev ein røynd prosessleiar"),
}


class Face(TextChoices):
    """Who a programme is shown to; the value stands in addresses."""

    LEADER = "leiar", _("Køyreplanen")
    OWNER = "oversikt", _("Oversikt")
    PARTICIPANTS = "deltakarar", _("Til deltakarane")
    RIGGER = "rigg", _("Rigg og utstyr")
