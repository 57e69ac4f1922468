"""The changes of the editor: the posted form and the plan give the next plan, and words for the history."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prosesstotte.templatetags.portal import minutt
from tools import editing, shelf
from tools.forms import AddForm, BlockForm, MinutesForm
from tools.generator import alternatives, fill
from tools.plan import MOST_BLOCKS, Plan
from tools.views.editor_page import Ask
from tools.wording import worded_choices


@dataclass(frozen=True)
class Edit:
    """A change that can be kept: the new plan, what was done, and the block to look at."""

    plan: Plan
    what: str
    block_id: str = ""


class NotValid(Exception):
    """What was posted cannot be kept. `ask` shows the page with the form and its messages."""

    def __init__(self, **ask):
        super().__init__()
        self.ask = Ask(**ask)


def existing(plan, block_id):
    block = plan.block(block_id)
    if block is None:
        raise NotValid(notice=_("Den bolken finst ikkje lenger."))
    return block


def move(plan, data):
    """Up, down, or the whole order after a drag."""
    if "rekkje" in data:
        new = editing.reorder(plan, data["rekkje"][:2000].split(","))
        block = plan.block(data.get("flytta", ""))
        return Edit(new, _("Flytta «%s»") % block.title if block else _("Endra rekkjefølgja"))
    by, block_id = (-1, data["opp"]) if "opp" in data else (1, data.get("ned", ""))
    block = existing(plan, block_id)
    what = _("Flytta «%s» opp") if by < 0 else _("Flytta «%s» ned")
    return Edit(editing.move(plan, block_id, by), what % block.title)


def minutes(plan, data):
    form = MinutesForm(data, plan=plan)
    if not form.is_valid():
        raise NotValid(minutes_form=form)
    new = editing.set_minutes(plan, form.minutes())
    changed = [block for block in new.blocks if plan.block(block.id) != block]
    if len(changed) == 1:
        words = {"title": changed[0].title, "minutes": minutt(changed[0].minutes)}
        return Edit(new, _("«%(title)s» fekk %(minutes)s") % words)
    return Edit(new, _("Endra minutta i %(number)s bolkar") % {"number": len(changed)})


def add(plan, data):
    form = AddForm(data)
    if not form.is_valid():
        raise NotValid(after=data.get("after", ""), add_form=form)
    if len(plan.blocks) >= MOST_BLOCKS:
        raise NotValid(notice=_("Planen har %s bolkar, og det er så mange han kan ha.") % MOST_BLOCKS)
    block = form.block(plan.brief.people)
    new = editing.add(plan, block, form.cleaned_data["after"])
    return Edit(new, _("La til «%s»") % block.title, block.id)


def change(plan, data):
    block = existing(plan, data.get("bolk", ""))
    form = BlockForm(data, block=block)
    if not form.is_valid():
        raise NotValid(opened=block.id, block_form=form)
    new = editing.change(plan, block.id, **form.values())
    return Edit(new, _("Endra «%s»") % new.block(block.id).title, block.id)


def remove(plan, data):
    block = existing(plan, data.get("bolk", ""))
    return Edit(editing.remove(plan, block.id), _("Fjerna «%s»") % block.title)


def swap(plan, data):
    block = existing(plan, data.get("bolk", ""))
    methods = shelf.on_offer()
    offered = worded_choices(alternatives(plan, block.id, methods), plan.brief, methods)
    chosen = next((other for other in offered if other.method == data.get("metode")), None)
    if chosen is None:
        raise NotValid(swapping=block.id, notice=_("Den metoden passar ikkje her lenger. Vel ein av desse."))
    what = _("Bytte «%(old)s» med «%(new)s»") % {"old": block.title, "new": chosen.title}
    return Edit(editing.swap(plan, block.id, chosen), what, block.id)


def fill_gap(plan, data):
    """Something for free time: before a locked block, or at the end."""
    after, text = data.get("etter", ""), data.get("minutt", "")
    gap = int(text) if text.isdecimal() and len(text) < 4 else 0
    methods = shelf.on_offer()
    found = worded_choices(fill(plan, after or None, gap, methods), plan.brief, methods) if gap else ()
    if not found:
        raise NotValid(
            notice=_("Vi fann ingen metode som passar i den tida. Legg til ein pause, eller flytt noko.")
        )
    new = plan
    for block in found:
        new = editing.add(new, block, after)
        after = block.id
    what = ngettext("Fylte luka med «%(title)s»", "Fylte luka med «%(title)s» og meir", len(found))
    return Edit(new, what % {"title": found[0].title}, found[0].id)


EDITS = {
    "flytt": move,
    "minutt": minutes,
    "ny": add,
    "endre": change,
    "fjern": remove,
    "byt": swap,
    "fyll": fill_gap,
}
