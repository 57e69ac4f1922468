"""How many process leaders the group asked for. Old code writes no value: the database gives it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0012_waiting_list"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="leaders_wanted",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, verbose_name="prosessleiarar det er bedt om"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("leaders_wanted__gte", 1), ("leaders_wanted__lte", 2)),
                name="booking_asks_for_one_or_two_leaders",
                violation_error_message="Vel éin eller to prosessleiarar.",
            ),
        ),
    ]
