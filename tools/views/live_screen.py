"""What the screens of a running meeting show: one picture for the page and for the small JSON.

The leader's picture has everything; the hall's has only what the participants may see.
"""

import json

from django.utils.translation import gettext as _

from prosesstotte.templatetags.portal import stegnamn, stegnummer
from tools import shelf

WORTH_A_WORD = 2  # minutes behind before the page offers help


def shown(run, live, *, is_hall):
    """What the templates show, made ready once."""
    steps = picture(run, live, is_hall=is_hall)
    number, unit = countdown(live)
    rows = list(zip(live.steps, steps["steps"], strict=True))
    return {
        "picture_json": json.dumps(steps),
        "words_json": json.dumps(words()),
        "rows": rows,
        "now": steps["steps"][live.index],
        "next": next((step for seen, step in rows if seen is live.next), None),
        "number": number,
        "unit": unit,
        "part": part_used(live),
        "standing": standing(live),
    }


def picture(run, live, *, is_hall):
    """All a device needs to count on alone. Moments in milliseconds, `used` in seconds, else minutes."""
    methods = shelf.methods()
    return {
        "run": run.pk,
        "version": version(run),
        "now": milliseconds(live.at),
        "base": milliseconds(live.base),
        "phase": live.phase,
        "index": live.index,
        "paused": live.is_paused,
        "end": live.planned_end,
        "steps": [_step(seen, methods, is_hall) for seen in live.steps],
    }


def version(run):
    """Another text as soon as anything is pressed anywhere."""
    return f"{run.pk}-{run.number_of_events}-{'e' if run.ended_at else 'o'}"


def _step(seen, methods, is_hall):
    step, first = seen.step, seen.step.blocks[0]
    facts = methods.get(first.method)
    shown = {
        "id": seen.id,
        "title": "\n".join(_titles(step)),
        "minutes": seen.minutes,
        "used": seen.used,
        "lock": step.lock,
        "arrival": step.arrival,
        "dropped": seen.is_dropped,
        "pause": step.is_pause,
        "petal": stegnummer(facts.step) if facts and len(step.blocks) == 1 else 0,
    }
    return shown if is_hall else {**shown, **_for_the_leader(step, methods)}


def heading(seen):
    """A step's title on one line."""
    return " / ".join(_titles(seen.step))


def _titles(step):
    """Everybody together: the title. Tracks side by side: a line each, with the track's letter."""
    if len(step.blocks) == 1:
        return [step.blocks[0].title]
    return [f"{name}: {' – '.join(block.title for block in blocks)}" for name, blocks in step.tracks]


def _for_the_leader(step, methods):
    return {
        "about": _("Fleire ting samstundes") if len(step.blocks) > 1 else _about(step.blocks[0], methods),
        "who": ", ".join(dict.fromkeys(block.responsible for block in step.blocks if block.responsible)),
        "note": "\n".join(block.note for block in step.blocks if block.note),
    }


def _about(block, methods):
    """«Utforske: Verdskafé»; only the step when the block is called what the method is called."""
    facts = methods.get(block.method)
    if not facts:
        return ""
    name = stegnamn(facts.step)
    return str(name) if facts.title == block.title else f"{name}: {facts.title}"


def milliseconds(moment):
    return int(moment.timestamp() * 1000)


def words():
    """The sentences the page says by itself while it runs; {n} and {title} are put in on the way."""
    return {
        "on_time": _("I rute"),
        "behind": _("{n} minutt bak planen"),
        "ahead": _("{n} minutt før planen"),
        "minutes_left": _("min att"),
        "seconds_left": _("sekund att"),
        "over": _("min over tida"),
        "seconds_over": _("sekund over tida"),
        "pause": _("Pause"),
        "resume": _("Hald fram"),
        "paused": _("Møtet har pause"),
        "nothing_more": _("Dette er siste bolken"),
        "now": _("No: {title}. {n} minutt."),
        "up": _("Tida er ute: {title}"),
        "offline": _("Utan nett. Klokka går, og vi lagrar når nettet er tilbake."),
        "online": _("Nettet er tilbake, og alt er lagra."),
        "needs_network": _("Dette treng nett. Klokka går, og du kan prøve igjen når nettet er tilbake."),
        "gone": _("Lenkja gjeld ikkje lenger, og ingenting blir lagra. Opne møtet på nytt frå planen."),
        "late": _("Vi er {n} minutt etter. Sjå kva vi kan gjere"),
        "next_pause": _("Neste pause {time}"),
        "end": _("Ferdig {time}"),
        "seconds": _("{n} s"),
        "length": _("{n} min"),
        "saving": _("Vi lagrar"),
        "thanks": _("Takk for i dag!"),
        "worth": WORTH_A_WORD,
    }


def standing(live):
    """«2 minutt bak planen»."""
    said = words()
    if live.is_paused:
        return said["paused"]
    if live.drift == 0:
        return said["on_time"]
    return said["behind" if live.drift > 0 else "ahead"].format(n=abs(live.drift))


def difference(seen):
    """«3 min lengre»; nothing for what was not used."""
    more = seen.used_minutes - seen.step.minutes
    if not seen.used:
        return ""
    if more == 0:
        return _("som planlagt")
    return (_("%(n)s min lengre") if more > 0 else _("%(n)s min kortare")) % {"n": abs(more)}


def countdown(live):
    """(number, words): whole minutes rounded up, as they stand until the page is loaded again."""
    said = words()
    if live.left < 0:
        return -live.left // 60, said["over"]
    return -(-live.left // 60), said["minutes_left"]


def part_used(live):
    """How much of the block is used, in percent of its minutes."""
    return min(100, round(100 * live.now.used / (live.now.minutes * 60), 1)) if live.now else 0
