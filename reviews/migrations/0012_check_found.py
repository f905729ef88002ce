from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0011_remiss")]

    operations = [
        migrations.AddField(
            model_name="formalcheck",
            name="found",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="vad portalen fann"),
        ),
    ]
