"""Försumbart stöd (de minimis): what a business has been granted in three years, and what is left of the limit.

Regulation (EU) 2023/2831, article 3: the sum of all aid that "ett enda företag" has been granted in a member state
during any three years, the new grant included, must not exceed the limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portal import dates
from portal.money import NBSP, kronor, round_ore

from .lines import ZERO

YEARS = 3


@dataclass(frozen=True, slots=True)
class Aid:
    """Aid granted on a day, in euro with cents."""

    granted_on: date
    euro: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """What has been granted and still counts, what is applied for now, and the limit; all in euro with cents."""

    before: Decimal
    now: Decimal
    limit: Decimal

    @property
    def total(self) -> Decimal:
        return self.before + self.now

    @property
    def is_over(self) -> bool:
        return self.total > self.limit

    @property
    def left(self) -> Decimal:
        """What could still be granted; 0 when the limit is passed."""
        return max(ZERO, self.limit - self.total)


def in_euro(kronor: Decimal, rate: Decimal) -> Decimal:
    """Kronor as euro with cents, half up, at so many kronor per euro."""
    return round_ore(kronor / rate)


def counts(aid: Aid, on: date) -> bool:
    """Whether aid still counts against a grant on a day.

    A period in years ends with the same date of its last year (regulation 1182/71, article 3), so aid from exactly
    three years before counts, and aid from the day before that does not. Aid of a later day does not count yet.
    """
    return aid.granted_on <= on <= dates.add_months(aid.granted_on, 12 * YEARS)


def standing(granted: Iterable[Aid], *, applied: Decimal, rate: Decimal, limit: Decimal, on: date) -> Standing:
    """Where a business stands if it is granted `applied` kronor on a day, at `rate` kronor per euro."""
    before = sum((aid.euro for aid in granted if counts(aid, on)), ZERO)
    return Standing(before, in_euro(applied, rate), limit)


def first_day(on: date) -> date:
    """The first day whose aid still counts against a grant on a day, for telling people what to write down."""
    day = dates.add_months(on, -12 * YEARS)
    # From a leap day one comes to the 28th, whose three years ended the day before.
    return day if counts(Aid(day, ZERO), on) else day + timedelta(days=1)


def euro(amount: Decimal) -> str:
    """An amount in whole euro, as people read it: 312 400 euro."""
    return f"{kronor(amount)}{NBSP}euro"
