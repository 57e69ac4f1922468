"""Quotas and pools as CSV, in the columns that the Sortition Foundation's tools use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referencegroups.lottery.files import (
    Fault,
    read_people,
    read_quotas,
    write_chances,
    write_people,
    write_quotas,
)
from referencegroups.lottery.task import Quota, Volunteer

WORDS = st.text("abcæøå ,;\"'", min_size=1).map(str.strip).filter(lambda word: word and word[0] != "'")


def test_quotas_are_read_in_the_layout_of_the_tools():
    text = "category,name,min,max,min_flex,max_flex\nGender,Female,7,8,6,9\nAge,16-29,2,3,,\n"

    assert read_quotas(text) == ([Quota("Gender", "Female", 7, 8), Quota("Age", "16-29", 2, 3)], [])


def test_semicolons_marks_capitals_and_empty_lines_do_not_matter():
    text = "\ufeffCategory;Name;Min;Max\r\nKjønn; Kvinne ;7;8\r\n;;;\r\n\r\n"

    assert read_quotas(text) == ([Quota("Kjønn", "Kvinne", 7, 8)], [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Gender,Female,8,7", "range_backwards"),
        ("Gender,Female,-1,7", "range_backwards"),
        ("Gender,Female,1,7,2,7", "range_backwards"),
        ("Gender,Female,one,7", "not_a_number"),
        ("Gender,Female", "not_a_number"),
        (",Female,1,7", "value_missing"),
        ("Age,Old,1,2", "quota_twice"),
    ],
)
def test_every_fault_is_told_with_its_row(row, code):
    _quotas, faults = read_quotas(f"category,name,min,max,min_flex,max_flex\nAge,Old,1,2\n{row}\n")

    assert [(fault.code, fault.row) for fault in faults] == [(code, 3)]


def test_a_missing_column_is_named():
    assert read_quotas("category,name,min\n")[1] == [Fault("column_missing", 1, "max")]
    assert read_quotas("")[1][0].code == "column_missing"


@pytest.mark.parametrize("heading", ["nationbuilder_id", "id", "ID"])
def test_people_are_read_with_a_number_and_the_quotas_columns(heading):
    text = f"{heading},name,Gender\n7,Kari,Female\n8,Ola,\n"

    assert read_people(text, ["Gender"]) == ([Volunteer(7, {"Gender": "Female"}), Volunteer(8, {})], [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name,Gender\nKari,Female\n", "id_missing"),
        ("id,Age\n1,20\n", "column_missing"),
        ("id,Gender\nnb1,Female\n", "id_not_a_number"),
        ("id,Gender\n1,Female\n1,Male\n", "number_twice"),
    ],
)
def test_faults_among_people_are_told(text, code):
    assert [fault.code for fault in read_people(text, ["Gender"])[1]] == [code]


@given(st.dictionaries(st.tuples(WORDS, WORDS), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_quotas_that_are_written_can_be_read_back(facts):
    quotas = sorted(Quota(*key, least, least + wide) for key, (least, wide) in facts.items())

    assert read_quotas(write_quotas(quotas)) == (quotas, [])


def test_a_value_that_a_spreadsheet_would_run_is_made_harmless():
    people = [Volunteer(1, {"place": "=HYPERLINK(1)"})]

    assert write_people(people, ["place"]).splitlines()[1] == "1,'=HYPERLINK(1)"


def test_chances_are_written_by_number():
    assert write_chances({9: 30, 2: 499}) == "nummer,lodd\n2,499\n9,30\n"
