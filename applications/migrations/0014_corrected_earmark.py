"""An earmark that was written wrong is lowered by a line of its own, which the guard counts. Forward only."""

from django.db import migrations, models
from django.db.models import Q

# As in 0004, with what corrections take off.
GUARD = """
CREATE OR REPLACE FUNCTION portal_guard_fund() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sums record;
BEGIN
  IF coalesce(current_setting('portal.seed_states', true), '') = 'on' THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM applications_fund WHERE id = NEW.fund_id FOR UPDATE;
  SELECT
    coalesce(sum(amount) FILTER (WHERE kind = 'earmarked'), 0)
      - coalesce(sum(amount) FILTER (WHERE kind = 'corrected'), 0) AS earmarked,
    coalesce(sum(amount) FILTER (WHERE kind = 'reserved'), 0)
      - coalesce(sum(amount) FILTER (WHERE kind = 'released'), 0) AS reserved,
    coalesce(sum(amount) FILTER (WHERE kind = 'bound'), 0)
      - coalesce(sum(amount) FILTER (WHERE kind = 'returned'), 0) AS bound,
    coalesce(sum(amount) FILTER (WHERE kind = 'paid'), 0) AS paid
  INTO sums FROM applications_fundentry WHERE fund_id = NEW.fund_id AND year = NEW.year;
  IF sums.earmarked < sums.reserved + sums.bound THEN
    RAISE EXCEPTION 'fund % has no room for % in %', NEW.fund_id, NEW.amount, NEW.year
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fundentry_fund_is_never_overdrawn';
  END IF;
  IF sums.reserved < 0 OR sums.bound < sums.paid THEN
    RAISE EXCEPTION 'fund % pays or releases more than was set aside in %', NEW.fund_id, NEW.year
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fundentry_pays_what_is_bound';
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_leaning")]
    operations = [
        migrations.AlterModelOptions(
            name="fundingsource",
            options={
                "ordering": ["name", "id"],
                "verbose_name": "finansieringskälla",
                "verbose_name_plural": "finansieringskällor",
            },
        ),
        migrations.AlterField(
            model_name="fundentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("earmarked", "Öronmärkt"),
                    ("corrected", "Rättat, sänkt"),
                    ("reserved", "Reserverat"),
                    ("released", "Reservation släppt"),
                    ("bound", "Bundet av beslut"),
                    ("paid", "Utbetalt"),
                    ("returned", "Återfört"),
                ],
                max_length=10,
                verbose_name="händelse",
            ),
        ),
        migrations.RemoveConstraint(model_name="fundentry", name="fundentry_is_paid_by_decision_only"),
        migrations.AddConstraint(
            model_name="fundentry",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=["earmarked", "corrected"], case=None, decision=None, payout=None)
                | Q(kind__in=["reserved", "released"], case__isnull=False, payout=None)
                | Q(kind__in=["bound", "returned"], case__isnull=False, decision__isnull=False, payout=None)
                | Q(kind="paid", case__isnull=False, decision__isnull=False, payout__isnull=False),
                name="fundentry_is_paid_by_decision_only",
                violation_error_message="Pengarna kan bara bindas och betalas ut med stöd av ett beslut i ärendet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundentry",
            constraint=models.CheckConstraint(
                condition=~Q(kind="corrected") | ~Q(note=""),
                name="fundentry_correction_says_why",
                violation_error_message="Skriv varför öronmärkningen rättas.",
            ),
        ),
        migrations.RunSQL(GUARD),
    ]
