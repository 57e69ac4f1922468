"""The editor in the test client: one change is one version, and nothing typed is lost."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.urls import reverse

from tests.factories import make_method, make_user
from tools.actions import programmes as doors
from tools.models import Programme
from tools.plan import DAY, METHOD, OWN, PAUSE, Block, Brief, Plan

pytestmark = pytest.mark.django_db
BLOCKS = (
    Block("aaa", OWN, "Velkomen", 10, responsible="Møteleiar"),
    Block("bbb", PAUSE, "Pause", 10),
    Block("ccc", OWN, "Oppsummering", 20),
)


@pytest.fixture
def programme():
    return doors.make_programme(plan=Plan("Møtet vårt", Brief(people=20), blocks=BLOCKS, until=dt.time(10)))


def address(programme, name="editor", *more):
    return reverse(f"tools:{name}", args=[programme.edit_token, *more])


def post(client, programme, edit, version=None, **data):
    data = {
        "versjon": version if version is not None else Programme.objects.get(pk=programme.pk).version,
        **data,
    }
    return client.post(address(programme, "edit", edit), data)


def plan_now(programme):
    return Programme.objects.get(pk=programme.pk).plan


def titles(programme):
    return [block.title for block in plan_now(programme).blocks]


# --- Who may open --------------------------------------------------------------------------------


def test_whoever_has_the_edit_link_edits_and_nobody_else(client, programme):
    assert client.get(address(programme)).status_code == 200
    assert client.get(programme.reading_address("leiar").replace("les", "plan")).status_code == 404
    assert client.get(reverse("tools:editor", args=["x" * 24])).status_code == 404


def test_the_page_is_kept_by_nobody_and_found_by_no_search_engine(client, programme):
    response = client.get(address(programme))

    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_nothing_is_changed_by_looking(client, programme):
    for edit in ["flytt", "minutt", "ny", "endre", "fjern", "byt", "fyll"]:
        assert client.get(address(programme, "edit", edit)).status_code == 405
    assert client.post(address(programme, "edit", "finst-ikkje"), {"versjon": 1}).status_code == 404


# --- What the page shows -----------------------------------------------------------------------


def test_clock_times_end_and_what_is_left_stand_on_the_page(client, programme):
    text = client.get(address(programme)).text

    assert re.findall(r'<time datetime="(\d\d:\d\d)"', text) == ["09:00", "09:10", "09:20"]
    assert "20 min ledig" in text
    assert "20 deltakarar, 40 min." in text


@pytest.mark.parametrize("blocks", [1, 40])
def test_the_number_of_queries_does_not_follow_the_blocks(
    client, django_assert_max_num_queries, blocks, public_pages_uncached
):
    plan = Plan("Møtet", blocks=tuple(Block(f"b{n}", OWN, f"Bolk {n}", 5) for n in range(blocks)))
    programme = doors.make_programme(plan=plan)

    with django_assert_max_num_queries(6):
        client.get(address(programme), {"bolk": "b0"})


def test_a_change_takes_few_queries_whatever_the_size(
    client, django_assert_max_num_queries, public_pages_uncached
):
    plan = Plan("Møtet", blocks=tuple(Block(f"b{n}", OWN, f"Bolk {n}", 5) for n in range(40)))
    programme = doors.make_programme(plan=plan)

    with django_assert_max_num_queries(12):
        client.post(address(programme, "edit", "flytt"), {"versjon": 1, "ned": "b3"})


# --- Changes -----------------------------------------------------------------------------------


def test_buttons_move_a_block_and_come_back_to_it(client, programme):
    response = post(client, programme, "flytt", ned="aaa")

    assert titles(programme) == ["Pause", "Velkomen", "Oppsummering"]
    assert response.headers["Location"] == address(programme)
    assert "Flytta «Velkomen» ned" in client.get(address(programme)).text


def test_dragging_posts_the_whole_order(client, programme):
    post(client, programme, "flytt", rekkje="ccc,aaa,bbb", flytta="ccc")

    assert titles(programme) == ["Oppsummering", "Velkomen", "Pause"]
    assert programme.versions.get(number=2).what == "Flytta «Oppsummering»"


def test_minutes_are_written_straight_into_the_list(client, programme):
    post(client, programme, "minutt", **{"m-aaa": "25", "m-bbb": "10", "m-ccc": "20"})

    assert [block.minutes for block in plan_now(programme).blocks] == [25, 10, 20]
    assert programme.versions.get(number=2).what == "«Velkomen» fekk 25 min"


@pytest.mark.parametrize("minutes", ["0", "-5", "ti", "1e3", "9999", "\0"])
def test_minutes_that_are_none_get_a_sentence_and_stay_typed(client, programme, minutes):
    response = post(client, programme, "minutt", **{"m-aaa": minutes})

    assert response.status_code == 422
    assert response.text.count('aria-invalid="true"') == 1
    assert plan_now(programme).blocks == BLOCKS


def test_a_method_is_added_by_its_name_with_the_minutes_it_takes_for_so_many(client, programme):
    method = make_method("Verdskafé")

    post(client, programme, "ny", method="verdskafe", after="aaa")

    block = plan_now(programme).blocks[1]
    assert (block.kind, block.title, block.method) == (METHOD, "Verdskafé", method.slug)
    assert block.minutes == method.minutes(20)


def test_a_pause_is_added_at_the_end(client, programme):
    post(client, programme, "ny", other="lunsj", after="")

    assert titles(programme)[-1] == "Lunsj"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"method": "Verdskafeen"}, "Vi har ingen metode som heiter «Verdskafeen»."),
        ({}, "Skriv namnet på ein metode, eller vel noko anna frå lista."),
    ],
)
def test_a_method_nobody_knows_gets_a_sentence(client, programme, typed, sentence):
    response = post(client, programme, "ny", after="aaa", **typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert typed.get("method", "") in response.text


def test_a_block_is_changed_in_its_form(client, programme):
    typed = {"bolk": "aaa", "title": "Hei og velkomen", "minutes": "15", "starts": "9.30",
             "track": "", "responsible": "Kommunalsjefen", "note": "Hugs kaffi",
             "kept": "on", "brings": ["F"]}  # fmt: skip

    post(client, programme, "endre", **typed)

    assert plan_now(programme).block("aaa") == Block(
        "aaa", OWN, "Hei og velkomen", 15, responsible="Kommunalsjefen", note="Hugs kaffi",
        starts=dt.time(9, 30), kept=True, brings=("F",),
    )  # fmt: skip


def test_a_block_without_a_title_gets_a_sentence_and_keeps_what_was_typed(client, programme):
    response = post(client, programme, "endre", bolk="aaa", title="", minutes="15", note="Hugs kaffi")

    assert response.status_code == 422
    assert "Fyll ut «Det deltakarane les»" in response.text
    assert "Hugs kaffi" in response.text


def test_a_day_has_a_date_and_an_end_and_no_minutes(client, programme):
    post(client, programme, "ny", other="dag", after="bbb")
    day = plan_now(programme).blocks[2]

    post(
        client,
        programme,
        "endre",
        bolk=day.id,
        title="Dag to",
        starts="10.00",
        until="14.00",
        date="2026-11-25",
    )

    assert plan_now(programme).blocks[2] == Block(
        day.id, DAY, "Dag to", 0, starts=dt.time(10), until=dt.time(14), date=dt.date(2026, 11, 25)
    )
    assert "Onsdag 25. november 2026" in client.get(address(programme)).text


def test_something_can_be_added_first_on_a_new_day(client, programme):
    post(client, programme, "ny", other="dag", after="bbb")
    day = plan_now(programme).blocks[2]
    assert "Legg til her" in client.get(address(programme), {"etter": day.id}).text

    post(client, programme, "ny", other="pause", after=day.id)

    assert titles(programme) == ["Velkomen", "Pause", "Ny dag", "Pause", "Oppsummering"]


def test_a_block_is_removed_and_the_removal_undone(client, programme):
    post(client, programme, "fjern", bolk="bbb")
    assert titles(programme) == ["Velkomen", "Oppsummering"]

    client.post(address(programme, "undo"), {"versjon": 2})

    assert titles(programme) == ["Velkomen", "Pause", "Oppsummering"]
    assert "Angra: Fjerna «Pause»" in client.get(address(programme)).text


def test_an_undo_can_be_taken_back(client, programme):
    post(client, programme, "fjern", bolk="bbb")
    client.post(address(programme, "undo"), {"versjon": 2})

    client.post(address(programme, "redo"), {"versjon": 3})

    assert titles(programme) == ["Velkomen", "Oppsummering"]


def test_a_block_that_is_gone_gets_a_sentence(client, programme):
    response = post(client, programme, "fjern", bolk="zzz")

    assert response.status_code == 422
    assert "Den bolken finst ikkje lenger." in response.text


def test_the_kind_of_the_warning_follows_the_plan(client, programme):
    plan = replace(programme.plan, until=dt.time(9, 30))
    doors.change_programme(programme=programme, plan=plan, what="Kortare", version=1)

    assert "10 minutt" in client.get(address(programme)).text


# --- Two people --------------------------------------------------------------------------------


def test_the_second_save_shows_what_changed_and_keeps_what_was_typed(client, programme):
    post(client, programme, "fjern", bolk="bbb")

    response = post(client, programme, "endre", version=1, bolk="aaa", title="Mitt nye ord", minutes="12")

    assert response.status_code == 409
    assert "Fjerna «Pause»." in response.text
    assert "Mitt nye ord" in response.text
    assert titles(programme) == ["Velkomen", "Oppsummering"]


def test_the_second_can_make_the_change_all_the_same(client, programme):
    post(client, programme, "fjern", bolk="bbb")
    text = post(client, programme, "endre", version=1, bolk="aaa", title="Mitt nye ord", minutes="12").text
    form = re.search(r'<section class="ds-alert".*?</form>', text, re.DOTALL)[0]
    again = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))

    client.post(address(programme, "edit", "endre"), again)

    assert titles(programme) == ["Mitt nye ord", "Oppsummering"]


@pytest.mark.parametrize("version", ["", "x", "0", "99", "9" * 30])
def test_a_version_nobody_made_is_a_conflict_and_no_crash(client, programme, version):
    assert post(client, programme, "fjern", version=version, bolk="aaa").status_code == 409


def test_what_was_typed_is_shown_as_text_and_not_as_html(client, programme):
    post(client, programme, "fjern", bolk="bbb")

    response = post(
        client, programme, "endre", version=1, bolk="aaa", title="<script>x</script>", minutes="1"
    )

    assert "<script>x</script>" not in response.text
    assert "&lt;script&gt;x" in response.text


# --- Round the editor --------------------------------------------------------------------------


def test_the_history_shows_each_version_and_the_way_back(client, programme):
    user = make_user(name="Ingrid Berg")
    client.force_login(user)
    post(client, programme, "fjern", bolk="bbb")

    text = client.get(address(programme, "history")).text
    assert "Fjerna «Pause»" in text
    assert "Ingrid Berg" in text
    old = client.get(address(programme, "old_version", 1)).text
    assert "Fjerna «Pause»." in old

    client.post(address(programme, "put_back"), {"versjon": 2, "nummer": 1})
    assert titles(programme) == ["Velkomen", "Pause", "Oppsummering"]


@pytest.mark.parametrize("changes", [1, 3])
def test_the_history_takes_the_same_queries_for_few_and_many(
    client, programme, django_assert_num_queries, changes, public_pages_uncached
):
    for _number in range(changes):
        post(client, programme, "ny", other="pause")
    client.force_login(make_user())

    with django_assert_num_queries(6):
        client.get(address(programme, "history"))


def test_the_brief_is_changed_without_touching_the_blocks(client, programme):
    typed = {"tittel": "Nytt namn", "foremal": "innsikt", "n": "30", "start": "9", "slutt": "12",
             "form": "rom", "kjende": "nei", "usemje": "1", "leiar": "2", "leiarar": "1",
             "versjon": "1"}  # fmt: skip

    client.post(address(programme, "brief"), typed)

    plan = plan_now(programme)
    assert (plan.title, plan.brief.people, plan.until, plan.blocks) == ("Nytt namn", 30, dt.time(12), BLOCKS)
    assert plan.brief.strangers


def test_a_brief_that_cannot_be_gets_sentences_and_stays_typed(client, programme):
    response = client.post(
        address(programme, "brief"), {"tittel": "Nytt", "n": "0", "start": "25", "versjon": "1"}
    )

    assert response.status_code == 422
    assert "Skriv klokkeslettet" in response.text
    assert 'value="Nytt"' in response.text


def test_two_people_at_the_brief(client, programme):
    post(client, programme, "fjern", bolk="bbb")
    typed = {"tittel": "Mitt", "foremal": "innsikt", "n": "30", "start": "9", "slutt": "12",
             "form": "rom", "kjende": "ja", "usemje": "0", "leiar": "2", "leiarar": "1",
             "versjon": "1"}  # fmt: skip

    response = client.post(address(programme, "brief"), typed)

    assert response.status_code == 409
    assert 'value="Mitt"' in response.text
    assert "Fjerna «Pause»." in response.text
    client.post(address(programme, "brief"), {**typed, "versjon": "2"})
    assert plan_now(programme).title == "Mitt"


def test_sharing_shows_one_address_for_each_face_and_one_to_edit(client, programme):
    text = client.get(address(programme, "share")).text

    assert text.count("/koyreplan/les/") == 8  # four fields, four links
    assert f"http://testserver{address(programme)}" in text


def test_new_links_send_the_old_ones_to_404(client, programme):
    response = client.post(address(programme, "renew_links"))

    assert client.get(response.headers["Location"]).status_code == 200
    assert client.get(address(programme)).status_code == 404


def test_a_copy_is_a_new_plan_without_the_date(client, programme):
    plan = replace(programme.plan, date=dt.date(2026, 11, 24))
    doors.change_programme(programme=programme, plan=plan, what="Dato", version=1)

    client.post(address(programme, "copy"))

    copy = Programme.objects.exclude(pk=programme.pk).get().plan
    assert (copy.title, copy.date, copy.blocks) == ("Møtet vårt (kopi)", None, BLOCKS)


def test_taking_over_asks_for_login_and_then_keeps_the_plan_among_ones_own(client, programme):
    assert client.post(address(programme, "take_over")).status_code == 302
    assert Programme.objects.get().owner is None
    user = make_user()
    client.force_login(user)

    client.post(address(programme, "take_over"))

    assert Programme.objects.get().owner == user
    assert "Møtet vårt" in client.get(reverse("tools:programmes")).text


def test_a_plan_is_deleted_after_one_question_and_only_by_its_owner(client, programme):
    owned = doors.make_programme(plan=Plan("Mi"), by=make_user())

    assert client.post(address(owned, "delete")).status_code == 403
    assert "Slett planen" in client.get(address(programme, "delete")).text
    client.post(address(programme, "delete"))

    assert list(Programme.objects.all()) == [owned]
