"""«Kvifor er dette ikkje ledig?»: the predicate's own reasons, in words, as far as the reader may see."""

import pytest
from django.urls import reverse

from bookings.availability import Reason
from bookings.choices import REASONS
from bookings.models import Absence, ExternalBusy
from bookings.why import SAID, Kind, Question, explain
from tests.bookings.factories import (
    FORMØTE,
    MEETING,
    NOW,
    make_accepted,
    make_advice,
    make_leader,
    oslo,
    user_of,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def ask(leader, start, *, minutes=120, kind=Kind.ROOM, reader=None):
    question = Question(leader, start, minutes, kind, reader or user_of(leader), NOW)
    return explain(question)


def reasons(*args, **fields):
    return [one.reason for one in ask(*args, **fields)]


def test_every_reason_has_its_words():
    assert set(SAID) == set(Reason) == set(REASONS)


def test_a_free_start_has_no_reason():
    leader = make_leader()

    assert ask(leader, MEETING) == []
    assert ask(leader, oslo(12, 7, 12), minutes=30, kind=Kind.TALK) == []


def test_every_reason_that_holds_is_given():
    leader = make_leader(max_meetings_a_day=1)
    make_accepted(leader=leader)
    Absence.objects.create(leader=leader, starts_at=oslo(12, 15, 14), ends_at=oslo(12, 15, 18))

    found = reasons(leader, oslo(12, 15, 15, 10))

    assert found == [Reason.OFF_GRID, Reason.OUTSIDE_HOURS, Reason.ABSENT, Reason.DAY_FULL]


@pytest.mark.parametrize(
    ("start", "kind", "words"),
    [
        (oslo(12, 7, 9), Kind.ROOM, "Varselet er 24 t: tidlegast tysdag 8. desember 2026 kl.\u00a008.00."),
        (oslo(12, 7, 9), Kind.TALK, "Varselet er 2 t: tidlegast måndag 7. desember 2026 kl.\u00a010.00."),
        (oslo(12, 9, 9), Kind.ROOM, "Tidlegast laurdag 12. desember 2026."),
        (oslo(12, 12, 9), Kind.PRE_MEETING, "Arbeidstid laurdag 12. desember 2026: ingen."),
        (oslo(12, 15, 15), Kind.ROOM, "Arbeidstid tysdag 15. desember 2026: 08.00–16.00."),
        (oslo(12, 15, 9, 5), Kind.DIGITAL, "Det er 15 minutt mellom starttidene."),
    ],
)
def test_what_stands_behind_is_told(start, kind, words):
    found = ask(make_leader(), start, kind=kind)

    assert words in [behind.text for one in found for behind in one.behind]


def test_a_calendar_of_ones_own_is_told_by_its_time_alone():
    leader = make_leader()
    ExternalBusy.objects.create(leader=leader, starts_at=MEETING, ends_at=oslo(12, 15, 10))

    (found,) = ask(leader, MEETING)

    assert (found.reason, found.behind[0].text) == (
        Reason.BUSY_ELSEWHERE,
        "Oppteken: tysdag 15. desember 2026 kl.\u00a009.00–10.00.",
    )


def test_what_is_taken_is_named_only_to_those_who_may_see_it():
    leader, colleague = make_leader(), make_leader()
    booking = make_accepted(leader=leader)

    (own,) = ask(leader, MEETING)
    (other,) = ask(leader, MEETING, reader=user_of(colleague))

    assert own.behind[0].text == "Møte: Mål for 2027, 09.00–11.00. Med førebuing og reise: 08.30–11.30."
    assert own.behind[0].address == booking.get_absolute_url()
    assert other.behind[0].text == "Ein annan avtale, 09.00–11.00. Med førebuing og reise: 08.30–11.30."
    assert other.behind[0].address == ""


# --- By page -------------------------------------------------------------------------------------------


def page(client, user, **answers):
    client.force_login(user)
    return client.get(reverse("mine_why"), answers)


def question(asked, **changes):
    typed = {"leader": asked.pk, "date": "2026-12-15", "clock": "9", "minutes": "120", "kind": "rom"}
    return {**typed, **changes}


def test_leader_and_staff_ask_and_others_do_not(client):
    leader = make_leader("Kari Prosess")
    make_advice(leader=leader, starts_at=MEETING)
    staff = make_user(is_staff=True, is_superuser=True)

    for user in (user_of(leader), staff):
        response = page(client, user, **question(leader))
        assert "Kalenderen er oppteken." in response.text
    assert page(client, make_user()).status_code == 403
    assert "Tida er ledig" in page(client, staff, **question(leader, date="2026-12-16")).text


def test_the_empty_page_knows_the_reader_and_answers_nothing(client):
    leader = make_leader()

    response = page(client, user_of(leader))

    assert (response.status_code, response.context["has_answer"]) == (200, False)
    assert response.context["form"]["leader"].value() == leader.pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"leader": "999999"}, "leader"),
        ({"date": "x"}, "date"),
        ({"date": "9999-12-31"}, "date"),
        ({"date": "0001-01-01"}, "date"),
        ({"clock": "25"}, "clock"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "9" * 12}, "minutes"),
        ({"kind": "kaffi"}, "kind"),
    ],
)
def test_a_question_that_is_not_right_gets_a_sentence(client, changes, field):
    leader = make_leader()

    response = page(client, user_of(leader), **question(leader, **changes))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("number", [1, 3])
def test_an_answer_asks_a_constant_number_of_times(django_assert_num_queries, number):
    leader = make_leader()
    reader = user_of(leader)
    for step in range(number):
        make_advice(leader=leader, starts_at=FORMØTE.replace(hour=9 + step))

    with django_assert_num_queries(7):
        ask(leader, FORMØTE.replace(hour=9), minutes=300, reader=reader)
