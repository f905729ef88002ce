"""Swedish numbers that carry a check digit: organisationsnummer, bankgiro and plusgiro, normalised and checked.

Each function fits a form field's cleaning (it returns the number as printed) and a model field's validators.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from stdnum import luhn

# People write spaces, hyphens and dashes of several widths; none of them carries meaning.
_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u2212]")
_DIGITS = re.compile(r"[0-9]+")


def normalise_orgnr(typed: str) -> str:
    """Return an organisationsnummer as NNNNNN-NNNN.

    Takes ten digits, or twelve that begin with 16, with or without separators. Raises ValidationError (codes
    "invalid", "person", "checksum") with a Swedish text; domain.md §3.2 step 1.
    """
    digits = _compact(typed)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    # The third digit of a juridical person is at least 2, a person's month of birth begins with 0 or 1.
    if (len(digits) == 10 and digits[2] in "01") or (len(digits) == 12 and digits[:2] in {"18", "19", "20"}):
        raise ValidationError(
            "Det ser ut som ett personnummer. Skriv organisationens nummer: bara juridiska personer kan söka.",
            code="person",
        )
    if len(digits) != 10:
        raise ValidationError(
            "Skriv organisationsnumret med tio siffror, till exempel 232100-0131.",
            code="invalid",
        )
    if not luhn.is_valid(digits):
        raise ValidationError(
            "Organisationsnumret stämmer inte. Kontrollera siffrorna, till exempel 232100-0131.",
            code="checksum",
        )
    return f"{digits[:6]}-{digits[6:]}"


def normalise_bankgiro(typed: str) -> str:
    """Return a bankgiro number as NNN-NNNN or NNNN-NNNN.

    Raises ValidationError (codes "invalid", "checksum") with a Swedish text; domain.md §3.2 step 1.
    """
    digits = _compact(typed)
    if len(digits) not in {7, 8} or digits.startswith("0"):
        raise ValidationError(
            "Skriv bankgironumret med sju eller åtta siffror, till exempel 5050-1055.",
            code="invalid",
        )
    if not luhn.is_valid(digits):
        raise ValidationError("Bankgironumret stämmer inte. Kontrollera siffrorna.", code="checksum")
    return f"{digits[:-4]}-{digits[-4:]}"


def normalise_plusgiro(typed: str) -> str:
    """Return a plusgiro number in pairs from the right with the check digit last, as 90 19 50-6.

    Raises ValidationError (codes "invalid", "checksum") with a Swedish text; domain.md §3.2 step 1.
    """
    digits = _compact(typed)
    if not 2 <= len(digits) <= 8 or digits.startswith("0"):
        raise ValidationError(
            "Skriv plusgironumret med två till åtta siffror, till exempel 90 19 50-6.",
            code="invalid",
        )
    if not luhn.is_valid(digits):
        raise ValidationError("Plusgironumret stämmer inte. Kontrollera siffrorna.", code="checksum")
    number, check_digit = digits[:-1], digits[-1]
    odd = len(number) % 2
    pairs = [number[:odd]] if odd else []
    pairs += [number[start : start + 2] for start in range(odd, len(number), 2)]
    return f"{' '.join(pairs)}-{check_digit}"


def _compact(typed: str) -> str:
    """Return the digits alone, or nothing when something else than digits and separators was typed."""
    bare = _SEPARATORS.sub("", typed)
    return bare if _DIGITS.fullmatch(bare) else ""
