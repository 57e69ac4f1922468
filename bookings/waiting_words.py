"""A place on the waiting list told in words: where it stands, what is offered, and why nobody can."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings import story, waiting
from bookings.availability import Reason
from bookings.choices import Channel
from bookings.story import CHOSEN_FOR, Line
from bookings.waiting_choices import HISTORY, WaitingStatus
from prosesstotte.templatetags.portal import dato

CLOSED = {
    WaitingStatus.TAKEN: gettext_lazy("Tida er teken, og bestillinga er send."),
    WaitingStatus.LEFT: gettext_lazy(
        "Plassen er avslutta. Vil de ha ei tid likevel, kan de bestille på nytt."
    ),
    WaitingStatus.ENDED: gettext_lazy(
        "Det blei ikkje ledig noko tid som passa. Ring oss, så finn vi ei løysing saman."
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a list: the entry, when it may be, and where it stands. `offer` is open, or None."""

    row: object
    when: str
    now: str
    offer: object = None


def place(entry, line):
    """`line` is the pks of everybody who waits, in order."""
    return Place(entry, dates(entry), now(entry, line), entry.offer)


def now(entry, line):
    """What is true of it at this moment, in a sentence or two."""
    if not entry.waits:
        return str(CLOSED[entry.status])
    if entry.offer:
        words = {"when": meeting(entry.offer), "expires": story.moment(entry.offer.expires_at)}
        return _("Tilbod: %(when)s. Svar innan %(expires)s.") % words
    line = line if entry.pk in line else [*line, entry.pk]  # joined this very moment
    words = {"number": line.index(entry.pk) + 1, "total": len(line), "until": dato(entry.until)}
    return _("Nummer %(number)d av %(total)d på lista. Plassen står til og med %(until)s.") % words


def dates(entry):
    """14. desember 2026 til 18. desember 2026: short enough for one line of a phone."""
    first, last = (date_format(date, "j. F Y") for date in (entry.first_date, entry.last_date))
    return _("%(first)s til %(last)s") % {"first": first, "last": last}


def wish_rows(*, first_date, last_date, leader, pre_meeting_channel):
    """The wish as rows (label, text)."""
    words = {"first": dato(first_date), "last": dato(last_date)}
    return [
        (_("Når"), _("Frå %(first)s til og med %(last)s") % words),
        (_("Prosessleiar"), str(leader or _("Kven som helst"))),
        (_("Formøtet"), str(Channel(pre_meeting_channel).label)),
    ]


def meeting(offer):
    return story.stretch(offer.starts_at, offer.ends_at)


def pre_meeting(offer):
    return story.stretch(offer.pre_meeting_starts_at, offer.pre_meeting_ends_at)


def history(events):
    """Oldest first, each line with who did it; the clock is nobody."""
    return [Line(one.at, _told(one), _more(one)) for one in events if one.verb in HISTORY]


def _told(event):
    words = {"what": HISTORY[event.verb], "who": event.by}
    return (_("%(what)s av %(who)s.") if event.by else _("%(what)s.")) % words


def _more(event):
    why = CHOSEN_FOR.get(event.data.get("chosen_for"))
    return (str(why),) if why else ()


# --- Why nobody can -----------------------------------------------------------------------------------

DAYS = {
    None: gettext_lazy("kan få tilbod"),
    waiting.NO_FORMØTE: gettext_lazy("ikkje tid til formøte"),
    Reason.PAST: gettext_lazy("dagen har vore"),
    Reason.TOO_SOON: gettext_lazy("for kort varsel"),
    Reason.TOO_CLOSE: gettext_lazy("for tett på formøtet"),
    Reason.HOLIDAY: gettext_lazy("heilagdag"),
    Reason.DAY_OFF: gettext_lazy("arbeider ikkje"),
    Reason.OUTSIDE_HOURS: gettext_lazy("for kort arbeidstid"),
    Reason.ABSENT: gettext_lazy("borte"),
    Reason.BUSY_ELSEWHERE: gettext_lazy("oppteken i eigen kalender"),
    Reason.TAKEN: gettext_lazy("oppteken"),
    Reason.DAY_FULL: gettext_lazy("fullt den dagen"),
    Reason.WEEK_FULL: gettext_lazy("fullt den veka"),
    Reason.HOURS_FULL: gettext_lazy("for mange timar den dagen"),
}


def reasons(counted):
    """A Counter from `waiting.why_not` as one line, the most days first."""
    return ", ".join(_days(reason, number) for reason, number in counted.most_common())


def _days(reason, number):
    words = {"reason": DAYS[reason], "number": number}
    return ngettext("%(reason)s %(number)d dag", "%(reason)s %(number)d dagar", number) % words
