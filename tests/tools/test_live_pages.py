"""The pages of a running meeting: start, both screens, presses with and without a script, and the summary."""

import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from prosesstotte import links
from tests.factories import make_method, make_programme, make_run, make_user
from tools.actions import runs
from tools.choices import Face
from tools.models import MethodRun, Run
from tools.models.programme import reading
from tools.plan import Block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("afternoon")]


def address(name, thing, *more):
    programme = getattr(thing, "programme", thing)
    return reverse(f"tools:{name}", args=[programme.edit_token, *more])


def press(client, run, kind, key=None, **data):
    fields = {"run": run.pk, "key": key or uuid.uuid4(), "kind": kind, **data}
    return client.post(address("live_press", run), fields)


def send(client, run, *events, number=None):
    """As the script does it: what the device has kept, in one go."""
    return client.post(
        f"{address('live_press', run)}?run={number or run.pk}",
        json.dumps({"events": list(events)}),
        content_type="application/json",
    )


def event(kind, minutes_ago=0, key=None, **data):
    at = int(timezone.now().timestamp() * 1000) - minutes_ago * 60_000
    return {"key": key or str(uuid.uuid4()), "kind": kind, "at": at, "data": data}


def on(run):
    return run.live().now.id


def test_the_start_page_tells_strangers_that_they_only_rehearse(client):
    response = client.get(address("live", make_programme()))

    assert "Start møtet" in response.text
    assert "Du er ikkje innlogga, så dette blir lagra som ei øving." in response.text
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]


def test_somebody_logged_in_starts_for_real_or_as_a_rehearsal(client):
    client.force_login(make_user())
    real, rehearsal = make_programme(), make_programme()
    assert "Dette er ei øving" in client.get(address("live", real)).text

    client.post(address("live_start", real), {"day": "1"})
    response = client.post(address("live_start", rehearsal), {"day": "1", "rehearsal": "on"})

    assert response.headers["Location"] == address("live", rehearsal)
    assert [run.is_rehearsal for run in Run.objects.order_by("pk")] == [False, True]


def test_starting_twice_starts_once(client):
    programme = make_programme()
    for _ in range(2):
        assert client.post(address("live_start", programme), {"day": "1"}).status_code == 302

    assert programme.runs.count() == 1


def test_one_of_several_days_is_chosen(client):
    programme = make_programme(
        Block("a", "frame", "Første dagen", 10),
        Block("d", "day", "Dag 2", 0),
        Block("b", "frame", "Andre dagen", 10),
    )
    assert "Kva dag køyrer de?" in client.get(address("live", programme)).text

    client.post(address("live_start", programme), {"day": "2"})

    assert on(programme.runs.get()) == "b"


@pytest.mark.parametrize(("fields", "sentence"), [({"day": "7"}, "Vel eit av alternativa"), ({}, "Svar på")])
def test_a_day_from_nowhere_gets_a_sentence(client, fields, sentence):
    response = client.post(address("live_start", make_programme()), fields)

    assert response.status_code == 422
    assert sentence in response.text


def test_an_empty_plan_says_what_to_do(client):
    programme = make_programme(Block("d", "day", "Dag 2", 0))
    response = client.post(address("live_start", programme), {"day": "1"})

    assert response.status_code == 422
    assert "Legg inn minst éin før de startar." in response.text


def test_the_leader_sees_everything_and_the_hall_only_what_is_its_own(client):
    block = Block("a", "own", "Kva håper du?", 10, responsible="Kari", note="Løyndom")
    run = make_run(make_programme(block, Block("p", "pause", "Kaffi", 10)), started=3)
    leader = client.get(address("live", run)).text
    hall = client.get(address("live", run) + "?vising=sal").text
    small = client.get(address("live_state", run) + "?vising=sal").text

    assert all(text in leader for text in ("Kva håper du?", "Kari", "Løyndom", "Kaffi", "Avslutt møtet"))
    assert "Kva håper du?" in hall
    assert "Neste pause" in hall
    assert not any(text in hall + small for text in ("Kari", "yndom", "trykk/?run", "Avslutt"))


def test_the_hall_waits_before_the_start(client):
    response = client.get(address("live", make_programme()) + "?vising=sal")

    assert "Framtidas bibliotek" in response.text
    assert "Vi startar 09.00" in response.text


def test_a_page_without_a_script_loads_itself_anew(client):
    assert (
        '<noscript><meta http-equiv="refresh" content="30"></noscript>'
        in client.get(address("live", make_run())).text
    )


def test_buttons_work_as_plain_forms(client):
    run = make_run(started=5)
    response = press(client, run, "next", **{"from": "velkomen"})

    assert response.headers["Location"] == address("live", run)
    assert on(run) == "metode"
    press(client, run, "pause")
    assert "Møtet har pause" in client.get(address("live", run)).text
    press(client, run, "resume")
    press(client, run, "back", **{"from": "metode"})
    assert on(run) == "velkomen"


def test_the_same_press_twice_counts_once(client):
    run, key = make_run(started=5), uuid.uuid4()
    for _ in range(2):
        press(client, run, "next", key)

    assert on(run) == "metode"


def test_two_devices_that_press_next_in_the_same_block_go_one_step(client):
    run = make_run(started=5)
    for _ in range(2):
        send(client, run, event("next", **{"from": "velkomen"}))

    assert on(run) == "metode"


def test_presses_kept_while_the_network_was_away_come_with_their_own_times(client):
    run = make_run(started=60)
    response = send(client, run, event("next", 50), event("next", 20))

    used = [step["used"] // 60 for step in response.json()["steps"]]
    assert used == [10, 30, 20]


def test_state_is_304_until_somebody_presses(client):
    run = make_run(started=5)
    tag = client.get(address("live_state", run)).headers["ETag"]

    assert client.get(address("live_state", run), headers={"If-None-Match": tag}).status_code == 304
    press(client, run, "next")
    assert client.get(address("live_state", run), headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("steps", [3, 30])
def test_the_number_of_queries_does_not_follow_the_blocks(client, django_assert_num_queries, steps):
    blocks = [Block(f"b{number}", "frame", f"Bolk {number}", 5) for number in range(steps)]
    run = make_run(make_programme(*blocks), started=5)
    for _ in range(steps - 1):
        send(client, run, event("next"))
    client.get(address("live", run))

    with django_assert_num_queries(5):
        client.get(address("live", run))
    with django_assert_num_queries(5):
        client.get(address("live_state", run))


def late(minutes=8):
    """A run that is so far behind its plan."""
    method = make_method()  # between 10 and 30 minutes
    return make_run(make_programme(method=method), by=make_user(), started=10 + minutes)


def test_being_late_is_said_and_a_proposal_is_one_press_away(client):
    run = late()
    assert "Vi er 8 minutt etter. Sjå kva vi kan gjere" in client.get(address("live", run)).text
    response = client.get(address("live", run) + "?vis=forslag")

    assert "Kort ned og vinn 8 min" in response.text
    press(client, run, "adjust", minutes=response.context["shorter_json"])
    page = client.get(address("live", run))
    assert page.context["live"].drift == 0
    assert "De korta ned og vann 8 min." in page.text

    press(client, run, "undo", of=page.context["change"].key)
    assert client.get(address("live", run)).context["live"].drift == 8


def test_far_behind_something_can_be_dropped_and_taken_back(client):
    run = late(minutes=20)
    response = client.get(address("live", run) + "?vis=forslag")
    assert "Så langt bak hjelper det ikkje å skunde på alt." in response.text
    assert [drop[0] for drop in response.context["drops"]] == ["metode"]

    press(client, run, "drop", blocks="metode")
    page = client.get(address("live", run))

    assert page.context["live"].next.id == "utsjekk"
    assert "De droppa ein bolk og vann 30 min." in page.text
    press(client, run, "undo")
    assert client.get(address("live", run)).context["live"].next.id == "metode"


def test_just_before_a_fixed_time_it_says_that_nothing_helps(client):
    lunch = Block(
        "l", "pause", "Lunsj", 30, starts=(timezone.localtime()).time().replace(second=0, microsecond=0)
    )
    run = make_run(
        make_programme(Block("a", "frame", "Inn", 5), lunch, start=timezone.localtime().time()), started=8
    )
    page = client.get(address("live", run) + "?vis=forslag")

    assert page.context["proposal"].is_empty
    assert "Rund av bolken de er i." in page.text


def test_the_end_leads_to_a_summary(client):
    client.force_login(make_user())
    run = make_run(by=make_user(), started=60)
    send(client, run, event("next", 48), event("next", 8))
    response = press(client, run, "end")

    assert response.headers["Location"] == address("live_summary", run, run.pk)
    page = client.get(response.headers["Location"])
    assert "Planen var 45 min. Møtet tok 1 t." in page.text
    assert [(row[1].used_minutes, row[2]) for row in page.context["rows"]] == [
        (12, "2 min lengre"), (40, "10 min lengre"), (8, "3 min lengre"),
    ]  # fmt: skip
    assert MethodRun.objects.get().actual == 40


def test_ending_twice_leads_to_the_same_summary_and_keeps_the_rows(client):
    run = make_run(by=make_user(), started=60)
    press(client, run, "next")
    for _ in range(2):
        assert press(client, run, "end").headers["Location"] == address("live_summary", run, run.pk)

    assert run.events.filter(kind="end").count() == 2
    assert send(client, run, event("end")).json()["phase"] == "ended"
    assert "Køyrt før" in client.get(address("live", run)).text


def test_the_script_is_told_where_the_summary_is(client):
    run = make_run(started=60)
    answer = send(client, run, event("end")).json()

    assert (answer["phase"], answer["summary"]) == ("ended", address("live_summary", run, run.pk))


def test_a_forgotten_meeting_says_that_it_does_not_count(client):
    run = make_run(started=14 * 60)
    runs.close_all_forgotten()
    page = client.get(address("live_summary", run, run.pk))

    assert "Møtet blei aldri avslutta her, så minutta tel ikkje." in page.text
    assert "Bruk dei faktiske minutta" not in page.text
    assert client.post(address("live_use", run, run.pk), {"version": "1"}).status_code == 404


def test_the_actual_minutes_go_into_the_plan_when_asked_for(client):
    run = make_run(started=60)
    send(client, run, event("next", 48), event("next", 8), event("end"))
    response = client.post(address("live_use", run, run.pk), {"version": "1"})

    run.programme.refresh_from_db()
    assert response.headers["Location"] == address("live_summary", run, run.pk)
    assert [block.minutes for block in run.programme.plan.blocks] == [12, 40, 8]


@pytest.mark.parametrize("version", ["0", "7", "", "x", "٣"])
def test_a_plan_that_somebody_else_has_changed_is_not_overwritten(client, version):
    run = make_run(started=60)
    send(client, run, event("next", 48), event("end"))
    response = client.post(address("live_use", run, run.pk), {"version": version})

    assert response.status_code == 409
    assert "Nokon har endra planen i mellomtida." in response.text


BROKEN = [
    {"kind": "hoppe"},
    {"key": "ikkje-ein-uuid"},
    {"kind": ""},
    {"key": ""},
    {"kind": "adjust", "minutes": "{"},
]


@pytest.mark.parametrize("fields", BROKEN)
def test_a_press_that_cannot_be_read_gets_a_sentence(client, fields):
    run = make_run(started=5)
    sent = {"run": run.pk, "key": uuid.uuid4(), "kind": "next", **fields}
    response = client.post(address("live_press", run), sent)

    assert response.status_code == 422
    assert "Last sida på nytt og prøv ein gong til." in response.text
    assert on(run) == "velkomen"


@pytest.mark.parametrize(
    "body",
    [
        " ", "[]", "{}", '{"events": 3}', '{"events": [3]}', '{"events": [{"key": "x"}]}', "[" * 100_000,
        json.dumps({"events": [{**event("next"), "at": "no"}]}),
        json.dumps({"events": [{**event("next"), "at": 1e300}]}),
        json.dumps({"events": [{**event("next"), "at": None}]}),
        json.dumps({"events": [{**event("next"), "data": []}, {**event("next"), "data": "x"}]}),
        json.dumps({"events": [event("next", **{"from": "\0"})]}),
        json.dumps({"events": [event("next")] * 501}),
        b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_read_is_refused(client, body):
    run = make_run(started=5)
    response = client.post(
        f"{address('live_press', run)}?run={run.pk}", body, content_type="application/json"
    )

    assert response.status_code == 422
    assert on(run) == "velkomen"


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999", "9" * 50, "٣"])
def test_a_run_from_nowhere_is_not_found(client, number):
    run = make_run()

    assert client.post(address("live_press", run), {"run": number, "kind": "next"}).status_code == 404


def test_the_run_of_another_plan_is_not_found(client):
    run, other = make_run(), make_run()
    press_address = address("live_press", run)

    assert (
        client.post(press_address, {"run": other.pk, "key": uuid.uuid4(), "kind": "end"}).status_code == 404
    )
    runs.take_events(run=other, events=[])
    assert client.get(address("live_summary", run, other.pk)).status_code == 404


def test_a_wrong_token_and_a_reading_token_open_nothing(client):
    run = make_run()
    tokens = ["feil", links.standing_token(reading(Face.LEADER), run.programme.nonce)]

    for token in tokens:
        for name, more in [("live", []), ("live_state", []), ("live_summary", [run.pk])]:
            assert client.get(reverse(f"tools:{name}", args=[token, *more])).status_code == 404
        for name, more in [("live_start", []), ("live_press", []), ("live_use", [run.pk])]:
            assert client.post(reverse(f"tools:{name}", args=[token, *more])).status_code == 404


def test_changes_are_posts(client):
    run = make_run()

    for name, more in [("live_start", []), ("live_press", []), ("live_use", [run.pk])]:
        assert client.get(address(name, run, *more)).status_code == 405
