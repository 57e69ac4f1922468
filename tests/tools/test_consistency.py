import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from tests.factories import make_method, make_recipe
from tools.models import Method, RecipeBlock

pytestmark = pytest.mark.django_db
FIXED = {"minutes": 5, "title": "Opne", "text": "Les spørsmålet."}
GROWING = {"minutes": 14, "title": "Del", "text": "Del i grupper.", "grows": True}


def complaint(**changes):
    method = make_method()
    for name, value in changes.items():
        setattr(method, name, value)
    with pytest.raises(ValidationError) as refused:
        method.full_clean()
    return refused.value.message_dict


def test_a_method_that_is_right_is_accepted():
    make_method().full_clean()


def test_instructions_must_add_up():
    assert complaint(instructions=[{**FIXED, "minutes": 6}, GROWING]) == {
        "instructions": ["Linjene tek 20 minutt til saman, men metoden tek 19 minutt for 20 deltakarar."]
    }


def test_a_method_that_grows_needs_one_line_that_grows():
    expected = {
        "instructions": ["Éi linje, og berre éi, må ta tida som veks med talet på deltakarar (grows)."]
    }

    assert complaint(instructions=[FIXED, {**GROWING, "grows": False}]) == expected
    assert complaint(instructions=[{**FIXED, "grows": True}, GROWING]) == expected


def test_a_method_of_one_length_has_no_line_that_grows():
    changed = complaint(per_group_min=0, fixed_min=19)

    assert changed == {
        "instructions": ["Inga linje kan vekse (grows) når metoden tek like lang tid for alle."]
    }


def test_the_growing_line_must_have_room_for_the_fewest():
    lines = [{**FIXED, "minutes": 17}, {**GROWING, "minutes": 2}]

    assert complaint(instructions=lines) == {
        "instructions": ["Linja som veks, får ikkje plass når de er 4 deltakarar."]
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("instructions", []),
        ("instructions", "tekst"),
        ("instructions", [{"minutes": "5", "title": "A", "text": "B"}]),
        ("instructions", [{"minutes": 0, "title": "A", "text": "B"}]),
        ("instructions", [{"minutes": 19, "title": "", "text": "B", "grows": True}]),
        ("instructions", [19]),
        ("materials", {"name": "Lappar"}),
        ("materials", [{"name": "Lappar", "count": 1, "per": "meter"}]),
        ("materials", [{"name": "Lappar", "count": -1, "per": "person"}]),
        ("inclusion", {"ukjent": "tekst"}),
        ("inclusion", ["tekst"]),
        ("steps", ["opne", "opne"]),
        ("needs", ["Q"]),
        ("gives", "Q"),
        ("group_size", 0),
    ],
)
def test_a_wrong_shape_is_refused_at_its_field(field, value):
    assert field in complaint(**{field: value})


@pytest.mark.parametrize(
    "faulty",
    [
        "UPDATE tools_method SET people_typical = people_max + 1",
        "UPDATE tools_method SET people_min = 0",
        "UPDATE tools_method SET min_minutes = max_minutes + 1",
        "UPDATE tools_method SET short_form_min = min_minutes + 1",
        "UPDATE tools_method SET steps = '{}'",
        "UPDATE tools_method SET steps = '{opne,velje,ordne}'",
        "UPDATE tools_recipeblock SET minutes = 0",
        "UPDATE tools_recipeblock SET method_id = NULL WHERE kind = 'method'",
        "UPDATE tools_recipeblock SET kind = 'pause' WHERE kind = 'method'",
    ],
)
def test_the_database_keeps_its_promises(faulty):
    make_recipe(methods=[make_method()])

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(faulty)


def test_two_blocks_cannot_have_the_same_place():
    recipe = make_recipe()
    RecipeBlock.objects.create(recipe=recipe, order=1, kind="pause", title="Pause", minutes=5)

    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_materials_are_whole_things():
    method = make_method(
        materials=[
            {"name": "Ark", "count": 0.5, "per": "person"},
            {"name": "Plakat", "count": 1, "per": "group"},
            {"name": "Klokke", "count": 1, "per": "total"},
        ]
    )

    assert [line["number"] for line in method.materials_for(21)] == [11, 5, 1]


def test_the_three_to_begin_with_are_three():
    for number in range(5):
        make_method(f"Metode {number}")

    assert len(Method.objects.good_to_begin_with()) == 3
