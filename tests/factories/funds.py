"""Earmarked money, and calls that are granted from it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from applications.models import Call, Fund
from applications.services import funds
from portal import clock
from tests import factories

NAME = "Öronmärkt för prov"


def fund(amounts: Mapping[int, int], *, early: bool = False, name: str = NAME, decided_on: date | None = None) -> Fund:
    """Money that the board has set aside, kronor per year."""
    home = factories.world()
    programme = home.early if early else home.growth
    return funds.earmark(
        board=programme.board,
        programme=programme,
        name=name,
        purpose="Insatser som prövas i små steg.",
        decided_on=decided_on or clock.today(),
        paragraph="12",
        amounts={year: Decimal(amount) for year, amount in amounts.items()},
        by=factories.staff("enhetschef"),
    )


def call_of(given: Fund, **rules: Any) -> Call:
    """An open call whose grants are bound in the fund."""
    call = factories.call(**rules)
    call.fund = given
    call.save(update_fields=["fund"])
    return call
