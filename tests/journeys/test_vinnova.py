"""Two steps of utmaningsdriven innovation: the second waits for the first, and for its own window."""

from decimal import Decimal

import pytest

from tests.journeys.stories import APPLICATION, CLAIM, PROJECT, REPORT, outcome_of

pytestmark = [pytest.mark.django_db, pytest.mark.hard]  # a whole story is long

outcome = outcome_of("vinnova")


def test_the_gate_refuses_before_the_first_step_is_approved_and_after_the_window_has_closed(outcome):
    early, late = outcome[0]["refused"]
    assert early["said"] == [
        "Steg 1 är inte godkänt än. Ni kan förbereda ansökan, men den kan skickas in först när steg 1 har godkänts."
    ]
    assert "Steg 1 godkändes 13 februari 2017" in late["said"][0]
    assert "Nästa ansökningstid öppnar 22 augusti 2017" in late["said"][0]


def test_the_second_step_carries_over_parties_and_goals(outcome):
    carried = outcome[0]["carried_over"]
    assert carried["title"] == "Skolväg som håller"
    assert (len(carried["parties"]), len(carried["goals"])) == (2, 2)


def test_both_steps_are_settled_one_after_the_other_with_decisions_of_their_own(outcome):
    first, second = outcome[0], outcome[0]["cases"]["step2"]
    for case, periods in ((first, 1), (second, 3)):
        assert case["states"]["application"] == APPLICATION
        assert case["states"]["project"] == PROJECT
        assert (case["states"]["report"], case["states"]["claim"]) == (REPORT * periods, CLAIM * periods)
    assert first["dnr"] != second["dnr"]


def test_each_step_keeps_within_its_own_cap(outcome):
    first, second = outcome[0], outcome[0]["cases"]["step2"]
    assert sum(first["payments"]) == 488_000 <= 500_000
    assert 500_000 < sum(second["payments"]) == 6_900_000 <= Decimal(10_000_000)
