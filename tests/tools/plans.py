"""Plans, methods and details for the tests of what is made from a programme: plain data, no database."""

import datetime as dt

from hypothesis import strategies as st

from tools import faces
from tools.choices import Face
from tools.facts import Details, Facts
from tools.plan import Block, Brief, Plan
from tools.timing import Timing

TUESDAY = dt.date(2026, 11, 24)
IDEAS = Facts(
    "idear", "Idémyldring", "idemyldring", "utforske", "idea", "utforske", ("T",), "I",
    Timing(15, 0, 1, 5, 10, 40), 4, 60, can_be_parallel=True, kit=("lappar", "skjerm"),
    address="/metodar/idear/",
)  # fmt: skip
ROUND = Facts(
    "runde", "Runde", "oppstart", "opne", "opening", "opne", ("T",), "R", Timing(2, 1, 0, 0, 5, 40), 2, 30,
    work_form="plenary", kit=("stolring",), address="/metodar/runde/",
)  # fmt: skip
WALL = Facts(
    "vegg", "Veggen", "innsikt", "ordne", "gather", "lukke", ("I",), "G", Timing(20, 0, 0, 6, 10, 40), 4, 60,
    posture="stand", kit=("lappar", "vegg"), address="/metodar/vegg/",
)  # fmt: skip
METHODS = {facts.slug: facts for facts in (IDEAS, ROUND, WALL)}
DETAILS = {
    "idear": Details(
        instructions=(
            {"minutes": 5, "title": "Opne", "text": "Les spørsmålet høgt."},
            {"minutes": 14, "title": "Skriv og del", "text": "Éin idé på kvar lapp.", "grows": True},
        ),
        materials=(
            {"name": "Lappar", "count": 10, "per": "person", "note": "Store"},
            {"name": "Tusj", "count": 1, "per": "person"},
            {"name": "Plakat med spørsmålet", "count": 1, "per": "total"},
        ),
        room="- Småbord med **god** plass.\n- Ein fri vegg.",
        digital="1. Opne ei tavle.",
    ),
    "vegg": Details(materials=({"name": "Tusj", "count": 2, "per": "group"},)),
}


def frame(title, minutes, **fields):
    return Block(fields.pop("id", title.lower()[:6]), "frame", title, minutes, **fields)


def pause(minutes=15, title="Pause", **fields):
    return Block(fields.pop("id", title.lower()), "pause", title, minutes, **fields)


def method(slug, minutes, title="Kva kan vi gjere?", **fields):
    return Block(fields.pop("id", f"m-{slug}"), "method", title, minutes, method=slug, **fields)


def a_plan(*blocks, title="Framtidas bibliotek", people=24, **fields):
    brief = fields.pop("brief", Brief(people=people, place="Biblioteket"))
    return Plan(title, brief=brief, blocks=blocks, **fields)


def a_sheet(face, *blocks, **fields):
    return faces.sheet(Face(face), a_plan(*blocks, **fields), METHODS, DETAILS)


WHOLE = (
    frame("Velkomen", 10, responsible="Gruppeleiar", note="Sei kva dagen skal gi."),
    method("runde", 15, "Kven er du?", responsible="Prosessleiar"),
    method(
        "idear", 30, "Kva drøymer vi om?",
        note="La folk tenkje stille først.", reason="Mange idear før de vel.",
    ),
    pause(),
    method("vegg", 45, "Kva høyrer saman?", id="a1", track="A"),
    method("idear", 30, "Kva meir?", id="b1", track="B"),
    pause(45, "Lunsj", starts=dt.time(11, 30)),
    Block("dag2", "day", "Dag 2", 0, starts=dt.time(10), date=TUESDAY + dt.timedelta(days=1)),
    method("runde", 20, "Kva tek du med deg?", id="r2"),
)  # fmt: skip

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
blocks = st.lists(
    st.builds(
        Block,
        id=st.uuids().map(lambda found: found.hex[:6]),
        kind=st.sampled_from(["method", "frame", "pause", "own"]),
        title=texts,
        minutes=st.integers(1, 240),
        method=st.sampled_from(["", "", *METHODS, "finst-ikkje"]),
        track=st.sampled_from(["", "", "", "A", "B"]),
        starts=st.none() | st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
        responsible=st.just("") | texts,
        note=st.just("") | texts,
    ),
    max_size=12,
)
plans = st.builds(
    Plan,
    title=texts,
    brief=st.builds(Brief, people=st.integers(1, 400), digital=st.booleans(), leaders=st.integers(1, 5)),
    date=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)),
    start=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    blocks=blocks.map(tuple),
)
