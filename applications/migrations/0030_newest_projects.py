from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0029_board_memo'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['-period_start', 'id'], name='project_newest'),
        ),
    ]
