"""What the database guards of messages, shared versions of ideas and withdrawals. Forward only."""

from django.db import migrations

# A message is a handling: it stands as it was sent. That the other side has read it is added once.
GUARD_MESSAGE = """
CREATE FUNCTION portal_guard_message() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reading text[] := ARRAY['read_at', 'read_by_id'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.read_at IS NOT NULL OR to_jsonb(NEW) - reading <> to_jsonb(OLD) - reading THEN
    RAISE EXCEPTION 'a message is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER casemessage_is_never_changed BEFORE UPDATE OR DELETE ON applications_casemessage
  FOR EACH ROW EXECUTE FUNCTION portal_guard_message();
CREATE TRIGGER messagefile_is_never_changed BEFORE UPDATE OR DELETE ON applications_messagefile
  FOR EACH ROW EXECUTE FUNCTION portal_guard_frozen_row();
"""

GUARD_IDEA_VERSION = """
CREATE TRIGGER ideaversion_is_never_changed BEFORE UPDATE OR DELETE ON applications_ideaversion
  FOR EACH ROW EXECUTE FUNCTION portal_guard_frozen_row();
"""

# A withdrawal that is done stays done, with what its document prints.
GUARD_WITHDRAWAL = """
CREATE FUNCTION portal_guard_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.done_at IS NOT NULL THEN
    RAISE EXCEPTION 'a withdrawal that is done is never changed' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_is_never_changed BEFORE UPDATE OR DELETE ON applications_withdrawal
  FOR EACH ROW EXECUTE FUNCTION portal_guard_withdrawal();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0018_after_sending")]
    operations = [
        migrations.RunSQL(GUARD_MESSAGE),
        migrations.RunSQL(GUARD_IDEA_VERSION),
        migrations.RunSQL(GUARD_WITHDRAWAL),
    ]
