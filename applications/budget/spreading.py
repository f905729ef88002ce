"""A decided amount laid out over the years of a budget (decision clause 2, domain.md §4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from portal.money import round_kr, round_ore

from .lines import ZERO


def spread(cap: Decimal, applied: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The cap per year: as applied for when that is the cap in whole kronor, else in the same proportions.

    To öre; the last year with money takes up the rounding, so that the years sum to the cap or to the applied sum.
    """
    total = sum(applied.values(), ZERO)
    if round_kr(total) == cap:
        return dict(applied)
    amounts = {year: round_ore(cap * applied[year] / total) if total else ZERO for year in sorted(applied)}
    with_money = [year for year, amount in amounts.items() if amount]
    if with_money:
        amounts[with_money[-1]] += cap - sum(amounts.values(), ZERO)
    return amounts
