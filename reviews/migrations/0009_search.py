"""The rows that a search looks through are kept by the database: made anew when what they are made of changes.

Only what is shared goes in: the case from the day it came in, the latest version that was sent, the idea as it was
shared. What is typed is asked as a Swedish word in any form, and as the beginning of a word or a number. Forward only.
"""

from django.db import migrations

# Every word must stand there; words that Swedish text is full of (och, i, på) are passed over, but not when alone.
QUESTION = """
CREATE FUNCTION portal_search_words(typed text[]) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  word text;
  raw text;
  part tsquery;
  found tsquery;
  common tsquery;
BEGIN
  FOREACH word IN ARRAY typed LOOP
    raw := '''' || replace(replace(lower(word), '\\', ''), '''', '') || '''';
    CONTINUE WHEN raw = '''''';
    part := (raw || ':*')::tsquery || plainto_tsquery('simple', word) || plainto_tsquery('swedish', word);
    IF ts_lexize('swedish_stem', lower(word)) = '{}' THEN
      common := CASE WHEN common IS NULL THEN part ELSE common && part END;
    ELSE
      found := CASE WHEN found IS NULL THEN part ELSE found && part END;
    END IF;
  END LOOP;
  RETURN coalesce(found, common, ''::tsquery);
END $$;
"""

FILL = """
CREATE FUNCTION portal_search_fill(wanted uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  it record;
  sent jsonb;
  told jsonb;
  names text;
  long text;
  places jsonb;
BEGIN
  SELECT c.dnr, c.title, o.name AS body, o.orgnr, o.municipality, u.name AS officer INTO it
    FROM applications_case c
    JOIN accounts_organisation o ON o.id = c.organisation_id
    LEFT JOIN accounts_user u ON u.id = c.officer_id
    WHERE c.id = wanted AND c.shared_at IS NOT NULL;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT v.data INTO sent FROM applications_applicationversion v
    JOIN applications_application a ON a.id = v.application_id
    WHERE a.case_id = wanted ORDER BY v.number DESC LIMIT 1;
  SELECT i.shared_content INTO told FROM applications_idea i WHERE i.case_id = wanted AND i.shared_at IS NOT NULL;
  SELECT string_agg(value #>> '{}', ' ') INTO names FROM (
    SELECT jsonb_path_query(coalesce(sent, '{}'), '$.parties[*].name') AS value
    UNION ALL SELECT jsonb_path_query(coalesce(told, '{}'), '$.contact_name')
  ) AS people;
  SELECT string_agg(value #>> '{}', ' ') INTO long FROM (
    SELECT jsonb_path_query(coalesce(sent, '{}'), '$.sections[*].rows[*].value ? (@.type() == "string")') AS value
    UNION ALL SELECT jsonb_path_query(coalesce(sent, '{}'), '$.answers[*].value ? (@.type() == "string")')
    UNION ALL SELECT jsonb_path_query(coalesce(told, '{}'), '$.* ? (@.type() == "string")')
  ) AS texts;
  SELECT jsonb_agg(DISTINCT value) INTO places FROM (
    SELECT jsonb_path_query(coalesce(sent, '{}'), '$.municipalities[*].name') AS value
  ) AS named;
  INSERT INTO reviews_searchrow (case_id, words, municipalities) VALUES (
    wanted,
    strip(
      to_tsvector('simple', concat_ws(' ', it.title, it.body, it.officer, names))
      || to_tsvector('swedish', left(concat_ws(' ', it.title, it.body, names, long), 60000))
      || array_to_tsvector(array_remove(
           ARRAY[lower(it.dnr), it.orgnr, replace(it.orgnr, '-', '')]::text[], NULL))
    ),
    coalesce(places, CASE WHEN it.municipality = '' THEN '[]' ELSE jsonb_build_array(it.municipality) END)
  )
  ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words, municipalities = EXCLUDED.municipalities;
END $$;
"""

# Which case a changed row belongs to is told by the trigger's argument.
TOUCHED = """
CREATE FUNCTION portal_search_touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hit uuid;
BEGIN
  IF TG_ARGV[0] = 'case' THEN
    PERFORM portal_search_fill(NEW.id);
  ELSIF TG_ARGV[0] = 'idea' THEN
    PERFORM portal_search_fill(NEW.case_id);
  ELSIF TG_ARGV[0] = 'version' THEN
    SELECT case_id INTO hit FROM applications_application WHERE id = NEW.application_id;
    PERFORM portal_search_fill(hit);
  ELSIF TG_ARGV[0] = 'organisation' THEN
    PERFORM portal_search_fill(id) FROM applications_case WHERE organisation_id = NEW.id AND shared_at IS NOT NULL;
  ELSE
    PERFORM portal_search_fill(id) FROM applications_case WHERE officer_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER case_is_searched_for AFTER INSERT OR UPDATE OF shared_at, dnr, title, organisation_id, officer_id
  ON applications_case FOR EACH ROW WHEN (NEW.shared_at IS NOT NULL) EXECUTE FUNCTION portal_search_touched('case');
CREATE TRIGGER version_is_searched_for AFTER INSERT ON applications_applicationversion
  FOR EACH ROW EXECUTE FUNCTION portal_search_touched('version');
CREATE TRIGGER idea_is_searched_for AFTER INSERT OR UPDATE OF shared_at, shared_content ON applications_idea
  FOR EACH ROW WHEN (NEW.shared_at IS NOT NULL) EXECUTE FUNCTION portal_search_touched('idea');
CREATE TRIGGER name_is_searched_for AFTER UPDATE OF name, orgnr, municipality ON accounts_organisation
  FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION portal_search_touched('organisation');
CREATE TRIGGER officer_is_searched_for AFTER UPDATE OF name ON accounts_user
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION portal_search_touched('officer');
"""

INDEXES = """
CREATE INDEX searchrow_by_words ON reviews_searchrow USING gin (words);
CREATE INDEX searchrow_by_municipality ON reviews_searchrow USING gin (municipalities jsonb_path_ops);
"""

NOW = "SELECT count(portal_search_fill(id)::text) FROM applications_case WHERE shared_at IS NOT NULL;"


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0008_desk_lists"),
        ("applications", "0022_desk_lists"),
        ("accounts", "0002_board_days"),
    ]
    operations = [migrations.RunSQL([QUESTION, FILL, TOUCHED, TRIGGERS, INDEXES, NOW])]
