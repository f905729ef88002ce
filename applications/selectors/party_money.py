"""What the parties have written of their own costs and contributions, as a small table beside the budget."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from ..models import Application, Party

HEADS = ("Kostnad", "Bidrar, pengar", "Bidrar, arbete")


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party's sums in kronor with öre, each with the head of its column."""

    pk: int
    name: str
    cells: list[tuple[str, Decimal]]
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class PartyTable:
    heads: list[str]
    lines: list[PartyLine]


def table(application: Application) -> PartyTable | None:
    """The parties that have written sums; None where nobody has. At most four queries."""
    if not application.call_version.uses("parter") or application._state.adding:
        return None
    prefetch_related_objects([application], "parties__costs", "parties__funding", "parties__confirmations")
    heads = [*map(str, application.years), *HEADS]
    lines = [
        PartyLine(party.pk, party.name, list(zip(heads, sums, strict=True)), party.confirmation is not None)
        for party in application.parties.all()
        if any(sums := _sums(party, application.years))
    ]
    return PartyTable(heads, lines) if lines else None


def _sums(party: Party, years: list[int]) -> list[Decimal]:
    """The costs of each year and of all, what is put in as cash, and in work or things."""
    by_year = dict.fromkeys(years, Decimal(0))
    for row in party.costs.all():
        if row.year in by_year:
            by_year[row.year] += row.amount
    return [
        *by_year.values(),
        sum(by_year.values(), Decimal(0)),
        party.contribution(in_kind=False),
        party.contribution(in_kind=True),
    ]
