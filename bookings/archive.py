"""The archive package of one booking: what was asked for, agreed, held and said, as JSON and PDF in a zip.

`PARTS` are the sections, each a function of the booking; a room that gives bookings something more to tell
adds its part there.
"""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import evaluations, story
from bookings.evaluation_words import ANSWERS, NAMES, decimal
from bookings.models import Booking
from prosesstotte import events
from prosesstotte.records import Record, Section, as_json, as_pdf, moment, packed, stamp

EXPORTED = "exported"  # the event that says the package was handed out
NOT_KEPT = {"form_key", "body_digest", "meeting_uid", "pre_meeting_uid", "programme"}


def who(booking):
    return Section(
        _("Kven"),
        facts=(
            (_("Bestillar"), f"{booking.booker}, {booking.booker.email}"),
            (_("Møteansvarleg"), f"{booking.responsible}, {booking.responsible.email}"),
            (_("Lagd inn av"), booking.entered_by or ""),
            (_("Prosessleiar"), booking.leader or ""),
            (_("Medleiarar"), ", ".join(str(one.leader) for one in booking.co_leaders())),
            (_("Kommunalområde"), booking.service_area),
            (_("Gruppe"), booking.group_name),
        ),
    )


def what(booking):
    minutes = booking.actual_minutes
    return Section(
        _("Møtet"),
        facts=(
            (_("Tilstand"), booking.get_status_display()),
            (_("Føremål"), booking.get_purpose_display()),
            (_("Mål"), booking.goal),
            (_("Når"), story.stretch(booking.starts_at, booking.ends_at)),
            (_("Nummer i serien"), booking.place_in_series or ""),
            (_("Dei andre møta i serien"), "\n".join(_beside(booking))),
            (_("Når det kan passe"), booking.wished_time),
            (_("Stad"), ": ".join(filter(None, [booking.get_mode_display(), booking.place]))),
            (_("Deltakarar"), booking.people),
            (_("Minutt møtet varte"), "" if minutes is None else minutes),
            (_("Anna"), booking.notes),
            (_("Grunn til avslag"), booking.declined_reason),
            (_("Grunn til avlysing"), booking.cancelled_reason),
        ),
    )


def _beside(booking):
    others = Booking.objects.all().beside(booking)
    return (f"{one.pk}: {story.stretch(one.starts_at, one.ends_at)}" for one in others)


def pre_meeting(booking):
    if not booking.pre_meeting_is_held:
        planned = story.stretch(booking.pre_meeting_starts_at, booking.pre_meeting_ends_at)
        return Section(_("Formøtet"), facts=((_("Avtalt, ikkje ført inn"), planned),))
    return Section(
        _("Formøtet"),
        facts=(
            (_("Halde"), story.stretch(booking.held_from, booking.held_to)),
            (_("Av"), booking.held_by),
            (_("Med"), booking.held_with),
            (_("Ført inn"), moment(booking.held_recorded_at)),
            (_("Mål"), booking.held_goal),
            (_("De skal sitje att med"), booking.wanted_result),
            (_("Mandat"), booking.mandate),
            (_("Er med"), booking.participants),
            (_("Manglar"), booking.missing),
            (_("Usemje"), booking.get_conflict_level_display()),
            (_("Arbeidsmåte"), booking.held_way),
            (_("Roller"), booking.roles),
            (_("Rom og hjelpemiddel"), booking.room_and_aids),
            (_("Tilrettelegging"), booking.adaptation),
        ),
    )


def programme(booking):
    """The blocks as they were planned, in order, and how long they took when somebody has told."""
    if booking.programme is None:
        return Section(_("Køyreplan"))
    took = _minutes_of(booking.programme.last_run())
    rows = tuple(
        (block.title, block.minutes, took.get(block.id, "")) for block in booking.programme.plan.blocks
    )
    return Section(_("Køyreplan"), columns=(_("Bolk"), _("Planlagde minutt"), _("Tok")), rows=rows)


def _minutes_of(run):
    """Block → minutes; tracks side by side are told as one, at the first of them."""
    return {seen.id: seen.used_minutes for seen in run.live().steps if seen.used} if run else {}


def evaluation(booking):
    """Only what everybody in the booking may read: nothing before the close, nothing under five answers."""
    found = getattr(booking, "evaluation", None)
    told = evaluations.told(found) if found else None
    if told is None or told.result is None:
        return Section(_("Evaluering"))
    rows = tuple((NAMES[one.statement], decimal(one.mean), *one.counts) for one in told.result.tallies)
    return Section(
        _("Evaluering"),
        facts=((_("Svar"), told.answered),),
        lines=tuple(f"«{answer.text}»" for answer in told.texts),
        columns=(_("Utsegn"), _("Snitt"), *map(str, ANSWERS.values())),
        rows=rows,
    )


def messages(booking):
    rows = tuple((stamp(one.at), one.by or "", one.text) for one in booking.messages.select_related("by"))
    return Section(_("Meldingar"), columns=(_("Tid"), _("Kven"), _("Melding")), rows=rows)


def files(booking):
    """What lies beside the papers in the package, under the names they have there."""
    return Section(_("Filer"), lines=tuple(name for name, _row in _files(booking)))


def _files(booking):
    return [(f"vedlegg/{at}-{row.file_name}", row) for at, row in enumerate(booking.attachments.all(), 1)]


def history(booking):
    lines = story.history(booking, events.history(booking), reader=AnonymousUser(), handles=True)
    rows = tuple((stamp(line.at), " ".join([line.text, *line.more])) for line in lines)
    return Section(_("Kva har skjedd"), columns=(_("Tid"), _("Hending")), rows=rows)


PARTS = [who, what, pre_meeting, programme, evaluation, messages, files, history]


def record_of(booking):
    lead = _("Bestilling %(number)d hos Team prosesstøtte, lagd ut %(moment)s.")
    words = {"number": booking.pk, "moment": moment(timezone.now())}
    return Record(booking.title, lead % words, tuple(part(booking) for part in PARTS))


def package_of(booking):
    """The zip as bytes: the papers and the files. The JSON holds the columns too, for a machine to read."""
    record = record_of(booking)
    kept = (field for field in booking._meta.concrete_fields if field.name not in NOT_KEPT)
    columns = {field.name: field.value_from_object(booking) for field in kept}
    papers = {"bestilling.json": as_json(record, kolonnar=columns), "bestilling.pdf": as_pdf(record)}
    return packed(papers | {name: row.file.read() for name, row in _files(booking)})


def for_package():
    people = ("held_by", "held_with", "entered_by", "programme", "evaluation")
    return Booking.objects.for_list().select_related(*people)
