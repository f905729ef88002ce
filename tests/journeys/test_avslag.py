"""A no on delegation, from the first word to the letter that says why."""

import pytest

from tests.journeys.stories import APPLICATION, outcome_of

pytestmark = [pytest.mark.django_db, pytest.mark.hard]  # a whole story is long

outcome = outcome_of("avslag")


def test_it_is_refused_on_delegation_and_the_letter_is_there(outcome):
    result, folder = outcome
    assert result["states"]["application"] == [state for state in APPLICATION[:-1] if state != "on_agenda"]
    assert [row["kind"] for row in result["documents"]] == ["receipt", "memo", "decision"]
    assert len(list(folder.rglob("*.pdf"))) == 3
    assert result["payments"] == []
