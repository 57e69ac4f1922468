"""A programme of the demo, so that whoever logs in finds one: two days, tracks, a fixed lunch."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from tools.actions.programmes import make_programme
from tools.models import Programme, Recipe
from tools.plan import Block, Brief

RECIPE = "heildagssamling-retning-og-tiltak"
WEEKS_AHEAD = 3
# The second day is short: two tracks side by side, and one end together.
# kind, title, minutes, method, track, responsible
SECOND_DAY = [
    ("frame", "God morgon: kva tek vi med oss frå i går?", 15, "", "", "Gruppeleiar"),
    ("method", "Kva hjelper oss, og kva bremsar oss?", 45, "kraftfeltanalyse", "A", "Ingrid"),
    ("method", "Korleis ser dette ut for ein innbyggar?", 60, "brukarreise", "B", "Torstein"),
    ("pause", "Pause", 15, "", "", ""),
    ("method", "Kva er det neste steget ditt?", 15, "eitt-steg-vidare", "", "Alle"),
]


def load(owner):
    """Make it once; an owner who has a programme gets no other."""
    recipe = Recipe.objects.with_blocks().filter(slug=RECIPE).first()
    if recipe and not Programme.objects.filter(owner=owner).exists():
        make_programme(plan=plan_of(recipe), by=owner)


def plan_of(recipe):
    tuesday = _a_tuesday()
    blocks = [_lunch(block) for block in recipe.plan().blocks]
    day_two = Block("dag2", "day", "Dag 2", 0, starts=dt.time(9), date=tuesday + dt.timedelta(days=1))
    more = [_block(f"c{number}", *words) for number, words in enumerate(SECOND_DAY, start=1)]
    return replace(
        recipe.plan(),
        title="Framtidas bibliotek",
        date=tuesday,
        brief=Brief(
            purpose=recipe.purpose,
            result="H",
            people=recipe.people,
            place="Biblioteket, store sal",
            leaders=2,
            goal="Bli samde om kva biblioteket skal vere om fem år, og kven som gjer kva no.",
        ),
        blocks=(*blocks, day_two, *more),
    )


def _block(block_id, kind, title, minutes, method, track, responsible):
    return Block(block_id, kind, title, minutes, method=method, track=track, responsible=responsible)


def _lunch(block):
    return replace(block, starts=dt.time(11, 30)) if block.title == "Lunsj" else block


def _a_tuesday():
    day = timezone.localdate() + dt.timedelta(weeks=WEEKS_AHEAD)
    return day + dt.timedelta(days=(1 - day.weekday()) % 7)
