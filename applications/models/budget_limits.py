"""What the call or the decision allows of a budget, and what is wrong with it: rows of the database to pure rules."""

from __future__ import annotations

from ..budget.calculation import Budget, calculate
from ..budget.checks import Limits, check, while_unread
from ..budget.lines import Fault
from ..budget.revision import check_against_decision
from .application import Application
from .budget_rows import budget_input
from .component import asks_for_money
from .project import writing_new_budget


def limits_of(application: Application) -> Limits:
    """What the call allows of the budget; who pays is the authority, whichever of its boards (domain.md §2.8).

    For the new budget after a decision to give less, what that decision gives (§9 case 15).
    """
    if (project := writing_new_budget(application)) is not None:
        return Limits(max_share=project.decision.share, max_amount=project.decision.cap)
    rules = application.call_version
    return Limits(
        max_share=rules.max_share,
        max_amount=rules.max_amount,
        payer_orgnr=application.case.board.authority.orgnr if rules.requires_other_funder else None,
        share_base=rules.share_base,  # type: ignore[arg-type]  # the column's choices are those of Base
        min_amount=rules.min_amount,
        min_level=rules.min_amount_level,  # type: ignore[arg-type]  # the column's choices are those of Level
        step=application.call.step,
        asks_money=asks_for_money(application),
    )


def budget_faults(application: Application) -> tuple[Fault, ...]:
    """What is wrong with the budget, the gravest first; nothing before it is begun, which the section says itself."""
    if not application.call_version.uses("budget") or not application.years or not application.cost_rows.exists():
        return ()
    return check_budget(application, calculate(budget_input(application)))


def check_budget(application: Application, budget: Budget) -> tuple[Fault, ...]:
    """What is wrong with a computed budget under the rules, or under the decision that gave less than was asked for."""
    project = writing_new_budget(application)
    if project is None:
        return while_unread(check(budget, limits_of(application)), unread_years(application))
    decision = project.decision
    assert decision.share is not None and decision.cap is not None  # it gives money, only less
    period = (project.period_start, project.period_end)
    found = check_against_decision(budget, decision.share, decision.cap, period)
    return while_unread(found, unread_years(application))


def unread_years(application: Application) -> frozenset[int]:
    """The years of the budget that hold an amount as it was typed, since it could not be read."""
    draft = next((row for row in application.section_drafts.all() if row.section == "budget"), None)
    names = [name.rpartition("-")[2] for name in draft.unparsed] if draft else []
    return frozenset(int(name) for name in names if name.isdecimal())
