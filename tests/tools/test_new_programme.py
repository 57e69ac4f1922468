"""A new programme: three proposals for a brief, or from a recipe, some methods, or nothing."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from prosesstotte import limits
from tests.factories import make_method, make_recipe, make_user
from tools.actions import programmes as doors
from tools.models import Programme, Recipe
from tools.plan import Plan

BRIEF = {
    "foremal": "mal-og-strategi", "n": "12", "start": "09.00", "slutt": "12.00", "form": "rom",
    "kjende": "ja", "usemje": "0", "leiar": "2", "leiarar": "1",
}  # fmt: skip
PROPOSALS, MAKE = reverse("tools:proposals"), reverse("tools:make")


@pytest.fixture(autouse=True)
def _no_limit(db):
    cache.clear()


@pytest.fixture
def brief(library):
    return BRIEF


def proposals(client, **changes):
    return client.get(PROPOSALS, {**BRIEF, **changes})


def clocks(variant):
    return [f"{row.starts_at:%H.%M}" for row in variant.times.rows]


def test_three_proposals_that_end_on_the_minute(client, brief):
    response = proposals(client)

    variants = response.context["variants"]
    assert [variant.name for variant in variants] == ["trygg", "balansert", "modig"]
    assert {f"{variant.times.ends_at:%H.%M}" for variant in variants} == {"12.00"}
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_nothing_is_kept_before_somebody_chooses(client, brief):
    proposals(client)

    assert Programme.objects.count() == 0


def test_the_chosen_proposal_becomes_a_plan_with_the_same_blocks(client, brief):
    shown = proposals(client).context["variants"][2]

    response = client.post(MAKE, {**BRIEF, "variant": "modig"})

    programme = Programme.objects.get()
    assert response.headers["Location"] == programme.get_absolute_url()
    assert programme.plan.blocks == tuple(row.block for row in shown.times.rows)
    assert all(block.reason for block in programme.plan.blocks if block.method)


def test_presentations_and_lunch_lie_fast(client, brief):
    response = proposals(
        client,
        slutt="15.00",
        innlegg="Kommunalsjefen opnar, 15 min\nTal frå tenesta: 20",
        lunsj="11.30",
        lunsjtid="30",
    )

    rows = response.context["variants"][0].times.rows
    lunch = next(row for row in rows if row.title == "Lunsj")
    assert (f"{lunch.starts_at:%H.%M}", lunch.minutes, lunch.late) == ("11.30", 30, 0)
    assert {("Kommunalsjefen opnar", 15), ("Tal frå tenesta", 20)} <= {
        (row.title, row.minutes) for row in rows
    }


def test_methods_that_must_and_must_not_be_there(client, brief):
    client.post(MAKE, {**BRIEF, "variant": "trygg", "skal": ["SWOT-analyse"], "ikkje": ["Innsjekk"]})

    methods = [block.method for block in Programme.objects.get().plan.blocks]
    assert "swot-analyse" in methods
    assert "innsjekk" not in methods


def test_a_brief_that_cannot_be_met_gets_a_reason_and_what_would_help(client, brief):
    response = proposals(client, innlegg="Ein lang tale, 170 min")

    assert response.status_code == 200
    assert "Dette går ikkje opp" in response.text
    assert response.context["refusal"] in response.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"foremal": ""}, "Vel kva møtet er til for"),
        ({"foremal": "sprut"}, "Vel eit av alternativa"),
        ({"n": "0"}, "Skriv eit tal som er 2 eller høgare"),
        ({"n": "1000000000"}, "Skriv eit tal som er 1000 eller lågare"),
        ({"n": "mange"}, "Skriv eit heilt tal"),
        ({"start": "25.00"}, "Skriv klokkeslettet"),
        ({"slutt": "09.10"}, "Møtet må vare minst ein halv time"),
        ({"skal": "Heilt ukjend"}, "Vi har ingen metode som heiter «Heilt ukjend»."),
        ({"innlegg": "Utan minutt"}, "Vi forstod ikkje: Utan minutt"),
        ({"tittel": "\0"}, "har teikn vi ikkje kan lese"),
    ],
)
def test_a_brief_with_a_fault_gets_a_sentence_and_stays_typed(client, brief, changes, sentence):
    response = proposals(client, mal="Målet vårt", **changes)

    assert response.status_code == 422
    assert sentence in response.text
    assert "Målet vårt" in response.text


def test_an_empty_plan_has_only_what_lies_fast(client, brief):
    client.post(MAKE, {**BRIEF, "variant": "tom", "innlegg": "Tal, 10 min"})

    assert [block.title for block in Programme.objects.get().plan.blocks] == ["Tal"]


def test_proposals_are_limited_so_that_nobody_wears_the_house_out(client, brief, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "proposal", limits.Limit(2))
    monkeypatch.setattr(limits, "time", lambda: 6_000.0)
    answers = [proposals(client).status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_the_form_shows_what_a_link_brings(client, brief):
    text = client.get(reverse("tools:new"), {"n": "44", "skal": ["innsjekk", "utsjekk"]}).text

    assert 'value="44"' in text
    assert 'value="Innsjekk"' in text
    assert 'value="Utsjekk"' in text


@pytest.mark.django_db
def test_a_recipe_becomes_a_plan_with_its_own_minutes(client):
    recipe = make_recipe(methods=[make_method(), make_method()])
    address = reverse("tools:programme_from_recipe", args=[recipe.slug])
    assert client.get(address).status_code == 200

    client.post(address, {"title": "Møtet vårt", "people": "18", "start": "10.00"})

    plan = Programme.objects.get().plan
    assert [(block.title, block.minutes) for block in plan.blocks] == [
        (block.title, block.minutes) for block in recipe.blocks.all()
    ]
    assert (plan.title, plan.brief.people, f"{plan.start:%H.%M}", f"{plan.until:%H.%M}") == (
        "Møtet vårt", 18, "10.00", "10.50",
    )  # fmt: skip


def test_every_recipe_can_become_a_plan(client, library):
    for recipe in Recipe.objects.all():
        address = reverse("tools:programme_from_recipe", args=[recipe.slug])
        response = client.post(address, {"title": recipe.title, "people": recipe.people, "start": "09.00"})
        assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.django_db
def test_collected_methods_come_in_the_order_they_were_collected(client):
    methods = [make_method(), make_method()]
    address = reverse("tools:programme_from_methods")
    slugs = [method.slug for method in reversed(methods)]
    assert methods[0].title in client.get(address, {"metode": slugs}).text

    client.post(address, {"title": "Møtet", "people": "20", "start": "09.00", "metode": slugs})

    assert [block.method for block in Programme.objects.get().plan.blocks] == slugs


@pytest.mark.django_db
def test_methods_that_are_not_there_are_404(client):
    assert client.get(reverse("tools:programme_from_methods"), {"metode": "sprut"}).status_code == 404
    assert client.get(reverse("tools:programme_from_recipe", args=["sprut"])).status_code == 404


def test_new_proposals_leave_what_lies_fast_and_can_be_undone(client, brief):
    client.post(MAKE, {**BRIEF, "variant": "trygg"})
    programme = Programme.objects.get()
    kept = next(block for block in programme.plan.blocks if block.method)
    edit = reverse("tools:edit", args=[programme.edit_token, "endre"])
    client.post(
        edit, {"versjon": 1, "bolk": kept.id, "title": kept.title, "minutes": kept.minutes, "kept": "on"}
    )
    address = reverse("tools:new_proposals", args=[programme.edit_token])
    assert len(client.get(address).context["variants"]) == 3

    client.post(address, {"versjon": 2, "variant": "modig"})

    programme = Programme.objects.get()
    assert kept.method in {block.method for block in programme.plan.blocks}
    assert programme.versions.get(number=3).what == "Tok forslaget «Modig»"
    assert sum(block.minutes for block in programme.plan.blocks) == 180


def test_a_block_is_swapped_for_another_that_takes_as_long(client, brief):
    client.post(MAKE, {**BRIEF, "variant": "balansert"})
    programme = Programme.objects.get()
    block = next(block for block in programme.plan.blocks if block.method and block.minutes >= 20)
    page = client.get(programme.get_absolute_url(), {"byt": block.id}).context["page"]
    other, _title = page.alternatives[0]

    client.post(
        reverse("tools:edit", args=[programme.edit_token, "byt"]),
        {"versjon": 1, "bolk": block.id, "metode": other.method},
    )

    swapped = Programme.objects.get().plan.block(block.id)
    assert (swapped.method, swapped.minutes) == (other.method, block.minutes)
    assert swapped.method != block.method


def test_a_gap_is_filled_to_the_minute(client, brief):
    client.post(MAKE, {**BRIEF, "variant": "trygg"})
    programme = Programme.objects.get()
    block = next(block for block in programme.plan.blocks[2:] if block.method and block.minutes >= 20)
    before = programme.plan.blocks[programme.plan.index(block.id) - 1]
    client.post(reverse("tools:edit", args=[programme.edit_token, "fjern"]), {"versjon": 1, "bolk": block.id})

    client.post(
        reverse("tools:edit", args=[programme.edit_token, "fyll"]),
        {"versjon": 2, "etter": before.id, "minutt": block.minutes},
    )

    assert sum(block.minutes for block in Programme.objects.get().plan.blocks) == 180


def test_whoever_is_logged_in_finds_the_plan_again(client, brief):
    client.force_login(make_user())

    client.post(MAKE, {**BRIEF, "tittel": "Framtidas bibliotek", "variant": "trygg"})

    assert "Framtidas bibliotek" in client.get(reverse("tools:programmes")).text


@pytest.mark.parametrize("programmes", [1, 3])
def test_ones_own_plans_take_the_same_queries(
    client, library, django_assert_num_queries, programmes, public_pages_uncached
):
    user = make_user()
    for number in range(programmes):
        doors.make_programme(plan=Plan(f"Plan {number}"), by=user)
    client.force_login(user)

    with django_assert_num_queries(5):
        client.get(reverse("tools:programmes"))
