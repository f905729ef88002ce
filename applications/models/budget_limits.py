"""What the call or the decision allows of a budget, and what is wrong with it: rows of the database to pure rules."""

from __future__ import annotations

from collections.abc import Collection

from ..budget import staff
from ..budget.calculation import Budget, calculate
from ..budget.checks import Limits, by_gravity, check, while_unread
from ..budget.lines import Fault
from ..budget.revision import check_against_decision
from ..budget.staff import StaffLine
from .application import Application
from .budget_rows import budget_input
from .component import asks_for_money
from .project import budget_years, writing_new_budget
from .staff import staff_lines

# What a row of staff is multiplied with in every year, by the ends of its controls' names.
STAFF_FACTORS = ("-share", "-monthly_pay", "-overhead")


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
    budget = calculate(budget_input(application))
    return check_budget(application, budget, staff_lines(application), unread_years(application))


def check_budget(
    application: Application, budget: Budget, people: tuple[StaffLine, ...], unread: Collection[int]
) -> tuple[Fault, ...]:
    """What is wrong with a computed budget under the rules, or under the decision that gave less than was asked for.

    `unread` are the years in which an amount stands that cannot be read.
    """
    project = writing_new_budget(application)
    if project is None:
        found = check(budget, limits_of(application))
    else:
        decision = project.decision
        assert decision.share is not None and decision.cap is not None  # it gives money, only less
        period = (project.period_start, project.period_end)
        found = check_against_decision(budget, decision.share, decision.cap, period)
    return while_unread(by_gravity((*found, *staff.check(people))), unread)


def unread_years(application: Application) -> frozenset[int]:
    """The years of the budget that hold an amount as it was typed, since it could not be read."""
    draft = next((row for row in application.section_drafts.all() if row.section == "budget"), None)
    return years_unread(application, draft.unparsed) if draft else frozenset()


def years_unread(application: Application, unparsed: Collection[str]) -> frozenset[int]:
    """The years of the controls in `unparsed`, by name; all years for the pay or share of somebody's work."""
    ends = [name.rpartition("-")[2] for name in unparsed]
    years = {int(end) for end in ends if end.isdecimal()}
    if any(name.startswith("lon-") and name.endswith(STAFF_FACTORS) for name in unparsed):
        years |= set(budget_years(application))
    return frozenset(years)
