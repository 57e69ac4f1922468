"""Other times that a process leader proposes when a booking is declined."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0005_a_new_leader"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("starts_at", models.DateTimeField(verbose_name="møtet startar")),
                ("pre_meeting_starts_at", models.DateTimeField(verbose_name="formøtet startar")),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="bookings.booking",
                        verbose_name="bestilling",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.processleader",
                        verbose_name="prosessleiar",
                    ),
                ),
            ],
            options={
                "verbose_name": "framlegg til tid",
                "verbose_name_plural": "framlegg til tid",
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pre_meeting_starts_at__lt", models.F("starts_at"))),
                        name="proposal_has_its_pre_meeting_first",
                        violation_error_message="Formøtet må vere slutt før møtet startar.",
                    )
                ],
            },
        ),
    ]
