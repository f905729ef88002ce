import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0025_criteria"),
        ("reviews", "0012_check_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="criterionscore",
            name="criterion",
            field=models.CharField(max_length=40, verbose_name="kriterium"),
        ),
        migrations.RemoveConstraint(model_name="criterionscore", name="criterionscore_is_one_to_five"),
        migrations.AddConstraint(
            model_name="criterionscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__lte", 100)),
                name="criterionscore_is_within_a_hundred",
                violation_error_message="Välj en poäng på skalan.",
            ),
        ),
        migrations.CreateModel(
            name="JointAssessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("text", models.TextField(max_length=4000, verbose_name="gemensam bedömning")),
                ("written_at", models.DateTimeField(default=portal.clock.now, verbose_name="skriven")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="joint_assessment",
                        to="applications.case",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skriven av",
                    ),
                ),
            ],
            options={
                "verbose_name": "gemensam bedömning",
                "verbose_name_plural": "gemensamma bedömningar",
                "ordering": ["-written_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="jointassessment",
            constraint=models.CheckConstraint(
                condition=~models.Q(("text", "")),
                name="jointassessment_says_something",
                violation_error_message="Skriv vad ni har kommit fram till.",
            ),
        ),
    ]
