"""The real case's budget, read from the fixture, for the tests of this folder."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from applications.budget.calculation import calculate, grant_from_share, remainder
from applications.budget.lines import BudgetInput, CostLine, FundingLine

FIXTURE: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "orebro_budget.json").read_text(encoding="utf-8")
)
YEARS = tuple(FIXTURE["years"])
RATE = Decimal(FIXTURE["indirect_rate_of_staff"])
SHARE = Decimal(FIXTURE["calculated_share"])
DECIDED = Decimal(FIXTURE["decided_percent"]) / 100
CAP = Decimal(FIXTURE["cap"])
REGION = "232100-0164"
OWN, GRANT = list(FIXTURE["printed"]["financing"])[:2]


def per_year(*amounts: str) -> dict[int, Decimal]:
    return dict(zip(YEARS, map(Decimal, amounts), strict=True))


def costs() -> tuple[CostLine, ...]:
    return tuple(
        CostLine(label.lower(), label, "staff" if label == "Egen personal" else "direct", per_year(*amounts))
        for label, amounts in FIXTURE["ore"].items()
    )


def orebro_input(**changes: Any) -> BudgetInput:
    """The budget as applied for: 27,6 % of the costs from the 1:1 money, the rest the region's own."""
    unfunded = calculate(BudgetInput(YEARS, costs(), (), RATE))
    grant = grant_from_share(unfunded, SHARE)
    group = "Finansiär – Offentlig finansiär"
    given = {
        "years": YEARS,
        "costs": costs(),
        "funding": (
            FundingLine("egna", OWN, REGION, group, applied=False, by_year=remainder(unfunded, grant)),
            FundingLine("sokt", GRANT, REGION, group, applied=True, by_year=grant),
        ),
        "indirect_rate": RATE,
    }
    return BudgetInput(**(given | changes))
