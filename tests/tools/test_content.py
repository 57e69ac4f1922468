"""Every content file: its numbers, its chain, its words."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.tools import content_texts
from tools.choices import ARTEFACTS
from tools.models import Method, Recipe

METHODS = content_texts.files("methods")
RECIPES = content_texts.files("recipes")
WORD_LIST = Path(__file__).with_name("ordliste.txt")
HARDEST = 45  # LIX; a newspaper is about 45
LONGEST_WITHOUT_PAUSE = 90  # minutes
names = [path.stem for path in METHODS + RECIPES]


def test_the_library_is_whole():
    assert len(METHODS) >= 70
    assert len(RECIPES) == 8


@pytest.mark.django_db
def test_every_method_holds_its_minutes_for_every_number_of_people(library):
    for method in Method.objects.all():
        before = 0
        for people in range(method.people_min, method.people_max + 1):
            minutes, lines = method.minutes(people), method.lines(people)
            assert method.min_minutes <= minutes <= method.max_minutes, (method, people)
            assert before <= minutes, (method, people)
            assert sum(line["minutes"] for line in lines) == minutes, (method, people)
            assert min(line["minutes"] for line in lines) >= 1, (method, people)
            assert lines[-1]["left"] == 0, (method, people)
            before = minutes


@pytest.mark.django_db
def test_related_methods_are_others_and_exist(library):
    for method in Method.objects.prefetch_related("related"):
        related = list(method.related.all())
        assert 2 <= len(related) <= 4, method
        assert method not in related


@pytest.mark.django_db
def test_recipes_use_methods_within_their_people_and_minutes(library):
    for recipe in Recipe.objects.with_blocks():
        for block in recipe.blocks.all():
            method = block.method and Method.objects.get(pk=block.method.pk)
            if method:
                least = method.short_form_min or method.min_minutes
                assert method.fits(recipe.people), (recipe, method)
                assert least <= block.minutes <= method.max_minutes, (recipe, method)


@pytest.mark.django_db
def test_recipes_have_no_method_twice_and_a_chain_that_holds(library):
    for recipe in Recipe.objects.with_blocks():
        methods, has = [], {"T"}
        for block in recipe.blocks.all():
            has |= set(block.brings)
            if block.method:
                method = Method.objects.get(pk=block.method.pk)
                assert method not in methods, (recipe, method)
                assert has & set(method.needs) or "alt" in method.needs, (recipe, method, has)
                methods.append(method)
                has |= {method.gives} & set(ARTEFACTS)


@pytest.mark.django_db
def test_recipes_never_go_90_minutes_without_a_pause(library):
    for recipe in Recipe.objects.with_blocks():
        without = 0
        for block in recipe.blocks.all():
            without = 0 if block.kind == "pause" else without + block.minutes
            assert without <= LONGEST_WITHOUT_PAUSE, (recipe, block)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "total", "people"),
    [
        ("Mål og strategi", 180, 12), ("Idéverkstad", 240, 20), ("Innbygg", 120, 50), ("Prioritering", 90, 8),
        ("Oppstart", 150, 15), ("Evaluering", 90, 10), ("Dialogmøte", 120, 14), ("Heildag", 360, 30),
    ],
)  # fmt: skip
def test_the_eight_recipes_have_their_length(library, start, total, people):
    recipe = Recipe.objects.with_blocks().get(title__startswith=start)

    assert (sum(block.minutes for block in recipe.blocks.all()), recipe.people) == (total, people)


@pytest.mark.parametrize("path", METHODS + RECIPES, ids=names)
def test_every_text_is_easy_to_read(path, record_property):
    score = content_texts.lix(words_of(path))

    record_property("lix", round(score))
    assert score <= HARDEST


def unknown_words(text):
    known = {word for word in WORD_LIST.read_text().split() if word}
    asked = sorted({word for word in content_texts.words(text) if len(word) > 1})
    command = ["hunspell", "-d", "nn_NO", "-i", "utf-8", "-l"]
    answer = subprocess.run(command, input="\n".join(asked), capture_output=True, text=True, check=True)
    return sorted({word for word in answer.stdout.split() if word.lower() not in known})


@cache
def unknown_words_of_the_library():
    """Of all the texts at once: hunspell takes a second to start."""
    need_dictionary()
    return set(unknown_words("\n".join(words_of(path) for path in METHODS + RECIPES)))


def words_of(path):
    return "\n".join(content_texts.texts(content_texts.data(path)))


def has_dictionary():
    if not shutil.which("hunspell"):
        return False
    answer = subprocess.run(["hunspell", "-D", "-d", "nn_NO"], input="", capture_output=True, text=True)
    return answer.returncode == 0


def need_dictionary():
    if not has_dictionary():
        if os.environ.get("CI"):
            pytest.fail("hunspell with nn_NO is missing: apt-get install hunspell hunspell-no")
        pytest.skip("hunspell med ordboka nn_NO manglar: sudo apt-get install hunspell hunspell-no")


@pytest.mark.parametrize("path", METHODS + RECIPES, ids=names)
def test_every_word_is_nynorsk(path):
    unknown = unknown_words_of_the_library()

    assert unknown & set(content_texts.words(words_of(path))) == set()


def test_the_word_list_is_in_order_without_doubles():
    words = WORD_LIST.read_text().splitlines()

    assert words == sorted(set(words))


# --- What a method promises must hold in its own steps ----------------------------------------------
EVERYBODY_WRITES = re.compile(r"\b(alle|kvar deltakar) skriv\b|\bskriv (åleine|kvar for)\b", re.I)
WRITES_WITH = re.compile(r"penn|tusj|blyant|notatark", re.I)
# Two words for one thing: the first is never used where the second is ours.
TWINS = {
    "chatten": "meldingsfeltet", "delt tavle": "digital tavle", "felles tavle": "digital tavle",
    "delt dokument": "felles dokument", "forslag": "framlegg", "aleine": "åleine", "andlet": "ansikt",
    "samstundes": "samtidig", "lukkast": "lykkast", "begynn": "byrj", "derfor": "difor",
}  # fmt: skip


def suiting(need):
    methods = [content_texts.data(path) for path in METHODS]
    return [method for method in methods if need in method["facts"]["suits"]]


def test_a_method_that_suits_without_writing_makes_nobody_write():
    for method in suiting("without_writing"):
        steps = " ".join(f"{line['title']}: {line['text']}" for line in method["instructions"])
        for_each = [line for line in method["materials"] if line["per"] == "person"]
        pens = [line for line in for_each if WRITES_WITH.search(line["name"]) and not line.get("note")]

        assert not EVERYBODY_WRITES.search(steps), method["title"]
        assert pens == [], method["title"]


def test_a_method_that_suits_without_standing_is_done_sitting():
    for method in suiting("without_standing"):
        assert method["facts"]["posture"] == "sit", method["title"]


@pytest.mark.parametrize("path", METHODS + RECIPES, ids=names)
def test_one_thing_has_one_word(path):
    text = words_of(path).casefold()

    assert [f"{word}: {ours}" for word, ours in TWINS.items() if word in text] == []
