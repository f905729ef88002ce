"""A project that was given less money than it asked for has a new budget before it is accepted (§9 case 15).

The applicant writes it in the form's own budget, which opens again, and hands it in: that freezes a version of the
application. The officer approves it or sends it back. Only then may the decision be accepted (domain.md §7.4).
"""

from typing import Any

from ...findings import errors
from ...models import Project
from ..registry import Missing, gate


@gate("new_budget_is_wanted", holds="Beslutet ger mindre än ni sökte")
def new_budget_is_wanted(project: Project, by: Any) -> list[Missing]:
    if not project.needs_new_budget:
        return [Missing("Projektet behöver ingen ny budget.")]
    if project.new_budget_id is not None:
        return [Missing("Den nya budgeten är redan lämnad.")]
    return []


@gate("new_budget_holds", holds="Den nya budgeten går ihop med beslutet")
def new_budget_holds(project: Project, by: Any) -> list[Missing]:
    """The same faults as the budget's page shows; nothing is asked when no new budget is wanted."""
    if new_budget_is_wanted(project, by):
        return []
    return [Missing(fault.text, "budget") for fault in errors(project.case.application, "budget")]


@gate("new_budget_is_handed_in", holds="Den nya budgeten är lämnad")
def new_budget_is_handed_in(project: Project, by: Any) -> list[Missing]:
    if project.new_budget_id is None:
        return [Missing("Sökanden har inte lämnat den nya budgeten.")]
    if project.new_budget_approved_at is not None:
        return [Missing("Den nya budgeten är redan godkänd.")]
    return []


@gate("new_budget_is_approved", holds="Budgeten stämmer med beslutet")
def new_budget_is_approved(project: Project, by: Any) -> list[Missing]:
    """Guards the acceptance: a partial approval of money needs a new budget that the officer has approved."""
    if not project.needs_new_budget or project.new_budget_approved_at is not None:
        return []
    if project.new_budget_id is not None:
        return [Missing("Handläggaren läser den nya budgeten. När den är godkänd kan ni godkänna beslutet.")]
    return [Missing("Beslutet ger mindre än ni sökte. Lämna först en ny budget.", "budget")]
