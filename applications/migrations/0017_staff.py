from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0016_sections'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='funder',
            name='funder_money_stands_once',
        ),
        migrations.CreateModel(
            name='StaffRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('category', models.CharField(max_length=30, verbose_name='kostnadsslag')),
                ('role', models.CharField(max_length=120, verbose_name='roll')),
                ('person', models.CharField(blank=True, max_length=120, verbose_name='vem')),
                ('share', models.DecimalField(decimal_places=6, default=0, max_digits=9, verbose_name='del av heltid')),
                ('monthly_pay', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='månadslön')),
                ('overhead', models.DecimalField(decimal_places=6, default=0, max_digits=9, verbose_name='påslag på lön')),
                ('application', models.ForeignKey(on_delete=models.deletion.CASCADE, related_name='staff_rows', to='applications.application')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('share__gte', 0), ('share__lte', 1)), name='staffrow_share_is_of_full_time', violation_error_message='Omfattningen är 0–100 procent av en heltid.'),
                    models.CheckConstraint(condition=models.Q(('monthly_pay__gte', 0)), name='staffrow_pay_is_not_negative', violation_error_message='Månadslönen kan inte vara negativ.'),
                    models.CheckConstraint(condition=models.Q(('overhead__gte', 0), ('overhead__lt', 2)), name='staffrow_overhead_is_a_fraction', violation_error_message='Påslaget på lön måste ligga mellan 0 och 200 procent.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StaffMonths',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('months', models.DecimalField(decimal_places=2, max_digits=4)),
                ('staff_row', models.ForeignKey(on_delete=models.deletion.CASCADE, related_name='months', to='applications.staffrow')),
            ],
            options={
                'ordering': ['year', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('staff_row', 'year'), name='staffmonths_are_told_once_a_year', violation_error_message='Rollen har redan månader för året.'),
                    models.CheckConstraint(condition=models.Q(('months__gte', 0), ('months__lte', 12)), name='staffmonths_fit_in_a_year', violation_error_message='Ett år har 12 månader.'),
                ],
            },
        ),
    ]
