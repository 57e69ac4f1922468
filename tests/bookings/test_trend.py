"""The trend of evaluations: whole meetings only, so that no number less another tells of a few people."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bookings.evaluating import FLOOR, Meeting, result, trend
from tests.bookings.evaluation_factories import AFTER_CLOSE, DURING, answer, make_evaluated
from tests.bookings.factories import make_leader, make_need, user_of
from tests.factories import make_area, make_user

PAGE = reverse("mine_evaluation")
DAY = dt.date(2026, 1, 1)

meetings = st.lists(
    st.builds(
        lambda day, area, purpose, scores: Meeting(
            DAY + dt.timedelta(days=day),
            area,
            purpose,
            len(scores),
            tuple(map(sum, zip(*scores, strict=True))),
        ),
        st.integers(0, 400),
        st.sampled_from("AB"),
        st.sampled_from("xy"),
        st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=1, max_size=9),
    ),
    max_size=12,
)


# --- The engine --------------------------------------------------------------------------------------


@given(meetings, st.sampled_from(["month", "quarter", "whole"]), st.sampled_from(["", "area", "purpose"]))
def test_every_number_is_made_of_whole_meetings_with_enough_answers(found, unit, by):
    large = [one for one in found if one.answered >= FLOOR]

    lines = trend(found, unit=unit, by=by)

    assert trend(large, unit=unit, by=by) == lines
    assert sum(line.answered for line in lines) == sum(one.answered for one in large)
    assert all(line.answered >= FLOOR and line.meetings >= 1 for line in lines)


@given(meetings)
def test_what_the_small_meetings_answered_changes_nothing_that_is_shown(found):
    other = [one if one.answered >= FLOOR else replace(one, answered=1, sums=(1, 1, 1, 1)) for one in found]

    assert trend(found, unit="month", by="area") == trend(other, unit="month", by="area")


@given(meetings)
def test_the_order_of_the_meetings_is_nothing(found):
    assert trend(found[::-1], unit="month", by="purpose") == trend(found, unit="month", by="purpose")


@given(st.lists(st.tuples(*[st.integers(1, 5)] * 4), max_size=12), st.booleans())
def test_a_meeting_is_read_when_it_is_closed_and_has_five_answers_and_only_then(sheets, is_closed):
    found = result(sheets, is_closed=is_closed)

    assert (found is not None) == (is_closed and len(sheets) >= FLOOR)
    assert found is None or all(tally.answered == len(sheets) for tally in found.tallies)


def test_a_mean_is_of_the_answers_and_not_of_the_meetings():
    few = Meeting(DAY, "A", "x", 5, (5, 5, 5, 5))
    many = Meeting(DAY, "A", "x", 15, (75, 75, 75, 75))

    [line] = trend([few, many], unit="quarter")

    assert (line.meetings, line.answered, line.means) == (2, 20, (4.0, 4.0, 4.0, 4.0))


# --- The page and the files --------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch, db):
    monkeypatch.setattr(timezone, "now", lambda: DURING)

    def later():
        monkeypatch.setattr(timezone, "now", lambda: AFTER_CLOSE)

    return later


def page(client, query=""):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client.get(PAGE + query)


def test_the_page_shows_means_with_the_number_of_answers(client, clock):
    make_evaluated(6, scores=(5, 4, 3, 2))
    clock()

    response = page(client)

    assert response.context["rows"] == [
        {
            "period": "4. kvartal 2026",
            "group": "",
            "meetings": 1,
            "answered": 6,
            "means": ["5,0", "4,0", "3,0", "2,0"],
        }
    ]
    assert "(6 svar)" in response.text


def test_an_open_link_and_a_meeting_with_four_answers_are_nowhere(client, clock):
    make_evaluated(9)
    assert page(client).context["rows"] == []
    make_evaluated(FLOOR - 1)
    clock()

    response = page(client)

    assert [row["answered"] for row in response.context["rows"]] == [9]
    assert "1 møte fekk færre enn fem svar" in response.text


def test_it_divides_by_area_and_by_purpose(client, clock):
    make_evaluated(5, need=make_need(service_area=make_area("Helse"), purpose="innsikt"))
    make_evaluated(7, need=make_need(service_area=make_area("Oppvekst")))
    clock()

    area, purpose = page(client, "?del=omrade&vis=manad"), page(client, "?del=foremal")

    assert [(row["period"], row["group"], row["answered"]) for row in area.context["rows"]] == [
        ("desember 2026", "Helse", 5),
        ("desember 2026", "Oppvekst", 7),
    ]
    assert {row["group"] for row in purpose.context["rows"]} == {"Innsikt og analyse", "Mål og strategi"}


def test_what_is_unknown_in_the_address_is_the_usual_page(client, clock):
    assert page(client, "?vis=aar&del=leiar&foremal=x").status_code == 200


def test_the_texts_stand_without_meeting_group_or_leader(client, clock):
    evaluation = make_evaluated(FLOOR - 1)
    answer(evaluation, text="Sett av meir tid til borda.")
    clock()

    text = page(client).text

    assert "«Sett av meir tid til borda.»" in text
    assert evaluation.booking.title not in text
    assert str(evaluation.booking.leader) not in text
    assert "«Sett av meir tid til borda.»" not in page(client, "?foremal=konflikt").text


def test_the_files_say_what_the_page_says(client, clock):
    make_evaluated(6, scores=(5, 4, 3, 2))
    make_evaluated(FLOOR - 1)
    clock()
    page(client)

    csv = client.get(reverse("mine_evaluation_file", args=["csv"]))
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("mine_evaluation_file", args=["xlsx"])).content)
    ).active

    heading = ["Periode", "Møte", "Svar", "Involvering", "Samhandling", "Nytenking", "Nådde vi målet"]
    assert csv.content.decode("utf-8-sig").splitlines() == [
        ";".join(heading), "4. kvartal 2026;1;6;5,0;4,0;3,0;2,0",
    ]  # fmt: skip
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        heading, ["4. kvartal 2026", 1, 6, 5, 4, 3, 2],
    ]  # fmt: skip


def test_process_leaders_read_it_and_group_leaders_do_not(client, clock):
    client.force_login(user_of(make_leader()))
    assert client.get(PAGE).status_code == 200

    client.force_login(make_user())
    for address in (PAGE, reverse("mine_evaluation_file", args=["csv"])):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_meetings(client, clock, django_assert_num_queries, number):
    for _ in range(number):
        answer(make_evaluated(FLOOR), text="Bra.")
    clock()
    client.force_login(make_user(is_staff=True, is_superuser=True))

    with django_assert_num_queries(5):
        client.get(PAGE)
