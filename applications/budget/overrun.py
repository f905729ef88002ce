"""Cost categories that grow beyond the decided budget: what the applicant must ask for, and what the officer may let
pass (domain.md §3.5, §7.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.money import NBSP, exact, percent

from .lines import ZERO


@dataclass(frozen=True, slots=True)
class Category:
    """A category in kronor with öre: what the decided budget has, and what has been approved and claimed so far."""

    key: str
    label: str
    budget: Decimal
    so_far: Decimal

    @property
    def over(self) -> Decimal:
        return self.so_far - self.budget


@dataclass(frozen=True, slots=True)
class Overrun:
    """A category beyond its budget. `needs_change`: by more than both limits, so that the budget must be changed
    first; else it is within what the officer approves."""

    category: Category
    needs_change: bool

    @property
    def figures(self) -> str:
        """What it becomes, what the budget has, and how much more that is."""
        row = self.category
        share = f", {percent(row.over / row.budget)}" if row.budget > 0 else ""
        return f"{row.label} blir {_kr(row.so_far)}, budgeten är {_kr(row.budget)}: {_kr(row.over)} över{share}."

    @property
    def for_applicant(self) -> str:
        if self.needs_change:
            return f"{self.figures} Be er handläggare om en ändrad budget innan ni lämnar rekvisitionen."
        return f"{self.figures} Handläggaren avgör om det kan godkännas. Skriv gärna varför i rapporten."

    @property
    def for_officer(self) -> str:
        if self.needs_change:
            return f"{self.figures} Det är mer än du kan godkänna. Budgeten måste först ändras."
        return f"{self.figures} Du kan godkänna det."


def overruns(categories: Iterable[Category], share: Decimal | None, floor: Decimal) -> tuple[Overrun, ...]:
    """The categories that have grown beyond their budget. `share` is a part of the category's budget (0.2 is 20 %) and
    `floor` kronor: beyond both a change is needed. Without a share the call does not look at it, and none is told."""
    if share is None:
        return ()
    return tuple(
        Overrun(row, needs_change=row.over > share * max(row.budget, ZERO) and row.over > floor)
        for row in categories
        if row.over > 0
    )


def _kr(amount: Decimal) -> str:
    return f"{exact(amount)}{NBSP}kr"
