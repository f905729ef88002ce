"""The states of memo and meeting move only by the engine; notes in the file are never changed. Forward only."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER state_moves_by_the_engine BEFORE INSERT OR UPDATE OF state ON reviews_memo
  FOR EACH ROW EXECUTE FUNCTION portal_guard_state('draft');
CREATE TRIGGER state_moves_by_the_engine BEFORE INSERT OR UPDATE OF state ON reviews_meeting
  FOR EACH ROW EXECUTE FUNCTION portal_guard_state('planned');
CREATE TRIGGER filenote_is_never_changed BEFORE UPDATE OR DELETE ON reviews_filenote
  FOR EACH ROW EXECUTE FUNCTION portal_guard_frozen_row();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("applications", "0002_guards")]
    operations = [migrations.RunSQL(GUARDS)]
