"""The database's own guards: states move only by the engine, logs and frozen things never change.

Forward only. A state may change when the engine has said so in a variable of the transaction
(`portal.move` = table:id:new state); a row is born in its initial state, but for `portal.seed_states` = on (bench).
"""

from django.db import migrations

GUARD_STATE = """
CREATE FUNCTION portal_guard_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> TG_ARGV[0] AND coalesce(current_setting('portal.seed_states', true), '') <> 'on' THEN
      RAISE EXCEPTION '% is born in state %, not %', TG_TABLE_NAME, TG_ARGV[0], NEW.state
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.state <> OLD.state
    AND coalesce(current_setting('portal.move', true), '') <> TG_TABLE_NAME || ':' || NEW.id || ':' || NEW.state THEN
    RAISE EXCEPTION 'only the engine moves % from % to %', TG_TABLE_NAME, OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

# The log is append-only; private rows go away with the draft that they tell of.
GUARD_LOG = """
CREATE FUNCTION portal_guard_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.private THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER transitionlog_is_append_only BEFORE UPDATE OR DELETE ON applications_transitionlog
  FOR EACH ROW EXECUTE FUNCTION portal_guard_log();
"""

GUARD_VERSION = """
CREATE FUNCTION portal_guard_frozen_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER applicationversion_is_never_changed BEFORE UPDATE OR DELETE ON applications_applicationversion
  FOR EACH ROW EXECUTE FUNCTION portal_guard_frozen_row();
"""

# What the decision prints is locked with its text; what happens to it afterwards (dates) is not part of that.
GUARD_DECISION = """
CREATE FUNCTION portal_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.frozen IS NOT NULL AND (
    NEW.frozen IS DISTINCT FROM OLD.frozen OR NEW.frozen_sha256 <> OLD.frozen_sha256
    OR NEW.kind <> OLD.kind OR NEW.share IS DISTINCT FROM OLD.share OR NEW.cap IS DISTINCT FROM OLD.cap
    OR NEW.period_start IS DISTINCT FROM OLD.period_start OR NEW.period_end IS DISTINCT FROM OLD.period_end
    OR NEW.reasons <> OLD.reasons OR NEW.paragraph <> OLD.paragraph OR NEW.made_on <> OLD.made_on
  ) THEN
    RAISE EXCEPTION 'a frozen decision is never changed; a correction is a new row' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_is_frozen BEFORE UPDATE ON applications_decision
  FOR EACH ROW EXECUTE FUNCTION portal_guard_decision();
"""

INITIAL = {
    "applications_idea": "draft",
    "applications_application": "draft",
    "applications_decision": "draft",
    "applications_project": "granted",
    "applications_report": "planned",
    "applications_claim": "planned",
}


def guard(table: str, initial: str) -> str:
    """The trigger of one table with a machine."""
    return (
        f"CREATE TRIGGER state_moves_by_the_engine BEFORE INSERT OR UPDATE OF state ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION portal_guard_state('{initial}');"
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [
        migrations.RunSQL(GUARD_STATE),
        *(migrations.RunSQL(guard(table, initial)) for table, initial in INITIAL.items()),
        migrations.RunSQL(GUARD_LOG),
        migrations.RunSQL(GUARD_VERSION),
        migrations.RunSQL(GUARD_DECISION),
    ]
