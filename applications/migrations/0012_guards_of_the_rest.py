"""What the database guards of signatures and plans. Forward only."""

from django.db import migrations

# A signature is given once and can only be cancelled; it goes away only with a draft that nobody else has seen.
GUARD_SIGNATURE = """
CREATE FUNCTION portal_guard_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM applications_case WHERE id = OLD.case_id AND shared_at IS NOT NULL) THEN
      RAISE EXCEPTION 'a signature is never deleted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.cancelled_at IS NOT NULL OR to_jsonb(NEW) - 'cancelled_at' <> to_jsonb(OLD) - 'cancelled_at' THEN
    RAISE EXCEPTION 'a signature is never changed, only cancelled' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signature_is_never_changed BEFORE UPDATE OR DELETE ON applications_signature
  FOR EACH ROW EXECUTE FUNCTION portal_guard_signature();
"""

# A version of the plan stands as it was written; the officer's review is added once.
GUARD_PLAN = """
CREATE FUNCTION portal_guard_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  review text[] := ARRAY['reviewed_by_id', 'reviewed_at', 'is_approved', 'review_note'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.reviewed_at IS NOT NULL OR to_jsonb(NEW) - review <> to_jsonb(OLD) - review THEN
    RAISE EXCEPTION 'a version of the plan is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER projectplanversion_is_never_changed BEFORE UPDATE OR DELETE ON applications_projectplanversion
  FOR EACH ROW EXECUTE FUNCTION portal_guard_plan();
"""

class Migration(migrations.Migration):
    dependencies = [("applications", "0011_the_rest_of_the_form")]
    operations = [
        migrations.RunSQL(GUARD_SIGNATURE),
        migrations.RunSQL(GUARD_PLAN),
    ]
