"""The real case played on a database that is in use already, by another case and by itself."""

import pytest

from tests import factories
from tests.journeys.test_kraftsamling import FIXTURE, STATES, played

pytestmark = [pytest.mark.hard, pytest.mark.django_db]


def test_played_twice_it_comes_out_the_same_under_the_next_number(tmp_path):
    factories.submitted_application()
    first, second = (played(tmp_path / name) for name in ("first", "second"))
    assert first["dnr"] == FIXTURE["dnr"]
    assert second["dnr"] == "23RS10971"
    for result in (first, second):
        assert result["states"] == STATES
        assert result["payments"] == FIXTURE["payments_at_decided_percent"]["paid"]
        assert result["budget"]["costs"] == FIXTURE["printed"]["costs"]
    assert first["budget"] == second["budget"]
    assert [document["kind"] for document in first["documents"]] == [each["kind"] for each in second["documents"]]
    # The second has its meeting on another day, so reminders fall otherwise; all else is told the same.
    assert {**first["mails"], "reminders": 0} == {**second["mails"], "reminders": 0}
