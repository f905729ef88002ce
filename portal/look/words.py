"""Small Swedish words that pages need: counts in letters, sizes of files, numbers to call."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from portal.money import kronor

NBSP = "\u00a0"

NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
KILOBYTE = 1000
_LAST_LETTERS = str.maketrans("åäö", "{|}")


def counted(number: int, one: str, many: str) -> str:
    """Två saker: up to twelve in letters, then figures; `one` is the whole phrase for one, as "en sak", "ett fel"."""
    if number == 1:
        return one
    if number == 0:
        return f"inga {many}"
    return f"{NUMBERS[number]} {many}" if 0 < number < len(NUMBERS) else f"{number}{NBSP}{many}"


def filesize(size: int) -> str:
    """2,4 MB: a number of bytes in decimal units with a decimal comma, as file managers print it."""
    amount, unit = Decimal(size), "byte"
    for bigger in ("kB", "MB", "GB"):
        if amount < KILOBYTE:
            break
        amount, unit = amount / KILOBYTE, bigger
    digits = Decimal("0.1") if unit in ("MB", "GB") and amount < 10 else Decimal(1)
    printed = f"{amount.quantize(digits, rounding=ROUND_HALF_UP):f}".replace(".", ",")
    return f"{printed.removesuffix(',0')}{NBSP}{unit}"


def listed(parts: Iterable[str]) -> str:
    """A, B och C."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} och {last}" if first else last


def telephone_link(number: str) -> str:
    """+46101234500: "010-123 45 00" as the number that a telephone dials from anywhere; others are left as digits."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return f"+46{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits


def too_long(length: int, limit: int) -> str:
    """Texten är 2 140 tecken. Högst 2 000 tecken får plats. Ta bort minst 140 tecken. (domain.md §3.0)"""
    return (
        f"Texten är {kronor(length)} tecken. Högst {kronor(limit)} tecken får plats. "
        f"Ta bort minst {kronor(length - limit)} tecken."
    )


def alphabetical(text: str) -> str:
    """What Swedish texts are sorted by: å, ä and ö come last, in that order."""
    return text.casefold().translate(_LAST_LETTERS)
