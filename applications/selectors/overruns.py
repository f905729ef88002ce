"""Which cost categories of a claim have grown beyond the decided budget (domain.md §3.5)."""

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from ..budget.calculation import INDIRECT, calculate
from ..budget.lines import ZERO
from ..budget.overrun import Category, Overrun, overruns
from ..enums import CostKind
from ..models import Claim, ClaimLine
from ..models.budget_rows import budget_input


def of_claim(claim: Claim) -> tuple[Overrun, ...]:
    """With what has been approved before and what is claimed now, or approved of it; none in a call without the rule.

    The budget is the application's, which after a decision to give less is the new one. Income is no cost.
    """
    rules = claim.case.application.call_version
    if rules.overrun_share is None or claim.is_advance:
        return ()
    budget = {row.key: row.total for row in calculate(budget_input(claim.case.application)).costs}
    counted = ClaimLine.objects.filter(claim__project=claim.project_id, claim__number__lte=claim.number).order_by()
    so_far = dict(counted.values_list("category").annotate(total=Sum(Coalesce("approved", F("amount")))))
    categories = [
        Category(
            row["key"],
            row["label"],
            budget.get(INDIRECT if row["kind"] == CostKind.INDIRECT else row["key"], ZERO),
            so_far.get(row["key"], ZERO),
        )
        for row in rules.cost_categories
        if row["kind"] != CostKind.INCOME
    ]
    return overruns(categories, rules.overrun_share, rules.overrun_floor)
