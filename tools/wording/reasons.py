"""Why a block stands where it stands, in one warm and concrete line: why, from what, to what."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tools.generator.arc import (
    BREAK,
    CLOSE,
    FRAME,
    GATHER,
    IDEA,
    INSIGHT,
    KD,
    LUNCH,
    MEAL,
    OPENING,
    PLAN,
    PRIORITISE,
    PROPOSALS,
    WAY_ON,
    WELCOME,
)
from tools.wording.titles import frame_title

THE = {
    "F": gettext_lazy("funna"),
    "I": gettext_lazy("innspela"),
    "G": gettext_lazy("dei grupperte innspela"),
    "K": gettext_lazy("framlegga"),
    "P": gettext_lazy("prioriteringa"),
    "M": gettext_lazy("måla"),
    "V": gettext_lazy("vedtaket"),
    "H": gettext_lazy("tiltaka"),
    "R": gettext_lazy("tryggleiken"),
}
SOME = {
    "F": gettext_lazy("funn"),
    "I": gettext_lazy("innspel"),
    "G": gettext_lazy("grupperte innspel"),
    "K": gettext_lazy("få og klare framlegg"),
    "P": gettext_lazy("ei prioritert liste"),
    "M": gettext_lazy("mål og retning"),
    "V": gettext_lazy("eit vedtak alle kan stå for"),
    "H": gettext_lazy("tiltak med namn på"),
    "R": gettext_lazy("tryggleik i gruppa"),
}
ENDS = SOME | {
    "F": gettext_lazy("eit felles bilete av saka"),
    "R": gettext_lazy("ei gruppe som torer snakke saman"),
}
OPENINGS = {
    "pair": gettext_lazy("Alle kjem i prat to og to, så ingen treng ta ordet i plenum først."),
    "individual": gettext_lazy("Alle svarer samtidig, så ingen får eit forsprang."),
    "group": gettext_lazy("Alle får sagt noko i ei lita gruppe først."),
    "plenary": gettext_lazy("Alle får sagt noko tidleg. Då er det lettare å seie noko seinare."),
}
MOVING_OPENING = gettext_lazy("Alle reiser seg og viser kvar dei står, utan å halde innlegg.")
WHY = {
    FRAME: gettext_lazy("Ramma blir felles før de går laus på saka."),
    INSIGHT: gettext_lazy("De ser det same biletet før de leitar etter svar."),
    IDEA: gettext_lazy("Her er det rom for mange svar, før de vel."),
    GATHER: gettext_lazy("Mykje blir til noko de kan ta stilling til."),
    PRIORITISE: gettext_lazy("Alle er med og peikar ut det viktigaste."),
    PLAN: gettext_lazy("Det de har valt, blir gjort om til noko de kan følgje opp."),
    CLOSE: gettext_lazy("Alle får eit siste ord, og møtet sluttar når det skal."),
    WELCOME: gettext_lazy("Alle får vite kvifor de er her, og kva resultatet skal brukast til."),
    PROPOSALS: gettext_lazy("De kan ikkje velje før alle har høyrt kva det står om."),
    WAY_ON: gettext_lazy("Alle går heim og veit kva som skjer no, og kven som gjer det."),
    LUNCH: gettext_lazy("Maten gir ny kraft, og skil det første arbeidet frå det andre."),
    MEAL: gettext_lazy("Mat gir ny kraft til resten av møtet."),
    BREAK: gettext_lazy("Folk treng luft før dei skal tenkje vidare."),
}
# What is made there says more than the function alone.
MADE = {
    (FRAME, "T"): gettext_lazy("Funna blir til eit spørsmål det går an å svare på."),
    (FRAME, "M"): gettext_lazy("Alle finn ut kvifor saka er viktig, før de går laus på ho."),
    (INSIGHT, "I"): gettext_lazy("Alle får fram det dei veit og meiner, ikkje berre dei raske."),
    (IDEA, "M"): gettext_lazy("De ser kvar de vil, før de snakkar om vegen dit."),
    (IDEA, "K"): gettext_lazy("Ideane blir så konkrete at andre kan seie kva dei meiner."),
    (PRIORITISE, "V"): gettext_lazy("De avgjer i lag, og ser om nokon ikkje kan stå for det."),
    (PLAN, "M"): gettext_lazy("Retninga blir til mål som alle kan lese."),
    (PLAN, "H"): gettext_lazy("Det blir klart kven som gjer kva."),
}
SAYS_MORE = ("M", "K")  # what is made there matters more than that it is the second time
AGAIN = {
    OPENING: gettext_lazy("De kjem eit steg nærare kvarandre før arbeidet tek til."),
    INSIGHT: gettext_lazy("De ser saka frå ei ny side."),
    IDEA: gettext_lazy("De hentar fram fleire svar, på ein annan måte enn i stad."),
}
IN_CONFLICT = gettext_lazy("Alle blir høyrde før nokon leitar etter løysingar.")
STRANGERS = gettext_lazy("De kjenner ikkje kvarandre enno, så de byrjar med å bli kjende.")


def reason_line(reason, purpose):
    """The whole line for a Reason."""
    parts = [why(reason, purpose), origin(reason, purpose), aim(reason), size(reason)]
    return " ".join(str(part) for part in parts if part)


def why(reason, purpose):
    if reason.code == "must":
        return _("De bad om denne metoden.")
    if reason.code == "lands":
        return _("Her får de det de kom for: %(what)s.") % {"what": ENDS[reason.gives]}
    if reason.facts.get("again") and reason.code in AGAIN and reason.gives not in SAYS_MORE:
        return AGAIN[reason.code]
    if reason.code == OPENING:
        return opening(reason)
    if reason.code == INSIGHT and purpose == KD:
        return IN_CONFLICT
    return MADE.get((reason.code, reason.gives)) or WHY.get(reason.code, "")


def opening(reason):
    if reason.facts.get("strangers"):
        return STRANGERS
    if reason.facts.get("posture") == "stand" and reason.facts.get("work_form") == "plenary":
        return MOVING_OPENING
    return OPENINGS.get(reason.facts.get("work_form"), "")


def origin(reason, purpose):
    if not reason.uses or reason.uses[0] not in THE:
        return ""
    words = {"what": THE[reason.uses[0]], "source": frame_title(reason.source, purpose)}
    return _("Byggjer på %(what)s frå «%(source)s».") % words


def aim(reason):
    if not reason.then or reason.gives not in SOME or reason.code == "lands":
        return ""
    return _("Gir %(what)s til «%(then)s».") % {"what": SOME[reason.gives], "then": reason.then}


def size(reason):
    groups = reason.facts.get("groups", 1)
    if groups > 1:
        return _("De er mange, så de arbeider i %(groups)s grupper samtidig.") % {"groups": groups}
    if reason.facts.get("learned"):
        return _("Minutta er det denne metoden pleier å ta hos oss.")
    return ""
