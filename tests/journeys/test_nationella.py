"""The national call with 54 applications: counted per kind of support, never added."""

import pytest

from tests.journeys.stories import APPLICATION, CLAIM, PROJECT, REPORT, outcome_of

# Fifty-four applications through the services take their time.
pytestmark = [pytest.mark.hard, pytest.mark.django_db]

outcome = outcome_of("nationella")


def test_the_counts_are_54_40_16_and_14(outcome):
    statistics = outcome[0]["statistics"]
    granted = {row["key"]: row["granted"] for row in statistics["components"]}
    assert statistics["applications"] == 54
    assert granted == {"utbildning": 16, "natverk": 40, "bidrag": 16}
    assert (statistics["granted"], statistics["not_granted"], statistics["undecided"]) == (40, 14, 0)
    assert statistics["on"] == "2021-02-17"


def test_one_of_the_sixteen_is_told_to_its_end(outcome):
    result = outcome[0]
    assert [row["outcome"] for row in result["components"]] == ["granted"] * 3
    assert (result["states"]["application"], result["states"]["project"]) == (APPLICATION, PROJECT)
    assert (result["states"]["report"], result["states"]["claim"]) == (REPORT * 3, CLAIM)
    assert result["payments"] == [345_000]
