"""The budget computed: the real case to the krona, öre, limits."""

from decimal import Decimal

import pytest

from applications.budget.calculation import calculate, grant_from_share, largest_grant, remainder, share_of
from applications.budget.lines import BudgetInput, CostLine, FundingLine
from portal.money import floor_kr, round_kr, round_ore

from .orebro import FIXTURE, RATE, SHARE, YEARS, costs, orebro_input, per_year

D = Decimal


def staff(*amounts: str) -> CostLine:
    return CostLine("personal", "Egen personal", "staff", per_year(*amounts))


def test_indirect_costs_are_the_rate_of_staff_rounded_to_ore_per_year():
    indirect = calculate(orebro_input()).costs[-1]
    assert indirect.by_year == per_year("97720.70", "211719.11", "118689.76")
    assert indirect.total == D("428129.57")
    assert indirect.is_computed
    assert indirect.note == "21,39\u00a0% av egen personal"


def test_sums_add_ore():
    budget = calculate(orebro_input())
    assert budget.cost_sum.by_year == per_year("674572.95", "1381523.26", "844661.11")
    assert budget.cost_sum.total == D("2900757.32")
    assert budget.funding_sum.by_year == budget.cost_sum.by_year
    assert budget.balances
    assert not any(budget.difference.by_year.values())


def test_the_grant_is_the_share_of_the_costs_per_year_and_the_others_pay_the_rest():
    budget = calculate(orebro_input())
    grant = grant_from_share(budget, SHARE)
    assert grant == per_year("186182.13", "381300.42", "233126.47")
    assert sum(grant.values()) == D("800609.02")
    assert remainder(budget, grant) == per_year("488390.82", "1000222.84", "611534.64")


def test_what_is_applied_for_is_known_as_a_share():
    budget = calculate(orebro_input())
    assert budget.applied.total == D("800609.02")
    assert budget.share == D("0.276000")


def test_the_lines_explain_the_budget():
    told = [str(line).replace("\u00a0", " ") for line in calculate(orebro_input()).lines]
    assert told == [
        "Summa kostnader: 2 900 757,32 kr",
        "Summa finansiering: 2 900 757,32 kr",
        "Påslag för indirekta kostnader, räknat per år och avrundat till öre: 21,39 %",
        "Det ni söker, 27,6 % av kostnaderna: 800 609,02 kr",
    ]


def test_rounding_to_whole_kronor_first_gives_other_totals():
    """The naive way must differ from the printed table, or the fixture would prove nothing (domain.md §10 item 1)."""
    naive_staff = sum(round_kr(D(amount)) for amount in FIXTURE["ore"]["Egen personal"])
    assert naive_staff == 2_001_540
    assert round_kr(RATE * naive_staff) == 428_129
    printed = FIXTURE["printed"]["financing"]
    assert [sum(row[:3]) for row in printed.values()][:2] == [2_100_149, 800_608]


def test_income_lowers_the_costs_and_stands_last():
    income = CostLine("intakter", "Projektintäkter", "income", per_year("0", "-10000", "0"))
    budget = calculate(orebro_input(costs=(income, *costs())))
    assert [row.key for row in budget.costs][-2:] == ["indirect", "intakter"]
    assert budget.cost_sum.total == D("2890757.32")
    assert budget.difference.by_year == per_year("0", "-10000", "0")
    assert not budget.balances


def test_without_a_rate_indirect_costs_may_be_typed():
    typed = CostLine("indirekta", "Indirekta kostnader", "indirect", per_year("1", "2", "3"))
    assert calculate(BudgetInput(YEARS, (typed,), ())).cost_sum.total == 6
    with pytest.raises(ValueError, match="computed by the rate"):
        BudgetInput(YEARS, (typed,), (), RATE)


def test_the_rate_goes_on_all_staff_rows_together():
    given = BudgetInput(YEARS, (staff("0.01", "0", "0"), staff("0.02", "0", "0")), (), D("0.5"))
    assert calculate(given).costs[-1].by_year[YEARS[0]] == D("0.02")


def test_years_outside_the_period_are_left_out():
    line = CostLine("resor", "Resor", "direct", {YEARS[0]: D(100), 2099: D(1)})
    assert calculate(BudgetInput(YEARS, (line,), ())).cost_sum.total == 100


def test_an_empty_budget_has_no_share():
    budget = calculate(BudgetInput(YEARS, (), ()))
    assert budget.share is None
    assert budget.balances
    assert budget.cost_sum.total == 0


def test_share_of_rounds_half_up_to_six_decimals():
    assert share_of(D(1), D(3)) == D("0.333333")
    assert share_of(D(2), D(3)) == D("0.666667")
    assert share_of(D(1), D(0)) is None


@pytest.mark.parametrize(
    ("costs", "share", "amount", "largest"),
    [
        ("2900757", "0.5", None, "1450378.50"),
        ("2900757.33", "0.5", None, "1450378.66"),
        ("100", "0.333333", None, "33.33"),
        ("2900757", "0.5", "500000", "500000"),
        ("2900757", None, "500000", "500000"),
        ("-5", "0.5", None, "0"),
    ],
)
def test_largest_grant_is_rounded_down(costs, share, amount, largest):
    limits = {"max_share": share and D(share), "max_amount": amount and D(amount)}
    assert largest_grant(D(costs), **limits) == D(largest)


def test_half_of_the_real_case_is_told_rounded_down():
    largest = largest_grant(D(2900757), max_share=D("0.5"))
    assert largest is not None
    assert floor_kr(largest) == 1450378
    assert largest < 1450379


def test_without_limits_there_is_no_largest_grant():
    assert largest_grant(D(100)) is None


@pytest.mark.parametrize(("amount", "error"), [(0.1, TypeError), (5, TypeError), (D("0.001"), ValueError)])
def test_money_is_decimal_in_ore(amount, error):
    with pytest.raises(error):
        CostLine("resor", "Resor", "direct", {2024: amount})
    with pytest.raises(error):
        FundingLine("egna", "Egna medel", "232100-0164", "", applied=False, by_year={2024: amount})


def test_lines_cannot_be_changed_afterwards():
    amounts = {2024: D(1)}
    line = CostLine("resor", "Resor", "direct", amounts)
    amounts[2024] = D(2)
    assert line.by_year[2024] == 1
    with pytest.raises(TypeError):
        line.by_year[2024] = D(2)


def test_computed_amounts_are_whole_ore():
    budget = calculate(orebro_input())
    for row in (*budget.costs, *budget.funding, budget.cost_sum, budget.funding_sum):
        assert all(amount == round_ore(amount) for amount in row.by_year.values())
