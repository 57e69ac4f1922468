"""Every state of a round against every move, the second person, and what the database refuses by itself."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from referencegroups.actions import rounds
from referencegroups.errors import MoveRefused, Refused
from referencegroups.models import Answer, FreeText, Invitation, NamedAnswer, QuestionFix, Round
from referencegroups.round_choices import ROUND_MOVES, Mode, RoundMove, RoundState, Screening
from tests.factories import make_user
from tests.referencegroups.factories import make_group, make_members
from tests.referencegroups.round_factories import (
    MAKERS,
    give,
    make_archived,
    make_closed,
    make_fed_back,
    make_open,
    make_reviewed,
    make_round,
    make_summarised,
    make_theme,
    plain_questions,
)

pytestmark = pytest.mark.django_db

DOORS = {
    RoundMove.REVIEW: lambda row: rounds.review(round=row, by=make_user()),
    RoundMove.REVISE: lambda row: rounds.revise(round=row, by=make_user()),
    RoundMove.OPEN: lambda row: rounds.open_round(round=row, by=make_user()),
    RoundMove.CLOSE: lambda row: rounds.close(round=row, by=make_user()),
    RoundMove.SUMMARISE: lambda row: rounds.summarise(round=row, by=make_user(), summary="Kort sagt."),
    RoundMove.FEED_BACK: lambda row: rounds.feed_back(round=row, by=make_user()),
    RoundMove.ARCHIVE: lambda row: rounds.archive(round=row, by=make_user()),
}


def sql(statement, *values):
    """What raw SQL is answered: nothing, or the name of the rule that said no."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return None


@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize("move", RoundMove)
def test_every_move_from_every_state_follows_the_table(state, move):
    row = MAKERS[state]()
    if row.invitations.count() == 0:
        make_members(row.group, 1)
    if move == RoundMove.FEED_BACK or move == RoundMove.ARCHIVE:
        make_theme(row)
    target = ROUND_MOVES[move].get(state)

    if target is None:
        with pytest.raises(MoveRefused):
            DOORS[move](row)
    else:
        DOORS[move](row)

    row.refresh_from_db()
    assert row.state == (target or state)


@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize("target", RoundState)
def test_raw_sql_moves_no_further_than_the_table(state, target):
    if target == state:
        return
    row = MAKERS[state]()
    allowed = {(here, there) for pairs in ROUND_MOVES.values() for here, there in pairs.items()}

    refusal = sql("UPDATE referencegroups_round SET state = %s WHERE id = %s", target, row.pk)

    assert refusal == "round_moves_one_step_at_a_time" or (state, target) in allowed


# --- The second person ----------------------------------------------------------------------------------


def test_the_author_cannot_review_the_round():
    row = make_round()

    with pytest.raises(ValidationError, match="Ein annan enn dei som har skrive"):
        rounds.review(round=row, by=row.created_by)

    assert Round.objects.get(pk=row.pk).state == RoundState.DRAFT


def test_the_last_editor_cannot_review_it_either():
    row = make_round(edited_by=make_user())

    with pytest.raises(ValidationError, match="Ein annan enn dei som har skrive"):
        rounds.review(round=row, by=row.edited_by)


def test_the_database_itself_wants_a_second_person():
    row = make_round()

    assert (
        sql(
            "UPDATE referencegroups_round SET state = 'reviewed', reviewed_by_id = created_by_id"
            " WHERE id = %s",
            row.pk,
        )
        == "round_is_reviewed_by_somebody_else"
    )
    assert (
        sql("UPDATE referencegroups_round SET state = 'reviewed' WHERE id = %s", row.pk)
        == "round_is_reviewed_by_somebody_else"
    )


# --- What is locked -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED, RoundState.ARCHIVED])
def test_the_mode_is_fixed_once_the_round_is_open(state):
    row = MAKERS[state]()

    assert (
        sql("UPDATE referencegroups_round SET mode = 'named' WHERE id = %s", row.pk)
        == "round_mode_is_fixed_once_open"
    )


def test_the_words_are_locked_once_reviewed():
    row = make_reviewed()

    assert (
        sql("UPDATE referencegroups_round SET why = 'Noko anna' WHERE id = %s", row.pk)
        == "round_is_locked_once_reviewed"
    )


def test_questions_are_locked_once_reviewed_and_after_the_first_answer():
    for row in (make_reviewed(), make_open()):
        question = row.questions.first()
        for statement in (
            "UPDATE referencegroups_question SET kind = 'short', options = '{}' WHERE id = %s",
            "UPDATE referencegroups_question SET options = '{a,b}' WHERE id = %s",
            "DELETE FROM referencegroups_question WHERE id = %s",
        ):
            assert sql(statement, question.pk) == "question_is_locked_once_reviewed"


def test_a_slip_of_the_pen_is_put_right_and_leaves_a_trace():
    row, by = make_open(), make_user()
    give(row, [{0: 1}])
    question = row.questions.first()

    rounds.fix_slips(question=question, by=by, text="Kor ofte er du på biblioteket?")

    fix = QuestionFix.objects.get(question=question)
    assert (fix.by, fix.before.split(" | ")[0]) == (by, "Kor ofte er du der?")
    assert fix.after.startswith("Kor ofte er du på biblioteket?")


@pytest.mark.parametrize("number", [2, 8])
def test_a_round_asks_three_to_seven_questions(number):
    row = make_round(questions=(plain_questions() * 3)[:number])

    with pytest.raises(Refused, match="tre til sju"):
        rounds.review(round=row, by=make_user())

    other = make_user()
    assert (
        sql(
            "UPDATE referencegroups_round SET state = 'reviewed', reviewed_by_id = %s WHERE id = %s",
            other.pk,
            row.pk,
        )
        == "round_asks_three_to_seven_questions"
    )


def test_a_round_is_deleted_only_as_a_draft():
    assert sql("DELETE FROM referencegroups_round WHERE id = %s", make_open().pk) == (
        "round_is_deleted_only_as_a_draft"
    )


# --- Opening and closing ---------------------------------------------------------------------------------


def test_only_those_who_may_be_asked_are_asked():
    group = make_group()
    row = make_open(group=group, members=3)
    make_members(group, 2)  # came later

    assert Invitation.objects.filter(round=row).count() == 3


def test_nobody_to_ask_opens_nothing():
    row = make_reviewed()

    with pytest.raises(Refused, match="ingen å spørje"):
        rounds.open_round(round=row, by=make_user())

    assert Round.objects.get(pk=row.pk).state == RoundState.REVIEWED


def test_a_round_whose_deadline_is_past_is_not_opened():
    now = timezone.now()
    row = make_reviewed(
        opens_at=now - dt.timedelta(days=3), closes_at=now - dt.timedelta(days=1), promised_on=now.date()
    )
    make_members(row.group, 1)

    with pytest.raises(Refused, match="Svarfristen er ute"):
        rounds.open_round(round=row, by=make_user())


def test_the_promise_comes_after_the_deadline():
    row = make_round()

    assert (
        sql("UPDATE referencegroups_round SET promised_on = '2001-01-01' WHERE id = %s", row.pk)
        == "round_promises_feedback_after_it_closes"
    )


def test_closing_drops_the_salt_and_takes_the_texts_out():
    row = make_closed(answers=[{0: 1, 2: "Meir lys"}, {0: 0, 2: "?"}, {2: ""}])

    row.refresh_from_db()
    text_question = row.questions.last()
    assert (row.answer_salt, row.closed_at is not None) == ("", True)
    assert [one.text for one in FreeText.objects.of(row)] == ["Meir lys"]
    assert text_question.text_count == 1
    assert all(str(text_question.pk) not in answer.values for answer in row.answers.all())
    assert sorted(len(answer.values) for answer in row.answers.all()) == [0, 1, 1]


def test_a_named_round_keeps_the_names_for_the_talks_and_counts_without_them():
    row = make_closed(mode=Mode.NAMED, answers=[{0: 1, 2: "Meir lys"}, {0: 0}])

    assert NamedAnswer.objects.count() == 2
    assert sorted(list(answer.values.values()) for answer in row.answers.all()) == [[0], [1]]


def test_no_answer_comes_or_changes_outside_an_open_round():
    row = make_closed(answers=[{0: 1}])

    for statement in (
        "UPDATE referencegroups_answer SET values = '{}' WHERE round_id = %s",
        "DELETE FROM referencegroups_answer WHERE round_id = %s",
        "INSERT INTO referencegroups_answer (id, round_id, values) VALUES (gen_random_uuid(), %s, '{}')",
    ):
        assert sql(statement, row.pk) == "answer_belongs_to_an_open_round"
    assert Answer.objects.filter(round=row).count() == 1


def test_a_confidential_round_has_no_place_for_a_named_answer():
    row = make_open()

    refusal = sql(
        "INSERT INTO referencegroups_namedanswer (invitation_id, values) VALUES (%s, '{}')",
        row.invitations.get().pk,
    )

    assert refusal == "named_answer_belongs_to_an_open_named_round"


# --- After closing ------------------------------------------------------------------------------------------


def test_summarising_waits_until_every_text_is_read():
    row = make_closed(answers=[{2: "Meir lys"}])

    with pytest.raises(Refused, match="Les alle fritekstane"):
        rounds.summarise(round=row, by=make_user(), summary="Kort.")
    assert (
        sql("UPDATE referencegroups_round SET state = 'summarised', summary = 'x' WHERE id = %s", row.pk)
        == "round_is_summarised_when_every_text_is_read"
    )

    FreeText.objects.of(row).update(screening=Screening.HIDDEN)
    rounds.summarise(round=row, by=make_user(), summary="Kort.")
    assert row.state == RoundState.SUMMARISED


def test_a_summary_may_not_be_empty():
    with pytest.raises(ValidationError, match="Skriv oppsummeringa"):
        rounds.summarise(round=make_closed(), by=make_user(), summary=" ")


def test_no_round_is_archived_without_feedback():
    row = make_summarised()

    with pytest.raises(Refused, match="Skriv kva det blei til"):
        rounds.feed_back(round=row, by=make_user())
    assert (
        sql("UPDATE referencegroups_round SET state = 'fed_back', fed_back_at = now() WHERE id = %s", row.pk)
        == "round_is_not_archived_without_feedback"
    )


def test_a_given_feedback_stays():
    row = make_fed_back()

    refusal = sql("DELETE FROM referencegroups_theme WHERE round_id = %s", row.pk)

    assert refusal == "theme_stays_once_the_feedback_is_given"
    assert make_archived().state == RoundState.ARCHIVED


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ("status = 'undecided', decide_on = NULL", "theme_undecided_has_a_new_date"),
        ("status = 'not', reason = ''", "theme_that_is_not_taken_in_has_a_reason"),
        ("heard = ''", "theme_says_what_was_heard_and_done"),
        ("status = 'maybe'", "theme_status_is_known"),
    ],
)
def test_a_theme_says_what_it_must(columns, rule):
    theme = make_theme(make_closed())

    assert sql(f"UPDATE referencegroups_theme SET {columns} WHERE id = %s", theme.pk) == rule


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ("closes_at = opens_at", "round_closes_after_it_opens"),
        ("reminders_sent = 3", "round_reminds_twice_at_most"),
        ("answer_salt = 'x'", "round_has_a_salt_only_while_open"),
        ("mode = 'secret'", "round_mode_is_known"),
        ("fed_back_at = now()", "round_fed_back_has_a_time"),
    ],
)
def test_the_database_refuses(columns, rule):
    assert sql(f"UPDATE referencegroups_round SET {columns} WHERE id = %s", make_round().pk) == rule


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ("options = '{}'", "question_has_options_when_one_chooses"),
        ("options_nb = '{a}'", "question_translates_every_option_nb"),
        ("options_en = '{a}'", "question_translates_every_option_en"),
        ("steps = 2", "question_scale_has_three_to_ten_steps"),
        ("divides = true, kind = 'several'", "question_divides_by_one_choice"),
        ("kind = 'other', options = '{}'", "question_kind_is_known"),
    ],
)
def test_the_database_refuses_a_question(columns, rule):
    question = make_round().questions.get(kind="one")

    assert sql(f"UPDATE referencegroups_question SET {columns} WHERE id = %s", question.pk) == rule
