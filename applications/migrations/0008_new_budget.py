"""A new budget before a partial approval is accepted; kinds of support are locked with the decision. Forward only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As in 0002, and whether the decision gives money.
GUARD_DECISION = """
CREATE OR REPLACE FUNCTION portal_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.frozen IS NOT NULL AND (
    NEW.frozen IS DISTINCT FROM OLD.frozen OR NEW.frozen_sha256 <> OLD.frozen_sha256
    OR NEW.kind <> OLD.kind OR NEW.share IS DISTINCT FROM OLD.share OR NEW.cap IS DISTINCT FROM OLD.cap
    OR NEW.period_start IS DISTINCT FROM OLD.period_start OR NEW.period_end IS DISTINCT FROM OLD.period_end
    OR NEW.reasons <> OLD.reasons OR NEW.paragraph <> OLD.paragraph OR NEW.made_on <> OLD.made_on
    OR NEW.gives_money <> OLD.gives_money
  ) THEN
    RAISE EXCEPTION 'a frozen decision is never changed; a correction is a new row' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

GUARD_COMPONENT = """
CREATE FUNCTION portal_guard_decision_component() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decided uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.decision_id ELSE OLD.decision_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM applications_decision WHERE id = decided AND frozen IS NOT NULL) THEN
    RAISE EXCEPTION 'a frozen decision is never changed; a correction is a new row' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER component_is_frozen_with_its_decision
  BEFORE INSERT OR UPDATE OR DELETE ON applications_decisioncomponent
  FOR EACH ROW EXECUTE FUNCTION portal_guard_decision_component();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0007_funding_in_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="callversion",
            name="reports_without_money",
            field=models.BooleanField(
                default=True,
                help_text="Projekt med pengar lämnar alltid rapporter.",
                verbose_name="projekt utan pengar lämnar rapporter",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="needs_new_budget",
            field=models.BooleanField(default=False, editable=False, verbose_name="behöver en ny budget"),
        ),
        migrations.AddField(
            model_name="project",
            name="new_budget",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="applications.applicationversion",
                verbose_name="ny budget",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="new_budget_note",
            field=models.TextField(
                blank=True, default="", editable=False, max_length=2000, verbose_name="vår återkoppling om budgeten"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="project",
            name="new_budget_approved_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="ny budget godkänd"),
        ),
        migrations.AddField(
            model_name="project",
            name="new_budget_approved_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("new_budget_approved_at", None))
                | models.Q(
                    ("needs_new_budget", True),
                    ("new_budget__isnull", False),
                    ("new_budget_approved_by__isnull", False),
                ),
                name="project_new_budget_is_handed_in_before_approved",
                violation_error_message="Den nya budgeten måste vara lämnad innan den godkänns.",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "granted"))
                | models.Q(("needs_new_budget", False))
                | models.Q(("new_budget_approved_at__isnull", False)),
                name="project_partly_granted_has_its_new_budget",
                violation_error_message="Den nya budgeten måste vara godkänd innan beslutet godkänns.",
            ),
        ),
        migrations.RunSQL(GUARD_DECISION),
        migrations.RunSQL(GUARD_COMPONENT),
    ]
