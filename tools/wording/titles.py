"""What participants read for each block: a question for every method, plain names for frames and pauses."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tools.generator.arc import (
    BREAK,
    CLOSE,
    EL,
    IN,
    KD,
    LUNCH,
    MEAL,
    MS,
    OB,
    PA,
    PLAN,
    PRIORITISE,
    PROPOSALS,
    WAY_ON,
    WELCOME,
)

QUESTIONS = {
    "1-2-4-alle": gettext_lazy("Kva kan vi gjere? Tenk åleine, så to og to, så fire"),
    "15-prosent-loysingar": gettext_lazy("Kva kan du gjere alt no, utan å spørje nokon?"),
    "25-10-rangering": gettext_lazy("Kva idé har mest i seg?"),
    "atte-pa-atte": gettext_lazy("Teikn åtte idear på åtte minutt"),
    "baklengsplanlegging": gettext_lazy("Vi er framme. Kva gjorde vi på vegen hit?"),
    "brukarreise": gettext_lazy("Korleis er vegen for den det gjeld, steg for steg?"),
    "dialogduk": gettext_lazy("Kva må vi ta vare på, og kva må bli betre?"),
    "dialogkort": gettext_lazy("Kva bilete seier noko om det du ønskjer deg?"),
    "dialogsirkel": gettext_lazy("Kva er viktig for deg i denne saka?"),
    "digital-innspelsrunde": gettext_lazy("Kva tenkjer du på først?"),
    "effekt-innsats-matrise": gettext_lazy("Kva gir mest att for innsatsen?"),
    "eitt-steg-vidare": gettext_lazy("Kva er ditt neste steg?"),
    "empatikart": gettext_lazy("Korleis er kvardagen for den det gjeld?"),
    "endringsteori": gettext_lazy("Kva må endre seg for at vi skal nå målet?"),
    "felles-tidslinje": gettext_lazy("Kva har skjedd, og korleis var det for oss?"),
    "fem-kvifor": gettext_lazy("Kvifor er det slik? Spør fem gonger"),
    "femfingeravstemming": gettext_lazy("Kan du stå for dette, frå éin til fem fingrar?"),
    "fiskebeindiagram": gettext_lazy("Kva ligg bak problemet?"),
    "fiskebolle": gettext_lazy("Kva høyrer vi når vi lyttar til kvarandre?"),
    "fokusgruppe": gettext_lazy("Korleis opplever de dette?"),
    "forventningsavklaring": gettext_lazy("Kva håper du på, og kva uroar deg?"),
    "framsida-fra-framtida": gettext_lazy("Kva skriv lokalavisa om oss om fem år?"),
    "framtidsverkstad": gettext_lazy("Kva er gale, kva drøymer vi om, og kva gjer vi?"),
    "ga-og-prat": gettext_lazy("Gå ein tur to og to: Kva er viktigast no?"),
    "gatur-med-innspel": gettext_lazy("Kva ser vi når vi går her?"),
    "gjestebod": gettext_lazy("Kva meiner vi, når vi er rundt eitt bord?"),
    "gruppering-av-lappar": gettext_lazy("Kva høyrer saman?"),
    "handlingskafe": gettext_lazy("Korleis kjem framlegget ditt vidare?"),
    "handlingsplan": gettext_lazy("Kven gjer kva, og når?"),
    "hoyrd-sett-respektert": gettext_lazy("Når blei du sist ikkje høyrd?"),
    "idemyldring": gettext_lazy("Kva kan vi gjere?"),
    "ideskriving-6-3-5": gettext_lazy("Kva kan vi gjere? Skriv og send vidare"),
    "igp": gettext_lazy("Kva meiner du, kva meiner gruppa, og kva meiner vi?"),
    "innsjekk": gettext_lazy("Kva treng du for å vere til stades no?"),
    "interessentkart": gettext_lazy("Kven gjeld dette, og kven manglar her?"),
    "interesser-bak-standpunkt": gettext_lazy("Kva treng vi, bak det vi krev?"),
    "kartinnspel": gettext_lazy("Kvar på kartet må noko bli betre?"),
    "konsensusverkstad": gettext_lazy("Kva er vi samde om?"),
    "korleis-kan-vi": gettext_lazy("Kva spørsmål skal ideane svare på?"),
    "kraftfeltanalyse": gettext_lazy("Kva dreg oss framover, og kva held oss att?"),
    "kva-sa-kva-kva-no": gettext_lazy("Kva såg vi, kva tyder det, og kva gjer vi no?"),
    "laeringssamtale": gettext_lazy("Kva ville vi, kva skjedde, og kva lærte vi?"),
    "linjeoving": gettext_lazy("Kvar på linja står du?"),
    "ma-bor-kan-ikkje-no": gettext_lazy("Kva må vi, kva bør vi, kva kan vi, og kva ventar?"),
    "malhierarki": gettext_lazy("Kva er måla, og kva veg fører dit?"),
    "minstekrav": gettext_lazy("Kva må vere på plass, same kva?"),
    "ni-kvifor": gettext_lazy("Kvifor er dette viktig for deg?"),
    "omvend-idemyldring": gettext_lazy("Korleis får vi det til å gå heilt gale?"),
    "opent-rom": gettext_lazy("Kva vil du ta opp?"),
    "papirprototype": gettext_lazy("Bygg ideen så andre kan prøve han"),
    "parvis-samanlikning": gettext_lazy("Kva veg tyngst når vi jamfører to og to?"),
    "pestel": gettext_lazy("Kva skjer rundt oss som vi må ta omsyn til?"),
    "premortem": gettext_lazy("Det er to år sidan, og det gjekk gale. Kva hende?"),
    "presentasjonsrunde": gettext_lazy("Kven er du, og kva kan du om dette?"),
    "prikkavstemming": gettext_lazy("Kva er viktigast for deg?"),
    "samtalekafe": gettext_lazy("Kva tenkjer du om dette, og kva tenkjer du no?"),
    "samtykkeavgjerd": gettext_lazy("Er dette trygt nok å prøve?"),
    "scenariokryss": gettext_lazy("Kva kan framtida bli, og kva gjer vi då?"),
    "seglbaten": gettext_lazy("Kva gir vind i segla, og kva held oss fast?"),
    "seks-tenkjehattar": gettext_lazy("Korleis ser framlegget ut frå seks sider?"),
    "smart-mal": gettext_lazy("Korleis veit vi at vi er framme?"),
    "snoggprat-i-par": gettext_lazy("Kva veit du om dette som vi andre bør høyre?"),
    "soar-analyse": gettext_lazy("Kva er vi gode på, og kvar kan det ta oss?"),
    "spelereglar": gettext_lazy("Korleis vil vi ha det i møtet?"),
    "stasjonsverkstad": gettext_lazy("Kva vil du leggje til på kvar stasjon?"),
    "start-stopp-hald-fram": gettext_lazy("Kva skal vi byrje med, slutte med og halde fram med?"),
    "swot-analyse": gettext_lazy("Kva står vi sterkt i, og kva kan velte oss?"),
    "topp-tre-fra-bordet": gettext_lazy("Kva tre ting er viktigast for bordet?"),
    "trafikklysevaluering": gettext_lazy("Var møtet verd tida di?"),
    "triorad": gettext_lazy("Kva råd vil du ha frå to andre?"),
    "utsjekk": gettext_lazy("Kva tek du med deg herifrå?"),
    "verdskafe": gettext_lazy("Kva ser vi når vi snakkar saman på tvers av borda?"),
    "visjonsreise": gettext_lazy("Kva ser du når du kjem fram?"),
}
WELCOMES = {
    MS: gettext_lazy("Velkomen, mål og ramme"),
    IN: gettext_lazy("Velkomen: kva innspela skal brukast til"),
    PA: gettext_lazy("Velkomen, mandat og kriterium"),
    OB: gettext_lazy("Velkomen og mandat"),
    EL: gettext_lazy("Velkomen: kva vi ser tilbake på"),
    KD: gettext_lazy("Velkomen og ramme for samtalen"),
}
FRAMES = {
    WELCOME: gettext_lazy("Velkomen og ramme"),
    PROPOSALS: gettext_lazy("Framlegga, kort"),
    WAY_ON: gettext_lazy("Vegen vidare: kven gjer kva"),
    LUNCH: gettext_lazy("Lunsj"),
    MEAL: gettext_lazy("Matpause"),
    BREAK: gettext_lazy("Pause"),
}
EACH_BY_SELF = "small-steps"  # family of methods where everybody makes a promise of their own
HOSTED = ("table-dialogue", "station")  # families with somebody at each table


def title(block, purpose, methods):
    """The title people read for a block that the engine named."""
    if block.method in methods:
        return str(QUESTIONS.get(block.method, methods[block.method].title))
    if block.title == WELCOME and purpose == PA and "K" in block.brings:
        return _("Velkomen, mandat og framlegg")
    return frame_title(block.title, purpose)


def frame_title(code, purpose):
    """A frame's name; any other text is somebody's own, and stays."""
    if code == WELCOME and purpose in WELCOMES:
        return str(WELCOMES[purpose])
    if code == WAY_ON and purpose == IN:
        return _("Vegen vidare og når svaret kjem")
    return str(FRAMES.get(code, code))


def responsible(block, methods):
    """Who most naturally leads the block."""
    facts = methods.get(block.method)
    if facts is None:
        return frame_responsible(block.title)
    if facts.family in HOSTED:
        return _("Bordvertar")
    if facts.function in (PRIORITISE, CLOSE) or facts.timing.per_person or facts.family == EACH_BY_SELF:
        return _("Alle")
    if facts.function == PLAN and facts.gives == "H":
        return _("Møteleiar")
    return _("Prosessleiar")


def frame_responsible(code):
    if code == PROPOSALS:
        return _("Den som eig framlegget")
    return _("Møteleiar") if code in (WELCOME, WAY_ON) else ""
