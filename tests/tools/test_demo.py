import pytest

from tests.factories import make_user
from tools import demo, programme, shelf
from tools.models import Programme, Recipe

pytestmark = pytest.mark.django_db


def test_the_demo_has_one_programme_with_days_and_tracks(library):
    owner = make_user()

    demo.load(owner)
    demo.load(owner)

    (kept,) = Programme.objects.filter(owner=owner)
    days = programme.timed(kept.plan, shelf.methods()).days
    assert [day.date.strftime("%A") for day in days] == ["Tuesday", "Wednesday"]
    assert {row.late for day in days for row in day.rows} == {0}
    assert {row.track for row in days[1].rows} == {"", "A", "B"}


def test_without_a_library_there_is_no_demo_programme():
    Recipe.objects.all().delete()

    demo.load(make_user())

    assert Programme.objects.count() == 0
