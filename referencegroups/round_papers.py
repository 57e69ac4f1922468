"""The published results on paper and in sheets. All take `Published`, so none can say more than the page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prosesstotte import pdf, spreadsheets
from prosesstotte.templatetags.portal import dato
from referencegroups.results import FLOOR

HIDDEN = "–"
NOTE = gettext_lazy(
    "Ei gruppe med færre enn %d svar blir slått saman med ei anna eller utelaten. «–» er utelate."
)
WIDTHS = (50, 30, 30, 40, 14)


def label_of(row):
    """A line's name: its option, or several that were merged."""
    rest = [_("veit ikkje eller ikkje svart")] if row.with_rest else []
    return ", ".join([*row.labels, *rest])


def lines_of(tally):
    """[(label, number)] of one question; the mean of a ranking is a text with one decimal."""
    if tally.answered is None:
        return [(_("Færre enn %d svar. Vi viser dei ikkje.") % FLOOR, "")]
    lines = [(label_of(row), row.count) for row in tally.rows]
    lines += [(one.label, _ranked(one)) for one in tally.ranked]
    if tally.dont_know:
        lines.append((_("Veit ikkje"), tally.dont_know))
    if tally.mean is not None:
        lines.append((_("Snitt"), decimal(tally.mean)))
    return lines or [(_("Tekstar"), tally.answered)]


def _ranked(one):
    if one.mean_place is None:
        return _("%d førsteplassar") % one.first
    return _("%(first)d førsteplassar, snittplass %(mean)s") % {
        "first": one.first,
        "mean": decimal(one.mean_place),
    }


def decimal(number):
    return f"{number:.1f}".replace(".", ",")


def table(round, published):
    """Every line of every question as rows of cells: question, group, answer, number."""
    yield [_("Spørsmål"), _("Delt etter"), _("Gruppe"), _("Svar"), _("Tal")]
    yield [_("Spurde"), "", "", "", published.asked]
    yield [_("Har svart"), "", "", "", published.answered]
    for tally in published.tallies:
        for label, number in lines_of(tally):
            yield [tally.text, "", "", label, number]
        yield from _divided(tally)


def _divided(tally):
    if tally.breakdown is None:
        return
    for row, cells in zip(tally.breakdown.rows, tally.breakdown.cells, strict=True):
        for group, number in zip(tally.breakdown.groups, cells, strict=True):
            shown = HIDDEN if number is None else number
            yield [tally.text, tally.breakdown.by, label_of(group), label_of(row), shown]


def as_csv(round, published):
    return spreadsheets.as_csv(table(round, published))


def as_xlsx(round, published):
    return spreadsheets.as_xlsx(table(round, published), title=_("Resultat"), widths=WIDTHS)


def as_pdf(round, published):
    lead = _("%(answered)d av %(asked)d har svart. Svarfristen var %(date)s.") % {
        "answered": published.answered,
        "asked": published.asked,
        "date": dato(round.closes_at),
    }
    return pdf.compile_template("round", {
        "title": round.title,
        "lead": lead,
        "foot": [round.group.name],
        "words": {"answer": _("Svar"), "number": _("Tal")},
        "note": NOTE % FLOOR,
        "summary_heading": _("Oppsummering"),
        "summary": pdf.prose(round.summary),
        "questions": [_on_paper(tally) for tally in published.tallies],
    })  # fmt: skip


def _on_paper(tally):
    number = "" if tally.answered is None else _("%d svar") % tally.answered
    divided = tally.breakdown and {
        "by": tally.breakdown.by,
        "groups": [label_of(group) for group in tally.breakdown.groups],
        "rows": [
            {"label": label_of(row), "cells": [HIDDEN if n is None else str(n) for n in cells]}
            for row, cells in zip(tally.breakdown.rows, tally.breakdown.cells, strict=True)
        ],
    }
    lines = [{"label": label, "number": str(value)} for label, value in lines_of(tally)]
    return {"text": tally.text, "number": number, "lines": lines, "divided": divided or None}


@dataclass(frozen=True)
class Paper:
    make: Callable
    content_type: str


KINDS = {
    "csv": Paper(as_csv, spreadsheets.CSV),
    "xlsx": Paper(as_xlsx, spreadsheets.XLSX),
    "pdf": Paper(as_pdf, "application/pdf"),
}
