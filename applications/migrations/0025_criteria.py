from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("applications", "0024_hearing")]

    operations = [
        migrations.AddField(
            model_name="callversion",
            name="criteria",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Tomt: de fyra vanliga. Annars rader med key, label, guide och weight.",
                verbose_name="bedömningskriterier",
            ),
        ),
        migrations.AddField(
            model_name="callversion",
            name="score_low",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="lägsta poäng"),
        ),
        migrations.AddField(
            model_name="callversion",
            name="score_high",
            field=models.PositiveSmallIntegerField(default=5, verbose_name="högsta poäng"),
        ),
        migrations.AddConstraint(
            model_name="callversion",
            constraint=models.CheckConstraint(
                condition=Q(score_high__gt=F("score_low"), score_high__lte=100),
                name="callversion_scores_are_in_order",
                violation_error_message="Högsta poäng måste vara högre än lägsta, och högst 100.",
            ),
        ),
    ]
