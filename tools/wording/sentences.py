"""Refusals, offers, relaxations and warnings as sentences: what is the matter, and what to do."""

from django.utils.translation import gettext_lazy as _

from tools.wording.reasons import ENDS

REFUSALS = {
    "too_short": _("%(minutes)s minutt er for kort til eit møte med innhald."),
    "too_long": _("%(minutes)s minutt er for langt for éin dag. Lengste møte er %(most)s minutt."),
    "fixed_too_long": _(
        "Det som er låst, tek %(fixed)s minutt. Då blir det ikkje tid til anna på %(minutes)s minutt."
    ),
    "lock_outside": _("«%(title)s» kl. %(starts)s får ikkje plass innanfor møtetida."),
    "locks_overlap": _("«%(title)s» og «%(other)s» er låste til same tid."),
    "must_unknown": _("Metoden «%(slug)s» finst ikkje i biblioteket no."),
    "must_avoided": _("«%(title)s» står både som noko de må ha med, og som noko de ikkje vil ha."),
    "must_people": _("«%(title)s» høver for %(least)s–%(most)s deltakarar, og de er %(people)s."),
    "must_room": _("«%(title)s» må gjerast i same rom, og møtet er digitalt."),
    "must_kit": _("«%(title)s» krev utstyr de ikkje har: %(kit)s."),
    "must_leaves_no_room": _("«%(title)s» får ikkje plass saman med resten av møtet."),
    "goals_need_time": _("Å lage mål i lag tek minst 90 minutt."),
    "no_time": _("Det er ikkje nok tid til å kome fram til resultatet."),
    "no_method_for_size": _("Vi har ikkje metodar nok for %(size)s deltakarar."),
    "no_way_to_result": _("Vi finn ingen veg fram til resultatet de ønskjer, innanfor denne ramma."),
    "fixed_leaves_no_room": _("Det som er låst, gir ikkje rom for resten av møtet."),
    "locks_leave_no_room": _("Klokkeslettet som «%(title)s» er låst til, passar ikkje med resten av møtet."),
    "avoided_too_much": _("De har valt bort så mange metodar at vi ikkje kjem fram til resultatet."),
    "lacks_too_much": _("Utan utstyret de manglar, finn vi ikkje metodar nok."),
    "not_on_screen": _("Dette får vi ikkje til på skjerm."),
    "too_many_wishes": _("Ønska går ikkje i hop slik dei står no."),
    "no_way": _("Vi finn ikkje noko opplegg som held innanfor denne ramma."),
}
OFFERS = {
    "minutes": _("Set av %(minutes)s minutt, så går det."),
    "people": _("Med %(people)s deltakarar går det."),
    "result": _("Lat møtet ende med %(what)s. Det rekk de."),
    "two_meetings": _("Del det på %(meetings)s møte på om lag %(minutes)s minutt kvar."),
    "prework": _("La alle gjere ei lita førebuing heime, så rekk de resten på %(minutes)s minutt."),
    "without_must": _("Ta bort «%(title)s» frå det de må ha med."),
    "without_avoid": _("Opne for nokre av metodane de har valt bort."),
    "less_fixed": _("Kort ned det som er låst, som no tek %(minutes)s minutt."),
    "unlock": _("Lås opp «%(title)s», eller flytt det til eit anna klokkeslett."),
    "room": _("Møt kvarandre i same rom."),
    "kit": _("Skaff utstyret: %(kit)s."),
    "fewer_wishes": _("Byrj med berre føremål, tal på deltakarar og tid, og legg til eitt ønske om gongen."),
}
RELAXED = {
    "extra_opener": _("Tida er knapp, så det er berre éi opning."),
    "share_outs": _("Tida er knapp, så gruppene deler ikkje alt i plenum."),
    "merged": _("Nokre delar av møtet er slått saman, så kvar del får tid nok."),
    "smaller_result": _("Ramma rekk ikkje til alt. Møtet endar med %(what)s."),
}
WARNINGS = {
    "overrun": _("Møtet varer %(minutes)s minutt over tida. Kort ned noko, eller flytt slutten."),
    "no_pause": _("Her har folk sete i %(minutes)s minutt utan pause. Legg inn ein før %(most)s minutt."),
    "late": _("Byrjar %(minutes)s minutt etter klokkeslettet han er låst til, kl. %(starts)s."),
    "gap": _("Det er %(minutes)s minutt utan innhald før denne."),
    "unknown_method": _("Metoden finst ikkje lenger i biblioteket. Vel ein annan."),
    "too_few_people": _("Metoden treng minst %(least)s deltakarar, og de er %(people)s."),
    "too_many_people": _("Metoden høver for høgst %(most)s deltakarar, og de er %(people)s."),
    "groups_without_leader": _(
        "De må vere %(groups)s grupper samtidig, og har %(leaders)s prosessleiar. Finn fleire som kan leie."
    ),
    "needs_room": _("Metoden må gjerast i same rom, og møtet er digitalt."),
    "needs_skill": _("Metoden krev ein øvd prosessleiar."),
    "too_short": _("%(minutes)s minutt er for knapt. Metoden treng minst %(least)s."),
    "too_long": _("%(minutes)s minutt er meir enn metoden ber. Høgst %(most)s."),
    "long_round": _(
        "Ein runde i plenum på %(minutes)s minutt blir lang. Del i grupper, eller lat borda velje topp tre."
    ),
    "nothing_to_vote_on": _("Det er ingenting å stemme over enno. Legg inn noko som gir framlegg før denne."),
    "nothing_to_build_on": _("Metoden byggjer på noko som ikkje er laga enno."),
    "unsafe": _("Metoden krev meir tryggleik enn de har rokke å byggje. Legg inn ei opning først."),
    "repeated": _("Metoden står to gonger i køyreplanen."),
}


def sentence(table, said):
    """The sentence for anything with a code and facts."""
    return str(table[said.code]) % readable(said.facts)


def readable(facts):
    words = dict(facts)
    for name in ("starts", "until"):
        if words.get(name) is not None and name in words:
            words[name] = f"{words[name]:%H.%M}"
    words["kit"] = ", ".join(words.get("kit") or ())
    words["what"] = ENDS.get(words.get("result"), "")
    words.setdefault("size", words.get("asked", words.get("people")))
    return words
