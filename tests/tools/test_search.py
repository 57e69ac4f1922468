import tomllib
from pathlib import Path

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_method
from tools import facets, listing, search
from tools.models import Method

SYNONYMS = [("dotmokrati", ["prikkavstemming"]), ("sjekk inn", ["innsjekk"]), ("avgjorelse", ["avgjerd"])]

QUERIES = tomllib.loads(Path(__file__).with_name("search_queries.toml").read_text(encoding="utf-8"))
WANTED = {typed: wanted for group in QUERIES.values() for typed, wanted in group.items()}
LEAST_MRR = 0.9
STRANGE = [
    "", " ", "'", '"', "\\", "%", "_", "*", ":*", "&", "|", "!", "<->", "( ( (", "a & | b", "!!!", "-",
    "'; DROP TABLE x; --", "\x00", "a\x00b", "\ud800", "\ufffd", "привет", "日本語", "🌼", "og", "og i på",
    "<script>alert(1)</script>", "1", "æ", "a" * 10_000, "ord " * 2_500, "'" * 10_000, "tab\tnew\nline",
    "NULL", "true", "{{ x }}", "{% url %}", "%s",
]  # fmt: skip


def place(typed):
    """Where the first method that may be meant stands, from 1; 0 when it is not on the first page."""
    shown = [card.slug for card in find(typed).cards]
    return next((number for number, slug in enumerate(shown, start=1) if slug in WANTED[typed]), 0)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [typed for typed in WANTED if typed not in QUERIES["vanskelege"]])
def test_what_people_type_finds_what_they_look_for(library, typed):
    assert place(typed) in {1, 2, 3}


@pytest.mark.django_db
def test_what_people_look_for_is_mostly_first(library, record_property):
    places = [place(typed) for typed in WANTED]
    mean = sum(1 / number for number in places if number) / len(places)

    record_property("queries", len(places))
    record_property("mrr", round(mean, 3))
    print(f"\nSøket: {len(places)} spørsmål, MRR {mean:.3f}")
    assert len(places) >= 60
    assert mean >= LEAST_MRR


@pytest.mark.django_db
@pytest.mark.parametrize("typed", STRANGE)
def test_any_input_gives_a_calm_page(library, client, typed):
    response = client.get("/metodar/", {"q": typed.encode("utf-8", "surrogatepass")})

    assert response.status_code == 200
    assert "treff" in response.text or "metode" in response.text
    assert "<script>alert" not in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["?q=%ff%fe", "?q=%00", "?%ff=%ff", "?q[]=a&steg[]=b", "?q=%E0%A4%A", "?q=a&q=b", "?;&=&"]
)
def test_a_mangled_address_gives_200_or_400(library, client, address):
    assert client.get("/metodar/" + address).status_code in {200, 400}


@given(st.text(max_size=300))
def test_any_text_is_understood(typed):
    asked = search.understand(typed)

    assert len(asked.text) <= search.LONGEST
    assert "\0" not in asked.text
    assert all(word.isascii() and word.isalnum() for word in asked.words)


def test_a_long_search_is_cut_and_the_page_says_so():
    choice = facets.read_choice(asking("ord " * 100))

    assert len(choice.asked.text) <= 200
    assert choice.remarks == ("Søket var langt. Vi brukte dei første 200 teikna.",)


def asking(typed):
    query = QueryDict(mutable=True)
    query["q"] = typed
    return query


@pytest.mark.django_db
@given(text=st.text(st.sampled_from("aAeEoOæÆøØåÅäÄöÖéÉèÈüÜçčšŋđ bBzZ09-–/.'«»"), max_size=20))
def test_the_two_folds_are_twins(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_nn(%s)", [text])
        assert cursor.fetchone()[0] == search.fold(text)


@pytest.mark.django_db
def test_the_stop_words_are_those_of_postgresql():
    typed = ["og", "på", "så", "når", "vår", "ikkje", "korleis", "hvordan", "kva", "alle", "være", "også"]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) word WHERE ts_lexize('norwegian_stem', word) = '{}'", [typed]
        )
        words = [word for (word,) in cursor.fetchall()]

    assert len(words) == 12
    assert {search.fold(word) for word in words} <= search.STOP_WORDS


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("dotmokrati",), [[("dotmokrati",), ("prikkavstemming",)]]),
        (("dotmokratiet", "i", "par"), [[("dotmokratiet",), ("prikkavstemming",)], [("par",)]]),
        (("dotmo",), [[("dotmo",), ("prikkavstemming",)]]),
        (("dotmo", "par"), [[("dotmo",)], [("par",)]]),
        (("sjekk", "inn"), [[("sjekk",), ("innsjekk",)]]),
        (("sjekk", "ut"), [[("sjekk",)]]),
        (("kva", "sa", "kva"), [[("kva",)], [("sa",)], [("kva",)]]),
        (("ord",), [[("ord",)]]),
        (("ord", "motet"), [[("ord",)]]),
        (("motet",), [[("motet",)]]),
        (("oppstartsmote",), [[("oppstartsmote",), ("oppstart",)]]),
        (("avgjorelsesprosess",), [[("avgjorelsesprosess",), ("avgjorelse",), ("avgjerd",)]]),
    ],
)
def test_words_become_slots_with_synonyms(words, expected):
    assert search.slots(words, SYNONYMS) == expected


@pytest.mark.django_db
def test_every_word_must_match_before_any_word_is_tried(library):
    found = find("prikkar xyzzy")

    assert found.remarks == ["Ingen metode har alle orda. Her er dei som har nokre av dei."]


@pytest.mark.django_db
def test_few_with_every_word_are_filled_up_with_those_that_have_some():
    make_method("Ein kaktus")
    make_method("Zebra og kaktus")
    make_method("To kaktusar")

    found = find("kaktusar zebra")

    assert found.cards[0].title == "<mark>Zebra</mark> og <mark>kaktus</mark>"
    assert len(found.cards) == 3
    assert found.remarks == ["Få metodar har alle orda. Dei står først, og så kjem dei som har nokre av dei."]


@pytest.mark.django_db
def test_a_whole_name_stands_before_a_part_of_one():
    part = make_method("Aaa", also_known_as=["omvend hattelek"])
    whole = make_method("Bbb", also_known_as=["hattelek"])

    assert [card.slug for card in find("hattelek").cards] == [whole.slug, part.slug]


@pytest.mark.django_db
def test_nothing_found_offers_the_nearest(library):
    found = find("brinstrmng")

    assert found.cards == []
    assert "idemyldring" in [card.slug for card in found.nearest]


@pytest.mark.django_db
def test_nothing_like_it_offers_those_that_are_good_to_begin_with(library):
    assert [card.slug for card in find("ŋŋŋŋŋ 日本語").nearest] == [
        "igp",
        "verdskafe",
        "effekt-innsats-matrise",
    ]


@pytest.mark.django_db
def test_filters_that_leave_nothing_tell_which_one_to_take_away(library, client):
    address = "/metodar/?steg=velje&tid=under-20&storleik=over-60&foremal=konflikt"
    ways = client.get(address).context["listing"].ways_out

    for way in ways:
        assert (
            client.get("/metodar/" + way["address"]).context["listing"].page.paginator.count == way["number"]
        )
    assert str(ways[0]["label"]) == "Føremål"


@pytest.mark.django_db
def test_a_typo_says_that_it_guesses(library):
    found = find("idemyldrng")

    assert found.remarks == ["Ingen metode har ordet «idemyldrng». Desse heiter noko som liknar."]
    assert found.cards[0].title == "Idémyldring"


@pytest.mark.django_db
def test_nothing_found_is_said_calmly(library):
    found = find("xyzzyqwrt")

    assert (found.result, found.cards) == ("Ingen treff på «xyzzyqwrt»", [])


@pytest.mark.django_db
def test_matches_are_marked_in_title_and_ingress(library):
    card = find("idemyldring").cards[0]

    assert card.title == "<mark>Idémyldring</mark>"


def test_marks_are_safe():
    assert (
        search.marked("<b>idear & lappar</b>", {"lappar"})
        == "&lt;b&gt;idear &amp; <mark>lappar</mark>&lt;/b&gt;"
    )


@pytest.mark.django_db
def test_drafts_are_not_found(library):
    Method.objects.filter(slug="idemyldring").update(status="draft")

    assert "/metodar/idemyldring/" not in [card.get_absolute_url for card in find("idémyldring").cards]


@pytest.mark.django_db
def test_keys_of_the_instruction_lines_are_not_words_to_find():
    method, keys = make_method(), SearchQuery("grows | title | minutes", search_type="raw")

    assert not Method.objects.filter(pk=method.pk, search=keys).exists()


def find(typed):
    choice = facets.read_choice(asking(typed))
    return listing.find(choice, 1)
