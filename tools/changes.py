"""What is different between two versions of a programme, in sentences for people."""

from dataclasses import fields

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prosesstotte.templatetags.portal import dato, klokke, minutt

MOST = 12  # sentences; more is not read
BLOCK_WORDS = {
    "title": gettext_lazy("teksten"),
    "method": gettext_lazy("metoden"),
    "responsible": gettext_lazy("kven som er ansvarleg"),
    "note": gettext_lazy("merknaden"),
    "starts": gettext_lazy("klokkeslettet"),
    "track": gettext_lazy("sporet"),
    "kept": gettext_lazy("om bolken skal stå fast"),
    "brings": gettext_lazy("kva bolken har med seg"),
    "date": gettext_lazy("datoen"),
    "until": gettext_lazy("sluttida"),
}
PLAN_WORDS = {"title": gettext_lazy("Tittelen"), "brief": gettext_lazy("Ramma for møtet")}


def changes(old, new):
    """Sentences, the most important first; at most MOST of them and one that says how many more."""
    found = [
        *_of_the_plan(old, new),
        *_removed(old, new),
        *_added(old, new),
        *_changed(old, new),
        *_order(old, new),
    ]
    if len(found) > MOST:
        return [*found[:MOST], _("… og %(number)s endringar til.") % {"number": len(found) - MOST}]
    return found


def _of_the_plan(old, new):
    for name, word in PLAN_WORDS.items():
        if getattr(old, name) != getattr(new, name):
            yield _("%(what)s er endra.") % {"what": word}
    if (old.date, old.start, old.until) != (new.date, new.start, new.until):
        yield _("Tida er no %(when)s.") % {"when": when(new)}


def when(plan):
    """«tysdag 24. november 2026, 09.00–12.00», or only the clock when there is no date."""
    clock = klokke(plan.start) + (f"–{klokke(plan.until)}" if plan.until else "")
    return f"{dato(plan.date)}, {clock}" if plan.date else clock


def _removed(old, new):
    for block in old.blocks:
        if not new.block(block.id):
            yield _("Fjerna «%(title)s».") % {"title": block.title}


def _added(old, new):
    for block in new.blocks:
        if not old.block(block.id):
            yield _("La til «%(title)s».") % {"title": block.title}


def _changed(old, new):
    for block in new.blocks:
        before = old.block(block.id)
        if before and before != block:
            yield from _block_changes(before, block)


def _block_changes(before, block):
    if before.minutes != block.minutes:
        yield _("«%(title)s»: %(before)s blei %(now)s.") % {
            "title": block.title,
            "before": minutt(before.minutes),
            "now": minutt(block.minutes),
        }
    names = [field.name for field in fields(block) if field.name in BLOCK_WORDS]
    words = [str(BLOCK_WORDS[name]) for name in names if getattr(before, name) != getattr(block, name)]
    if words:
        yield _("«%(title)s»: endra %(what)s.") % {"title": block.title, "what": " og ".join(words)}


def _order(old, new):
    """Which blocks have changed places, told once for those that moved the most."""
    common = [block.id for block in old.blocks if new.block(block.id)]
    places = {
        block_id: place for place, block_id in enumerate(b.id for b in new.blocks if b.id in set(common))
    }
    moved = [block_id for place, block_id in enumerate(common) if places[block_id] != place]
    if moved:
        titles = sorted(moved, key=lambda block_id: -abs(places[block_id] - common.index(block_id)))[:2]
        names = _("«%s»") % _("» og «").join(new.block(block_id).title for block_id in titles)
        yield _("Rekkjefølgja er endra: %(titles)s.") % {"titles": names}
