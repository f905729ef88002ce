"""Rounding and printing of money and shares: Decimal only, halves go up, each figure is rounded by itself."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
MINUS = "\u2212"

ORE = Decimal("0.01")
KRONA = Decimal(1)


def round_ore(amount: Decimal) -> Decimal:
    """Round kronor to whole öre, halves away from zero (as PostgreSQL rounds numeric)."""
    return amount.quantize(ORE, rounding=ROUND_HALF_UP)


def round_kr(amount: Decimal) -> Decimal:
    """Round kronor with öre to whole kronor, halves away from zero."""
    return amount.quantize(KRONA, rounding=ROUND_HALF_UP)


def floor_ore(amount: Decimal) -> Decimal:
    """Round kronor down to whole öre: limits are never raised by rounding (domain.md §1.3 item 11)."""
    return amount.quantize(ORE, rounding=ROUND_FLOOR)


def floor_kr(amount: Decimal) -> Decimal:
    """Round kronor down to whole kronor: for limits that are told in whole kronor."""
    return amount.quantize(KRONA, rounding=ROUND_FLOOR)


def kronor(amount: Decimal | int) -> str:
    """2 900 757: whole kronor without unit, thousands parted by U+00A0, a real minus sign."""
    return _signed(f"{abs(round_kr(Decimal(amount))):,f}", negative=round_kr(Decimal(amount)) < 0)


def ore(amount: Decimal) -> str:
    """456 852,25: kronor with two decimals without unit, thousands parted by U+00A0."""
    return _signed(f"{abs(round_ore(amount)):,.2f}", negative=round_ore(amount) < 0)


def exact(amount: Decimal) -> str:
    """150 000 or 149 999,50: öre are told only when there are any, as in texts about a difference."""
    return kronor(amount) if round_ore(amount) == round_kr(amount) else ore(amount)


def percent(share: Decimal) -> str:
    """27,6 %: a share (0.276) in percent with as many decimals as it has, at most two; U+00A0 before the sign."""
    figure = (share * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    digits = f"{abs(figure):f}".rstrip("0").rstrip(".")
    return f"{_signed(digits, negative=figure < 0)}{NBSP}%"


def whole_percent(share: Decimal) -> str:
    """28 %: a share (0.276) rounded to whole percent for running text (domain.md §1.3 item 9)."""
    return percent((share * 100).quantize(KRONA, rounding=ROUND_HALF_UP) / 100)


def _signed(digits: str, *, negative: bool) -> str:
    swedish = digits.replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{swedish}" if negative else swedish
