from django.db import migrations, models

from prosesstotte.caching import watch


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0009_evaluation'),
        ('prosesstotte', '0001_the_ground'),
    ]

    operations = [
        migrations.AddField(
            model_name='bookingsettings',
            name='keep_bookings_months',
            field=models.PositiveSmallIntegerField(default=60, help_text='Rekna frå møtet er over.', verbose_name='månader vi tek vare på ei bestilling som ikkje er arkivert'),
        ),
        migrations.AddField(
            model_name='bookingsettings',
            name='keep_exported_months',
            field=models.PositiveSmallIntegerField(default=12, help_text='Rekna frå møtet er over.', verbose_name='månader vi tek vare på ei bestilling som er arkivert'),
        ),
        migrations.AddConstraint(
            model_name='bookingsettings',
            constraint=models.CheckConstraint(condition=models.Q(('keep_bookings_months__gte', 1), ('keep_exported_months__gte', 1)), name='booking_settings_keep_bookings_a_month', violation_error_message='Ta vare på bestillingane i minst éin månad.'),
        ),
        # The privacy page, which is kept finished, tells how long.
        *watch("bookings_bookingsettings"),
    ]
