"""Support of several kinds, as it is proposed and decided: places, seats, money; each with its own time (N-03)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from portal import dates
from portal.look.words import listed
from portal.money import kronor, round_kr

from ..enums import ComponentKind, ComponentOutcome
from .lines import ZERO

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of support that the call names and the applicant asks for; a number, or from–to, of its unit.

    Of money the applied sum, in kronor with öre, is that of the budget.
    """

    key: str
    label: str
    kind: str
    unit: str = ""
    quantity_from: int | None = None
    quantity_to: int | None = None
    applied: Decimal = ZERO

    @property
    def is_money(self) -> bool:
        return self.kind == ComponentKind.MONEY

    @property
    def is_counted(self) -> bool:
        """So many of something: money is told by the budget, and some support has no number."""
        return bool(self.unit) and not self.is_money

    @property
    def how_much(self) -> str:
        return how_much(self.unit, self.quantity_from, self.quantity_to)

    @property
    def in_words(self) -> str:
        """Nätverksträffar, 6–8 personer."""
        return ", ".join(filter(None, (self.label, self.how_much)))


@dataclass(frozen=True, slots=True)
class Support:
    """What is proposed or decided about one kind of support. Amounts are kronor with öre per calendar year."""

    key: str
    label: str
    kind: str
    outcome: str
    unit: str = ""
    quantity_from: int | None = None
    quantity_to: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    period_label: str = ""
    amounts: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def gives(self) -> bool:
        return self.outcome != ComponentOutcome.REJECTED

    @property
    def is_money(self) -> bool:
        return self.kind == ComponentKind.MONEY

    @property
    def total(self) -> Decimal:
        """Kronor with öre over all years."""
        return sum(self.amounts.values(), ZERO)

    @property
    def outcome_label(self) -> str:
        return str(ComponentOutcome(self.outcome).label)

    @property
    def how_much(self) -> str:
        """6–8 personer, or 400 000 kr for 2018; nothing for what is refused."""
        if not self.gives:
            return ""
        if self.is_money:
            return listed(f"{kronor(amount)}{NBSP}kr för {year}" for year, amount in sorted(self.amounts.items()))
        return how_much(self.unit, self.quantity_from, self.quantity_to)

    @property
    def when(self) -> str:
        """What the period is called, else its years or days."""
        if not self.gives:
            return ""
        return self.period_label or span(self.period_start, self.period_end)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: days as ISO dates, amounts as text with öre."""
        return {
            "key": self.key,
            "label": self.label,
            "kind": self.kind,
            "outcome": self.outcome,
            "unit": self.unit,
            "quantity_from": self.quantity_from,
            "quantity_to": self.quantity_to,
            "period_start": self.period_start.isoformat() if self.period_start else None,
            "period_end": self.period_end.isoformat() if self.period_end else None,
            "period_label": self.period_label,
            "amount_by_year": amounts_to_json(self.amounts),
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Support:
        """Read what `to_json` wrote."""
        start, end = row["period_start"], row["period_end"]
        return cls(
            key=row["key"],
            label=row["label"],
            kind=row["kind"],
            outcome=row["outcome"],
            unit=row["unit"],
            quantity_from=row["quantity_from"],
            quantity_to=row["quantity_to"],
            period_start=date.fromisoformat(start) if start else None,
            period_end=date.fromisoformat(end) if end else None,
            period_label=row["period_label"],
            amounts=amounts_from_json(row["amount_by_year"]),
        )


def amounts_to_json(amounts: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(year): f"{amount:.2f}" for year, amount in sorted(amounts.items())}


def amounts_from_json(stored: Mapping[str, str]) -> dict[int, Decimal]:
    return {int(year): Decimal(amount) for year, amount in stored.items()}


def how_much(unit: str, lowest: int | None, highest: int | None) -> str:
    """20 platser, 6–8 personer; nothing while there is no number."""
    if lowest is None:
        return ""
    number = str(lowest) if highest in (None, lowest) else f"{lowest}–{highest}"
    return f"{number}{NBSP}{unit}".strip()


def span(start: date | None, end: date | None) -> str:
    """2018, 2018–2020 for whole calendar years, else the days."""
    if start is None or end is None:
        return ""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return "–".join(dict.fromkeys((str(start.year), str(end.year))))
    return dates.period_long(start, end)


def period_of(supports: Iterable[Support]) -> tuple[date, date] | None:
    """From the first day to the last of all that is given; None when nothing given has both days."""
    given = [row for row in supports if row.gives and row.period_start and row.period_end]
    if not given:
        return None
    return min(row.period_start for row in given if row.period_start), max(
        row.period_end for row in given if row.period_end
    )


def money_of(supports: Iterable[Support]) -> dict[int, Decimal]:
    """Kronor with öre per year that are given, over all kinds of money."""
    amounts: dict[int, Decimal] = {}
    for row in supports:
        if row.gives and row.is_money:
            for year, amount in row.amounts.items():
                amounts[year] = amounts.get(year, ZERO) + amount
    return dict(sorted(amounts.items()))


def faults(row: Support, wanted: Wanted) -> dict[str, str]:
    """What does not fit together in one kind of support, by the name of its field, in Swedish."""
    if not row.gives:
        return {}
    found: dict[str, str] = {}
    if row.period_start is None:
        found["period_start"] = "Skriv vilken dag stödet börjar."
    if row.period_end is None:
        found["period_end"] = "Skriv vilken dag stödet slutar."
    elif row.period_start is not None and row.period_end < row.period_start:
        found["period_end"] = "Stödet kan inte sluta innan det börjar. Kontrollera de två dagarna."
    if row.is_money:
        return found | _money_faults(row, wanted)
    if wanted.is_counted:
        return found | _number_faults(row, wanted)
    return found


def _money_faults(row: Support, wanted: Wanted) -> dict[str, str]:
    applied, asked = f"{kronor(wanted.applied)}{NBSP}kr", round_kr(wanted.applied)
    if row.total <= 0:
        return {"amounts": "Skriv hur mycket pengar stödet är, för minst ett år."}
    if any(amount < 0 or amount != amount.to_integral_value() for amount in row.amounts.values()):
        return {"amounts": "Skriv varje års belopp i hela kronor, 0 eller mer."}
    if row.total > asked:
        return {"amounts": f"Sökanden söker {applied}. Skriv högst så mycket."}
    return _less(row, f"Sökanden söker {applied}") if row.total < asked else {}


def _number_faults(row: Support, wanted: Wanted) -> dict[str, str]:
    if row.quantity_from is None:
        return {"quantity": f"Skriv hur många {wanted.unit}, till exempel 20 eller 6–8."}
    if wanted.quantity_from is None:
        return {}
    highest, asked = row.quantity_to or row.quantity_from, wanted.quantity_to or wanted.quantity_from
    if row.quantity_from < wanted.quantity_from or highest < asked:
        return _less(row, f"Sökanden söker {wanted.how_much}")
    return {}


def _less(row: Support, applied: str) -> dict[str, str]:
    """Less than was asked for is a part. All of it may be a part too, when it is given for a shorter time."""
    if row.outcome == ComponentOutcome.PARTIAL:
        return {}
    return {"outcome": f"{applied}. Välj delvis beviljad när ni ger mindre."}
