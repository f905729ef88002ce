"""Does the budget hold? The same faults as the budget page shows."""

from typing import Any

from ...findings import errors
from ...models import Application
from ..registry import Missing, gate


@gate("budget_holds", holds="Budgeten går ihop")
def budget_holds(application: Application, by: Any) -> list[Missing]:
    """Errors only; a warning is read and ticked (`warnings_are_read`), advice only shows (domain.md §3.2 step 4)."""
    return [Missing(error.text, "budget") for error in errors(application, "budget")]
