"""What people cost: pay × share of full time × months × (1 + payroll overhead), per row and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.money import round_ore

from . import explain
from .lines import ZERO, ByYear, Fault

MOST_MONTHS = Decimal(12)


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody's work as typed: kronor a month for full time, `share` and `overhead` as fractions, months per year.

    `category` is the staff category of the call that the cost belongs to; `person` may be empty.
    """

    key: str
    category: str
    role: str
    person: str
    share: Decimal
    monthly_pay: Decimal
    overhead: Decimal
    months: Mapping[int, Decimal]

    @property
    def label(self) -> str:
        """Projektledare, Anna Berg; the role alone where nobody is named."""
        return ", ".join(filter(None, (self.role, self.person)))


def cost(line: StaffLine, year: int) -> Decimal:
    """Return the cost of a row in a year, in kronor with öre.

    Rounding: the factors are multiplied exactly and the product is rounded once, half up to öre; sums add öre
    (domain.md §1.3 items 2 and 3). Pay per month is never rounded by itself.
    """
    return round_ore(line.monthly_pay * line.share * line.months.get(year, ZERO) * (1 + line.overhead))


def costs(lines: Iterable[StaffLine]) -> dict[tuple[str, int], Decimal]:
    """Return (category, year) → kronor with öre for every category that has rows, and each of their years."""
    rows = list(lines)
    years = sorted({year for line in rows for year in line.months})
    found: dict[tuple[str, int], Decimal] = {}
    for line in rows:
        for year in years:
            cell = (line.category, year)
            found[cell] = found.get(cell, ZERO) + cost(line, year)
    return found


def by_year(line: StaffLine, years: Iterable[int]) -> ByYear:
    """Return year → kronor with öre of one row."""
    return {year: cost(line, year) for year in years}


def check(lines: Sequence[StaffLine]) -> tuple[Fault, ...]:
    """Return the warnings about people who are counted on for more than all their time (domain.md §3.2)."""
    return tuple(fault for name, rows in _people(lines).items() for fault in _too_much(name, rows))


def _people(lines: Sequence[StaffLine]) -> dict[str, list[StaffLine]]:
    """The rows of each person; without a name the role stands for one."""
    people: dict[str, list[StaffLine]] = {}
    for line in lines:
        name = (line.person or line.role).strip()
        if name:
            people.setdefault(name.casefold(), []).append(line)
    return people


def _too_much(name: str, rows: list[StaffLine]) -> Iterator[Fault]:
    for year in sorted({year for row in rows for year in row.months}):
        there = [row for row in rows if row.months.get(year)]
        share = sum((row.share for row in there), ZERO)
        # Rows whose months fit in one year can follow on each other: half a year each of 80 % is no more than 80 %.
        if share > 1 and sum((row.months[year] for row in there), ZERO) > MOST_MONTHS:
            who = there[0].person or there[0].role
            yield explain.more_than_full_time(who, year, share, there[0].key)
