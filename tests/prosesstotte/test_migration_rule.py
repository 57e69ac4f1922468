"""Old code runs on the new schema (docs/decisions/016): what breaks it says so, and why it is safe."""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

# The last migration of each app from before the portal was in production: no old code ran then.
BEFORE_ANYBODY = {"prosesstotte": 9, "bookings": 10, "tools": 5, "referencegroups": 21}
GONE = (
    migrations.RemoveField, migrations.RenameField, migrations.RenameModel, migrations.DeleteModel,
    migrations.AlterModelTable,
)  # fmt: skip


def breaks_old_code(operation):
    """Why programs of the release before cannot run after `operation`, or nothing."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return next(filter(None, map(breaks_old_code, operation.database_operations)), "")
    if isinstance(operation, GONE):
        return f"{type(operation).__name__} takes away what old code uses"
    if isinstance(operation, migrations.AddField) and old_code_leaves_empty(operation.field):
        return f"{operation.name}: old code writes no value; give null=True or db_default"
    if isinstance(operation, migrations.AlterField) and old_code_leaves_empty(operation.field):
        return f"{operation.name}: old code may write NULL; give db_default, or two steps"
    return ""


def old_code_leaves_empty(field):
    has_column = not field.many_to_many and not isinstance(field, models.GeneratedField)
    return has_column and not field.null and field.db_default is NOT_PROVIDED


def unmarked(migration):
    """What breaks old code in a migration that does not say why it is safe."""
    if getattr(migration, "breaks_old_code", ""):
        return []
    made_here = {one.name_lower for one in migration.operations if isinstance(one, migrations.CreateModel)}
    kept = [one for one in migration.operations if getattr(one, "model_name_lower", "") not in made_here]
    return [why for why in map(breaks_old_code, kept) if why]


def test_no_migration_breaks_the_programs_that_run():
    disk = MigrationLoader(None).disk_migrations
    ours = {key: one for key, one in disk.items() if int(key[1][:4]) > BEFORE_ANYBODY.get(key[0], 9999)}

    assert {key: unmarked(one) for key, one in ours.items() if unmarked(one)} == {}


TEXT = models.CharField(max_length=9)


@pytest.mark.parametrize(
    ("operation", "breaks"),
    [
        (migrations.RemoveField("booking", "title"), True),
        (migrations.RenameField("booking", "title", "name"), True),
        (migrations.RenameModel("Booking", "Meeting"), True),
        (migrations.DeleteModel("Booking"), True),
        (migrations.AddField("booking", "place", models.CharField(max_length=9, default="")), True),
        (migrations.AddField("booking", "place", models.CharField(max_length=9, null=True)), False),
        (migrations.AddField("booking", "place", models.CharField(max_length=9, db_default="")), False),
        (migrations.AddField("booking", "helpers", models.ManyToManyField("auth.Group")), False),
        (migrations.AlterField("booking", "place", TEXT), True),
        (migrations.SeparateDatabaseAndState([migrations.RemoveField("booking", "title")]), True),
        (migrations.SeparateDatabaseAndState([], [migrations.RemoveField("booking", "title")]), False),
        (migrations.RunSQL("SELECT 1"), False),
    ],
)
def test_the_rule_sees_what_breaks_old_code(operation, breaks):
    assert bool(breaks_old_code(operation)) == breaks


def test_a_table_of_the_same_migration_is_nobodys_old_code():
    migration = migrations.Migration("0099_new", "bookings")
    migration.operations = [migrations.CreateModel("Note", []), migrations.AddField("note", "text", TEXT)]

    assert unmarked(migration) == []


def test_a_migration_that_says_why_is_let_through():
    migration = migrations.Migration("0099_second_step", "bookings")
    migration.operations = [migrations.RemoveField("booking", "title")]
    refused = unmarked(migration)

    migration.breaks_old_code = "No code has read it since 2.1."

    assert (len(refused), unmarked(migration)) == (1, [])
