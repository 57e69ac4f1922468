"""The doors of a kept programme: versions, undo, two people at once, links."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from prosesstotte import links
from prosesstotte.models import Link
from tests.factories import make_user
from tools.actions import programmes as doors
from tools.choices import Face
from tools.models import Programme, ProgrammeVersion
from tools.models.programme import EDIT, reading
from tools.plan import Block, Plan

pytestmark = pytest.mark.django_db
EMPTY = Plan("Møtet")


def with_block(title, plan=EMPTY):
    return plan.with_blocks([*plan.blocks, Block(title.lower(), "own", title, 10)])


def change(programme, plan, what="Endra", **kwargs):
    return doors.change_programme(
        programme=programme, plan=plan, what=what, version=programme.version, **kwargs
    )


def titles(programme):
    programme = Programme.objects.get(pk=programme.pk)
    return [block.title for block in programme.plan.blocks]


def test_a_new_programme_opens_by_its_links_and_by_nothing_else():
    programme = doors.make_programme(plan=EMPTY)

    assert links.resolve(EDIT, programme.edit_token, Programme) == programme
    assert links.resolve(reading(Face.LEADER), programme.edit_token, Programme) is None
    assert links.resolve(EDIT, programme.edit_token[:-1], Programme) is None


def test_the_database_alone_does_not_open_a_programme():
    programme = doors.make_programme(plan=EMPTY)

    stored = " ".join(Link.objects.values_list("token_hash", flat=True)) + str(programme.nonce)

    assert programme.edit_token not in stored


def test_whoever_is_logged_in_owns_what_they_make():
    user = make_user()

    programme = doors.make_programme(plan=EMPTY, by=user)

    assert list(Programme.objects.visible_to(user)) == [programme]
    assert list(Programme.objects.visible_to(make_user())) == []


def test_each_change_is_a_version_with_who_and_what():
    user = make_user()
    programme = doors.make_programme(plan=EMPTY)

    programme = change(programme, with_block("Innsjekk"), "La til «Innsjekk»", by=user)

    newest = programme.versions.get(number=2)
    assert (newest.what, newest.by, newest.plan) == ("La til «Innsjekk»", user, with_block("Innsjekk"))


def test_a_change_that_changes_nothing_is_no_version():
    programme = doors.make_programme(plan=EMPTY)

    assert change(programme, EMPTY).version == 1


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten():
    programme = doors.make_programme(plan=EMPTY)
    change(programme, with_block("Den første"))

    with pytest.raises(doors.SomebodyWasFirst):
        change(Programme(pk=programme.pk, version=1), with_block("Den andre"))

    assert titles(programme) == ["Den første"]


def test_undo_goes_further_back_each_time_and_redo_takes_the_last_one_back():
    programme = doors.make_programme(plan=EMPTY)
    first = change(programme, with_block("A"))
    second = change(first, with_block("B", first.plan))

    once = doors.undo(programme=second, version=second.version)
    assert titles(once) == ["A"]
    twice = doors.undo(programme=once, version=once.version)
    assert titles(twice) == []
    again = doors.redo(programme=twice, version=twice.version)
    assert titles(again) == ["A"]
    assert titles(doors.undo(programme=again, version=again.version)) == []


def test_there_is_an_end_to_undoing_and_nothing_to_redo_without_it():
    programme = doors.make_programme(plan=EMPTY)

    with pytest.raises(ValidationError, match="ikkje noko å angre"):
        doors.undo(programme=programme, version=1)
    with pytest.raises(ValidationError, match="ikkje noko å gjere om"):
        doors.redo(programme=programme, version=1)


def test_an_older_version_can_be_put_back_and_that_can_be_undone():
    programme = doors.make_programme(plan=EMPTY)
    changed = change(change(programme, with_block("A")), with_block("B", with_block("A")))

    back = doors.put_back(programme=changed, number=2, version=changed.version)
    assert titles(back) == ["A"]

    assert titles(doors.undo(programme=back, version=back.version)) == ["A", "B"]


def test_only_so_many_versions_are_kept(monkeypatch):
    monkeypatch.setattr(doors, "KEPT_VERSIONS", 3)
    programme = doors.make_programme(plan=EMPTY)
    for title in "ABCDE":
        programme = change(programme, with_block(title, programme.plan))

    assert list(programme.versions.values_list("number", flat=True)) == [6, 5, 4]
    doors.undo(programme=programme, version=programme.version)
    assert titles(programme) == ["A", "B", "C", "D"]


def test_new_links_shut_the_old_ones_out():
    programme = doors.make_programme(plan=EMPTY)
    old = programme.edit_token

    doors.renew_links(programme=programme)

    assert links.resolve(EDIT, old, Programme) is None
    assert links.resolve(EDIT, programme.edit_token, Programme) == programme


def test_a_plan_that_nobody_owns_can_be_taken_over_once():
    programme, first, second = doors.make_programme(plan=EMPTY), make_user(), make_user()

    doors.take_over(programme=programme, by=first)
    doors.take_over(programme=programme, by=second)

    assert programme.owner == first


def test_a_deleted_programme_leaves_nothing_behind():
    programme = doors.make_programme(plan=EMPTY)

    doors.delete_programme(programme=programme)

    assert (Programme.objects.count(), ProgrammeVersion.objects.count(), Link.objects.count()) == (0, 0, 0)


def test_the_copies_beside_the_content_follow_it():
    programme = doors.make_programme(plan=EMPTY)
    brief = replace(EMPTY.brief, people=44)

    change(programme, replace(EMPTY, title="Nytt namn", brief=brief))

    programme.refresh_from_db()
    assert (programme.title, programme.people) == ("Nytt namn", 44)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO tools_programmeversion (programme_id, number, content, what, is_undo, at) "
        "SELECT programme_id, number, content, what, is_undo, at FROM tools_programmeversion",
        "UPDATE tools_programmeversion SET back_to = number",
    ],
)
def test_the_database_keeps_the_versions_apart_and_in_order(statement):
    doors.make_programme(plan=EMPTY)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_nobody_owns_and_nobody_has_touched_for_two_years_goes():
    now = timezone.now()
    old, owned, kept, new = (doors.make_programme(plan=EMPTY) for _ in range(4))
    doors.take_over(programme=owned, by=make_user())
    doors.keep_with_booking(programme=kept)
    Programme.objects.exclude(pk=new.pk).update(updated_at=now - doors.FORGOTTEN_AFTER - timedelta(days=1))

    assert doors.delete_forgotten(at=now) == 1

    assert set(Programme.objects.all()) == {owned, kept, new}
    assert links.resolve(EDIT, old.edit_token, Programme) is None
