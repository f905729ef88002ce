"""Does the budget hold? The same faults as the budget page shows."""

from typing import Any

from ...budget.calculation import calculate
from ...budget.checks import Limits, check
from ...models import Application
from ...models.budget_rows import budget_input
from ..registry import Missing, gate


@gate("budget_holds", holds="Budgeten går ihop")
def budget_holds(application: Application, by: Any) -> list[Missing]:
    """Errors only; warnings are for the applicant to read (domain.md §3.2 step 4)."""
    if not application.years or not application.cost_rows.exists():
        return []  # said by the section itself
    rules = application.call_version
    faults = check(calculate(budget_input(application)), Limits(rules.max_share, rules.max_amount))
    return [Missing(fault.text, "budget") for fault in faults if fault.level == "error"]
