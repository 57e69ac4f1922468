import shutil

import pytest
from django.core.management import CommandError, call_command

from prosesstotte.models import ContentRevision
from tools.choices import Status
from tools.content import loading
from tools.models import Method, Recipe, RecipeBlock, Synonym

pytestmark = pytest.mark.django_db
METHODS = ["idemyldring", "innsjekk"]
RECIPE = """
title = "Eit lite møte"
summary = "Eit møte til test."
purpose = "ID"
people = 20
start = 09:00:00
result = "Ei liste."
good_for = "Nye lag."
preparation = "- Inviter."

[[blocks]]
title = "Velkomen"
minutes = 10
[[blocks]]
method = "idemyldring"
minutes = 20
"""


@pytest.fixture
def folder(tmp_path):
    """Two real methods that name each other, a recipe and two synonyms."""
    (tmp_path / "methods").mkdir()
    (tmp_path / "recipes").mkdir()
    for slug in METHODS:
        text = (loading.CONTENT / "methods" / f"{slug}.toml").read_text()
        other = next(name for name in METHODS if name != slug)
        lines = [
            f'related = ["{other}"]' if line.startswith("related") else line for line in text.splitlines()
        ]
        (tmp_path / "methods" / f"{slug}.toml").write_text("\n".join(lines))
    (tmp_path / "recipes" / "lite-mote.toml").write_text(RECIPE)
    (tmp_path / "synonyms.toml").write_text('[synonyms]\ndreiebok = "køyreplan"\n"sjekk inn" = "innsjekk"\n')
    return tmp_path


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def revision():
    return ContentRevision.objects.values_list("number", flat=True).first()


def test_everything_is_loaded(folder):
    reports = loading.load(folder)

    assert {kind: dict(report.counts) for kind, report in reports.items()} == {
        "methods": {"new": 2}, "recipes": {"new": 1}, "synonyms": {"new": 2},
    }  # fmt: skip
    method = Method.objects.get(slug="idemyldring")
    assert (method.purpose, method.status, method.people_typical) == ("idemyldring", Status.PUBLISHED, 20)
    assert [other.slug for other in method.related.all()] == ["innsjekk"]


def test_blocks_know_what_they_are(folder):
    loading.load(folder)

    blocks = Recipe.objects.get().blocks.all()
    assert [(b.order, b.kind, b.title, b.minutes) for b in blocks] == [
        (1, "frame", "Velkomen", 10),
        (2, "method", "Idémyldring", 20),
    ]


def test_loading_again_writes_nothing(folder):
    loading.load(folder)
    before = revision(), list(Method.objects.values_list("slug", "updated_at"))

    reports = loading.load(folder)

    assert (revision(), list(Method.objects.values_list("slug", "updated_at"))) == before
    assert all(set(report.counts) == {"unchanged"} for report in reports.values())


def test_a_changed_file_changes_its_row_only(folder):
    loading.load(folder)
    change(folder / "methods" / "innsjekk.toml", 'title = "Innsjekk"', 'title = "Innsjekk i ring"')

    report = loading.load(folder)["methods"]

    assert dict(report.counts) == {"updated": 1, "unchanged": 1}
    assert Method.objects.get(slug="innsjekk").title == "Innsjekk i ring"


def test_what_an_administrator_edited_is_left_alone(folder):
    loading.load(folder)
    Method.objects.filter(slug="innsjekk").update(summary="Våre eigne ord.")
    change(folder / "methods" / "innsjekk.toml", 'title = "Innsjekk"', 'title = "Innsjekk i ring"')

    report = loading.load(folder)["methods"]

    method = Method.objects.get(slug="innsjekk")
    assert (method.title, method.summary) == ("Innsjekk", "Våre eigne ord.")
    assert report.edited == ["Innsjekk"]


def test_edited_related_methods_are_left_alone_too(folder):
    loading.load(folder)
    Method.objects.get(slug="innsjekk").related.clear()

    assert loading.load(folder)["methods"].edited == ["Innsjekk"]
    assert not Method.objects.get(slug="innsjekk").related.exists()


def test_an_edited_block_keeps_the_whole_recipe(folder):
    loading.load(folder)
    RecipeBlock.objects.filter(order=1).update(minutes=12)
    change(folder / "recipes" / "lite-mote.toml", "minutes = 20", "minutes = 25")

    assert loading.load(folder)["recipes"].edited == ["Eit lite møte"]
    assert [block.minutes for block in Recipe.objects.get().blocks.all()] == [12, 20]


def test_an_edited_synonym_is_left_alone(folder):
    loading.load(folder)
    Synonym.objects.filter(term="dreiebok").update(means="handlingsplan")

    assert loading.load(folder)["synonyms"].edited == ["dreiebok"]


def test_line_breaks_from_a_form_are_no_edit(folder):
    loading.load(folder)
    method = Method.objects.get(slug="innsjekk")
    method.preparation = method.preparation.replace("\n", "\r\n") + "\r\n"
    method.save()

    assert loading.load(folder)["methods"].edited == []


def test_an_unpublished_method_stays_unpublished_but_follows_its_file(folder):
    loading.load(folder)
    Method.objects.filter(slug="innsjekk").update(status=Status.DRAFT)
    change(folder / "methods" / "innsjekk.toml", 'title = "Innsjekk"', 'title = "Innsjekk i ring"')

    loading.load(folder)

    method = Method.objects.get(slug="innsjekk")
    assert (method.status, method.title) == (Status.DRAFT, "Innsjekk i ring")


def test_a_row_made_by_hand_at_the_same_address_is_left_alone(folder):
    loading.load(folder)
    Method.objects.filter(slug="innsjekk").update(loaded_digest="", title="Vår innsjekk")

    assert loading.load(folder)["methods"].edited == ["Vår innsjekk"]


def test_a_file_that_vanished_is_told_and_nothing_is_deleted(folder):
    loading.load(folder)
    (folder / "recipes" / "lite-mote.toml").unlink()

    report = loading.load(folder)["recipes"]

    assert report.vanished == ["Eit lite møte"]
    assert Recipe.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "recipes/lite-mote.toml",
            '"idemyldring"',
            '"idemyldrng"',
            r"line 15: method «idemyldrng» does not exist",
        ),
        (
            "methods/innsjekk.toml",
            '"idemyldring"',
            '"borte"',
            r"innsjekk.toml, line \d+: related method «borte»",
        ),
        ("methods/innsjekk.toml", "typical = 12", "typical = 13", "Linjene tek 14 minutt"),
        ("methods/innsjekk.toml", "grows = true", "", "Éi linje, og berre éi"),
        ("methods/innsjekk.toml", "[people]", "[folk]", "the key 'people' is missing"),
        ("methods/innsjekk.toml", 'purpose = "OB"', 'purpose = "XX"', "line 5: purpose: "),
        ("methods/innsjekk.toml", 'gives = "R"', 'gives = "Q"', "Koden «Q» finst ikkje"),
        ("methods/innsjekk.toml", "[people]", "[people", r"innsjekk.toml: .*line \d+"),
        (
            "recipes/lite-mote.toml",
            "people = 20",
            "people = 20\nminutes = 45",
            "line 6: the blocks take 30 minutes",
        ),
        ("recipes/lite-mote.toml", "minutes = 10", "minutes = 0", "Ein bolk må vare minst eitt minutt"),
    ],
)
def test_a_faulty_file_is_named_and_nothing_is_loaded(folder, file, old, new, message):
    change(folder / file, old, new)

    with pytest.raises(loading.ContentError, match=message):
        loading.load(folder)

    assert not Method.objects.exists()


def test_the_command_says_what_happened(folder, monkeypatch, capsys):
    monkeypatch.setattr(loading.load, "__defaults__", (folder,))
    call_command("load_content")
    Method.objects.filter(slug="innsjekk").update(summary="Våre eigne ord.")
    shutil.rmtree(folder / "recipes")
    call_command("load_content")

    said = capsys.readouterr().out
    assert "Metodar: 2 nye, 0 oppdaterte, 0 uendra, 0 endra i administrasjonen." in said
    assert "«Innsjekk» er endra i administrasjonen og står urørt." in said
    assert "«Eit lite møte» har ikkje lenger ei fil." in said


def test_the_command_names_a_fault(folder, monkeypatch):
    monkeypatch.setattr(loading.load, "__defaults__", (folder,))
    change(folder / "recipes" / "lite-mote.toml", '"idemyldring"', '"idemyldrng"')

    with pytest.raises(CommandError, match=r"Innhaldet er ikkje lasta\. recipes/lite-mote\.toml, line 15"):
        call_command("load_content")
