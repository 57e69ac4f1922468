import re

import pytest
from django.urls import reverse

from tests.factories import make_experience, make_method, make_recipe, make_user
from tools.choices import Status
from tools.models import Synonym

pytestmark = pytest.mark.django_db
LIST = "/metodar/"


def titles(response):
    return re.findall(r'class="kort-tittel"><a[^>]*>(.*?)</a>', response.text)


@pytest.fixture
def rows(request):
    """As many of everything as the test asks for."""
    methods = [make_method(f"Metode med lappar {number}") for number in range(request.param)]
    for method in methods:
        method.related.set(methods)
        make_recipe(methods=methods, slug=f"oppskrift-for-{method.slug}")
        for _row in methods:
            make_experience(method, approved=True)
    Synonym.objects.create(term="post-it", means="lappar")
    return methods


@pytest.mark.parametrize("rows", [1, 3], indirect=True)
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/metodar/", 0),
        ("/metodar/?steg=utforske&tid=20-45&n=24", 0),
        ("/metodar/?q=lappar&steg=utforske", 2),
        ("/metodar/?q=post-it", 2),
        ("/metodar/?q=lappar+xyzzy", 2),
        ("/metodar/?q=metodde", 2),
        ("/metodar/?q=xyzzy+qwrty", 4),
        ("/metodar/{method}/", 4),
        ("/metodar/oppskrifter/", 2),
        ("/metodar/oppskrifter/{recipe}/", 2),
        ("/koyreplan/", 2),
        ("/koyreplan/{recipe}/?start=17.30", 2),
    ],
)
def test_the_number_of_queries_does_not_follow_the_rows(
    client, rows, public_pages_uncached, django_assert_num_queries, address, queries
):
    slug = rows[0].slug
    address = address.format(method=slug, recipe=f"oppskrift-for-{slug}")

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_methods_stand_in_norwegian_order(client):
    for title in ["Ås", "Ærleg", "zebra", "Øving", "Aften", "Idé", "Igp"]:
        make_method(title)

    assert titles(client.get(LIST)) == ["Aften", "Idé", "Igp", "zebra", "Ærleg", "Øving", "Ås"]


@pytest.mark.parametrize(
    ("side", "first"), [("2", "Metode 24"), ("0", "Metode 48"), ("99", "Metode 48"), ("abc", "Metode 00")]
)
def test_a_page_number_from_nowhere_gives_a_page_all_the_same(client, side, first):
    for number in range(50):
        make_method(f"Metode {number:02}")

    assert titles(client.get(LIST, {"side": side}))[0] == first


def test_an_empty_library_has_a_page(client):
    response = client.get(LIST)

    assert "0 metodar" in response.text
    assert "Vi fann ingen metode." in response.text


def test_the_filters_are_called_filter_also_where_django_has_a_word_of_its_own(client):
    assert "<summary>Filter</summary>" in client.get(LIST).text


def test_chosen_filters_are_ticked_and_counted(client):
    make_method(steps=["utforske"])
    response = client.get(LIST, {"steg": "utforske", "tid": "20-45"})

    assert 'value="utforske" id="steg-utforske" checked' in response.text
    assert "Filter (2 valde)" in response.text
    assert "Nullstill" in response.text


def test_people_change_the_minutes_on_the_list(client):
    make_method("Runde", per_person_min=1, per_group_min=0, fixed_min=2, min_minutes=5, max_minutes=60)

    assert "for 24 deltakarar: 26 min" in client.get(LIST, {"n": "24"}).text
    assert "4–60 deltakarar, ikkje 100" in client.get(LIST, {"n": "100"}).text


def test_a_mangled_number_is_said_on_list_and_card(client):
    method = make_method()

    assert "Skriv talet på deltakarar" in client.get(LIST, {"n": "-3"}).text
    assert "Skriv talet på deltakarar" in client.get(method.get_absolute_url(), {"n": "abc"}).text


def test_the_card_is_counted_for_the_people_who_come(client):
    method = make_method()  # 15 minutes and one for each group of five; ten notes each
    response = client.get(method.get_absolute_url(), {"n": "40"})

    assert response.context["minutes"] == 23
    assert [line["minutes"] for line in response.context["lines"]] == [5, 18]
    assert [line["left"] for line in response.context["lines"]] == [18, 0]
    assert response.context["materials"][0]["number"] == 400


def test_the_card_and_the_list_use_what_the_house_has_learned_and_the_card_says_so(client):
    method = make_method(learned={"medium": {"minutes": 40, "runs": 7}})
    response = client.get(method.get_absolute_url(), {"n": "24"})

    assert "Her hos oss tek han 40 min, median av 7 møte" in response.text
    assert (response.context["minutes"], sum(line["minutes"] for line in response.context["lines"])) == (
        40,
        40,
    )
    assert "for 24 deltakarar: 40 min" in client.get(LIST, {"n": "24", "tid": "20-45"}).text
    assert "Her hos oss" not in client.get(method.get_absolute_url(), {"n": "40"}).text


def test_the_card_says_when_they_are_too_many(client):
    response = client.get(make_method().get_absolute_url(), {"n": "100"})

    assert "Metoden er laga for 4–60 deltakarar, ikkje 100." in response.text
    assert response.context["minutes"] == 27  # for sixty


def test_related_methods_are_shown_without_drafts(client):
    method = make_method("Opphav")
    method.related.set([make_method("Ein slektning"), make_method("Ein kladd", status=Status.DRAFT)])

    assert titles(client.get(method.get_absolute_url())) == ["Ein slektning"]


@pytest.mark.parametrize("query", ["", "?forhandsvis"])
def test_a_draft_is_not_found_by_others(client, query):
    method = make_method(status=Status.DRAFT)
    recipe = make_recipe(is_shown=False)
    addresses = [
        method.get_absolute_url(),
        recipe.get_absolute_url(),
        reverse("tools:programme", args=[recipe.slug]),
    ]

    assert [client.get(address + query).status_code for address in addresses] == [404, 404, 404]
    client.force_login(make_user())
    assert [client.get(address + query).status_code for address in addresses] == [404, 404, 404]


def test_staff_see_a_draft_with_a_note_when_they_ask(client):
    method, recipe = make_method(status=Status.DRAFT), make_recipe(is_shown=False)
    client.force_login(make_user(is_staff=True))

    for address in [method.get_absolute_url(), recipe.get_absolute_url()]:
        assert client.get(address).status_code == 404
        assert "Dette er ein kladd." in client.get(address + "?forhandsvis").text


def test_a_hidden_recipe_is_in_no_list(client):
    make_recipe("Eit gøymt møte", is_shown=False)

    assert "gøymt" not in client.get("/koyreplan/").text + client.get("/metodar/oppskrifter/").text


def test_a_draft_in_a_recipe_has_no_link(client):
    recipe = make_recipe(methods=[make_method("Kladden", status=Status.DRAFT)])
    response = client.get(recipe.get_absolute_url())

    assert "Kladden" in response.text
    assert 'href="/metodar/metode' not in response.text


def test_the_shopping_list_is_counted_for_the_recipe(client):
    recipe = make_recipe(people=12, methods=[make_method("Ei"), make_method("Ei til")])
    things = client.get(recipe.get_absolute_url()).context["things"]

    assert [(thing.name, thing.number, thing.methods) for thing in things] == [
        ("Lappar", 240, ("Ei", "Ei til"))
    ]


@pytest.mark.parametrize(
    ("text", "start"),
    [("17.30", "17.30"), ("17:30", "17.30"), ("9", "09.00"), ("0830", "08.30"), ("", "09.00")],
)
def test_the_start_can_be_chosen(client, text, start):
    recipe = make_recipe(methods=[make_method()])
    response = client.get(reverse("tools:programme", args=[recipe.slug]), {"start": text})

    assert f"{response.context['rows'][0].starts_at:%H.%M}" == start
    assert response.context["remark"] == ""


@pytest.mark.parametrize("text", ["25.00", "9.75", "no", "-1", "\0", "9" * 5000, "<b>"])
def test_a_mangled_start_gets_a_sentence(client, text):
    recipe = make_recipe(methods=[make_method()])
    response = client.get(reverse("tools:programme", args=[recipe.slug]), {"start": text})

    assert f"{response.context['rows'][0].starts_at:%H.%M}" == "09.00"
    assert "Skriv klokkeslettet slik: 17.30." in response.text


@pytest.mark.parametrize(
    "address", ["/metodar/finst-ikkje/", "/metodar/oppskrifter/finst-ikkje/", "/koyreplan/finst-ikkje/"]
)
def test_a_stranger_gets_404(client, address):
    assert client.get(address).status_code == 404


def test_a_page_cannot_be_posted_to(client):
    assert client.post(LIST).status_code == 405
