"""Hand-over: what needs a new process leader, and a record that the new one has not read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0004_files_and_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="wants_new_leader",
            field=models.BooleanField(default=False, verbose_name="treng ny prosessleiar"),
        ),
        migrations.AddField(
            model_name="booking",
            name="record_unread",
            field=models.BooleanField(default=False, verbose_name="notatet frå formøtet er ulese"),
        ),
        migrations.AddField(
            model_name="advicetalk",
            name="wants_new_leader",
            field=models.BooleanField(default=False, verbose_name="treng ny prosessleiar"),
        ),
    ]
