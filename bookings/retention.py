"""How long bookings, talks and what participants wrote are kept: rules in the house's one list.

A booking goes when it has lain in the archive for a while, or when the time for keeping it is up; never
before one of the two. What goes, goes with its history and its letters. The numbers of the evaluation stay:
they tell of nobody.
"""

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import archive, evaluation_links
from bookings.models import (
    AdviceTalk,
    Attachment,
    Booking,
    BookingSettings,
    Commitment,
    EvaluationAnswer,
    WaitingEntry,
)
from bookings.waiting_choices import WaitingStatus
from prosesstotte import links
from prosesstotte.models import Event, OutgoingMail
from prosesstotte.retention import Rule, delete, old_letters, register
from tools.actions import programmes

TEXT_MONTHS = 12
TALK_MONTHS = 12
WAITING_MONTHS = 3


def _over(at, months):
    """Bookings whose meeting ended so long ago; without a time, those that have been as they are so long."""
    limit = at - relativedelta(months=months)
    return Booking.objects.alias(over=Coalesce("ends_at", "status_at")).filter(over__lte=limit)


def _exported():
    """An archive package that was made when the meeting was over."""
    events = Event.objects.filter(verb=archive.EXPORTED, subject_type=Booking._meta.label_lower)
    return Exists(events.filter(subject_id=OuterRef("pk"), at__gte=OuterRef("over")))


def _archived(at):
    months = BookingSettings.current().keep_exported_months
    return _over(at, months).filter(_exported())


def _kept_long_enough(at):
    return _over(at, BookingSettings.current().keep_bookings_months)


def _let_bookings_go(rows, at):
    for booking in rows.select_related("programme"):
        _let_booking_go(booking)


def _let_booking_go(booking):
    evaluation = getattr(booking, "evaluation", None)
    if evaluation:
        links.revoke(evaluation_links.PURPOSE, evaluation)
        OutgoingMail.objects.filter(about=_about(evaluation)).delete()
    booking.attachments.all().erase()
    booking.messages.all().delete()
    _with_its_traces(booking)
    if booking.programme:
        programmes.leave_booking(programme=booking.programme)


def _with_its_traces(row):
    """The row, the time it took, its events and its letters."""
    Event.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk).delete()
    OutgoingMail.objects.filter(about=_about(row)).delete()
    row.commitments.all().delete()
    row.delete()


def _old_files(at):
    days = BookingSettings.current().keep_files_days
    return Attachment.objects.of_what_was_over(at - relativedelta(days=days))


def _about(row):
    return f"{row._meta.label_lower}:{row.pk}"


def _let_talks_go(rows, at):
    for talk in rows:
        _with_its_traces(talk)


def _old_talks(at):
    return AdviceTalk.objects.filter(ends_at__lte=at - relativedelta(months=TALK_MONTHS))


def _old_places(at):
    """What somebody waited for; what they got is a booking of its own."""
    limit = at - relativedelta(months=WAITING_MONTHS)
    return WaitingEntry.objects.exclude(status=WaitingStatus.WAITING).filter(status_at__lte=limit)


def _let_places_go(rows, at):
    for entry in rows:
        Commitment.objects.filter(offer__entry=entry).delete()
        Event.objects.filter(subject_type=entry._meta.label_lower, subject_id=entry.pk).delete()
        OutgoingMail.objects.filter(about=_about(entry)).delete()
        entry.delete()


def _old_texts(at):
    closed = EvaluationAnswer.objects.filter(
        evaluation__closes_at__lte=at - relativedelta(months=TEXT_MONTHS)
    )
    return closed.exclude(text="")


def _months(field, sentence):
    return lambda: sentence() % {"number": getattr(BookingSettings.current(), field)}


# Files before bookings: what goes with its booking is counted here in the dry run too.
RULES = [
    Rule(
        "booking_files",
        gettext_lazy("Filer som er lagde ved ei bestilling"),
        lambda: _("%(number)d dagar etter møtet") % {"number": BookingSettings.current().keep_files_days},
        _old_files,
        lambda rows, at: rows.erase(),
    ),
    Rule(
        "bookings_archived",
        gettext_lazy("Bestillingar som er lagde i arkivet til kommunen"),
        _months("keep_exported_months", lambda: _("%(number)d månader etter møtet")),
        _archived,
        _let_bookings_go,
    ),
    Rule(
        "bookings",
        gettext_lazy("Andre bestillingar"),
        _months("keep_bookings_months", lambda: _("%(number)d månader etter møtet")),
        _kept_long_enough,
        _let_bookings_go,
    ),
    Rule(
        "talks",
        gettext_lazy("Rådgjevingssamtalar"),
        gettext_lazy("12 månader etter samtalen"),
        _old_talks,
        _let_talks_go,
    ),
    Rule(
        "waiting_places",
        gettext_lazy("Plassar på ventelista"),
        gettext_lazy("3 månader etter at ventinga er over"),
        _old_places,
        _let_places_go,
    ),
    Rule(
        "evaluation_texts",
        gettext_lazy("Det deltakarane skreiv med eigne ord i ei evaluering"),
        gettext_lazy("12 månader etter at lenkja stengde"),
        _old_texts,
        lambda rows, at: rows.update(text=""),
    ),
    Rule(
        "booking_letters",
        gettext_lazy("Kopiar av e-post om bestillingar"),
        gettext_lazy("30 dagar"),
        lambda at: old_letters(at, "bookings/"),
        delete,
    ),
]


def register_rules():
    register("3_bookings", gettext_lazy("Bestillingar og evaluering"), RULES)
