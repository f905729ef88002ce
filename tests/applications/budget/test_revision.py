"""The new budget after a decision to give less: asked 1,2 mkr, gets 900 000 (domain.md §9 case 15)."""

from datetime import date
from decimal import Decimal

import pytest

from applications.budget.calculation import Budget, calculate
from applications.budget.lines import BudgetInput, CostLine, FundingLine
from applications.budget.revision import check_against_decision

SHARE, CAP = Decimal("0.4"), Decimal(900_000)
PERIOD = (date(2027, 1, 1), date(2028, 12, 31))
YEARS = (2027, 2028)


def budget(costs: list[int], ours: list[int], others: list[int]) -> Budget:
    def years(amounts: list[int]) -> dict[int, Decimal]:
        return dict(zip(YEARS, map(Decimal, amounts), strict=True))

    return calculate(
        BudgetInput(
            YEARS,
            (CostLine("resor", "Resor", "direct", years(costs)),),
            (
                FundingLine("andra", "Kommunen", "212000-9903", "", False, years(others)),
                FundingLine("vi", "Vi", "", "", True, years(ours)),
            ),
        )
    )


def told(*rows: list[int], period: tuple[date, date] = PERIOD) -> list[str]:
    found = check_against_decision(budget(*rows), SHARE, CAP, period)
    return [fault.text.replace("\u00a0", " ") for fault in found if fault.level == "error"]


def test_the_budget_that_was_applied_with_counts_on_too_much() -> None:
    assert told([1_500_000, 1_500_000], [600_000, 600_000], [900_000, 900_000]) == [
        "Ni räknar med 1 200 000 kr av oss. Beslutet ger högst 900 000 kr. Minska med minst 300 000 kr."
    ]


def test_others_may_pay_what_is_missing() -> None:
    assert told([1_500_000, 1_500_000], [450_000, 450_000], [1_050_000, 1_050_000]) == []


def test_or_the_project_may_cost_less_but_never_so_little_that_our_share_grows() -> None:
    assert told([1_125_000, 1_125_000], [450_000, 450_000], [675_000, 675_000]) == []
    assert told([1_000_000, 1_000_000], [450_000, 450_000], [550_000, 550_000]) == [
        "Ni räknar med 900 000 kr av oss. Beslutet ger 40 % av kostnaderna, för er 800 000 kr. "
        "Minska det ni får av oss eller ta upp alla kostnader."
    ]


def test_it_balances_in_every_year() -> None:
    found = told([1_500_000, 1_500_000], [450_000, 450_000], [1_050_000, 1_049_999])
    assert len(found) == 1 and found[0].startswith("2028 går inte ihop.")


@pytest.mark.parametrize("row", range(3))
def test_nothing_lies_outside_the_time_that_was_decided(row: int) -> None:
    rows = [[1_500_000, 0], [450_000, 0], [1_050_000, 0]]
    short = (date(2027, 1, 1), date(2027, 12, 31))
    assert told(*rows, period=short) == []
    rows[row][1] = 1
    assert "2028 ligger utanför beslutets period. Ta bort beloppen det året." in told(*rows, period=short)
