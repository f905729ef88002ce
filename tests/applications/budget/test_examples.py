"""Finance's own examples: each row of examples.csv is a case. Edit it in a spreadsheet: semicolons, decimal comma."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from applications.budget.calculation import calculate, largest_grant
from applications.budget.lines import BudgetInput, CostLine
from applications.budget.payment import payable

YEAR = 2025


def examples():
    path = Path(__file__).parent / "examples.csv"
    # utf-8-sig: a spreadsheet puts a byte order mark first.
    with path.open(encoding="utf-8-sig", newline="") as table:
        return [
            pytest.param(row, id=f"{row['sort']}: {row['exempel']}") for row in csv.DictReader(table, delimiter=";")
        ]


def number(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace("\u00a0", "").replace(",", ".") or "0")


def answer(row: dict[str, str]) -> Decimal | None:
    share, cost = number(row["andel %"]) / 100, number(row["kostnad"])
    match row["sort"]:
        case "utbetalning":
            paid, advance, withheld = (number(row[name]) for name in ("utbetalt", "förskott", "innehållet"))
            return payable(share, cost, number(row["tak"]), paid, advance, withheld).amount
        case "indirekt":
            staff = CostLine("personal", "Egen personal", "staff", {YEAR: cost})
            return calculate(BudgetInput((YEAR,), (staff,), (), share)).costs[-1].total
        case "högst att söka":
            return largest_grant(cost, share, number(row["tak"]) if row["tak"] else None)
        case unknown:
            raise ValueError(f"examples.csv has an unknown sort: {unknown}")


@pytest.mark.parametrize("row", examples())
def test_example(row):
    assert answer(row) == number(row["svar"])
