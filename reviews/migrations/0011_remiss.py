"""Remiss: the question never changes once it is sent, nor an answer once it is given. Forward only."""

import django.db.models.deletion
import django.db.models.functions.text
import portal.clock
import uuid
from django.conf import settings
from django.db import migrations, models


GUARDS = """
CREATE TRIGGER referral_is_never_changed BEFORE UPDATE OR DELETE ON reviews_referral
  FOR EACH ROW EXECUTE FUNCTION portal_guard_frozen_row();
CREATE TRIGGER answer_is_never_changed BEFORE UPDATE OR DELETE ON reviews_referralresponse
  FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION portal_guard_frozen_row();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0022_desk_lists"),
        ("reviews", "0010_default_view"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="delar av ansökan som visas")),
                ("question", models.TextField(max_length=4000, verbose_name="fråga")),
                ("due_on", models.DateField(verbose_name="svar senast")),
                ("remind_on", models.DateField(blank=True, null=True, verbose_name="påminnelse")),
                ("sent_at", models.DateTimeField(default=portal.clock.now, verbose_name="skickad")),
                (
                    "application_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.applicationversion",
                        verbose_name="version av ansökan",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="applications.case",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skickad av",
                    ),
                ),
            ],
            options={
                "verbose_name": "remiss",
                "verbose_name_plural": "remisser",
                "ordering": ["sent_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReferralResponse",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("email", models.EmailField(max_length=254, verbose_name="e-postadress")),
                ("organisation", models.CharField(max_length=160, verbose_name="organisation")),
                ("answer", models.TextField(blank=True, max_length=10000, verbose_name="yttrande")),
                ("is_declined", models.BooleanField(default=False, verbose_name="avstår från att yttra sig")),
                ("answered_by", models.CharField(blank=True, max_length=120, verbose_name="svarat av")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="svarade")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="påmind")),
                ("overdue_told_at", models.DateTimeField(blank=True, null=True, verbose_name="försening meddelad")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="väntan avslutad")),
                (
                    "withdrawal_reason",
                    models.TextField(blank=True, max_length=1000, verbose_name="varför väntan avslutades"),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="reviews.referral",
                        verbose_name="remiss",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="väntan avslutad av",
                    ),
                ),
            ],
            options={
                "verbose_name": "yttrande",
                "verbose_name_plural": "yttranden",
                "ordering": ["organisation", "name", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["sent_at", "id"], name="referral_by_sending"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("question", ""), _negated=True),
                name="referral_has_question",
                violation_error_message="Skriv vad ni vill ha svar på.",
            ),
        ),
        migrations.AddIndex(
            model_name="referralresponse",
            index=models.Index(
                condition=models.Q(("answered_at", None), ("withdrawn_at", None)),
                fields=["referral"],
                name="response_awaited",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralresponse",
            constraint=models.UniqueConstraint(
                models.F("referral"),
                django.db.models.functions.text.Lower("email"),
                name="referralresponse_address_is_asked_once",
                violation_error_message="Adressen står redan i remissen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", ""), ("is_declined", False)),
                    models.Q(
                        ("answered_at__isnull", False),
                        models.Q(("answered_by", ""), _negated=True),
                        models.Q(("is_declined", True), models.Q(("answer", ""), _negated=True), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="referralresponse_answer_is_whole",
                violation_error_message="Ett yttrande behöver text, eller att ni avstår, och vem som svarar.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawal_reason", ""), ("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawal_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="referralresponse_withdrawal_has_reason",
                violation_error_message="Skriv varför ni inte väntar längre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at", None), ("withdrawn_at", None), _connector="OR"),
                name="referralresponse_is_answered_or_withdrawn",
                violation_error_message="Den som har svarat väntar ni inte på.",
            ),
        ),
        migrations.RunSQL(GUARDS),
    ]
