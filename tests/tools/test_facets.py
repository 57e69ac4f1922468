"""The numbers beside the filters, against a slow count in Python."""

import random

import pytest
from django.http import QueryDict

from tests.factories import make_method
from tools import facets, listing
from tools.catalogue import GROUP_SIZES, catalogue
from tools.choices import INCLUSION, Mode, Participation, Purpose, Step
from tools.models import Method

pytestmark = pytest.mark.django_db


def asks_for(name, value, method, people):
    """Whether the method answers one value of one facet: the facets once more, naively."""
    minutes = method.minutes(people)
    fewest, most = GROUP_SIZES.get(value, (0, 0))
    return {
        "steg": lambda: value in method.steps,
        "foremal": lambda: method.purpose == value,
        "tid": lambda: {"under-20": minutes < 20, "20-45": 20 <= minutes <= 45, "over-45": minutes > 45}[
            value
        ],
        "storleik": lambda: method.people_min <= most and method.people_max >= fewest,
        "stad": lambda: value == "rom" or method.mode != Mode.ROOM,
        "medverknad": lambda: method.participation == value,
        "behov": lambda: facets.NEEDS[value] in method.suits,
    }[name]()


def answers(chosen, method, people, *, without=None):
    for name, values in chosen.items():
        asked = [asks_for(name, value, method, people) for value in values if name != without]
        if asked and not enough(name)(asked):
            return False
    return True


def enough(name):
    """One value is enough, but whoever has two needs must have both met."""
    return all if name == "behov" else any


@pytest.fixture
def sixty_methods():
    chance = random.Random(20_261_124)
    for _number in range(60):
        fewest = chance.randint(2, 20)
        typical = fewest + chance.randint(0, 30)
        shortest = chance.randint(5, 40)
        size = chance.choice(["small", "medium", "large"])
        make_method(
            steps=chance.sample(Step.values, chance.randint(1, 2)),
            purpose=chance.choice(Purpose.values),
            mode=chance.choice(Mode.values),
            participation=chance.choice(Participation.values),
            suits=chance.sample(list(INCLUSION), chance.randint(0, 6)),
            people_min=fewest,
            people_typical=typical,
            people_max=typical + chance.randint(0, 200),
            group_size=chance.choice([0, 2, 3, 5, 6]),
            fixed_min=chance.choice([2.5, 5, 10, 20, 40]),
            per_person_min=chance.choice([0, 0, 0.5, 1, 2.5]),
            per_group_min=chance.choice([0, 1, 2]),
            min_minutes=shortest,
            max_minutes=shortest + chance.randint(0, 90),
            learned=chance.choice([{}, {}, {size: {"minutes": chance.randint(5, 90), "runs": 5}}]),
        )


def random_choice(chance):
    query = QueryDict(mutable=True)
    for facet in facets.FACETS:
        values = list(facet.values)
        query.setlist(facet.name, chance.sample(values, chance.choice([0, 0, 1, 2])))
    if chance.random() < 0.6:
        query["n"] = chance.choice(["1", "4", "7", "12", "24", "100", "2000"])
    return facets.read_choice(query)


def test_every_number_is_what_a_slow_count_gives(sixty_methods):
    methods, chance, library = list(Method.objects.all()), random.Random(7), catalogue()
    for _round in range(60):
        choice = random_choice(chance)
        _chosen, numbers = facets.count(library, library.all, choice)

        assert numbers["found"] == sum(answers(choice.chosen, m, choice.people) for m in methods)
        for facet in facets.shown(choice, numbers):
            for value in facet["values"]:
                others = "" if facet["name"] == "behov" else facet["name"]
                slow = sum(
                    answers(choice.chosen, method, choice.people, without=others)
                    and asks_for(facet["name"], value["value"], method, choice.people)
                    for method in methods
                )
                assert value["number"] == str(slow), (choice, facet["name"], value)


@pytest.mark.parametrize("people", [None, *range(1, 90), 500, 2000])
def test_the_sets_of_minutes_are_those_of_the_model(sixty_methods, people):
    library = catalogue()
    minutes = [library.methods[place].minutes(people) for place in range(60)]

    short, middle, long = (library.listed(found) for found in library.minutes(people))

    assert short == [place for place in range(60) if minutes[place] < 20]
    assert middle == [place for place in range(60) if 20 <= minutes[place] <= 45]
    assert long == [place for place in range(60) if minutes[place] > 45]


def test_the_cards_are_those_that_were_counted(sixty_methods):
    chance = random.Random(3)
    for _round in range(10):
        choice = random_choice(chance)
        wanted = {m.title for m in Method.objects.all() if answers(choice.chosen, m, choice.people)}
        found = listing.find(choice, 1)

        assert found.page.paginator.count == len(wanted)
        assert {card.title for card in found.cards} <= wanted


def test_a_list_without_a_search_asks_the_database_nothing(sixty_methods, django_assert_num_queries):
    catalogue()
    choice = facets.read_choice(QueryDict("steg=opne&steg=velje&tid=20-45&n=24"))

    with django_assert_num_queries(0):
        listing.find(choice, 1)


def test_the_catalogue_is_read_anew_when_the_content_changes(monkeypatch):
    monkeypatch.setattr("prosesstotte.caching.VERSION_AGE", 0)
    method = make_method("Gamalt namn")
    assert [one.title for one in catalogue().methods] == ["Gamalt namn"]

    Method.objects.filter(pk=method.pk).update(title="Nytt namn")

    assert [one.title for one in catalogue().methods] == ["Nytt namn"]


def test_filters_that_shut_everything_out_tell_what_each_keeps_away(sixty_methods):
    chance = random.Random(5)
    for _round in range(40):
        choice = random_choice(chance)
        for way in listing.find(choice, 1).ways_out:
            freed = facets.read_choice(QueryDict(way["address"].removeprefix("?")))
            assert listing.find(freed, 1).page.paginator.count == way["number"] > 0


def test_unknown_values_are_left_out_and_said():
    choice = facets.read_choice(QueryDict("steg=opne&steg=danse&tid="))

    assert choice.chosen["steg"] == ["opne"]
    assert choice.remarks == ("Adressa hadde eit filter vi ikkje kjenner. Vi såg bort frå det.",)


@pytest.mark.parametrize(
    "text", ["0", "-3", "1000000000", "abc", "2,5", "1e3", "９９９９９９９", "\0", "24 personar"]
)
def test_a_mangled_number_of_people_is_ignored_with_a_sentence(text):
    people, remark = facets.read_people(text + "x" if text == "\0" else text)

    assert people is None
    assert remark.startswith("Skriv talet på deltakarar")


@pytest.mark.parametrize(
    ("text", "people"), [("", None), (" ", None), ("24", 24), (" 7 ", 7), ("2000", 2000)]
)
def test_a_number_of_people_is_read(text, people):
    assert facets.read_people(text) == (people, "")


def test_a_chip_takes_away_its_own_filter_and_no_other():
    choice = facets.read_choice(QueryDict("q=lappar&steg=opne&steg=velje&tid=20-45&n=24&side=3"))

    assert [(str(chip["label"]), chip["address"]) for chip in facets.chips(choice)] == [
        ("Opne", "?q=lappar&steg=velje&tid=20-45&n=24"),
        ("Velje", "?q=lappar&steg=opne&tid=20-45&n=24"),
        ("20–45 min", "?q=lappar&steg=opne&steg=velje&n=24"),
    ]


def test_nullstill_keeps_the_search():
    choice = facets.read_choice(QueryDict("q=lappar&steg=opne&n=24"))

    assert choice.cleared().address() == "?q=lappar&n=24"
