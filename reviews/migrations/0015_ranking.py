import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import portal.clock


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0014_economy"),
        ("applications", "0025_criteria"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RankOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("position", models.PositiveSmallIntegerField(verbose_name="plats")),
                ("reason", models.CharField(max_length=400, verbose_name="skäl")),
                ("placed_at", models.DateTimeField(default=portal.clock.now, verbose_name="placerat")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="applications.call",
                        verbose_name="utlysning",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rank_order",
                        to="applications.case",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="placerat av",
                    ),
                ),
            ],
            options={
                "verbose_name": "plats i rangordningen",
                "verbose_name_plural": "platser i rangordningen",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(position__gte=1),
                        name="rankorder_begins_at_one",
                        violation_error_message="Platsen är 1 eller mer.",
                    ),
                    models.CheckConstraint(
                        condition=~Q(reason=""),
                        name="rankorder_says_why",
                        violation_error_message="Skriv varför.",
                    ),
                    models.UniqueConstraint(
                        fields=("call", "position"),
                        name="rankorder_position_is_taken_once",
                        violation_error_message="Ett annat ärende har redan den platsen.",
                    ),
                ],
            },
        ),
    ]
