"""The doors of a draw of lots: plan, count, publish the list, draw once, or withdraw in time.

The list is published first, with the source and the moment of a seed that nobody can know yet.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte import events
from referencegroups.actions import deciding, places
from referencegroups.errors import Changed, MoveRefused, Refused
from referencegroups.lottery import drawing
from referencegroups.lottery_choices import LotteryMove
from referencegroups.models import Lottery
from referencegroups.pool import pool_of, shielded_counts, task_of


class PoolChanged(Changed):
    sentence = _("Potten er endra sidan sjansane blei rekna ut. Lag ei ny loddtrekking.")


class AlreadyDrawn(Refused):
    status = 409
    sentence = _("Loddet er alt trekt, og ingen kan trekkje på nytt.")


class NoRoom(Refused):
    status = 409
    sentence = _("Gruppa har ikkje lenger plass til alle som blir trekte. Auk talet på plassar, og trekk så.")


@transaction.atomic
def plan(*, by, group, seats, reserves, quotas, at=None):
    """A draw to be counted. `quotas` are the engine's; nothing is public yet."""
    free = places.free_seats(group)
    if free is not None and seats > free:
        raise Refused(_("Gruppa har %(free)d ledige plassar. Skriv ikkje fleire."), params={"free": free})
    if pool_of(group).count() <= seats:
        raise Refused(_("Det er plass til alle i potten. Godkjenn dei, så treng de ikkje trekkje lodd."))
    rows = [_columns(quota) for quota in quotas]
    lottery = Lottery.objects.create(
        group=group, seats=seats, reserves=reserves, quotas=rows, state_by=by, created_at=at or timezone.now()
    )
    events.record(lottery, "plan", by=by, at=at, seats=seats, quotas=rows)
    return lottery


def count(*, lottery):
    """Find the chances and the numbered list, or which quotas break. May take many seconds."""
    from referencegroups.lottery.chances import leximin  # numpy and HiGHS: only where they are used
    from referencegroups.lottery.feasibility import check
    from referencegroups.lottery.tickets import make_list

    task = task_of(lottery)
    found = check(task)
    if found.possible:
        return _ready(lottery, task, make_list(leximin(task)))
    lottery.step(LotteryMove.FAILED, pool_size=len(task.volunteers), changes=_explained(found))
    return lottery


def _ready(lottery, task, panels):
    held = panels.tickets_of_people()
    chances = {str(person.number): held.get(person.number, 0) for person in task.volunteers}
    lottery.step(
        LotteryMove.FOUND,
        input_hash=task.fingerprint(),
        pool_size=len(task.volunteers),
        counts=shielded_counts(task),
        list_text=panels.text,
        list_hash=panels.sha256,
        chances=chances,
        lowest=min(chances.values()),
        highest=max(chances.values()),
    )
    return lottery


def _explained(found):
    rows = [[*_columns(change.quota), change.least, change.most] for change in found.changes]
    return {"missing": found.missing, "rows": rows}


def _columns(quota):
    return [quota.category, quota.value, quota.least, quota.most]


@transaction.atomic
def publish(*, by, lottery, seed_source, seed_at, version=None, at=None):
    """Step one: the numbered list, open to all and locked, with where and when the seed will come."""
    at = at or timezone.now()
    lottery.lock()
    if seed_at <= at:
        raise Refused(
            _("Vel eit tidspunkt fram i tid. Ingen skal kunne vite frøet når lista blir publisert.")
        )
    if lottery.input_hash and task_of(lottery).fingerprint() != lottery.input_hash:
        raise PoolChanged
    lottery.step(
        LotteryMove.PUBLISH, by=by, at=at, version=version,
        published_at=at, seed_source=seed_source.strip(), seed_at=seed_at, data=_log(lottery),
    )  # fmt: skip
    return lottery


def _log(lottery):
    """Counts, chances and fingerprints; the ids are the lottery's own."""
    names = ("seats", "pool_size", "quotas", "lowest", "highest", "input_hash", "list_hash")
    return {name: getattr(lottery, name) for name in names}


@transaction.atomic
def draw_lots(*, by, lottery, seed, at=None):
    """Step two: one ticket by the seed. The drawn get their places and the reserves their order.

    Drawing again with the same seed changes nothing; with another it is refused.
    """
    at = at or timezone.now()
    lottery.lock()
    seed = drawing.tidy_seed(seed)
    if lottery.drawn_at:
        if seed == lottery.seed:
            return lottery
        raise AlreadyDrawn
    _check_draw(lottery, seed, at)
    found = drawing.draw(lottery.panels, map(int, lottery.chances), seed, lottery.reserves)
    _record(lottery, found, by=by, seed=seed, at=at)
    _give_places(lottery, found, by=by, at=at)
    return lottery


def _check_draw(lottery, seed, at):
    if not lottery.may(LotteryMove.DRAW):
        raise MoveRefused(lottery, LotteryMove.DRAW)
    if at < lottery.seed_at:
        raise Refused(_("Vent til frøet er kjent. Det er den tida alle har fått vite om."))
    if not seed:
        raise Refused(_("Skriv frøet."))


def _record(lottery, found, *, by, seed, at):
    columns = {
        "seed": seed,
        "ticket": found.ticket,
        "panel_number": found.panel.number,
        "drawn": list(found.panel.people),
        "drawn_reserves": list(found.reserves),
    }
    lottery.step(LotteryMove.DRAW, by=by, at=at, drawn_at=at, data={"seed": seed}, **columns)


def _give_places(lottery, found, *, by, at):
    """Who has left since the list was published gets no place; the first reserves step in."""
    waiting = {row.member.number: row for row in _lock_pool(lottery.group)}

    def still(numbers):
        return [waiting[number] for number in numbers if number in waiting]

    drawn, free = still(found.panel.people), places.free_seats(lottery.group)
    if free is not None and len(drawn) > free:
        raise NoRoom
    deciding.draw(by=by, drawn=drawn, reserves=still(found.reserves), at=at)
    if len(drawn) < lottery.seats:
        places.call_up(lottery.group, at=at)


def _lock_pool(group):
    return pool_of(group).select_related("member", "group").select_for_update(of=("self",), no_key=True)


@transaction.atomic
def withdraw(*, by, lottery, reason, at=None):
    """Take a published list back, with a reason that everybody reads. Not once the seed may be known."""
    at = at or timezone.now()
    lottery.lock()
    if lottery.may(LotteryMove.WITHDRAW) and at >= lottery.seed_at:
        raise Refused(_("No er frøet kjent, og då må lista trekkjast som ho er."))
    lottery.step(LotteryMove.WITHDRAW, by=by, at=at, withdrawn_reason=reason.strip())
    return lottery
