"""One search for the whole house."""

import datetime

import pytest
from django.utils import timezone

from prosesstotte import search
from prosesstotte.models import Document
from tests.factories import make_method, make_news, make_page, make_recipe
from tools.choices import Status
from tools.models import Synonym
from tools.search import understand

pytestmark = pytest.mark.django_db
STRANGE = [
    "", " ", "'", '"', "\\", "%", ":*", "& |", "!!!", "'; DROP TABLE x; --", "a\x00b", "\ufffd", "привет",
    "🌼", "og", "<script>alert(1)</script>", "a" * 10_000, "ord " * 2_500, "'" * 10_000, "{{ x }}", "%s",
]  # fmt: skip


def make_document(title, **fields):
    return Document.objects.create(title=title, slug=title.lower(), description="Om barnehagar.", **fields)


def make_one_of_each(number):
    for place in range(number):
        make_method(f"Barnehagemetode {place}")
        make_recipe(f"Barnehageoppskrift {place}")
        make_document(f"Barnehagedokument{place}")
        make_news(f"Barnehagenytt {place}")
    make_page("om", title="Om barnehagane")
    Synonym.objects.create(term="barnehager", means="barnehagar")


def found(typed):
    return {str(group.label): [hit.title for hit in group.hits] for group in search.find(understand(typed))}


def test_every_kind_is_found_and_grouped():
    make_one_of_each(1)

    assert found("barnehage") == {
        "Metodar": ["<mark>Barnehagemetode</mark> 0"],
        "Møteoppskrifter": ["<mark>Barnehageoppskrift</mark> 0"],
        "Grunnlagsdokument": ["<mark>Barnehagedokument0</mark>"],
        "Aktuelt": ["<mark>Barnehagenytt</mark> 0"],
        "Sider": ["Om <mark>barnehagane</mark>"],
    }


def test_synonyms_and_other_forms_are_found_in_the_texts_too():
    make_one_of_each(1)

    assert "Grunnlagsdokument" in found("barnehager")


def test_a_typo_finds_what_is_called_something_alike():
    make_recipe("Innbyggarmøte på kveldstid")

    assert found("inbyggarmøte") == {"Møteoppskrifter": ["Innbyggarmøte på kveldstid"]}


def test_some_of_the_words_are_better_than_nothing():
    make_news("Nytt om barnehagar")

    assert list(found("barnehagar xyzzyq")) == ["Aktuelt"]


def test_what_is_not_on_show_is_not_found():
    make_method("Løyndommen i metoden", status=Status.DRAFT)
    make_recipe("Løyndommen i oppskrifta", is_shown=False)
    make_document("Løyndommen", is_shown=False)
    make_news("Løyndommen i morgon", published_at=timezone.now() + datetime.timedelta(days=1))
    make_news("Løyndommen i kladden", published_at=None)
    make_page("løynd", title="Løyndommen")

    assert found("løyndommen") == {}


@pytest.fixture
def house(request):
    make_one_of_each(request.param)


@pytest.mark.parametrize("house", [1, 3], indirect=True)
@pytest.mark.parametrize(("typed", "queries"), [("barnehage", 3), ("barnehager", 4)])
def test_the_number_of_queries_does_not_follow_the_rows(
    client, house, public_pages_uncached, django_assert_num_queries, typed, queries
):
    with django_assert_num_queries(queries):
        client.get("/sok/", {"q": typed})


def test_nothing_found_takes_few_queries_too(client, public_pages_uncached, django_assert_num_queries):
    with django_assert_num_queries(4):
        response = client.get("/sok/", {"q": "xyzzy qwrty"})

    assert "Vi fann ikkje noko på «xyzzy qwrty»." in response.text


def test_many_methods_lead_on_to_the_list(client):
    for number in range(8):
        make_method(f"Lappemetode {number}")

    response = client.get("/sok/", {"q": "lappemetode"})

    assert response.text.count('class="lenkje-heile"') == 6
    assert 'href="/metodar/?q=lappemetode"' in response.text


@pytest.mark.parametrize("typed", STRANGE)
def test_any_input_gives_a_calm_page(client, typed):
    make_one_of_each(1)
    response = client.get("/sok/", {"q": typed})

    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_the_page_that_is_not_there_offers_a_search(client):
    assert 'action="/sok/"' in client.get("/finst-ikkje/").text


def test_robots_are_told_what_to_leave_alone(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    for address in ["/koyreplan/plan/", "/koyreplan/les/", "/metodar/samling/"]:
        assert f"Disallow: {address}\n" in response.text
