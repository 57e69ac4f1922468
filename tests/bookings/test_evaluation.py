"""The participants' evaluation: who may answer when, what is kept, and what may be read by whom."""

import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from bookings import actions, evaluation_links, evaluations, jobs
from bookings.choices import EvaluationState
from bookings.errors import Refused
from bookings.evaluating import FLOOR, STATEMENTS
from bookings.models import BookingSettings, Evaluation, EvaluationAnswer
from prosesstotte import mail
from prosesstotte.limits import LIMITS, Limit
from prosesstotte.models import Event, OutgoingMail
from tests.bookings.evaluation_factories import (
    AFTER_CLOSE,
    DURING,
    GOOD,
    answer,
    evaluation_of,
    make_evaluated,
)  # fmt: skip
from tests.bookings.factories import (
    MEETING,
    fresh,
    make_accepted,
    make_completed,
    make_confirmed,
    user_of,
)  # fmt: skip
from tests.factories import make_user

pytestmark = pytest.mark.django_db
END = MEETING + dt.timedelta(hours=2)
CLOSE = END + dt.timedelta(days=7)


@pytest.fixture
def clock(monkeypatch):
    def stand_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stand_at(DURING)
    return stand_at


def path_of(evaluation):
    return reverse("evaluation", args=[evaluation_links.address_of(evaluation).rstrip("/").rsplit("/", 1)[1]])


def filled(scores=GOOD, **more):
    scores = dict(zip(STATEMENTS, map(str, scores), strict=True))
    return {"form_key": str(uuid.uuid4()), **scores, **more}


def post(client, path, data, **headers):
    return client.post(path, data, headers={"origin": "http://testserver", **headers})


def raw(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


# --- When --------------------------------------------------------------------------------------------


def test_the_link_opens_when_the_meeting_starts_and_closes_seven_days_after_it():
    evaluation = evaluation_of(make_confirmed())
    second = dt.timedelta(seconds=1)

    states = [evaluation.state(at) for at in (MEETING - second, MEETING, CLOSE - second, CLOSE)]

    assert states == [
        EvaluationState.EARLY, EvaluationState.OPEN, EvaluationState.OPEN, EvaluationState.CLOSED,
    ]  # fmt: skip


def test_the_number_of_days_is_a_setting_that_opens_no_closed_link_again():
    BookingSettings.objects.create(pk=1, evaluation_days=2)
    evaluation = evaluation_of(make_confirmed())
    assert evaluation.closing() == END + dt.timedelta(days=2)
    answer(evaluation)

    BookingSettings.objects.update(evaluation_days=30)

    assert fresh_evaluation(evaluation).closing() == END + dt.timedelta(days=2)


def fresh_evaluation(evaluation):
    return Evaluation.objects.select_related("booking").get(pk=evaluation.pk)


def test_a_booking_has_no_evaluation_before_it_is_confirmed():
    assert not Evaluation.objects.filter(booking=make_accepted()).exists()


def test_confirming_twice_and_completing_keep_the_same_address():
    booking = make_confirmed()
    first = evaluation_links.address_of(evaluation_of(booking))

    actions.complete(by=user_of(booking.leader), booking=booking, actual_minutes=100, at=END)

    assert evaluation_links.address_of(evaluation_of(booking)) == first


def test_a_meeting_that_is_called_off_is_not_evaluated():
    booking = make_confirmed()
    actions.cancel(by=user_of(booking.leader), booking=booking, at=MEETING - dt.timedelta(days=3))

    with pytest.raises(Refused):
        answer(evaluation_of(booking))


@pytest.mark.parametrize("at", [MEETING - dt.timedelta(minutes=1), CLOSE])
def test_nobody_answers_before_the_start_or_after_the_close(at):
    evaluation = evaluation_of(make_confirmed())

    with pytest.raises(Refused):
        answer(evaluation, at=at)


# --- What is kept ------------------------------------------------------------------------------------


def test_an_answer_has_nowhere_to_keep_who_when_or_from_where():
    columns = {field.name for field in EvaluationAnswer._meta.get_fields()}

    assert columns == {"id", "evaluation", "text", *STATEMENTS}


def test_answering_writes_no_event_and_leaves_no_time_behind():
    evaluation = evaluation_of(make_confirmed())
    before = Event.objects.count()

    answer(evaluation, at=DURING)
    first = fresh_evaluation(evaluation)
    answer(evaluation, at=DURING + dt.timedelta(hours=3))

    assert Event.objects.count() == before
    assert vars(fresh_evaluation(evaluation))["closes_at"] == first.closes_at == CLOSE


def test_the_same_form_sent_twice_is_one_answer():
    evaluation, key = evaluation_of(make_confirmed()), uuid.uuid4()

    assert answer(evaluation, form_key=key) is True
    assert answer(evaluation, form_key=key) is False

    assert evaluation.answers.count() == 1


def test_the_database_takes_no_score_outside_one_to_five():
    evaluation = evaluation_of(make_confirmed())

    with pytest.raises(IntegrityError, match="evaluation_scores_are_one_to_five"):
        raw(
            "INSERT INTO bookings_evaluationanswer (id, evaluation_id, involvement, collaboration,"
            " new_thinking, goal_reached, text) VALUES (gen_random_uuid(), %s, 6, 1, 1, 1, '')",
            evaluation.pk,
        )


def test_the_database_sets_the_facts_of_an_evaluation_together():
    evaluation = evaluation_of(make_confirmed())

    with pytest.raises(IntegrityError, match="evaluation_facts_are_all_or_nothing"):
        raw("UPDATE bookings_evaluation SET closes_at = now() WHERE id = %s", evaluation.pk)


@pytest.mark.parametrize("days", [0, 61])
def test_the_database_keeps_the_link_open_for_1_to_60_days(days):
    with (
        pytest.raises(IntegrityError, match="booking_settings_evaluation_is_open_for_days"),
        transaction.atomic(),
    ):
        BookingSettings.objects.create(pk=1, evaluation_days=days)


# --- What may be read --------------------------------------------------------------------------------


def test_nothing_is_read_while_the_link_is_open_however_many_have_answered():
    evaluation = make_evaluated(FLOOR + 3)

    told = evaluations.told(fresh_evaluation(evaluation), CLOSE - dt.timedelta(seconds=1))

    assert (told.answered, told.is_closed, told.result, told.texts) == (FLOOR + 3, False, None, ())


def test_four_answers_are_never_read_and_five_are():
    four, five = make_evaluated(FLOOR - 1), make_evaluated(FLOOR)

    assert evaluations.told(fresh_evaluation(four), AFTER_CLOSE).result is None
    result = evaluations.told(fresh_evaluation(five), AFTER_CLOSE).result
    assert [tally.mean for tally in result.tallies] == list(GOOD)
    assert result.tallies[0].counts == (0, 0, 0, 0, FLOOR)


def test_a_text_is_read_only_with_the_numbers():
    evaluation = make_evaluated(FLOOR - 2)
    answer(evaluation, text="Meir tid til pausar.")
    assert evaluations.told(fresh_evaluation(evaluation), AFTER_CLOSE).texts == ()

    answer(evaluation)

    told = evaluations.told(fresh_evaluation(evaluation), AFTER_CLOSE)
    assert [one.text for one in told.texts] == ["Meir tid til pausar."]


def test_a_booking_that_falls_back_after_answers_shows_nothing_before_the_link_would_have_closed():
    evaluation = make_evaluated(FLOOR)
    actions.change_goal_or_responsible(
        by=evaluation.booking.booker, booking=evaluation.booking, goal="Eit anna mål", at=DURING
    )

    assert evaluations.told(fresh_evaluation(evaluation), DURING).result is None


def test_a_text_that_names_somebody_is_taken_out_and_the_scores_stand():
    evaluation = make_evaluated(FLOOR - 1)
    answer(evaluation, text="Kari Nordmann snakka for mykje.")
    written = EvaluationAnswer.objects.exclude(text="").get()

    actions.remove_evaluation_text(by=user_of(evaluation.booking.leader), answer=written)

    assert set(EvaluationAnswer.objects.values_list("text", flat=True)) == {""}
    assert evaluations.told(fresh_evaluation(evaluation), AFTER_CLOSE).result.answered == FLOOR
    event = Event.objects.get(verb="evaluation_text_removed")
    assert event.data == {}


def test_the_booker_takes_no_text_out():
    evaluation = evaluation_of(make_confirmed())
    answer(evaluation, text="Ein tekst.")

    with pytest.raises(PermissionDenied):
        actions.remove_evaluation_text(by=evaluation.booking.booker, answer=EvaluationAnswer.objects.get())


# --- The participants' page --------------------------------------------------------------------------


def test_a_participant_answers_without_logging_in(client, clock):
    evaluation = evaluation_of(make_confirmed())

    page = client.get(path_of(evaluation))
    response = post(client, path_of(evaluation), filled(text="Fint å bli høyrd."))
    thanks = client.get(path_of(evaluation))

    assert page.status_code == 200
    assert "Eg fekk seie det eg ville" in page.text
    assert response.status_code == 302
    assert "Takk! Svaret ditt er lagra." in thanks.text
    kept = EvaluationAnswer.objects.get()
    assert [getattr(kept, name) for name in STATEMENTS] == list(GOOD)
    assert kept.text == "Fint å bli høyrd."


def test_the_page_sets_no_cookie_before_the_answer_and_then_one_for_this_address_alone(client, clock):
    evaluation = evaluation_of(make_confirmed())
    path = path_of(evaluation)

    assert not client.get(path).cookies
    cookie = post(client, path, filled()).cookies

    assert list(cookie) == ["evaluert"]
    assert (cookie["evaluert"].value, cookie["evaluert"]["path"]) == ("1", path)
    assert cookie["evaluert"]["httponly"]


def test_several_may_answer_on_one_telephone(client, clock):
    path = path_of(evaluation_of(make_confirmed()))
    post(client, path, filled())

    assert "Send svaret" not in client.get(path).text
    assert "Send svaret" in client.get(f"{path}?ny=1").text
    post(client, f"{path}?ny=1", filled())

    assert EvaluationAnswer.objects.count() == 2


def test_the_page_is_found_by_no_search_engine_and_kept_by_no_cache(client, clock):
    response = client.get(path_of(evaluation_of(make_confirmed())))

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Disallow: /evaluering/" in client.get(reverse("robots")).text


def test_what_is_missing_is_said_and_what_was_chosen_is_kept(client, clock):
    data = filled(text="Bra.")
    del data["goal_reached"]

    response = post(client, path_of(evaluation_of(make_confirmed())), data)

    assert response.status_code == 422
    assert "Vel eit svar under «Nådde vi målet»" in response.text
    assert 'value="Bra."' in response.text
    assert not EvaluationAnswer.objects.exists()


def test_a_post_from_another_site_is_refused(client, clock):
    response = post(client, path_of(evaluation_of(make_confirmed())), filled(), origin="https://example.com")

    assert response.status_code == 403


def test_a_wrong_address_is_a_calm_404(client, clock):
    response = client.get(reverse("evaluation", args=["abcdefghijklmnopqrstuvwx"]))

    assert response.status_code == 404
    assert "Lenkja verkar ikkje" in response.text


def test_guessing_addresses_is_stopped(client, clock, monkeypatch):
    monkeypatch.setitem(LIMITS, "wrong_link", Limit(2, 600))
    address = reverse("evaluation", args=["abcdefghijklmnopqrstuvwx"])

    assert [client.get(address).status_code for _ in range(3)] == [404, 404, 429]


def test_pouring_in_answers_is_stopped(client, clock, monkeypatch):
    monkeypatch.setitem(LIMITS, "evaluation", Limit(1, 600))
    path = path_of(evaluation_of(make_confirmed()))

    assert [post(client, path, filled()).status_code for _ in range(2)] == [302, 429]


def test_early_and_late_visitors_are_told_so(client, clock):
    path = path_of(evaluation_of(make_completed()))
    clock(MEETING - dt.timedelta(hours=1))
    early = client.get(path)
    clock(AFTER_CLOSE)
    late, sent = client.get(path), post(client, path, filled())

    assert "opnar når møtet startar" in early.text
    assert "Evalueringa er stengd." in late.text
    assert sent.status_code == 409


def test_the_address_works_after_the_secret_key_is_changed(client, clock, settings):
    evaluation = evaluation_of(make_confirmed())
    old = path_of(evaluation)
    settings.SECRET_KEY = "another key, long enough, that nobody knew when the poster was printed"
    new = path_of(evaluation)

    assert new != old
    assert [client.get(path).status_code for path in (old, new)] == [200, 200]


def test_who_is_logged_in_leaves_no_trace_either(client, clock):
    evaluation = evaluation_of(make_confirmed())
    client.force_login(make_user("kari@example.no"))

    post(client, path_of(evaluation), filled())

    assert evaluation.answers.count() == 1
    assert fresh(evaluation.booking).version == evaluation.booking.version


# --- On the booking's page ---------------------------------------------------------------------------


def booking_page(client, user, booking):
    client.force_login(user)
    return client.get(booking.get_absolute_url()).text


def test_the_booker_finds_the_link_the_code_and_the_posters(client, clock):
    booking = make_confirmed()

    text = booking_page(client, booking.booker, booking)

    assert evaluation_links.address_of(evaluation_of(booking)) in text
    assert "QR-kode til evalueringa" in text
    assert reverse("evaluation_poster", args=[booking.pk, "a5"]) in text


def test_while_the_link_is_open_the_page_says_how_many_and_not_what(client, clock):
    evaluation = make_evaluated(FLOOR)
    answer(evaluation, text="Ein tekst som ingen får lese no.")

    text = booking_page(client, user_of(evaluation.booking.leader), evaluation.booking)

    assert "6 har svart." in text
    assert "Ein tekst som ingen" not in text
    assert "Skalaen går" not in text


def test_after_the_close_the_page_shows_means_counts_and_texts(client, clock):
    evaluation = make_evaluated(FLOOR - 1)
    answer(evaluation, (1, 1, 1, 1), text="Eg kom ikkje til orde.")
    clock(AFTER_CLOSE)

    text = booking_page(client, evaluation.booking.booker, evaluation.booking)

    assert "5 deltakarar har svart." in text
    assert "4,2" in text
    assert "«Eg kom ikkje til orde.»" in text
    assert "Fjern teksten" not in text


def test_under_five_the_page_says_that_it_is_too_few(client, clock):
    evaluation = make_evaluated(FLOOR - 1)
    clock(AFTER_CLOSE)

    assert "Det er for få" in booking_page(client, evaluation.booking.booker, evaluation.booking)


@pytest.mark.parametrize("number", [1, 7])
def test_the_page_costs_the_same_however_many_have_answered(client, clock, django_assert_num_queries, number):
    evaluation = make_evaluated(number)
    client.force_login(evaluation.booking.booker)
    client.get(evaluation.booking.get_absolute_url())

    with django_assert_num_queries(15):
        client.get(evaluation.booking.get_absolute_url())


def test_the_leader_takes_a_text_out_and_the_booker_may_not(client, clock):
    evaluation = make_evaluated(FLOOR - 1)
    answer(evaluation, text="Eg kom ikkje til orde.")
    clock(AFTER_CLOSE)
    written = EvaluationAnswer.objects.exclude(text="").get()
    address = reverse("evaluation_remove_text", args=[evaluation.booking_id])

    client.force_login(evaluation.booking.booker)
    refused = client.post(address, {"answer": written.pk})
    client.force_login(user_of(evaluation.booking.leader))
    done = client.post(address, {"answer": written.pk})

    assert (refused.status_code, done.status_code) == (403, 302)
    written.refresh_from_db()
    assert written.text == ""
    assert client.post(address, {"answer": "x"}).status_code == 404


def test_strangers_get_neither_poster_nor_text(client, clock):
    booking = make_evaluated(FLOOR).booking
    client.force_login(make_user())

    assert client.get(reverse("evaluation_poster", args=[booking.pk, "a4"])).status_code == 404
    assert client.post(reverse("evaluation_remove_text", args=[booking.pk])).status_code == 404


@pytest.mark.parametrize(("sheet", "size"), [("a4", (595, 842)), ("a5", (420, 595))])
def test_the_poster_is_one_tagged_page_with_the_address(client, clock, sheet, size):
    booking = make_confirmed()
    client.force_login(booking.booker)

    response = client.get(reverse("evaluation_poster", args=[booking.pk, sheet]))

    paper = PdfReader(io.BytesIO(response.content))
    assert len(paper.pages) == 1
    assert tuple(round(float(side)) for side in paper.pages[0].mediabox[2:]) == size
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Korleis var møtet for deg?" in " ".join(paper.pages[0].extract_text().split())
    link = paper.pages[0]["/Annots"][0].get_object()["/A"]["/URI"]
    assert link == evaluation_links.address_of(evaluation_of(booking))


def test_there_is_no_third_sheet_and_no_poster_after_the_close(client, clock):
    booking = make_confirmed()
    client.force_login(booking.booker)

    assert client.get(reverse("evaluation_poster", args=[booking.pk, "a3"])).status_code == 404
    clock(AFTER_CLOSE)
    assert client.get(reverse("evaluation_poster", args=[booking.pk, "a4"])).status_code == 404


# --- The letter --------------------------------------------------------------------------------------


def test_the_booker_is_asked_once_to_share_the_link(clock):
    booking = make_completed()
    clock(END + dt.timedelta(hours=20))

    jobs.remind_of_evaluations(timestamp=0)
    jobs.remind_of_evaluations(timestamp=0)

    letter = OutgoingMail.objects.get(kind="bookings/evaluation_reminder")
    path = path_of(evaluation_of(booking))
    assert letter.to == booking.booker.email
    assert path not in letter.text
    assert path in mail.as_message(letter).body


def test_the_worker_knows_who_makes_the_secret_address():
    assert jobs.evaluation_letters.secrets is mail._makers[Evaluation._meta.label_lower]


def test_nobody_is_asked_when_the_link_has_closed(clock):
    make_completed()
    clock(AFTER_CLOSE)

    jobs.remind_of_evaluations(timestamp=0)

    assert not OutgoingMail.objects.filter(kind="bookings/evaluation_reminder").exists()


# --- What everybody may read -------------------------------------------------------------------------


def test_the_house_tells_what_participants_are_asked_and_promised(client):
    page = client.get(reverse("evaluation_about"))

    assert "Eg fekk seie det eg ville, og eg blei høyrd." in page.text
    assert "aldri om færre enn fem har svart" in page.text
    assert "open i 7 dagar" in page.text


@pytest.mark.parametrize("name", ["front", "bookings:start"])
def test_the_pages_that_speak_of_evaluation_lead_to_it(client, name):
    assert f'href="{reverse("evaluation_about")}"' in client.get(reverse(name)).text
