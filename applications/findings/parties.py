"""What the rules say about who takes part: their promises, their numbers, and their own costs beside the budget."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from portal.money import NBSP, exact

from ..enums import PartyRole, RuleLevel
from ..models import Application
from .finding import Finding

PROMISING = frozenset({PartyRole.CO_APPLICANT, PartyRole.CO_FUNDER})


def intents(application: Application) -> Iterator[Finding]:
    """Whoever applies or pays together with others has promised it (F-06). A paper letter is enough; for one who
    applies too, the confirmation here is better, since it says what is promised."""
    for party in application.parties.all():
        if party.role in PROMISING and not party.has_intent:
            text = (
                f"{party.name} är {party.get_role_display().lower()} men har ingen avsiktsförklaring. "
                "Be den som leder verksamheten hos dem att bekräfta sin del, eller skriv vem som lovar för dem, och "
                "vilken dag."
            )
            yield Finding("intent", RuleLevel.WARNING, text, "parter")
        elif party.role == PartyRole.CO_APPLICANT and party.confirmation is None:
            text = (
                f"{party.name} är medsökande. Bjud gärna in den som leder verksamheten hos dem, som då kan bekräfta "
                "det ni har skrivit om dem."
            )
            yield Finding("confirmation", RuleLevel.ADVICE, text, "parter")


def own_party(application: Application) -> Iterator[Finding]:
    """The applicant takes part already."""
    applicant = application.case.organisation.orgnr
    for party in application.parties.all():
        if party.orgnr and party.orgnr == applicant:
            text = "Det är ert eget organisationsnummer. Skriv de andra som är med."
            yield Finding("own_party", RuleLevel.ERROR, text, "parter")


def own_costs(application: Application) -> Iterator[Finding]:
    """What the parties say that their own shares cost is a part of the budget, and never more than it."""
    names = {row["key"]: row["label"].lower() for row in application.call_version.cost_categories}
    for category, year, own, budget in over_budget(application):
        text = (
            f"Parternas egna kostnader för {names.get(category, category)} {year} är {_kr(own)}, men budgeten har "
            f"{_kr(budget)}. Ändra budgeten eller parternas delar, så att de stämmer."
        )
        yield Finding("own_costs", RuleLevel.WARNING, text, "parter")


def over_budget(application: Application) -> list[tuple[str, int, Decimal, Decimal]]:
    """(category, year, the parties' own costs, the budget's) where the parties together have more than the budget."""
    own: dict[tuple[str, int], Decimal] = {}
    for party in application.parties.all():
        for row in party.costs.all():
            own[row.category, row.year] = own.get((row.category, row.year), Decimal(0)) + row.amount
    if not own or not application.call_version.uses("budget"):
        return []
    budget = {(row.category, row.year): row.amount for row in application.cost_rows.all()}
    return [
        (category, year, amount, budget.get((category, year), Decimal(0)))
        for (category, year), amount in sorted(own.items(), key=lambda item: (item[0][1], item[0][0]))
        if amount > budget.get((category, year), Decimal(0))
    ]


def _kr(amount: Decimal) -> str:
    return f"{exact(amount)}{NBSP}kr"
