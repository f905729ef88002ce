"""Ending a project before its time, reports and claims that fall away with it, and changes of who takes part."""

import django.db.models.deletion
import portal.clock
import uuid
from django.conf import settings
from django.db import migrations, models


GUARDS = """
CREATE TRIGGER state_moves_by_the_engine BEFORE INSERT OR UPDATE OF state ON applications_earlyclose
  FOR EACH ROW EXECUTE FUNCTION portal_guard_state('draft');
CREATE TRIGGER partnershipchange_is_never_changed BEFORE UPDATE OR DELETE ON applications_partnershipchange
  FOR EACH ROW EXECUTE FUNCTION portal_guard_frozen_row();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0008_new_budget"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlyClose",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("warned", "Förvarnad"),
                            ("submitted", "Hos chefen"),
                            ("approved", "Godkänt"),
                            ("on_agenda", "På dagordning"),
                            ("decided", "Beslutat"),
                            ("dropped", "Nedlagt"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_delivered", "Har inte gett det som var tänkt"),
                            ("own_request", "Projektet bad om det"),
                            ("breach", "Villkoren följdes inte"),
                            ("party_left", "En part lämnade projektet"),
                            ("other", "Annat"),
                        ],
                        max_length=16,
                        verbose_name="orsak",
                    ),
                ),
                ("grounds", models.TextField(blank=True, max_length=4000, verbose_name="skäl")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="sista dag för kostnader")),
                (
                    "final_due_on",
                    models.DateField(blank=True, null=True, verbose_name="slutrapport och slutrekvisition senast"),
                ),
                ("public_text", models.TextField(blank=True, max_length=1500, verbose_name="text på den öppna sidan")),
                (
                    "request",
                    models.TextField(
                        blank=True, editable=False, max_length=4000, verbose_name="sökandens egen begäran"
                    ),
                ),
                ("requested_at", models.DateTimeField(editable=False, null=True)),
                ("warned_at", models.DateTimeField(editable=False, null=True, verbose_name="förvarnad")),
                (
                    "warning",
                    models.TextField(
                        blank=True, editable=False, max_length=4000, verbose_name="så skrev vi i förvarningen"
                    ),
                ),
                ("comment_due", models.DateField(editable=False, null=True, verbose_name="svar senast")),
                (
                    "comment",
                    models.TextField(blank=True, editable=False, max_length=4000, verbose_name="sökandens svar"),
                ),
                ("commented_at", models.DateTimeField(editable=False, null=True)),
                ("saved_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="sparat")),
            ],
            options={
                "verbose_name": "avslut i förtid",
                "verbose_name_plural": "avslut i förtid",
                "ordering": ["-saved_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PartnershipChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("municipalities", "Kommuner"),
                            ("steering", "Styrgrupp"),
                            ("related", "Närliggande projekt"),
                            ("events", "Händelser"),
                        ],
                        max_length=16,
                        verbose_name="vad",
                    ),
                ),
                ("text", models.TextField(verbose_name="ändring")),
                ("changed_at", models.DateTimeField(default=portal.clock.now)),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="claim",
            name="claim_state_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="claim",
            name="claim_submitted_is_signed",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_state_is_known",
        ),
        migrations.AddField(
            model_name="project",
            name="steering_is_public",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="styrgruppen visas på den öppna sidan"
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Planerad"),
                    ("open", "Öppen"),
                    ("draft", "Utkast"),
                    ("submitted", "Inlämnad"),
                    ("under_review", "Granskas"),
                    ("completion", "Kompletteras"),
                    ("approved", "Godkänd"),
                    ("partially_approved", "Delvis godkänd"),
                    ("payment_decided", "Utbetalning beslutad"),
                    ("paid", "Utbetald"),
                    ("cancelled", "Inställd"),
                ],
                default="planned",
                editable=False,
                max_length=20,
                verbose_name="läge",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Planerad"),
                    ("open", "Öppen"),
                    ("draft", "Utkast"),
                    ("submitted", "Inlämnad"),
                    ("completion", "Kompletteras"),
                    ("approved", "Godkänd"),
                    ("cancelled", "Inställd"),
                ],
                default="planned",
                editable=False,
                max_length=20,
                verbose_name="läge",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "planned",
                            "open",
                            "draft",
                            "submitted",
                            "under_review",
                            "completion",
                            "approved",
                            "partially_approved",
                            "payment_decided",
                            "paid",
                            "cancelled",
                        ],
                    )
                ),
                name="claim_state_is_known",
                violation_error_message="Rekvisitionen har ett okänt läge.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "open", "draft", "cancelled"]),
                    models.Q(("shared_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="claim_submitted_is_signed",
                violation_error_message="En inlämnad rekvisition måste ha en tid och en person som skrev under.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "open", "draft", "submitted", "completion", "approved", "cancelled"])
                ),
                name="report_state_is_known",
                violation_error_message="Rapporten har ett okänt läge.",
            ),
        ),
        migrations.AddField(
            model_name="earlyclose",
            name="approved_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="earlyclose",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="early_closes",
                to="applications.case",
                verbose_name="ärende",
            ),
        ),
        migrations.AddField(
            model_name="earlyclose",
            name="commented_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="earlyclose",
            name="decision",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="early_close",
                to="applications.decision",
                verbose_name="beslut",
            ),
        ),
        migrations.AddField(
            model_name="earlyclose",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="early_closes",
                to="applications.project",
                verbose_name="projekt",
            ),
        ),
        migrations.AddField(
            model_name="earlyclose",
            name="proposed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="earlyclose",
            name="requested_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="partnershipchange",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="partnership_changes", to="applications.case"
            ),
        ),
        migrations.AddField(
            model_name="partnershipchange",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="earlyclose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "warned", "submitted", "approved", "on_agenda", "decided", "dropped"])
                ),
                name="earlyclose_state_is_known",
                violation_error_message="Avslutet har ett okänt läge.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlyclose",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "dropped"), _negated=True),
                fields=("project",),
                name="earlyclose_is_one_at_a_time",
                violation_error_message="Det finns redan ett förslag om att avsluta projektet i förtid.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlyclose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "warned"), _negated=True),
                    models.Q(("comment_due__isnull", False), ("warned_at__isnull", False)),
                    _connector="OR",
                ),
                name="earlyclose_warning_is_dated",
                violation_error_message="En förvarning måste ha en dag då den skickades och en sista dag att svara.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlyclose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "warned", "dropped"]),
                    models.Q(
                        ("final_due_on__isnull", False),
                        ("last_day__isnull", False),
                        ("proposed_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                        models.Q(("grounds", ""), _negated=True),
                        models.Q(("public_text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="earlyclose_proposal_is_whole",
                violation_error_message="Förslaget behöver orsak, skäl, dagar, en text och någon som föreslår.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlyclose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("request", ""), ("requested_by", None)),
                    models.Q(
                        ("requested_at__isnull", False),
                        ("requested_by__isnull", False),
                        models.Q(("request", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="earlyclose_request_is_signed",
                violation_error_message="En begäran måste ha en text och någon som lämnade den.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlyclose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "decided"), _negated=True), ("decision__isnull", False), _connector="OR"
                ),
                name="earlyclose_decided_has_decision",
                violation_error_message="Ett beslutat avslut måste ha ett beslut.",
            ),
        ),
        migrations.RunSQL(GUARDS),
    ]
