"""What the lottery's engine found, said to people in Nynorsk."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from referencegroups.facts import FEW, FLOOR, HIDDEN, fact_label, label, told
from referencegroups.lottery.panel_list import TICKETS
from referencegroups.lottery_choices import LotteryState

FAULTS = {
    "column_missing": gettext_lazy("Rad %(row)d: Kolonna %(about)s manglar. Skriv ho inn i overskrifta."),
    "id_missing": gettext_lazy("Rad %(row)d: Ei kolonne med nummer manglar. Kall ho %(about)s."),
    "value_missing": gettext_lazy("Rad %(row)d: Fyll ut både kategori og namn."),
    "not_a_number": gettext_lazy("Rad %(row)d, «%(about)s»: Skriv «min» og «max» som heile tal."),
    "range_backwards": gettext_lazy("Rad %(row)d, «%(about)s»: «min» kan ikkje vere større enn «max»."),
    "quota_twice": gettext_lazy("Rad %(row)d: Kvoten %(about)s står to gonger. Fjern den eine."),
    "number_twice": gettext_lazy("Rad %(row)d: Nummeret %(about)s står to gonger. Fjern den eine rada."),
    "id_not_a_number": gettext_lazy("Rad %(row)d: «%(about)s» er ikkje eit nummer. Skriv eit heilt tal."),
}


def fault_sentence(fault):
    return FAULTS[fault.code] % {"row": fault.row, "about": fault.about}


def percent(tickets):
    """A chance in words: «3,8 %» of 383 tickets."""
    return f"{100 * tickets / TICKETS:.1f}".replace(".", ",") + " %"


def quota_line(row):
    """One quota for people: what it is about, its range, and how many in the pool, protected."""
    fact, value, least, most, *rest = row
    return {"fact": fact_label(fact), "value": label(fact, value), "least": least, "most": most, "rest": rest}


def quota_table(lottery):
    have = {(fact, value): people for fact, value, people in lottery.counts}
    rows = [quota_line(row) for row in sorted(lottery.quotas)]
    for shown, (fact, value, *_range) in zip(rows, sorted(lottery.quotas), strict=True):
        shown["people"] = told(have.get((fact, value), HIDDEN))
    return rows


def breaks(lottery):
    """Why it does not go, and the smallest loosening: one sentence for each quota."""
    missing = lottery.changes.get("missing")
    if missing:
        words = ngettext(
            "Det manglar %(count)d person i potten for å fylle plassane.",
            "Det manglar %(count)d personar i potten for å fylle plassane.",
            missing,
        )
        return [words % {"count": missing}]
    return [_break(row) for row in lottery.changes.get("rows", [])]


def _break(row):
    fact, value, least, most, new_least, new_most = row
    words = {"name": f"{fact_label(fact)}, {label(fact, value)}", "old": least, "new": new_least}
    if new_least < least:
        return _("%(name)s: minst %(old)d går ikkje. Set minstetalet ned til %(new)d.") % words
    words |= {"old": most, "new": new_most}
    return _("%(name)s: høgst %(old)d går ikkje. Set høgstetalet opp til %(new)d.") % words


def warnings(lottery):
    """What the owner should know before publishing. Small numbers are protected."""
    if lottery.state == LotteryState.COUNTING or not lottery.chances:
        return []
    without = sum(tickets == 0 for tickets in lottery.chances.values())
    found = []
    if without:
        people = told(FEW if without < FLOOR else without)
        found.append(_("Nokon i potten har ingen sjanse med desse kvotane: %(people)s.") % {"people": people})
    if set(lottery.chances.values()) <= {0, TICKETS}:
        found.append(_("Utfallet er gitt på førehand: kvotane kan berre fyllast på éin måte."))
    return found
