"""Two process leaders for one meeting: the question of the list asked under locks, and who it becomes.

The one who leads has the meeting and the formøte free; the one who comes along needs the meeting alone.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bookings import leader_calendars, reservations
from bookings.availability import Reason
from bookings.choices import REASONS, Part, Source
from bookings.colleagues import IN_THE_WAY
from bookings.errors import TimeRefused, TimeTaken
from bookings.leader_calendars import ZONE, FreeTime
from bookings.models import Commitment, ProcessLeader
from bookings.pairs import ANYBODY, Who, starts_of
from bookings.reservations import ALTERNATIVES, NEARBY, SOMEBODY_WAS_FIRST

NOT_FREE = _("%(leader)s kan ikkje då (%(reason)s). Vel ei anna tid.")
NOT_TWO = _("Det er ikkje to prosessleiarar ledige då. Vel ei anna tid, eller be om éin.")
# The same for everybody: no matter who is asked for.
FOR_ALL = {Reason.OFF_GRID, Reason.PAST, Reason.TOO_SOON, Reason.TOO_FAR, Reason.TOO_CLOSE, Reason.HOLIDAY}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who leads and who comes along, each with why: «asked_for», «competence» or «fewest_hours»."""

    leader: object
    why: str
    other: object
    why_other: str

    def takes(self, slots):
        """[(leader, part, slots)] in id order. `slots`: the meeting, then the formøte."""
        both = [(self.leader, Part.LEADER, slots), (self.other, Part.CO_LEADER, slots[:1])]
        return sorted(both, key=lambda take: take[0].pk)


@dataclass(frozen=True, slots=True)
class Answer:
    """Each leader's refusal or None, of everything (`whole`) and of the `meeting` alone: pk → verdict."""

    who: Who
    whole: dict
    meeting: dict

    @property
    def leads(self):
        return self.who.leads(_free(self.whole), _free(self.meeting))

    def others(self, lead):
        return self.who.others(_free(self.meeting), lead)

    def refusal(self):
        """(slot or None, reason, pk of the named one who cannot or None); None when two can."""
        if self.leads:
            return None
        able = self.who.leads(_free(self.meeting))
        verdicts = {pk: self.whole[pk] for pk in able} if able else self.meeting
        named = [pk for pk in (self.who.leader, self.who.other) if verdicts.get(pk)]
        found = [verdicts[pk] for pk in named] or [verdict for verdict in verdicts.values() if verdict]
        taken = [verdict for verdict in found if verdict[1] in SOMEBODY_WAS_FIRST]
        slot, reason = (taken or found or [(None, Reason.DAY_OFF)])[0]
        return slot, reason, next((pk for pk in named if verdicts[pk][1] == reason), None)


def _free(verdicts):
    return [pk for pk, verdict in verdicts.items() if verdict is None]


def ask(slots, who, *, at, among=None, overrule=False):
    """Who of those asked for (or of the pks `among`) can do what. `slots`: the meeting, then the formøte."""
    pks = who.asked if among is None else among
    whole = reservations.judge(slots, pks, at=at, overrule=overrule)
    return Answer(who, whole, reservations.judge(slots[:1], pks, at=at, overrule=overrule))


def sentence(refusal):
    """What to say to whoever asked for two."""
    slot, reason, named = refusal
    is_about_one = slot is not None and slot.source == Source.PRE_MEETING and named is None
    if reason in FOR_ALL or is_about_one:
        return REASONS[reason]
    leader = ProcessLeader.objects.select_related("member").filter(pk=named).first()
    return NOT_FREE % {"leader": leader, "reason": IN_THE_WAY[reason]} if leader else NOT_TWO


def lock_free_pair(slots, who, *, purpose="", at, overrule=False):
    """Lock and return the two who are `Chosen`. Raises TimeRefused, or TimeTaken when somebody was first."""
    seemingly = ask(slots, who, at=at, overrule=overrule)
    candidates = seemingly.who.involved(_free(seemingly.meeting)) if seemingly.leads else seemingly.meeting
    locked = ProcessLeader.objects.active().lock(list(candidates))
    Commitment.objects.release_expired_holds(locked, at)
    answer = ask(slots, who, at=at, among=[one.pk for one in locked], overrule=overrule)
    refusal = answer.refusal()
    if refusal:
        raise _error(refusal, slots)
    hours = {} if who.asked else reservations.hours_lately(locked, at)
    return choose(answer, {one.pk: one for one in locked}, purpose, hours)


def _error(refusal, slots):
    slot, reason, _named = refusal
    kind = TimeTaken if reason in SOMEBODY_WAS_FIRST else TimeRefused
    return kind(reason, which=(slot or slots[0]).source, sentence=sentence(refusal))


def choose(answer, leaders, purpose, hours):
    """The best to lead, then the best beside; `leaders`: pk → anything with pk and purposes."""
    leader, why = _best(answer.leads, answer.who.leader, leaders, purpose, hours)
    return Chosen(leader, why, *_best(answer.others(leader.pk), answer.who.other, leaders, purpose, hours))


def _best(pks, named, leaders, purpose, hours):
    if named is not None:
        return leaders[named], "asked_for"
    return reservations.first_in_line([leaders[pk] for pk in pks], purpose, hours)


def foreseen(slots, who, *, purpose, at):
    """The two it would be now, as `Chosen`, or None. For the page where everything is checked."""
    answer = ask(slots, who, at=at)
    if not answer.leads:
        return None
    leaders = {one.pk: one for one in ProcessLeader.objects.active().for_list()}
    return choose(answer, leaders, purpose, reservations.hours_lately(leaders, at))


def with_alternatives(error, slots, who, *, at):
    """Give a TimeTaken the nearest free times. Call it outside the transaction that failed."""
    meeting, talk = slots
    if error.which == Source.PRE_MEETING:
        leads = who.leads(_free(reservations.judge([meeting], who.asked, at=at)))
        found = _nearest(talk, ANYBODY, leads, at)
    else:
        wider = [who, Who(2, who.leader), Who(2)]
        found = next(filter(None, (_nearest(meeting, one, one.asked, at) for one in wider)), [])
    error.alternatives = found
    return error


def _nearest(slot, who, leaders, at):
    """Up to five free starts nearest to the slot's: list of FreeTime."""
    first, last = slot.date - NEARBY, slot.date + NEARBY
    calendars = leader_calendars.load(first=first, last=last, leaders=leaders, at=at)
    found = starts_of(who, calendars, slot.wish, slot.rules, first, last)
    near = sorted(found, key=lambda start: abs(start - slot.start))[:ALTERNATIVES]
    return [FreeTime(start.astimezone(ZONE), tuple(found[start])) for start in near]
