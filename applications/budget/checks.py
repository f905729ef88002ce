"""What keeps a budget from being sent in, and what the applicant should look at once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from . import explain
from .calculation import Budget, largest_grant
from .lines import CostLine, Fault, FundingLine


@dataclass(frozen=True, slots=True)
class Limits:
    """What the call allows: a share of the costs (0.5 is 50 %), kronor, and with `payer_orgnr` set that somebody
    else than that organisation must finance a part.
    """

    max_share: Decimal | None = None
    max_amount: Decimal | None = None
    payer_orgnr: str | None = None


def check(budget: Budget, limits: Limits | None = None) -> tuple[Fault, ...]:
    """Return every fault of the budget, errors before warnings, each with the way to mend it (domain.md §3.2)."""
    limits = limits or Limits()
    faults = [*_cells(budget), *_years(budget), *_applied(budget, limits), *_financiers(budget, limits)]
    return tuple(sorted(faults, key=lambda fault: fault.level != "error"))


def _cells(budget: Budget) -> Iterator[Fault]:
    outside: set[int] = set()
    for line in budget.input.lines():
        key = line.category if isinstance(line, CostLine) else line.key
        is_income = isinstance(line, CostLine) and line.kind == "income"
        for year, amount in sorted(line.by_year.items()):
            # One sentence per year is enough, at the first cell that has to move.
            if amount and year not in budget.years and year not in outside:
                outside.add(year)
                yield explain.outside_period(year, key)
            if amount < 0 and not is_income:
                yield explain.negative(line.label, year, key)
            if amount > 0 and is_income:
                yield explain.positive_income(line.label, year, key)


def _years(budget: Budget) -> Iterator[Fault]:
    if budget.cost_sum.total <= 0:
        yield explain.no_costs()
    for year in budget.years:
        costs, funding = budget.cost_sum.by_year[year], budget.funding_sum.by_year[year]
        if costs != funding:
            yield explain.unbalanced(year, costs, funding)
        elif not costs and budget.cost_sum.total:
            yield explain.empty_year(year)


def _applied(budget: Budget, limits: Limits) -> Iterator[Fault]:
    applied = budget.applied.total
    if applied <= 0:
        yield explain.nothing_applied()
    by_share = largest_grant(budget.cost_sum.total, max_share=limits.max_share)
    if limits.max_share is not None and by_share is not None and applied > by_share:
        yield explain.share_too_large(applied, by_share, limits.max_share)
    if limits.max_amount is not None and applied > limits.max_amount:
        yield explain.amount_too_large(applied, limits.max_amount)


def _financiers(budget: Budget, limits: Limits) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for line in budget.input.funding:
        money = (line.orgnr, line.label.casefold())
        if money in seen:
            yield explain.same_money_twice(line.label, line.key)
        seen.add(money)
    if limits.payer_orgnr and not any(_is_external(line, limits.payer_orgnr) for line in budget.input.funding):
        yield explain.no_other_financier()


def _is_external(line: FundingLine, payer_orgnr: str) -> bool:
    return line.orgnr != payer_orgnr and any(amount > 0 for amount in line.by_year.values())
