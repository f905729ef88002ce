"""What a budget is made of: cost lines, funding lines, and the faults and explanations that a calculation gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from portal.money import round_ore

Kind = Literal["staff", "direct", "indirect", "income"]
Level = Literal["error", "warning", "advice"]
Base = Literal["total_cost", "booked_cost", "eligible_cost"]
ByYear = Mapping[int, Decimal]

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost row as typed: kronor with öre per year; income is negative (domain.md §3.2 step 4).

    `eligible` false leaves the category out of the eligible costs; above `usual_share` of all costs (a fraction) the
    applicant is warned.
    Raises TypeError for an amount that is no Decimal, ValueError for one finer than öre.
    """

    category: str
    label: str
    kind: Kind
    by_year: ByYear
    eligible: bool = True
    usual_share: Decimal | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_year", frozen_amounts(self.by_year))


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One financier's row: kronor with öre per year; `applied` marks what the applicant asks of us.

    The same organisation may stand twice with different money, so `key` names the row and `orgnr` who pays
    (domain.md §9 case 13); `account` names the money. `in_kind` is work or things, which nobody books (case 14).
    `is_promised` false: nobody has decided on it or said in writing that they mean to.
    Raises as CostLine does.
    """

    key: str
    label: str
    orgnr: str
    group_label: str
    applied: bool
    by_year: ByYear
    account: str = ""
    in_kind: bool = False
    is_promised: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_year", frozen_amounts(self.by_year))


@dataclass(frozen=True, slots=True)
class BudgetInput:
    """Everything a budget is computed from. `years` are the calendar years of the project period.

    With an `indirect_rate` (a share of staff costs) the indirect row is computed and may not be typed too:
    ValueError.
    """

    years: tuple[int, ...]
    costs: tuple[CostLine, ...]
    funding: tuple[FundingLine, ...]
    indirect_rate: Decimal | None = None
    indirect_label: str = "Indirekta kostnader"

    def __post_init__(self) -> None:
        if self.indirect_rate is not None and any(line.kind == "indirect" for line in self.costs):
            raise ValueError("indirect costs are computed by the rate and cannot be typed as well")

    def lines(self) -> Iterator[CostLine | FundingLine]:
        """Give all typed rows, costs first."""
        yield from self.costs
        yield from self.funding


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend, in Swedish, and where.

    `place` is "<row key>-<year>" for a cell, "<row key>" for a row, "balance-<year>" for a year, "costs" or "applied"
    for all costs or all that is applied for, "cap" for the decision's cap.
    An error stops the application from being sent in, a warning must be read and ticked, advice only shows.
    """

    text: str
    place: str
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a calculation as a person reads it: what it is, and the figure with its unit."""

    text: str
    figure: str

    def __str__(self) -> str:
        return f"{self.text}: {self.figure}"


def frozen_amounts(by_year: ByYear) -> ByYear:
    """Return a read-only copy of amounts in kronor with öre; raises TypeError or ValueError for anything else."""
    for amount in by_year.values():
        if not isinstance(amount, Decimal):
            raise TypeError(f"money is Decimal, not {type(amount).__name__}")
        if amount != round_ore(amount):
            raise ValueError("an amount is at its finest in öre")
    return MappingProxyType(dict(by_year))
