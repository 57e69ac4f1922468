"""The library on paper: tagged, readable, the right number of sheets, deaf to code in what people write."""

import datetime
import io

import pytest
from pypdf import PdfReader

from prosesstotte import pdf
from tests.factories import make_method, make_recipe
from tests.prosesstotte.test_pdf import HOSTILE, plain, tags, words
from tests.prosesstotte.test_spelling import OWN_WORDS
from tests.tools import content_texts, test_content
from tools import handbook, paper
from tools.content.loading import CONTENT
from tools.models import Method, Recipe

pytestmark = pytest.mark.django_db


def read(content):
    return PdfReader(io.BytesIO(content))


def book():
    return read(pdf.compile_template("handbook", {**handbook.handbook_data(), "printed": "Utgåve"}))


@pytest.fixture(scope="module")
def whole_book(library, django_db_blocker):
    with django_db_blocker.unblock():
        return book()


@pytest.fixture(scope="module")
def pages(whole_book):
    """The words of each page of the book: slow to read, so they are read once."""
    return [plain(page.extract_text()) for page in whole_book.pages]


def check_it_is_accessible(reader, title):
    root = reader.trailer["/Root"]
    assert (root["/Lang"], reader.metadata.title) == ("nn-NO", title)
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()
    assert "/H1" in tags(root["/StructTreeRoot"]["/K"])


def check_each_has_one_sheet(reader, methods):
    """The bookmarks stand on pages that follow each other, and the last of them is the last page."""
    first = len(reader.pages) - len(methods)
    places = {entry.title: reader.get_destination_page_number(entry) for entry in reader.outline}
    assert places == {method.title: first + number for number, method in enumerate(methods)}


def test_every_method_fits_on_one_sheet(library):
    methods = list(Method.objects.all())

    check_each_has_one_sheet(read(paper.collection_pdf("Alle", "", methods)), methods)


def test_every_sheet_in_the_book_tells_all_the_steps_of_its_method(pages):
    for method in Method.objects.all():
        told = [method.title, *(line["title"] for line in method.instructions)]
        assert any(all(plain(words) in page for words in told) for page in pages), method


def test_a_method_also_fits_when_it_is_for_as_many_as_it_can_take(library):
    methods = list(Method.objects.all())
    data = paper.collection_data("Alle", "", methods)
    data["methods"] = [paper.method_data(method, people=method.people_max) for method in methods]

    check_each_has_one_sheet(read(pdf.compile_template("collection", data)), methods)


@pytest.mark.parametrize("slug", ["opent-rom", "framtidsverkstad", "handlingskafe"])
def test_the_longest_methods_are_one_sheet_when_they_stand_alone(library, slug):
    assert len(read(paper.method_pdf(Method.objects.get(slug=slug))).pages) == 1


def test_a_method_is_an_accessible_pdf_with_its_minutes_for_so_many():
    method = make_method("Idémyldring")

    reader = read(paper.method_pdf(method, people=40))

    check_it_is_accessible(reader, "Idémyldring")
    assert "for 40 deltakarar" in words(reader)
    assert f"{method.minutes(40)} min" in words(reader)
    assert "Lappar 400" in words(reader)


def test_every_recipe_is_the_two_sides_of_a_sheet_with_clock_times(library):
    for recipe in Recipe.objects.with_blocks():
        reader = read(paper.recipe_pdf(recipe))
        assert len(reader.pages) == 2, recipe
        for row in paper.recipe_rows(recipe):
            assert f"{row.starts_at:%H.%M}" in reader.pages[0].extract_text(), (recipe, row)


def test_a_recipe_without_lines_is_a_paper_too():
    recipe = make_recipe("Tom oppskrift")
    recipe.blocks.all().delete()

    assert read(paper.recipe_pdf(recipe)).metadata.title == "Tom oppskrift"


def test_the_strip_names_the_whole_hours_and_fills_its_width():
    recipe = make_recipe(methods=[make_method() for _ in range(5)], start=datetime.time(8, 30))
    data = paper.recipe_data(recipe)  # 10 minutes and five times 20: from 08.30 to 10.20

    assert [tick["hour"] for tick in data["ticks"]] == ["09", "10"]
    assert round(sum(row["wide"] for row in data["rows"])) == 100
    assert data["rows"][-1]["place"] + data["rows"][-1]["wide"] == pytest.approx(100)


def test_a_recipe_is_accessible_and_its_table_has_heads():
    reader = read(paper.recipe_pdf(make_recipe("Idéverkstad", methods=[make_method()])))

    check_it_is_accessible(reader, "Idéverkstad")
    found = tags(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert (found.count("/Table"), found.count("/TR")) == (1, 3)
    assert found.count("/TH") >= 3


def test_a_collection_has_a_cover_with_contents_and_one_method_a_page():
    methods = [make_method(f"Metode {letter}") for letter in "abc"]

    reader = read(paper.collection_pdf("Haustsamlinga", "Til styringsgruppa.", methods))

    check_it_is_accessible(reader, "Haustsamlinga")
    assert len(reader.pages) == 4
    assert "Til styringsgruppa." in reader.pages[0].extract_text()
    assert "/TOC" in tags(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert [entry.title for entry in reader.outline] == ["Metode a", "Metode b", "Metode c"]


@pytest.mark.parametrize(("cards", "pages"), [(1, 2), (4, 2), (5, 4), (8, 4)])
def test_four_cards_go_to_a_sheet_with_two_sides(cards, pages):
    methods = [make_method(f"Metode {number}") for number in range(cards)]

    reader = read(paper.cards_pdf(methods))

    check_it_is_accessible(reader, "Metodekort")
    assert len(reader.pages) == pages


def test_a_cards_back_lies_behind_its_front_when_the_sheet_is_turned_on_the_long_edge():
    methods = [make_method(f"Kort{number}") for number in range(4)]
    reader = read(paper.cards_pdf(methods))

    front, back = (places(page, "Kort") for page in reader.pages)

    for name in front:
        (x, y), (x_behind, y_behind) = front[name], back[name]
        wide, high = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
        assert (x < wide / 2) != (x_behind < wide / 2)
        assert (y < high / 2) == (y_behind < high / 2)


def places(page, start):
    """{word: (x, y)} of the words that begin with `start`."""
    found = {}

    def note(text, outer, inner, *_):
        if text.strip().startswith(start):
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            found.setdefault(text.strip()[: len(start) + 1], (x, y))

    page.extract_text(visitor_text=note)
    return found


def test_the_handbook_has_everything_and_says_where_it_is(whole_book, pages):
    text = " ".join(pages)

    check_it_is_accessible(whole_book, "Gode prosessar og metodar")
    assert len(pages) > 100
    for method in Method.objects.all():
        assert text.count(method.title) >= 4, method  # contents, purpose, sheet, sources
    for heading in ["Innhald", "Slik bruker du boka", "Møteoppskrifter", "Kjelder og lisensar", "Register"]:
        assert heading in text


def test_the_page_a_table_names_is_the_page_the_method_stands_on(whole_book, pages):
    texts = [page.extract_text() for page in whole_book.pages[:12]]
    rows = [line for text in texts for line in text.splitlines() if line.startswith("SMART-mål")]

    named = {int(row.split()[-1]) for row in rows}  # in the contents and among the purposes

    assert (len(rows), len(named)) == (2, 1)
    assert pages[named.pop() - 1].startswith("Mål og strategi SMART-mål")


def empty_the_library():
    """The other tests' library may stand there: it is shared by the file."""
    Recipe.objects.all().delete()
    Method.objects.all().delete()


def test_a_book_of_an_empty_library_is_a_book():
    empty_the_library()

    assert len(book().pages) > 5


def test_the_register_is_in_norwegian_order_without_doubles():
    methods = [
        make_method(title, also_known_as=[title.upper()], english="")
        for title in ["Ås", "Øving", "Ærleg", "zebra", "Aften"]
    ]

    names = [entry["name"] for entry in handbook.register(methods)]

    assert names == ["Aften", "zebra", "Ærleg", "Øving", "Ås"]


def test_what_people_write_is_text_on_every_paper():
    empty_the_library()
    fields = {
        "summary": HOSTILE, "good_for": HOSTILE, "tips": [HOSTILE], "pitfalls": [HOSTILE],
        "instructions": [{"minutes": 19, "title": HOSTILE, "text": HOSTILE, "grows": True}],
        "materials": [{"name": HOSTILE, "count": 1, "per": "total", "note": HOSTILE}],
        "inclusion": {"hearing": HOSTILE}, "originator": HOSTILE, "licence": "#panic()",
    }  # fmt: skip
    method = make_method('#panic("x")', **fields)
    recipe = make_recipe("$ ] #panic()", methods=[method], summary=HOSTILE, tips=[HOSTILE])

    papers = {
        '#panic("x")': paper.method_pdf(method),
        "$ ] #panic()": paper.recipe_pdf(Recipe.objects.with_blocks().get(pk=recipe.pk)),
        HOSTILE: paper.collection_pdf(HOSTILE, HOSTILE, [method]),
        "Metodekort": paper.cards_pdf([method]),
    }

    assert {title: read(content).metadata.title for title, content in papers.items()} == {
        title: title for title in papers
    }
    assert '#panic("x")' in words(book())


def test_emoji_nul_and_endless_words_become_a_paper():
    note = "🎉\0" + "å" * 5000

    reader = read(paper.collection_pdf("🎉 Samling\0", note, [make_method("漢字")]))

    assert reader.metadata.title == " Samling"
    assert "□□" in words(reader)


def test_a_method_far_too_long_for_one_sheet_still_is_printed_whole():
    method = make_method(good_for="Ei lang setning om møte. " * 1500 + "Slutt.")

    reader = read(paper.method_pdf(method))

    assert len(reader.pages) > 1
    assert "Slutt." in words(reader)


def test_the_handbooks_own_texts_are_nynorsk_and_easy_to_read(record_property):
    test_content.need_dictionary()
    text = "\n".join(content_texts.texts(content_texts.data(CONTENT / "handbook.toml")))

    record_property("lix", round(content_texts.lix(text)))
    assert content_texts.lix(text) <= test_content.HARDEST
    assert set(map(str.lower, test_content.unknown_words(text))) <= OWN_WORDS
