"""A party's own part: the words and sums that its leader stands behind, as text, as data and as a hash (F-06)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portal import clock, dates
from portal.money import NBSP, exact

from ..models import CallVersion, Party, PartyConfirmation
from . import canonical


def sha256(party: Party) -> str:
    """The hash of the part and of the period that it is promised for."""
    application = party.application
    told = money(party) | {
        "name": party.name,
        "orgnr": party.orgnr,
        "role": party.role,
        "does": party.does,
        "contributes": party.contributes,
        "period": [day.isoformat() if day else "" for day in (application.period_start, application.period_end)],
    }
    return canonical.sha256(told)


def text(party: Party) -> str:
    """The sentence that the leader confirms, word for word."""
    application = party.application
    period = ""
    if application.period_start and application.period_end:
        period = f", {dates.period_long(application.period_start, application.period_end)}"
    own, given = party.own_cost, party.contribution()
    sums = f" Vår egen kostnad är {_kr(own)}." if own else ""
    sums += f" Vi bidrar med {_kr(given)}." if given else ""
    return (
        f"Jag leder verksamheten eller får företräda {party.name} i det här. {party.name} deltar i projektet "
        f"{application}{period}, som {party.get_role_display().lower()} på det sätt som står här.{sums}"
    )


def money(party: Party) -> dict[str, Any]:
    """The party's amounts as data: category and year, then year and sort; text with öre."""
    costs = sorted((row.category, row.year, row.amount) for row in party.costs.all())
    funding = sorted((row.year, row.in_kind, row.amount) for row in party.funding.all())
    return {
        "costs": [{"category": key, "year": year, "amount": f"{amount:.2f}"} for key, year, amount in costs],
        "funding": [{"year": year, "in_kind": kind, "amount": f"{amount:.2f}"} for year, kind, amount in funding],
    }


def frozen(party: Party) -> dict[str, Any]:
    """What a version keeps of the part besides the party's own columns."""
    row = party.confirmation
    return money(party) | {"confirmed": _confirmed(row) if row is not None else {}}


def _confirmed(row: PartyConfirmation) -> dict[str, str]:
    return {
        "name": row.name,
        "title": row.title,
        "on": clock.local(row.confirmed_at).date().isoformat(),
        "text": row.text,
        "sha256": row.content_sha256,
    }


def lines(party: Party, rules: CallVersion) -> list[str]:
    """The part as a person reads it, after what the party does."""
    told = [f"Bidrar med: {party.contributes}"] if party.contributes else []
    names = {row["key"]: row["label"] for row in rules.cost_categories}
    for row in party.costs.all():
        told.append(f"Egen kostnad {row.year}, {names.get(row.category, row.category).lower()}: {_kr(row.amount)}")
    for one in party.funding.all():
        sort = "arbete eller saker" if one.in_kind else "pengar"
        told.append(f"Eget bidrag {one.year}, {sort}: {_kr(one.amount)}")
    contact = ", ".join(filter(None, (party.contact_name, party.contact_email)))
    if contact:
        told.append(f"Kontakt: {contact}")
    if (given := party.confirmation) is not None:
        told.append(f"Bekräftad {given.when} av {given.name}, {given.title}")
    return told


def _kr(amount: Decimal) -> str:
    return f"{exact(amount)}{NBSP}kr"
