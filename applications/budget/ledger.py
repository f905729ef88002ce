"""Earmarked money as a ledger: what is left to decide per year, before and after an amount (F-02–F-04, I8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from portal.money import NBSP, exact

from ..enums import FundEntryKind as Kind
from .lines import ZERO


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, or the sum of several of one kind and year: a positive amount in kronor with öre."""

    kind: str
    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """What has happened to the money of a year, in kronor with öre; corrections and what was let go are taken off."""

    earmarked: Decimal = ZERO
    reserved: Decimal = ZERO
    bound: Decimal = ZERO
    paid: Decimal = ZERO
    returned: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """Kvar att besluta: what no proposal and no decision holds."""
        return self.earmarked - self.reserved - self.bound + self.returned

    @property
    def unpaid(self) -> Decimal:
        """What decisions hold and has been neither paid nor returned."""
        return self.bound - self.returned - self.paid

    def __add__(self, other: Row) -> Row:
        return Row(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(Row)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ledger summed: a row per calendar year, in order."""

    years: Mapping[int, Row]

    @property
    def total(self) -> Row:
        return sum(self.years.values(), Row())

    def row(self, year: int) -> Row:
        return self.years.get(year, Row())


@dataclass(frozen=True, slots=True)
class Effect:
    """What an amount does to the room of a year, in kronor with öre."""

    year: int
    before: Decimal
    amount: Decimal

    @property
    def after(self) -> Decimal:
        return self.before - self.amount

    @property
    def fits(self) -> bool:
        return self.after >= 0


_SIGNED = {
    Kind.EARMARKED: ("earmarked", 1),
    Kind.CORRECTED: ("earmarked", -1),
    Kind.RESERVED: ("reserved", 1),
    Kind.RELEASED: ("reserved", -1),
    Kind.BOUND: ("bound", 1),
    Kind.PAID: ("paid", 1),
    Kind.RETURNED: ("returned", 1),
}


def sheet(entries: Iterable[Entry]) -> Sheet:
    """Sum the lines of a fund, or of a part of it. Raises ValueError for a kind that the ledger does not know."""
    years: dict[int, Row] = {}
    for entry in entries:
        column, sign = _SIGNED[Kind(entry.kind)]
        row = years.get(entry.year, Row())
        years[entry.year] = replace(row, **{column: getattr(row, column) + sign * entry.amount})
    return Sheet(dict(sorted(years.items())))


def effects(fund: Sheet, amounts: Mapping[int, Decimal], freed: Mapping[int, Decimal] | None = None) -> list[Effect]:
    """What amounts per year do to the room; `freed` is what the same case has reserved, which they take over."""
    own = freed or {}
    return [
        Effect(year, fund.row(year).left + own.get(year, ZERO), amount)
        for year, amount in sorted(amounts.items())
        if amount
    ]


def held(case: Sheet) -> dict[int, Decimal]:
    """What the lines of a case still reserve, per year."""
    return {year: row.reserved for year, row in case.years.items() if row.reserved}


def unpaid(case: Sheet) -> dict[int, Decimal]:
    """What the lines of a case have bound and neither paid nor returned, per year."""
    return {year: row.unpaid for year, row in case.years.items() if row.unpaid}


def bound_again(decision: Sheet, fund: Sheet) -> dict[int, Decimal]:
    """What a decision gave back and nobody else has taken since, per year: it can be bound anew for its own costs."""
    again = {year: min(row.returned, fund.row(year).left) for year, row in decision.years.items()}
    return {year: amount for year, amount in again.items() if amount > 0}


def to_cap(amounts: Mapping[int, Decimal], cap: Decimal) -> dict[int, Decimal]:
    """Years of a decision, which may miss its cap by öre, made to sum to it: the last year with money takes that up.

    A year that the öre would make negative hands the rest to the year before it. Years without money are left out.
    """
    years = {year: amount for year, amount in sorted(amounts.items()) if amount > 0}
    rest = cap - sum(years.values(), ZERO)
    for year in reversed(list(years)):
        taken = max(rest, -years[year])
        years[year] += taken
        rest -= taken
    return {year: amount for year, amount in years.items() if amount > 0}


def oldest_first(bound: Mapping[int, Decimal], amount: Decimal) -> dict[int, Decimal]:
    """Take an amount from what is bound, the oldest year first. Raises ValueError when that is not enough."""
    taken: dict[int, Decimal] = {}
    for year, rest in sorted(bound.items()):
        part = min(rest, amount)
        if part > 0:
            taken[year] = part
            amount -= part
    if amount > 0:
        raise ValueError(f"{amount} more than what is bound")
    return taken


def too_much_taken_off(fund: Sheet, amounts: Mapping[int, Decimal]) -> dict[str, str]:
    """Why what is earmarked cannot be lowered by these kronor with öre per year: key of the control → sentence."""
    faults: dict[str, str] = {}
    for year, amount in sorted(amounts.items()):
        left = fund.row(year).left
        if amount < 0:
            faults[f"amount_{year}"] = "Skriv hur mycket öronmärkningen ska sänkas, utan minustecken."
        elif amount > left:
            most = f"Du kan sänka {year} med högst {kr(left)}" if left > 0 else f"{year} går inte att sänka"
            faults[f"amount_{year}"] = f"{most}. Förslag och beslut håller resten."
    if not faults and not any(amounts.values()):
        faults["amounts"] = "Skriv hur mycket öronmärkningen ska sänkas, för minst ett år."
    return faults


def overdrawn(fund: str, effect: Effect) -> str:
    """The sentence beside an amount that does not fit: how much room there is, and the two ways to mend it."""
    room = f"{kr(effect.before)} kvar att besluta" if effect.before > 0 else "inget kvar att besluta"
    return (
        f"I {fund} finns {room} för {effect.year}, och det här är {kr(effect.amount)}. "
        f"Minska beloppet med {kr(-effect.after)}, eller låt nämnden först höja öronmärkningen."
    )


def kr(amount: Decimal) -> str:
    """1 400 000 kr, with öre only when there are any."""
    return f"{exact(amount)}{NBSP}kr"
