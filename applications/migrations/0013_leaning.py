"""What a decision leans on, printed in it: inriktningsbeslut and the forum before the board. Forward only."""

from django.db import migrations, models

# As in 0008, with the advance and what the decision leans on among what is locked.
GUARD_DECISION = """
CREATE OR REPLACE FUNCTION portal_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.frozen IS NOT NULL AND (
    NEW.frozen IS DISTINCT FROM OLD.frozen OR NEW.frozen_sha256 <> OLD.frozen_sha256
    OR NEW.kind <> OLD.kind OR NEW.share IS DISTINCT FROM OLD.share OR NEW.cap IS DISTINCT FROM OLD.cap
    OR NEW.advance IS DISTINCT FROM OLD.advance OR NEW.gives_money <> OLD.gives_money
    OR NEW.period_start IS DISTINCT FROM OLD.period_start OR NEW.period_end IS DISTINCT FROM OLD.period_end
    OR NEW.reasons <> OLD.reasons OR NEW.paragraph <> OLD.paragraph OR NEW.made_on <> OLD.made_on
    OR NEW.policy_basis <> OLD.policy_basis OR NEW.preparation <> OLD.preparation
  ) THEN
    RAISE EXCEPTION 'a frozen decision is never changed; a correction is a new row' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0012_guards_of_the_rest")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="policy_basis",
            field=models.TextField(
                blank=True, default="", max_length=6000, verbose_name="inriktningsbeslut som förslaget bygger på"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="decision",
            name="preparation",
            field=models.TextField(blank=True, default="", max_length=3000, verbose_name="beredning"),
            preserve_default=False,
        ),
        migrations.RunSQL(GUARD_DECISION),
    ]
