"""A search asks first which cases hold the words, as long as they are few. Forward only.

PostgreSQL does not know how rare a word's beginning is. It guesses that one case in a hundred holds it, reads the cases
by their day until a page is full, and so reads them all for what one case holds. Few cases are found by the index of
words, in a millisecond, and are then asked for by their ids; many are soon found by their day.
"""

from django.db import migrations

FEW = """
CREATE FUNCTION portal_search_few(typed text[], most int) RETURNS uuid[] LANGUAGE sql STABLE
SET enable_seqscan = off AS $$
  SELECT CASE WHEN count(*) <= most THEN coalesce(array_agg(case_id), '{}') END
  FROM (SELECT case_id FROM reviews_searchrow WHERE words @@ portal_search_words(typed) LIMIT most + 1) AS held
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0018_people_counted")]
    operations = [migrations.RunSQL([FEW])]
