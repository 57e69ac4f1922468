"""A booking told in words: what happens now, who does it, and what has happened.

Plain sentences from rows that are read already: no queries here.
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from bookings.choices import AdviceStatus, Channel, Move, Source, Status, WhoCalls
from prosesstotte.templatetags.portal import dato, klokke, minutt


class Task(Enum):
    """What has to be done now with a live booking, in the order a process leader takes it."""

    ANSWER = gettext_lazy("Bestillingar å svare på")
    CALL = gettext_lazy("Desse ventar på telefon")
    TAKE_OVER = gettext_lazy("Treng ny leiar")
    READ = gettext_lazy("Notat frå formøte å lese")
    RECORD = gettext_lazy("Blei formøtet halde?")
    PLAN = gettext_lazy("Formøte å avtale på nytt")
    CONFIRM = gettext_lazy("Møte å stadfeste")
    COMPLETE = gettext_lazy("Møte å melde gjennomført")
    HOLD = gettext_lazy("Formøte å halde")
    PREPARE = gettext_lazy("Møte å førebu")


# The move that does the task; the others are done outside the portal.
MOVE_OF = {
    Task.TAKE_OVER: Move.HAND_OVER,
    Task.READ: Move.READ,
    Task.ANSWER: Move.ACCEPT,
    Task.CALL: Move.ACCEPT,
    Task.RECORD: Move.RECORD,
    Task.HOLD: Move.RECORD,
    Task.PLAN: Move.RECORD,
    Task.CONFIRM: Move.CONFIRM,
    Task.COMPLETE: Move.COMPLETE,
}


def task(booking, at):
    """The one task of a live booking at this moment; None when it is closed."""
    if booking.is_live and booking.wants_new_leader:
        return Task.TAKE_OVER
    if booking.is_live and booking.must_read_record and booking.starts_at > at:
        return Task.READ
    if booking.status == Status.REQUESTED:
        return Task.ANSWER if booking.starts_at else Task.CALL
    if booking.status == Status.ACCEPTED:
        return _task_before_confirmation(booking, at)
    if booking.status == Status.CONFIRMED:
        return Task.COMPLETE if booking.ends_at <= at else Task.PREPARE
    return None


def _task_before_confirmation(booking, at):
    if booking.pre_meeting_is_held:
        return Task.CONFIRM
    if booking.pre_meeting_starts_at is None:
        return Task.PLAN
    return Task.RECORD if booking.pre_meeting_ends_at <= at else Task.HOLD


# --- What happens now ----------------------------------------------------------------------------

FOR_HANDLERS = {
    Task.TAKE_OVER: gettext_lazy(
        "%(leader)s kan ikkje likevel. Tidene står. "
        "Ta oppdraget sjølv, eller overlat det til ein som er ledig."
    ),
    Task.READ: gettext_lazy(
        "Du har teke over etter at formøtet blei halde. Les notatet, og kryss av for at det er lese."
    ),
    Task.ANSWER: gettext_lazy("Svar innan %(deadline)s. Tidene er haldne av så lenge."),
    Task.CALL: gettext_lazy("Ring %(booker)s innan %(deadline)s, og avtal tid for formøte og møte."),
    Task.HOLD: gettext_lazy("Hald formøtet med %(responsible)s %(pre_meeting)s, og før det inn."),
    Task.RECORD: gettext_lazy("Tida til formøtet er over. Før det inn, eller avtal ei ny tid."),
    Task.PLAN: gettext_lazy(
        "Målet eller den møteansvarlege er endra etter formøtet. Ring %(responsible)s og før inn praten, "
        "eller avtal ei tid for det. Tida til møtet er framleis halden av."
    ),
    Task.CONFIRM: gettext_lazy("Formøtet er halde. Stadfest møtet."),
    Task.PREPARE: gettext_lazy("Alt er avtalt. Førebu møtet %(meeting)s."),
    Task.COMPLETE: gettext_lazy("Møtet er over. Meld det gjennomført."),
}
FOR_GROUPS = {
    Task.TAKE_OVER: gettext_lazy(
        "%(leader)s kan ikkje likevel, og teamet finn ein ny prosessleiar. Tidene står som før. "
        "Du treng ikkje gjere noko."
    ),
    Task.READ: gettext_lazy("%(leader)s har teke over, og les notatet frå formøtet."),
    Task.ANSWER: gettext_lazy(
        "%(leader)s svarer innan %(deadline_date)s. Tidene er haldne av for dykk så lenge. "
        "Du treng ikkje gjere noko."
    ),
    Task.CALL: gettext_lazy(
        "Ein prosessleiar ringjer %(booker)s innan %(deadline_date)s. De avtalar tid saman."
    ),
    Task.HOLD: gettext_lazy(
        "%(leader)s og %(responsible)s har formøte %(pre_meeting)s, %(channel)s. "
        "Møtet blir stadfesta når formøtet er halde."
    ),
    Task.RECORD: gettext_lazy(
        "%(leader)s fører inn formøtet frå %(pre_meeting)s. Blei det ikkje noko av? Ring og avtal ei ny tid."
    ),
    Task.PLAN: gettext_lazy(
        "Målet eller den møteansvarlege er endra etter formøtet. %(leader)s ringjer %(responsible)s "
        "for ein kort prat. Tida til møtet er framleis halden av."
    ),
    Task.CONFIRM: gettext_lazy("Formøtet er halde. %(leader)s stadfestar møtet."),
    Task.PREPARE: gettext_lazy("Alt er klart. %(leader)s leier møtet %(meeting)s."),
    Task.COMPLETE: gettext_lazy("Møtet er over. %(leader)s melder det gjennomført."),
}
LEFT_THE_SERIES = {
    True: gettext_lazy(
        "Målet eller den møteansvarlege er ein annan enn i resten av serien. "
        "Ring %(responsible)s og før inn praten, eller avtal ei tid for det. Tida til møtet er halden av."
    ),
    False: gettext_lazy(
        "Målet eller den møteansvarlege er ein annan enn i resten av serien. "
        "%(leader)s ringjer %(responsible)s for ein kort prat. Tida til møtet er halden av."
    ),
}
IN_COMMON = {
    Task.HOLD: gettext_lazy(
        "Formøtet er felles for serien: %(pre_meeting)s, %(channel)s. Møtet blir stadfesta når det er halde."
    ),
    Task.RECORD: gettext_lazy(
        "Formøtet er felles for serien, og tida til det er over. Møtet kan stadfestast når det er ført inn."
    ),
}
FOR_CO_LEADERS = {
    **FOR_GROUPS,
    Task.ANSWER: gettext_lazy(
        "Du er sett opp som medleiar saman med %(leader)s, som svarer innan %(deadline_date)s. "
        "Passar det, treng du ikkje gjere noko."
    ),
    Task.PREPARE: gettext_lazy("Alt er klart. Du og %(leader)s leier møtet %(meeting)s."),
}
CLOSED = {
    Status.COMPLETED: gettext_lazy("Møtet er gjennomført. Det varte %(length)s."),
    Status.DECLINED: gettext_lazy("Teamet kunne ikkje ta oppdraget: %(reason)s"),
    Status.CANCELLED: gettext_lazy("Møtet er avlyst. %(reason)s"),
    Status.LAPSED: gettext_lazy(
        "Bestillinga gjekk ut: eit døgn før møtet var det ikkje avtalt noko formøte. Tida er ledig att."
    ),
}
CHANNELS = {
    Channel.PHONE: gettext_lazy("på telefon"),
    Channel.VIDEO: gettext_lazy("på video"),
    Channel.IN_PERSON: gettext_lazy("i same rom"),
}


@dataclass(frozen=True, slots=True)
class Now:
    """What happens with a booking now. `waits_for` is «deg», a name, or empty when it is closed."""

    task: Task | None
    text: str
    waits_for: str = ""
    is_late: bool = False


def now(booking, *, handles, at, comes_along=False):
    """`handles`: whether the reader leads it or answers for the team; `comes_along`: as a co-leader."""
    current = task(booking, at)
    if current is None:
        return Now(None, (CLOSED[booking.status] % _closed_words(booking)).strip())
    people = FOR_HANDLERS if handles else FOR_CO_LEADERS if comes_along else FOR_GROUPS
    sentences = {**people, **_of_series(booking, handles)}
    late = booking.status == Status.REQUESTED and booking.answer_by < at
    waits_for = pgettext("ventar på", "deg") if handles else _leader(booking)
    return Now(current, sentences[current] % _words(booking), waits_for, late)


def _of_series(booking, handles):
    """What is told in another way about a meeting that shares its formøte, or no longer does."""
    shared = IN_COMMON if booking.pre_meeting_is_carried else {}
    return {**shared, Task.PLAN: LEFT_THE_SERIES[handles]} if booking.series else {}


def _words(booking):
    return {
        "leader": _leader(booking),
        "booker": booking.booker,
        "responsible": booking.responsible,
        "deadline": moment(booking.answer_by),
        "deadline_date": dato(booking.answer_by),
        "pre_meeting": stretch(booking.pre_meeting_starts_at, booking.pre_meeting_ends_at),
        "meeting": stretch(booking.starts_at, booking.ends_at),
        "channel": CHANNELS[booking.pre_meeting_channel],
    }


def _closed_words(booking):
    return {
        "length": minutt(booking.actual_minutes),
        "reason": booking.declined_reason or booking.cancelled_reason,
    }


def _leader(booking):
    return str(booking.leader) if booking.leader else _("teamet")


def talk_now(talk, *, handles, at):
    """The same for an advisory talk, in one sentence."""
    if talk.status == AdviceStatus.CANCELLED:
        return f"{_('Samtalen er avlyst.')} {talk.cancelled_reason}".strip()
    if talk.status == AdviceStatus.DONE:
        return _("Samtalen er halden.")
    if talk.wants_new_leader:
        return _("%(leader)s kan ikkje likevel. Tida står, og teamet finn ein annan.") % {
            "leader": talk.leader
        }
    if talk.ends_at <= at:
        return _("Tida er over. Meld at samtalen er halden.") if handles else _("Tida er over.")
    return _how_we_meet(talk, handles)


def _how_we_meet(talk, handles):
    words = {"leader": talk.leader, "booker": talk.booker, "phone": talk.phone, "place": talk.place}
    if talk.channel == Channel.VIDEO:
        return _("De møtest på video.")
    if talk.channel == Channel.IN_PERSON:
        return _("De møtest her: %(place)s.") % words
    if talk.who_calls == WhoCalls.LEADER:
        sentence = (
            _("Ring %(booker)s på %(phone)s.") if handles else _("%(leader)s ringjer deg på %(phone)s.")
        )
    else:
        sentence = _("%(booker)s ringjer deg.") if handles else _("Du ringjer %(leader)s.")
    return sentence % words


# --- What has happened -----------------------------------------------------------------------------

BOOKING_HISTORY = {
    "requested": gettext_lazy("%(who)s sende inn bestillinga."),
    Move.ACCEPT: gettext_lazy("%(who)s sa ja. Formøtet blei avtalt."),
    Move.DECLINE: gettext_lazy("%(who)s sa nei: %(reason)s"),
    Move.RECORD: gettext_lazy("%(who)s førte inn formøtet."),
    "programme": gettext_lazy("%(who)s laga køyreplan for møtet."),
    Move.PLAN: gettext_lazy("%(who)s avtala ei ny tid for formøtet."),
    Move.CONFIRM: gettext_lazy("%(who)s stadfesta møtet."),
    Move.COMPLETE: gettext_lazy("%(who)s melde møtet gjennomført."),
    Move.CANCEL: gettext_lazy("%(who)s avlyste møtet. %(reason)s"),
    Move.CHANGE: gettext_lazy("%(who)s endra målet eller den møteansvarlege."),
    Move.MOVE: gettext_lazy("%(who)s flytta møtet eller formøtet."),
    Move.ADJUST: gettext_lazy("%(who)s endra opplysningane om møtet."),
    "succession": gettext_lazy("%(who)s gav bestillinga til den nye gruppeleiaren."),
    "file": gettext_lazy("%(who)s la ved ei fil."),
    "file_removed": gettext_lazy("%(who)s tok bort ei fil."),
    Move.HAND_OVER: gettext_lazy("%(who)s overlét oppdraget frå %(from)s til %(to)s. %(note)s"),
    Move.READ: gettext_lazy("%(who)s har lese notatet frå formøtet."),
    Move.SEEK: gettext_lazy("%(who)s bad teamet finne ein ny prosessleiar."),
    Move.BRING: gettext_lazy("%(who)s tok med %(leader)s som medleiar."),
    Move.LET_GO: gettext_lazy("%(leader)s er ikkje medleiar lenger. Det gjorde %(who)s."),
    Move.TRAVEL: gettext_lazy(
        "%(who)s sette førebuing og reise til %(before)s minutt før og %(after)s etter."
    ),
    Move.LAPSE: gettext_lazy("Bestillinga gjekk ut, og tidene blei ledige att."),
    "pre_meeting_passed_on": gettext_lazy("Formøtet for serien følgjer no dette møtet."),
    "exported": gettext_lazy("%(who)s henta arkivpakka."),
    "evaluation_text_removed": gettext_lazy("%(who)s fjerna ein tekst i evalueringa."),
}
TALK_HISTORY = {
    "requested": gettext_lazy("%(who)s bestilte samtalen."),
    Move.MOVE: gettext_lazy("%(who)s flytta samtalen."),
    Move.CHANNEL: gettext_lazy("%(who)s endra korleis de snakkast."),
    Move.CANCEL: gettext_lazy("%(who)s avlyste samtalen. %(reason)s"),
    Move.COMPLETE: gettext_lazy("%(who)s melde at samtalen er halden."),
    Move.HAND_OVER: gettext_lazy("%(who)s overlét samtalen frå %(from)s til %(to)s. %(note)s"),
    Move.SEEK: gettext_lazy("%(who)s bad teamet finne ein ny prosessleiar."),
}
SAYS_NO = gettext_lazy("%(leader)s kan ikkje vere medleiar likevel. Møtet står.")
TOLD = dict.fromkeys(("from", "to", "leader", "before", "after"), "")  # what an event may tell besides
ENTERED = gettext_lazy("%(who)s la inn bestillinga for %(booker)s.")
CHOSEN_FOR = {
    "competence": gettext_lazy("Prosessleiaren blei vald for kunnskapen sin om føremålet."),
    "fewest_hours": gettext_lazy("Prosessleiaren blei vald fordi kalenderen hadde best plass."),
}

CO_CHOSEN_FOR = {
    "asked_for": gettext_lazy("%(co_leader)s er medleiar, slik de bad om."),
    "competence": gettext_lazy("%(co_leader)s er medleiar, vald for kunnskapen sin om føremålet."),
    "fewest_hours": gettext_lazy("%(co_leader)s er medleiar, fordi kalenderen hadde best plass."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history. `record` is a formøte that no longer counts: label → words."""

    at: object
    text: str
    more: tuple[str, ...] = ()
    record: tuple[tuple[str, str], ...] = ()


def history(row, events, *, reader, handles):
    """The events of a booking or a talk as lines, oldest first."""
    sentences = BOOKING_HISTORY if hasattr(row, "responsible_id") else TALK_HISTORY
    return [_line(row, event, sentences, reader, handles) for event in events if event.verb in sentences]


def _line(row, event, sentences, reader, handles):
    entered = event.verb == "requested" and getattr(row, "entered_by_id", None)
    sentence = SAYS_NO if event.data.get("says_no") else ENTERED if entered else sentences[event.verb]
    words = {
        **TOLD,
        **event.data,
        "note": event.data.get("reason", "") if handles else "",
        "who": _who(event, reader),
        "booker": row.booker,
        "reason": getattr(row, "declined_reason", "") or row.cancelled_reason,
    }
    return Line(event.at, (sentence % words).strip(), _more(event.data, handles), _old_record(event.data))


def _who(event, reader):
    if event.by_id is None:
        return _("Nokon som ikkje er her lenger")
    return _("Du") if event.by_id == reader.pk else str(event.by)


def _more(data, handles):
    found = [str(CHOSEN_FOR[data["chosen_for"]])] if data.get("chosen_for") in CHOSEN_FOR else []
    if data.get("co_chosen_for") in CO_CHOSEN_FOR:
        found.append(CO_CHOSEN_FOR[data["co_chosen_for"]] % data)
    found += [_moved(source, *times) for source, times in data.get("moved", {}).items()]
    found += [_("%(what)s: %(text)s") % {"what": what, "text": text} for what, text in data.get("new", [])]
    if handles and data.get("overruled"):
        found.append(_("Utanfor reglane: %(reason)s") % {"reason": data["overruled"]})
    return tuple(found)


MOVED = {
    Source.MEETING: gettext_lazy("Møtet: frå %(before)s til %(after)s."),
    Source.PRE_MEETING: gettext_lazy("Formøtet: frå %(before)s til %(after)s."),
}


def _moved(source, before, after):
    times = {"before": before, "after": after}
    return MOVED[source] % {name: moment(dt.datetime.fromisoformat(text)) for name, text in times.items()}


def _old_record(data):
    record = data.get("record") or {}
    if not record.get("held_to"):
        return ()
    return ((_("Målet då"), record["held_goal"]), (_("Arbeidsmåten då"), record["held_way"]))


# --- Times in words ------------------------------------------------------------------------------


def moment(at):
    """tysdag 15. desember 2026 kl. 09.00, or nothing. The clock never stands alone on a line."""
    return _("%(date)s kl.\u00a0%(clock)s") % {"date": dato(at), "clock": klokke(at)} if at else ""


def stretch(start, end):
    """tysdag 15. desember 2026 kl. 09.00–11.00, or nothing."""
    return f"{moment(start)}–{klokke(end)}" if start else ""


def stay(start, end):
    """When somebody is away, from local times: whole days as days, the rest with the clock."""
    last = end - dt.timedelta.resolution
    if (start.time(), end.time()) != (dt.time(), dt.time()):
        if start.date() == end.date():
            return stretch(start, end)
        return _("%(from)s til %(to)s") % {"from": moment(start), "to": moment(end)}
    if start.date() == last.date():
        return _("%(day)s, heile dagen") % {"day": dato(start)}
    return _("%(first)s til og med %(last)s") % {"first": dato(start), "last": dato(last)}
