"""The archive package of a round: questions, aggregates, feedback and log, as JSON and PDF in a zip.

It is made from `Published` like every other route, and holds neither answers nor what people wrote with their
own words: nothing in it can be put together with somebody.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prosesstotte import events
from prosesstotte.records import Record, Section, as_json, as_pdf, moment, packed, stamp
from prosesstotte.templatetags.portal import dato
from referencegroups import round_listing
from referencegroups.results import FLOOR
from referencegroups.round_choices import RoundMove
from referencegroups.round_papers import NOTE, table

LOG = {
    RoundMove.REVIEW: gettext_lazy("Kontrollert"),
    RoundMove.REVISE: gettext_lazy("Send tilbake til kladd"),
    RoundMove.OPEN: gettext_lazy("Opna"),
    RoundMove.CLOSE: gettext_lazy("Stengd"),
    RoundMove.SUMMARISE: gettext_lazy("Oppsummert"),
    RoundMove.FEED_BACK: gettext_lazy("Tilbakemelding gitt"),
    RoundMove.ARCHIVE: gettext_lazy("Arkivert"),
    "remind": gettext_lazy("Påminning send"),
    "feedback_written": gettext_lazy("Tilbakemelding skriven"),
    "texts_screened": gettext_lazy("Tekstar lesne"),
    "named_answers_read": gettext_lazy("Svar med namn lesne"),
    "raw_answers_taken_out": gettext_lazy("Svar tekne ut"),
    "exported": gettext_lazy("Arkivpakke henta"),
}


@transaction.atomic
def export_round(*, round, by):
    """The package as bytes. Raises PermissionDenied when the round is not over (round_listing)."""
    record = record_of(round)
    events.record(round, "exported", by=by)
    return packed({"runde.json": as_json(record), "runde.pdf": as_pdf(record)})


def record_of(round):
    lead = _("Spørjerunde %(number)d i %(group)s.") % {"number": round.pk, "group": round.group.name}
    parts = (about(round), questions(round), results(round), feedback(round), log(round))
    return Record(round.title, lead, parts)


def about(round):
    return Section(
        _("Om runden"),
        facts=(
            (_("Kvifor vi spør"), round.why),
            (_("Kva som framleis kan endrast"), round.can_change),
            (_("Kva som ikkje kan endrast"), round.cannot_change),
            (_("Kva som skjer med svara"), round.afterwards),
            (_("Sak eller møte"), " ".join(filter(None, [round.case_title, round.case_link]))),
            (_("Slag"), round.get_mode_display()),
            (_("Open"), f"{moment(round.opens_at)} – {moment(round.closes_at)}"),
            (_("Tilbakemelding lova"), dato(round.promised_on)),
            (_("Tilstand"), round.get_state_display()),
            (_("Oppsummering"), round.summary),
        ),
    )


def questions(round):
    rows = tuple(
        (one.text, str(one.get_kind_display()), ", ".join(one.options)) for one in round.questions.all()
    )
    return Section(_("Spørsmåla"), columns=(_("Spørsmål"), _("Slag"), _("Svaralternativ")), rows=rows)


def results(round):
    columns, *rows = table(round, round_listing.results_of(round))
    return Section(
        _("Resultata"), lines=(str(NOTE % FLOOR),), columns=tuple(columns), rows=tuple(map(tuple, rows))
    )


def feedback(round):
    rows = tuple(
        (one.heard, one.number or "", one.done, str(one.get_status_display()), one.reason, dato(one.dated))
        for one in round.themes.all()
    )
    columns = (_("Vi høyrde"), _("Tal"), _("Vi gjorde"), _("Status"), _("Kvifor"), _("Dato"))
    return Section(_("Kva blei det til?"), columns=columns, rows=rows)


def log(round):
    rows = tuple(
        (stamp(one.at), str(LOG.get(one.verb, one.verb)), str(one.by or _("av seg sjølv")))
        for one in events.history(round)
    )
    return Section(_("Logg"), columns=(_("Tid"), _("Hending"), _("Av")), rows=rows)
