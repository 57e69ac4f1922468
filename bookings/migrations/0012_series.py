"""Meetings that were asked for at once: a number in common, a place, and where their formøte lies."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0010_retention'),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='place_in_series',
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='nummer i serien'),
        ),
        migrations.AddField(
            model_name='booking',
            name='pre_meeting_is_carried',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='formøtet ligg på eit anna møte i serien'),
        ),
        migrations.AddField(
            model_name='booking',
            name='series',
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name='serie'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place_in_series__isnull', True), ('series__isnull', True)), models.Q(('place_in_series__isnull', False), ('series__isnull', False), ('place_in_series__gte', 1)), _connector='OR'), name='booking_in_a_series_has_its_place_there', violation_error_message='Eit møte i ein serie har eit nummer der.'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('pre_meeting_is_carried', False), models.Q(('pre_meeting_starts_at__isnull', False), ('series__isnull', False)), _connector='OR'), name='booking_carries_the_pre_meeting_of_a_series', violation_error_message='Berre møte i ein serie har felles formøte.'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(fields=('series', 'place_in_series'), name='booking_has_a_place_of_its_own_in_the_series', violation_error_message='Eit anna møte i serien har alt det nummeret.'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(('pre_meeting_is_carried', False), ('pre_meeting_is_follow_up', False), ('status__in', ('requested', 'accepted', 'confirmed'))), fields=('series',), name='booking_series_has_one_pre_meeting', violation_error_message='Serien har alt eit formøte.'),
        ),
    ]
