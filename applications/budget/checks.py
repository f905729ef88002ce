"""What keeps a budget from being sent in, and what the applicant should look at once more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from . import explain
from .calculation import Budget, base_of, largest_grant, share_of
from .lines import ZERO, Base, CostLine, Fault, FundingLine, Level

GRAVITY: tuple[Level, ...] = ("error", "warning", "advice")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the call allows: a share of `share_base` (0.5 is 50 %) and amounts in kronor.

    With `payer_orgnr` set somebody else than that organisation must finance a part, and all its money counts together
    under the share (domain.md §9 case 12). `step` is told beside the highest amount when the call is one of several.
    `asks_money` false: the call gives other support, so nothing need be applied for.
    """

    max_share: Decimal | None = None
    max_amount: Decimal | None = None
    payer_orgnr: str | None = None
    share_base: Base = "total_cost"
    min_amount: Decimal | None = None
    min_level: Level = "error"
    step: int | None = None
    asks_money: bool = True


def check(budget: Budget, limits: Limits | None = None) -> tuple[Fault, ...]:
    """Return every fault of the budget, the gravest first, each with the way to mend it (domain.md §3.2)."""
    limits = limits or Limits()
    faults = [
        *_cells(budget),
        *_years(budget),
        *_proportions(budget),
        *_applied(budget, limits),
        *_financiers(budget, limits),
    ]
    return by_gravity(faults)


def by_gravity(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults with the gravest first, else in their order."""
    return tuple(sorted(faults, key=lambda fault: GRAVITY.index(fault.level)))


def while_unread(faults: Iterable[Fault], years: Collection[int]) -> tuple[Fault, ...]:
    """The faults that hold though some amounts of `years` cannot be read: sums with a hole in them say nothing."""
    ends = tuple(f"-{year}" for year in years)
    return tuple(
        fault
        for fault in faults
        if not years
        or (fault.level == "error" and fault.place not in ("costs", "applied") and not fault.place.endswith(ends))
    )


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


def _proportions(budget: Budget) -> Iterator[Fault]:
    usual = {line.category: line.usual_share for line in budget.input.costs}
    for row in budget.costs:
        limit, share = usual.get(row.key), share_of(row.total, budget.cost_sum.total)
        if limit is not None and share is not None and share > limit:
            yield explain.unusually_large(row.label, row.key, budget.years[0], share, limit)


def _applied(budget: Budget, limits: Limits) -> Iterator[Fault]:
    applied = budget.applied.total
    if applied <= 0:
        if limits.asks_money:
            yield explain.nothing_applied()
    elif limits.min_amount is not None and applied < limits.min_amount:
        yield explain.amount_too_small(applied, limits.min_amount, limits.min_level)
    also_ours = _also_ours(budget, limits.payer_orgnr)
    by_share = largest_grant(base_of(budget, limits.share_base), max_share=limits.max_share)
    if limits.max_share is not None and by_share is not None and applied + also_ours > by_share:
        yield explain.share_too_large(applied, by_share, limits.max_share, base=limits.share_base, also_ours=also_ours)
    if limits.max_amount is not None and applied > limits.max_amount:
        yield explain.amount_too_large(applied, limits.max_amount, limits.step)


def _also_ours(budget: Budget, payer_orgnr: str | None) -> Decimal:
    """Money from the payer's own organisation beside what is applied for, within the period."""
    if not payer_orgnr:
        return ZERO
    ours = {line.key for line in budget.input.funding if not line.applied and _number(line) == _digits(payer_orgnr)}
    return sum((row.total for row in budget.funding if row.key in ours), ZERO)


def _financiers(budget: Budget, limits: Limits) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for line in budget.input.funding:
        # The same organisation with other money is right (domain.md §9 case 13).
        money = (_number(line) or line.label.casefold(), (line.account or line.label).casefold())
        if money in seen:
            yield explain.same_money_twice(line.label, line.key)
        seen.add(money)
    others = [line for line in budget.input.funding if not line.applied and _pays(line)]
    if others and not any(line.is_promised for line in others):
        yield explain.nothing_promised(others[0].key)
    if limits.payer_orgnr and not any(_number(line) not in ("", _digits(limits.payer_orgnr)) for line in others):
        yield explain.no_other_financier([(line.label, line.key) for line in others if not _number(line)])


def _pays(line: FundingLine) -> bool:
    return any(amount > 0 for amount in line.by_year.values())


def _number(line: FundingLine) -> str:
    return _digits(line.orgnr)


def _digits(orgnr: str) -> str:
    """An organisation is the same however its number is written."""
    return "".join(sign for sign in orgnr if sign.isdigit())[-10:]
