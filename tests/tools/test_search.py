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

# What people type → the method they look for, among the first three.
QUERIES = [
    # the names themselves, whole and half, with and without special letters
    ("Idémyldring", "idemyldring"),
    ("idemyldring", "idemyldring"),
    ("IDÉMYLDRING", "idemyldring"),
    ("idemyl", "idemyldring"),
    ("prikkavst", "prikkavstemming"),
    ("verdskafé", "verdskafe"),
    ("verdskafe", "verdskafe"),
    ("åtte på åtte", "atte-pa-atte"),
    ("aatte paa aatte", "atte-pa-atte"),
    ("1-2-4-alle", "1-2-4-alle"),
    ("25/10", "25-10-rangering"),
    ("6-3-5", "ideskriving-6-3-5"),
    ("kva så kva", "kva-sa-kva-kva-no"),
    ("hoyrd sett respektert", "hoyrd-sett-respektert"),
    ("målhierarki", "malhierarki"),
    ("maalhierarki", "malhierarki"),
    # a word inside another
    ("avstemming", "prikkavstemming"),
    ("kafé", "verdskafe"),
    ("analyse", "swot-analyse"),
    # other forms of the word
    ("lappane", "gruppering-av-lappar"),
    ("tidslinja", "felles-tidslinje"),
    ("kart over interessentar", "interessentkart"),
    # typos
    ("idemyldrng", "idemyldring"),
    ("prikavstemming", "prikkavstemming"),
    ("fiskebendiagram", "fiskebeindiagram"),
    ("verdskaffe", "verdskafe"),
    ("brainstroming", "idemyldring"),
    # bokmål
    ("dotmokrati", "prikkavstemming"),
    ("kafédialog", "verdskafe"),
    ("fremtidsverksted", "framtidsverkstad"),
    ("sjekk inn", "innsjekk"),
    ("spilleregler", "spelereglar"),
    ("bli kjent", "presentasjonsrunde"),
    ("forventninger", "forventningsavklaring"),
    ("interessenter", "interessentkart"),
    # English
    ("brainstorming", "idemyldring"),
    ("brainst", "idemyldring"),
    ("World Café", "verdskafe"),
    ("fishbowl", "fiskebolle"),
    ("crazy 8", "atte-pa-atte"),
    ("MoSCoW", "ma-bor-kan-ikkje-no"),
    ("check-in", "innsjekk"),
    ("stakeholder", "interessentkart"),
    ("backcasting", "baklengsplanlegging"),
    ("retrospective", "start-stopp-hald-fram"),
    ("swot", "swot-analyse"),
]
STRANGE = [
    "", " ", "'", '"', "\\", "%", "_", "*", ":*", "&", "|", "!", "<->", "( ( (", "a & | b", "!!!", "-",
    "'; DROP TABLE x; --", "\x00", "a\x00b", "\ud800", "\ufffd", "привет", "日本語", "🌼", "og", "og i på",
    "<script>alert(1)</script>", "1", "æ", "a" * 10_000, "ord " * 2_500, "'" * 10_000, "tab\tnew\nline",
    "NULL", "true", "{{ x }}", "{% url %}", "%s",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "slug"), QUERIES)
def test_what_people_type_finds_what_they_look_for(library, client, typed, slug):
    response = client.get("/metodar/", {"q": typed})

    first_three = [card.get_absolute_url for card in response.context["listing"].cards[:3]]
    assert f"/metodar/{slug}/" in first_three


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
    ],
)
def test_words_become_slots_with_synonyms(words, expected):
    assert search.slots(words, SYNONYMS) == expected


@pytest.mark.django_db
def test_every_word_must_match_before_any_word_is_tried(library):
    found = find("prikkar xyzzy")

    assert found.remarks == ["Ingen metode har alle orda. Her er dei som har nokre av dei."]


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
