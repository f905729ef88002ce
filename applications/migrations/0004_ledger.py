"""The ledger of earmarked money: lines never change, and no line makes the room of its year negative. Forward only.

The trigger locks the fund's row, so that two decisions at the same time are counted one after the other. It rests
where rows are born in any state (`portal.seed_states` = on, bench).
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION portal_guard_fund() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sums record;
BEGIN
  IF coalesce(current_setting('portal.seed_states', true), '') = 'on' THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM applications_fund WHERE id = NEW.fund_id FOR UPDATE;
  SELECT
    coalesce(sum(amount) FILTER (WHERE kind = 'earmarked'), 0) AS earmarked,
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
CREATE TRIGGER fund_is_never_overdrawn AFTER INSERT ON applications_fundentry
  FOR EACH ROW EXECUTE FUNCTION portal_guard_fund();
CREATE TRIGGER fundentry_is_never_changed BEFORE UPDATE OR DELETE ON applications_fundentry
  FOR EACH ROW EXECUTE FUNCTION portal_guard_frozen_row();
CREATE TRIGGER windowextension_is_never_changed BEFORE UPDATE OR DELETE ON applications_windowextension
  FOR EACH ROW EXECUTE FUNCTION portal_guard_frozen_row();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_programmes")]
    operations = [migrations.RunSQL(GUARD)]
