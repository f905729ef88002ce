"""The new budget of a project that was given less than it asked for: it fits the decision (domain.md §9 case 15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from portal.money import exact, floor_kr, floor_ore, kronor, percent

from .calculation import Budget
from .checks import check
from .lines import Fault

NBSP = "\u00a0"


def check_against_decision(
    budget: Budget, share: Decimal, cap: Decimal, period: tuple[date, date]
) -> tuple[Fault, ...]:
    """What is wrong with the new budget, each with the way to mend it; the gravest first.

    It balances to the öre in every year as any budget does. Of us it counts on at most the decided cap (kronor), and
    at most the decided share (0.28 is 28 %) of its costs, rounded down: the grant may be smaller than the cap, but
    never a larger part of the costs than what was decided. All of it lies within the decided period.
    """
    return (*_against(budget, share, cap), *_outside(budget, period), *check(budget))


def _against(budget: Budget, share: Decimal, cap: Decimal) -> Iterator[Fault]:
    ours, costs = budget.applied.total, budget.cost_sum.total
    if ours > cap:
        yield Fault(
            f"Ni räknar med {_kr(exact(ours))} av oss. Beslutet ger högst {_kr(kronor(cap))}. "
            f"Minska med minst {_kr(exact(ours - cap))}.",
            "applied",
        )
        return
    largest = floor_ore(share * max(costs, Decimal(0)))
    if ours > largest:
        yield Fault(
            f"Ni räknar med {_kr(exact(ours))} av oss. Beslutet ger {percent(share)} av kostnaderna, "
            f"för er {_kr(kronor(floor_kr(largest)))}. Minska det ni får av oss eller ta upp alla kostnader.",
            "applied",
        )


def _outside(budget: Budget, period: tuple[date, date]) -> Iterator[Fault]:
    for year in budget.years:
        if not period[0].year <= year <= period[1].year and (budget.cost_sum.by_year[year] or _funded(budget, year)):
            yield Fault(f"{year} ligger utanför beslutets period. Ta bort beloppen det året.", f"balance-{year}")


def _funded(budget: Budget, year: int) -> bool:
    return bool(budget.funding_sum.by_year[year])


def _kr(figure: str) -> str:
    return f"{figure}{NBSP}kr"
