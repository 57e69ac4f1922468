"""Print the ten hardest briefs as programmes, to be read as a critical facilitator would: `make programmes`.

`python -m tests.programmes common` prints the everyday ones instead, those the team has recipes for.
"""

import datetime
import sys

from django.conf import settings

from tests.tools.generator.library import methods
from tools import wording
from tools.generator import propose
from tools.generator.arc import EL, IA, ID, IN, KD, MS, OB, PA
from tools.generator.offsets import laid_day
from tools.plan import FRAME, PAUSE, Block, Brief
from tools.programme import Clock

NINE, NOON, EVENING = datetime.time(9), datetime.time(12), datetime.time(18)
LUNCH = Block("lunch1", PAUSE, "Lunsj", 45, starts=datetime.time(11, 30))
FACTS = Block("facts1", FRAME, "Faktainnlegg", 20, responsible="Fagansvarleg", brings=("F",))
PLANS = Block("plans1", FRAME, "Slik ser planen ut no", 15, responsible="Kommunalsjef")
# (what is hard, brief, start, minutes, fixed blocks)
HARDEST = [
    ("Mål i lag på det kortaste som går", Brief(MS, people=12), NINE, 90, ()),
    ("Heil dag med låst lunsj, innlegg og ein metode dei vil ha",
     Brief(MS, people=30, must=("verdskafe",)), NINE, 360, (LUNCH, FACTS)),
    ("Digitalt, og ingen kjenner kvarandre",
     Brief(MS, people=16, digital=True, strangers=True), NINE, 180, ()),
    ("Uøvd leiar, og verken golvplass, teip eller vegg",
     Brief(ID, people=20, skill=1, lacks=("open golvplass", "golvteip", "vegg")), NOON, 240, ()),
    ("Fullt folkemøte med to innlegg på to timar",
     Brief(IN, people=120, strangers=True, leaders=3), EVENING, 120, (FACTS, PLANS)),
    ("Vedtak på tre kvarter", Brief(PA, people=8), NINE, 45, ()),
    ("Ukjende i open konflikt", Brief(KD, people=14, strangers=True, conflict=2), NINE, 120, ()),
    ("Førti ukjende skal kome i gang", Brief(OB, people=40, strangers=True), NINE, 150, ()),
    ("Fire personar som ser tilbake ein heil dag", Brief(EL, people=4), NINE, 360, ()),
    ("Hundre og tjue på eitt golv ein heil dag", Brief(MS, people=120, leaders=4), NINE, 360, ()),
]  # fmt: skip
COMMON = [
    ("Oppskrift 1", Brief(MS, people=12), NINE, 180, ()),
    ("Oppskrift 2", Brief(ID, people=20), NINE, 240, ()),
    ("Oppskrift 3", Brief(IN, people=50, strangers=True), EVENING, 120,
     (Block("facts1", FRAME, "Faktainnlegg", 10, brings=("F",)),)),
    ("Oppskrift 4", Brief(PA, people=8), NINE, 90, ()),
    ("Oppskrift 5", Brief(OB, people=15, strangers=True), NINE, 150, ()),
    ("Oppskrift 6", Brief(EL, people=10), NINE, 90, ()),
    ("Oppskrift 7", Brief(KD, people=14, conflict=1), NINE, 120,
     (Block("facts1", FRAME, "Fakta i saka", 10, brings=("F",)),)),
    ("Oppskrift 8", Brief(MS, people=30), NINE, 360, ()),
    ("Innsikt", Brief(IA, people=16), NINE, 150, ()),
    ("Kort måltime", Brief(MS, people=12), NINE, 60, ()),
]  # fmt: skip


def main(briefs):
    for title, brief, start, minutes, fixed in briefs:
        print(f"\n{'=' * 100}\n{title}: {brief.purpose}, {brief.people} personar, {minutes} minutt\n")
        show(brief, start, minutes, fixed)


def show(brief, start, minutes, fixed):
    found = propose(brief, methods(), start=start, minutes=minutes, fixed=fixed)
    if found.refusal is not None:
        print("  " + wording.refusal_line(found.refusal))
        for offer in found.refusal.offers:
            print("   → " + wording.offer_line(offer))
    for made in wording.worded(found, brief, methods()).variants:
        show_variant(made, start)


def show_variant(made, start):
    titles = {facts.slug: facts.title for facts in methods()}
    clock = Clock(None, start)
    print(f"  {made.name.upper()} · endar med {made.result} · {made.slack} min å gå på før siste tredelen")
    for code in made.relaxed:
        print("    ! " + wording.relaxed_line(code, made))
    for place in laid_day(made.blocks, start):
        block = place.block
        times = f"{clock.at(place.start):%H.%M}–{clock.at(place.end):%H.%M}"
        print(f"    {times} {block.minutes:3d}  {block.title}")
        about = [part for part in (titles.get(block.method, ""), block.responsible) if part]
        print(f"                      [{' · '.join(about)}]")
        print(f"                      {block.reason}")
    names = {block.id: block.title for block in made.blocks}
    for warning in made.warnings:
        print(f"    ? {names.get(warning.block_id, '')} {wording.warning_line(warning)}")
    print()


if __name__ == "__main__":
    settings.configure(USE_I18N=False)  # the words as they are written; no database, no keys
    main(COMMON if "common" in sys.argv else HARDEST)
