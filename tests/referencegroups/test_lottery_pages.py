"""The public page of a lottery: everything needed to do the draw again, and no names."""

import datetime as dt
import html
import json
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from referencegroups.actions import lots
from referencegroups.choices import Fact
from referencegroups.lottery.task import Quota
from tests.referencegroups.factories import make_group
from tests.referencegroups.lottery_factories import SEED, make_drawn, make_published, make_ready, women

pytestmark = pytest.mark.django_db


def page(lottery, kind="lottery"):
    return reverse(f"referencegroups:{kind}", args=[lottery.group.slug, lottery.pk])


def text_of(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))


def test_a_published_list_shows_quotas_chances_source_and_panels(client):
    lottery = make_published()

    shown = text_of(client.get(page(lottery)))

    assert "Kjønn: Kvinne 2 2 6" in shown
    assert "33,3 %" in shown
    assert "Lotto-tala laurdag 28. november 2026" in shown
    assert all(" ".join(map(str, panel.people)) in shown for panel in lottery.panels.panels[:25])


@pytest.mark.parametrize("kind", ["lottery", "lottery_panels", "lottery_chances", "lottery_data"])
def test_what_is_not_published_is_nobodys(client, kind):
    lottery = make_ready()

    assert client.get(page(lottery, kind)).status_code == 404


def test_the_page_stands_under_its_own_group_only(client):
    lottery, other = make_published(), make_group()

    assert client.get(page(lottery).replace(lottery.group.slug, other.slug)).status_code == 404


def test_what_the_chances_were_worked_out_from_can_not_be_guessed_by_its_fingerprint(client):
    lottery = make_drawn()

    pages = [client.get(page(lottery, kind)).text for kind in ("lottery", "lottery_data")]

    assert not any(lottery.input_hash in text for text in pages)


def test_the_lottery_of_a_group_that_is_not_public_is_not_there(client):
    lottery = make_published()
    type(lottery.group).objects.update(state="draft")

    assert client.get(page(lottery)).status_code == 404


@pytest.mark.parametrize("kind", ["lottery", "lottery_panels", "lottery_chances", "lottery_data"])
def test_no_public_page_or_file_names_anybody(client, kind):
    lottery = make_published()
    for membership in lottery.group.memberships.select_related("member"):
        membership.member.first_name, membership.member.last_name = "Hemmeleg", "Namnesen"
        membership.member.save()

    answer = client.get(page(lottery, kind)).text

    assert not re.search("Hemmeleg|Namnesen|@example", answer)


def test_few_people_with_a_value_are_not_counted_out(client):
    pool = [(3, {"gender": "woman"}), (9, {"gender": "man"})]
    quotas = [women(1, 2), Quota(Fact.GENDER, "man", 2, 3)]

    shown = text_of(client.get(page(make_published(pool=pool, quotas=quotas))))

    assert "Kvinne 1 2 færre enn fem" in shown
    assert "Mann 2 3 blir ikkje vist" in shown  # else the few could be worked out from the sum


def test_anybody_can_try_a_seed_and_see_which_panel_it_gives(client):
    lottery = make_drawn()

    same = text_of(client.get(page(lottery), {"fro": f" {SEED}  "}))
    other = text_of(client.get(page(lottery), {"fro": "terning 3"}))

    assert f"som er panel {lottery.panel_number}. Det er det same panelet som blei trekt." in same
    assert "Frøet gir lodd" in other


def test_an_empty_seed_is_asked_for_and_nothing_is_drawn(client):
    answer = client.get(page(make_published()), {"fro": " "})

    assert answer.status_code == 422
    assert "Fyll ut «Frø»" in text_of(answer)


def test_a_member_finds_the_chance_of_a_number(client):
    lottery = make_drawn()
    number = lottery.drawn[0]

    shown = text_of(client.get(page(lottery), {"nummer": number}))

    assert f"Nummer {number} er med på" in shown
    assert "Nummeret er trekt." in shown


@pytest.mark.parametrize("number", ["123", "katt", "", "-1", "99999999999999999999"])
def test_a_number_that_is_not_in_the_pool_gets_a_sentence(client, number):
    assert client.get(page(make_published()), {"nummer": number}).status_code == 422


def test_a_reserve_sees_the_place_in_the_queue(client):
    lottery = make_drawn()

    shown = text_of(client.get(page(lottery), {"nummer": lottery.drawn_reserves[2]}))

    assert "Nummeret er reserve nummer 3." in shown


def test_the_files_are_the_published_ones(client):
    lottery = make_drawn()

    everything = client.get(page(lottery, "lottery_data")).json()

    assert client.get(page(lottery, "lottery_panels")).content.decode() == lottery.list_text
    assert everything["list_hash"] == lottery.list_hash
    assert everything["drawn"] == lottery.drawn
    assert len(everything["panels"]) == len(lottery.panels.panels)


def test_the_ten_lines_on_the_page_give_the_same_draw(client, tmp_path):
    lottery = make_drawn(seed='Han sa "7\\9" – høgt')
    for kind, name in (("lottery_panels", "panel.csv"), ("lottery_chances", "sjansar.csv")):
        (tmp_path / name).write_bytes(client.get(page(lottery, kind)).content)
    recipe = re.search(r"<pre[^>]*><code>(.*?)</code>", client.get(page(lottery)).text, re.DOTALL).group(1)

    (tmp_path / "trekk.py").write_text(html.unescape(recipe))
    done = subprocess.run(
        [sys.executable, "trekk.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    said = done.stdout.replace("'", '"')
    ticket, lists = said.split(" ", 1)
    drawn, reserves = json.loads(f"[{lists.strip().replace('] [', '], [')}]")
    assert len(recipe.splitlines()) == 10
    assert int(ticket) == lottery.ticket
    assert list(map(int, drawn)) == lottery.drawn
    assert list(map(int, reserves)) == lottery.drawn_reserves


def test_a_withdrawn_list_says_why(client):
    lottery = make_published(seed_in=dt.timedelta(days=30))
    lots.withdraw(by=None, lottery=lottery, reason="Talet på plassar var feil.")

    assert "Talet på plassar var feil." in text_of(client.get(page(lottery)))


@pytest.mark.usefixtures("public_pages_uncached")
@pytest.mark.parametrize("many", [6, 30])
def test_the_page_asks_the_database_once_whatever_the_pool(client, django_assert_num_queries, many):
    address = page(make_published(pool=[(many, {"gender": "woman"}), (many, {"gender": "man"})]))

    with django_assert_num_queries(1):
        assert client.get(address).status_code == 200
