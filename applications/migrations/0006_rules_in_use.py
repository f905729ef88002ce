"""The rules of a call are never changed under an application that has come in, nor is its time cut. Forward only.

New rules are a new version (architecture.md §6); more time is an extension for everybody (domain.md §9 case 4).
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION portal_guard_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM applications_application WHERE call_version_id = OLD.id AND shared_at IS NOT NULL) THEN
    RAISE EXCEPTION 'rules that an application has come in under are never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER rules_in_use_are_never_changed BEFORE UPDATE OR DELETE ON applications_callversion
  FOR EACH ROW EXECUTE FUNCTION portal_guard_rules();

CREATE FUNCTION portal_guard_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.call_version_id ELSE OLD.call_version_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM applications_application WHERE call_version_id = asked AND shared_at IS NOT NULL) THEN
    RAISE EXCEPTION 'questions that an application has come in under are never changed'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER questions_in_use_are_never_changed BEFORE INSERT OR UPDATE OR DELETE ON applications_callquestion
  FOR EACH ROW EXECUTE FUNCTION portal_guard_question();

CREATE FUNCTION portal_guard_window() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.opens_at <> OLD.opens_at OR NEW.closes_at < OLD.closes_at)
    AND EXISTS (SELECT 1 FROM applications_application WHERE window_id = OLD.id) THEN
    RAISE EXCEPTION 'a window that an application has come in under is never made shorter'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER windows_in_use_are_never_shortened BEFORE UPDATE OF opens_at, closes_at ON applications_callwindow
  FOR EACH ROW EXECUTE FUNCTION portal_guard_window();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_checklist_support")]
    operations = [migrations.RunSQL(GUARD)]
