"""Kraftsamling barn och unga: the real case of a region, from idea to settled, with its own figures (its data file)."""

from __future__ import annotations

from decimal import Decimal

from portal.demo.world import World

from .casting import cast
from .role import Role
from .texts import Money
from .words import booked_of, money_of, report_of, scores_of, text_of, words_of

WORDS = words_of("kraftsamling")
TEXT = text_of(WORDS)
PROBLEM = TEXT.problem
PERIOD = (WORDS["period"][0], WORDS["period"][1])
COSTS: dict[str, list[str]] = WORDS["money"]["costs"]
OWN_MONEY, APPLIED = (funder["amounts"] for funder in WORDS["money"]["funders"])
REASONS: str = WORDS["proposal"]["reasons"]
ASSESSMENT = scores_of(WORDS)


def money() -> Money:
    """The memo's table in öre."""
    return money_of(WORDS)


def booked(number: int) -> dict[str, Decimal]:
    """What was booked in period `number`: as budgeted, year by year."""
    return booked_of(WORDS, number)


def report(year: int, *, final: bool = False) -> dict[str, str]:
    return report_of(WORDS, year, final=final)


def story(world: World) -> Role:
    """The whole case, every step at its day."""
    return cast("kraftsamling", world)["main"]
