import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import portal.clock

KINDS = [
    ("none", "Inte statsstöd"),
    ("minimis", "Försumbart stöd"),
    ("exempted", "Statsstöd som är undantaget från anmälan"),
    ("notified", "Statsstöd som måste anmälas till kommissionen"),
]


def _written(who, when):
    return [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
        ("written_at", models.DateTimeField(default=portal.clock.now, verbose_name=when)),
        (
            "written_by",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name=who,
            ),
        ),
    ]


def _case(name):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE,
        related_name=name,
        to="applications.case",
        verbose_name="ärende",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0013_criteria"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EconomyReview",
            fields=[
                *_written("skrivet av", "skrivet"),
                ("supports", models.BooleanField(verbose_name="tillstyrker")),
                ("opinion", models.TextField(max_length=4000, verbose_name="yttrande")),
                ("case", _case("economy_review")),
            ],
            options={
                "verbose_name": "ekonomisk granskning",
                "verbose_name_plural": "ekonomiska granskningar",
                "ordering": ["-written_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(opinion=""),
                        name="economyreview_says_why",
                        violation_error_message="Skriv varför.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StateAidReview",
            fields=[
                *_written("bedömt av", "bedömt"),
                ("kind", models.CharField(choices=KINDS, max_length=10, verbose_name="bedömning")),
                ("reason", models.TextField(max_length=4000, verbose_name="skäl")),
                ("case", _case("state_aid_review")),
            ],
            options={
                "verbose_name": "statsstödsbedömning",
                "verbose_name_plural": "statsstödsbedömningar",
                "ordering": ["-written_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind__in=[key for key, _ in KINDS]),
                        name="stateaidreview_kind_is_known",
                        violation_error_message="Välj vilket slags stöd det är.",
                    ),
                    models.CheckConstraint(
                        condition=~Q(reason=""),
                        name="stateaidreview_says_why",
                        violation_error_message="Skriv varför.",
                    ),
                ],
            },
        ),
    ]
