"""Norrbotten as one who applies: NU gets three kinds of support, the money in part; HURRA takes the first step."""

import pytest

from tests.journeys.stories import APPLICATION, PROJECT, REPORT, outcome_of

pytestmark = [pytest.mark.django_db, pytest.mark.hard]  # a whole story is long

outcome = outcome_of("hurra")


def test_the_decision_has_three_parts_each_with_its_own_number_and_time(outcome):
    parts = {row["key"]: row for row in outcome[0]["components"]}
    assert (parts["utbildning"]["quantity_from"], parts["utbildning"]["period_label"]) == (20, "läsåret 18/19")
    seats = parts["natverk"]
    assert (seats["quantity_from"], seats["quantity_to"], seats["unit"]) == (6, 8, "personer")
    assert (seats["period_start"][:4], seats["period_end"][:4]) == ("2018", "2020")
    assert (parts["bidrag"]["outcome"], parts["bidrag"]["amount_by_year"]) == ("partial", {"2018": "400000.00"})


def test_with_less_money_than_asked_for_comes_a_new_budget_before_the_start(outcome):
    result = outcome[0]
    assert result["mails"]["decision_partial"] == 2
    assert result["mails"]["new_budget_approved"] == 3
    assert [row["kind"] for row in result["documents"]] == ["receipt", "memo", "decision", "receipt"]
    assert result["budget"]["costs"]["Summa kostnader"] == [400_000, 0, 0, 400_000]
    assert result["payments"] == [400_000]


def test_reports_run_on_after_the_money(outcome):
    states = outcome[0]["states"]
    assert states["report"] == REPORT * 3
    assert states["claim"].count("paid") == 1
    assert states["project"][-1] == "settled"


def test_hurra_takes_the_first_step_for_all_that_it_can_give(outcome):
    hurra = outcome[0]["cases"]["hurra"]
    assert hurra["payments"] == [500_000]
    assert (hurra["states"]["application"], hurra["states"]["project"]) == (APPLICATION, PROJECT)


def test_the_statistics_count_nu_once_for_each_kind_of_support(outcome):
    statistics = outcome[0]["statistics"]
    assert (statistics["applications"], statistics["granted"]) == (1, 1)
    assert [row["granted"] for row in statistics["components"]] == [1, 1, 1]
