import datetime as dt

import pytest
from hypothesis import given

from tests.tools.plans import DETAILS, METHODS, TUESDAY, WHOLE, a_sheet, frame, method, pause, plans
from tools import faces
from tools.choices import Face
from tools.plan import Block, Brief
from tools.timing import fit, spread_whole

EVERY = list(Face)


def times(sheet):
    return [(line.id, line.clock, line.until) for line in sheet.lines]


def line(face, *blocks, **fields):
    return a_sheet(face, *blocks, **fields).lines[0]


@given(plans)
def test_every_face_tells_the_same_times(plan):
    told = [times(faces.sheet(face, plan, METHODS, DETAILS)) for face in EVERY]

    assert told == [told[0]] * len(EVERY)


@given(plans)
def test_the_instruction_lines_fill_their_block_and_no_more(plan):
    for line in faces.sheet(Face.LEADER, plan, METHODS, DETAILS).lines:
        if line.tasks:
            assert line.tasks[0].clock == line.clock
            assert faces.later(line.starts_at, _minutes(line)) == line.ends_at


def _minutes(line):
    return sum(_of(task.length) for task in line.tasks)


def _of(text):
    """«1 t 5 min» → 65."""
    words = text.split()
    return sum(
        int(number) * {"t": 60, "min": 1}[unit] for number, unit in zip(words[::2], words[1::2], strict=True)
    )


@given(plans)
def test_a_face_never_tells_what_is_not_its_own(plan):
    for line in faces.sheet(Face.PARTICIPANTS, plan, METHODS, DETAILS).lines:
        assert (line.note, line.responsible, line.method, line.tasks, line.reason, line.step) == (
            "",
            "",
            "",
            (),
            "",
            "",
        )
    for line in faces.sheet(Face.OWNER, plan, METHODS, DETAILS).lines:
        assert (line.note, line.tasks, line.materials) == ("", (), ())


@given(plans)
def test_everybody_stands_in_a_group_and_nobody_alone(plan):
    for line_setup in faces.rigging.rigged(
        faces.programme.timed(plan, METHODS), METHODS, DETAILS, plan.brief
    ).values():
        groups = line_setup.setup.groups
        if groups:
            assert sum(groups) == line_setup.setup.people
            assert max(groups) - min(groups) <= 1
            assert min(groups) > 1 or line_setup.setup.people == 1


def test_the_leader_reads_everything():
    found = a_sheet(Face.LEADER, *WHOLE, date=TUESDAY).lines[2]

    assert found.title == "Kva drøymer vi om?"
    assert found.about == "Utforske: Idémyldring"
    assert [(task.clock, task.length, task.title) for task in found.tasks] == [
        ("09.25", "5 min", "Opne"),
        ("09.30", "25 min", "Skriv og del"),
    ]
    assert found.groups == "5 bord: 4 med 5 og 1 med 4"
    assert found.materials == ("240 lappar", "24 tusj", "1 plakat med spørsmålet")
    assert found.note == "La folk tenkje stille først."


def test_the_owner_reads_why_and_what_comes_of_it():
    found = a_sheet(Face.OWNER, *WHOLE).lines[2]

    assert (found.reason, found.result) == ("Mange idear før de vel.", "gir mange innspel")
    assert found.remarks == ["Utforske: Idémyldring", "gir mange innspel"]


def test_participants_read_the_question_also_where_only_a_methods_name_is_written():
    assert line(Face.PARTICIPANTS, method("idear", 20, "idémyldring")).title == "Kva kan vi gjere?"
    assert line(Face.LEADER, method("idear", 20, "Idémyldring")).title == "Idémyldring"


def test_every_method_has_a_question_for_its_place_in_the_meeting():
    assert set(faces.QUESTION) == set(faces.Function)


def test_when_is_told_in_words():
    assert (
        a_sheet(Face.OWNER, frame("Møte", 90), date=TUESDAY).when == "tysdag 24. november 2026, 09.00–10.30"
    )
    assert a_sheet(Face.OWNER, frame("Møte", 90)).when == "09.00–10.30"
    assert a_sheet(Face.OWNER, *WHOLE, date=TUESDAY).when == (
        "tysdag 24. november 2026 – onsdag 25. november 2026"
    )
    assert a_sheet(Face.OWNER, *WHOLE).when == "2 dagar"


def test_days_have_headings_when_there_are_several():
    days = a_sheet(Face.PARTICIPANTS, *WHOLE, date=TUESDAY).days

    assert [(day.heading, day.span) for day in days] == [
        ("Dag 1, tysdag 24. november 2026", "09.00–12.15"),
        ("Dag 2, onsdag 25. november 2026", "10.00–10.20"),
    ]
    assert a_sheet(Face.PARTICIPANTS, frame("Møte", 60)).days[0].heading == ""


def test_a_day_with_a_name_of_its_own_keeps_it():
    named = Block("d", "day", "Oppfølging", 0, starts=dt.time(9))

    assert (
        a_sheet(Face.OWNER, frame("Møte", 60), named, frame("Meir", 30)).days[1].heading
        == "Dag 2, Oppfølging"
    )


def test_tracks_are_named_in_every_face():
    for face in EVERY:
        found = {line.id: line.track for line in a_sheet(face, *WHOLE).lines}
        assert (found["a1"], found["b1"], found["r2"]) == ("Spor A", "Spor B", "")


def test_a_fixed_time_is_said_and_how_much_there_is_to_spare():
    lunch = a_sheet(Face.LEADER, *WHOLE).lines[6]

    assert (lunch.clock, lunch.locked, lunch.slack) == ("11.30", "fast tid", "35 min å gå på før denne")


def test_a_fixed_time_that_will_not_hold_is_told_with_its_clock():
    late = a_sheet(Face.LEADER, frame("Lang", 160), pause(45, "Lunsj", starts=dt.time(11, 30))).lines[1]

    assert (late.clock, late.locked) == ("11.40", "fast tid 11.30")


@pytest.mark.parametrize(
    ("date", "until"), [(dt.date(2026, 3, 28), "07.00"), (dt.date(2026, 10, 24), "05.00"), (TUESDAY, "06.00")]
)
def test_the_night_the_clock_changes_is_as_long_as_it_says(date, until):
    for face in EVERY:
        sheet = a_sheet(face, method("idear", 480), date=date, start=dt.time(22))
        assert (sheet.lines[0].until, sheet.length) == (until, "8 t")


def test_instruction_clocks_follow_the_wall_through_the_night_of_summer_time():
    tasks = (
        a_sheet(Face.LEADER, method("idear", 60), date=dt.date(2026, 3, 29), start=dt.time(1, 56))
        .lines[0]
        .tasks
    )

    assert [task.clock for task in tasks] == ["01.56", "03.01"]


def test_signs_that_no_format_can_hold_are_left_out():
    sheet = a_sheet(Face.LEADER, frame("Vel\x07komen\x00", 10, note="a\r\nb\x1f"), title="T\x0bo\ud800")

    assert (sheet.title, sheet.lines[0].title, sheet.lines[0].note) == ("To", "Velkomen", "a\nb")


def test_an_empty_plan_has_a_face_too():
    for face in EVERY:
        assert a_sheet(face).lines == []


def test_a_method_that_is_gone_is_a_block_without_a_step():
    found = line(Face.LEADER, method("finst-ikkje", 20))

    assert (found.step, found.tasks, found.materials) == ("", (), ())


# --- The rigger ------------------------------------------------------------------------------------


def room(*blocks, **fields):
    return dict(a_sheet(Face.RIGGER, *blocks, **fields).room)


def items(*blocks, **fields):
    return {
        item.name: item.number
        for _kind, group in a_sheet(Face.RIGGER, *blocks, **fields).things
        for item in group
    }


def test_the_rigger_reads_what_the_room_needs():
    found = room(*WHOLE, date=TUESDAY, brief=Brief(people=24, leaders=2))

    assert found == {
        "Klart til": "Dag 1, tysdag 24. november 2026, 09.00; Dag 2, onsdag 25. november 2026, 10.00",
        "Stolar": "24 til deltakarane, og plass til 2 prosessleiarar",
        "Bord": "5 på det meste (dag 1, 09.25 Idémyldring)",
        "Veggplass": "2 på det meste (dag 1, 10.10 Veggen)",
        "Skjerm": "dag 1, 09.25 Idémyldring; dag 1, 10.10 Idémyldring",
        "Ring av stolar": "dag 1, 09.10 Runde; dag 2, 10.00 Runde",
        "Samstundes": "2 spor på same tid: rekn med 12 personar i kvart",
        "Pausar": "dag 1, 09.55–10.10 Pause; dag 1, 11.30–12.15 Lunsj",
        "Kopiar": "Programmet til deltakarane: 24. Køyreplanen: 2. Denne lista: 1.",
    }


def test_what_is_used_up_is_added_and_what_is_used_again_is_counted_for_the_busiest_moment():
    one_after_the_other = items(method("idear", 30, id="a"), method("idear", 30, id="b"))
    side_by_side = items(method("idear", 30, id="a", track="A"), method("idear", 30, id="b", track="B"))

    assert one_after_the_other == {"Lappar": 480, "Tusj": 24, "Plakat med spørsmålet": 2}
    assert side_by_side == {"Lappar": 240, "Tusj": 24, "Plakat med spørsmålet": 2}


def test_groups_that_run_side_by_side_need_a_set_each():
    assert items(method("idear", 30), people=120) == {"Lappar": 1200, "Tusj": 120, "Plakat med spørsmålet": 2}


def test_things_stand_under_what_happens_to_them_with_when_and_for_what():
    sheet = a_sheet(Face.RIGGER, frame("Velkomen", 10), method("idear", 30), method("vegg", 20))

    assert [(heading, [item.name for item in group]) for heading, group in sheet.things] == [
        ("Skriv ut eller lag på førehand", ["Plakat med spørsmålet"]),
        ("Blir brukt opp", ["Lappar"]),
        ("Kan brukast om att", ["Tusj"]),
    ]
    tusj = sheet.things[2][1][0]
    assert (tusj.number, tusj.first, tusj.uses) == (
        24,
        "09.10 Idémyldring",
        "09.10 Idémyldring: 24; 09.40 Veggen: 8",
    )
    assert sheet.things[1][1][0].note == "Store."


@pytest.mark.parametrize(
    ("people", "expected"),
    [(4, "1 bord med 4"), (6, "2 bord med 3"), (20, "4 bord med 5"), (23, "5 bord: 3 med 5 og 2 med 4")],
)
def test_tables_are_as_even_as_can_be(people, expected):
    assert line(Face.RIGGER, method("idear", 30), people=people).setup == expected


def test_a_ring_standing_groups_and_a_meeting_on_screen_have_their_own_words():
    digital = Brief(people=24, digital=True)

    assert line(Face.RIGGER, method("runde", 10)).setup == "Alle saman, i ring"
    assert line(Face.RIGGER, method("vegg", 10)).setup == "4 grupper med 6, ståande"
    assert line(Face.RIGGER, method("idear", 10), brief=digital).setup == "5 grupperom: 4 med 5 og 1 med 4"
    assert line(Face.RIGGER, method("runde", 10), brief=digital).setup == "Alle i fellesrommet"


def test_the_rigger_reads_the_methods_advice_for_the_room_they_are_in():
    assert line(Face.RIGGER, method("idear", 10)).room == ("Småbord med god plass.", "Ein fri vegg.")
    assert line(Face.RIGGER, method("idear", 10), brief=Brief(digital=True)).room == ("Opne ei tavle.",)


def test_tables_are_moved_in_the_pause_before():
    moves = [
        line.move
        for line in a_sheet(
            Face.RIGGER,
            method("idear", 30),
            method("vegg", 10),
            method("idear", 10),
            pause(),
            method("runde", 20),
        ).lines
    ]

    assert moves == ["Set det opp slik før start.", "", "", "", "Rigg om i pausen 09.50–10.05."]


# --- Minutes of the instruction lines --------------------------------------------------------------


def test_lines_that_cannot_grow_are_shared_out():
    assert spread_whole([(5, False), (10, False)], 30) == [10, 20]
    assert spread_whole([(5, False), (14, True)], 30) == [5, 25]


def test_a_short_form_shortens_every_line_and_loses_none():
    assert spread_whole([(8, False), (20, False), (12, True), (4, False)], 22) == [4, 9, 6, 3]
    assert spread_whole([(8, False), (20, True), (4, False)], 2) == [1, 1, 0]


@given(plans)
def test_fitted_minutes_are_the_whole(plan):
    weights = [block.minutes for block in plan.blocks] or [1]

    assert sum(fit(weights, 97)) == 97
