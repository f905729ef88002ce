"""The budget computed from its lines: indirect costs, sums, balance and shares, all in öre."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.money import floor_ore, round_ore

from . import explain
from .lines import ZERO, Base, BudgetInput, ByYear, FundingLine, Line, frozen_amounts

INDIRECT = "indirect"
SHARE_STEP = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Row:
    """Amounts of one row in kronor with öre; the total adds the years of the period and nothing else."""

    key: str
    label: str
    by_year: ByYear
    note: str = ""
    group_label: str = ""
    is_applied: bool = False
    is_computed: bool = False

    @property
    def total(self) -> Decimal:
        return sum(self.by_year.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Budget:
    """A computed budget. `share` is the applied money's part of the costs to six decimals, None without costs."""

    input: BudgetInput
    costs: tuple[Row, ...]
    cost_sum: Row
    funding: tuple[Row, ...]
    funding_sum: Row
    applied: Row
    difference: Row
    share: Decimal | None
    lines: tuple[Line, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return self.input.years

    @property
    def balances(self) -> bool:
        """Tell whether costs and funding are equal to the öre in every year (domain.md §1.3 item 8)."""
        return not any(self.difference.by_year.values())

    @property
    def in_kind(self) -> Decimal:
        """What is paid in work or things and not in money, in kronor with öre."""
        paid = (line.by_year.get(year, ZERO) for line in self.input.funding if line.in_kind for year in self.years)
        return sum(paid, ZERO)

    @property
    def booked_share(self) -> Decimal | None:
        """The applied money's part of what will be booked, to six decimals (domain.md §9 case 14)."""
        return share_of(self.applied.total, base_of(self, "booked_cost"))


def calculate(given: BudgetInput) -> Budget:
    """Compute the budget; amounts of years outside the period are left out (`checks` reports them).

    Indirect costs are rate × staff, rounded half up to öre per year; sums add öre; the difference is costs minus
    funding (domain.md §1.3 items 2 and 3).
    """
    costs = _cost_rows(given)
    funding = tuple(_funding_row(line, given.years) for line in given.funding)
    cost_sum = _sum("cost_sum", "Summa kostnader", costs, given.years)
    funding_sum = _sum("funding_sum", "Summa finansiering", funding, given.years)
    applied = _sum("applied", "Det ni söker", (row for row in funding if row.is_applied), given.years)
    share = share_of(applied.total, cost_sum.total)
    return Budget(
        input=given,
        costs=costs,
        cost_sum=cost_sum,
        funding=funding,
        funding_sum=funding_sum,
        applied=applied,
        difference=Row(
            "difference",
            "Kostnader minus finansiering",
            _per_year(given.years, lambda year: cost_sum.by_year[year] - funding_sum.by_year[year]),
        ),
        share=share,
        lines=explain.budget(cost_sum.total, funding_sum.total, applied.total, share, given.indirect_rate),
    )


def grant_from_share(budget: Budget, share: Decimal) -> ByYear:
    """Return the grant in kronor with öre per year: share × costs, rounded half up to öre (domain.md §1.3 item 2)."""
    return _per_year(budget.years, lambda year: round_ore(share * budget.cost_sum.by_year[year]))


def remainder(budget: Budget, grant: ByYear) -> ByYear:
    """Return what the others must pay per year so that costs and funding are equal to the öre."""
    return _per_year(budget.years, lambda year: budget.cost_sum.by_year[year] - grant[year])


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return part ÷ whole to six decimals, half up; None when there is nothing to share."""
    return (part / whole).quantize(SHARE_STEP, rounding=ROUND_HALF_UP) if whole > 0 else None


def base_of(budget: Budget, base: Base) -> Decimal:
    """Return what the largest share is a share of, in kronor with öre and never below zero (domain.md §2.8).

    The total cost counts everything; the booked cost leaves out what is given in work or things, since nobody books
    it (domain.md §9 case 14); the eligible cost leaves out the call's own exceptions too.
    """
    if base == "total_cost":
        return max(budget.cost_sum.total, ZERO)
    left_out = {line.category for line in budget.input.costs if not line.eligible} if base == "eligible_cost" else set()
    kept = sum((row.total for row in budget.costs if row.key not in left_out), ZERO)
    return max(kept - budget.in_kind, ZERO)


def largest_grant(
    costs: Decimal, max_share: Decimal | None = None, max_amount: Decimal | None = None
) -> Decimal | None:
    """Return the most that may be applied for, in kronor with öre, rounded down; None when there is no limit.

    Limits are never raised by rounding (domain.md §1.3 item 11).
    """
    limits = [] if max_share is None else [floor_ore(max_share * max(costs, ZERO))]
    limits += [] if max_amount is None else [floor_ore(max_amount)]
    return min(limits, default=None)


def _cost_rows(given: BudgetInput) -> tuple[Row, ...]:
    """Give the typed rows in their order, the computed indirect row after them and income last."""
    spent = [line for line in given.costs if line.kind != "income"]
    income = [line for line in given.costs if line.kind == "income"]
    rows = [Row(line.category, line.label, _within(line.by_year, given.years)) for line in spent]
    if given.indirect_rate is not None:
        rows.append(_indirect_row(given, given.indirect_rate))
    rows += [Row(line.category, line.label, _within(line.by_year, given.years)) for line in income]
    return tuple(rows)


def _indirect_row(given: BudgetInput, rate: Decimal) -> Row:
    staff = [line for line in given.costs if line.kind == "staff"]

    def indirect(year: int) -> Decimal:
        return round_ore(rate * sum((line.by_year.get(year, ZERO) for line in staff), ZERO))

    note = explain.indirect(rate, [line.label for line in staff])
    return Row(INDIRECT, given.indirect_label, _per_year(given.years, indirect), note, is_computed=True)


def _funding_row(line: FundingLine, years: tuple[int, ...]) -> Row:
    amounts = _within(line.by_year, years)
    return Row(line.key, line.label, amounts, group_label=line.group_label, is_applied=line.applied)


def _sum(key: str, label: str, rows: Iterable[Row], years: tuple[int, ...]) -> Row:
    added = tuple(rows)
    return Row(key, label, _per_year(years, lambda year: sum((row.by_year[year] for row in added), ZERO)))


def _within(by_year: ByYear, years: tuple[int, ...]) -> ByYear:
    return _per_year(years, lambda year: by_year.get(year, ZERO))


def _per_year(years: tuple[int, ...], amount: Callable[[int], Decimal]) -> ByYear:
    return frozen_amounts({year: amount(year) for year in years})
