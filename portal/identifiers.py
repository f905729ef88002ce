"""Swedish numbers, normalised and checked: of organisations and workplaces, of accounts, and of the post.

Each function fits a form field's cleaning (it returns the number as printed) and a model field's validators.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from stdnum import iban, luhn
from stdnum.exceptions import ValidationError as NotValid

# People write spaces, hyphens and dashes of several widths; none of them carries meaning.
_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u2212]")
_DIGITS = re.compile(r"[0-9]+")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")
SWEDISH_IBAN = 24  # characters


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


def normalise_iban(typed: str) -> str:
    """Return a Swedish IBAN in groups of four, as SE45 5000 0000 0583 9825 7466.

    Raises ValidationError (codes "invalid", "country", "checksum") with a Swedish text; domain.md §3.2 step 1.
    """
    bare = _SEPARATORS.sub("", typed).upper()
    if not _IBAN.fullmatch(bare):
        raise ValidationError(
            "Skriv kontots IBAN med landskod och siffror, till exempel SE45 5000 0000 0583 9825 7466.", code="invalid"
        )
    if not bare.startswith("SE"):
        raise ValidationError("Kontot måste vara svenskt. Dess IBAN börjar med SE.", code="country")
    if len(bare) != SWEDISH_IBAN:
        raise ValidationError(
            f"Ett svenskt IBAN har {SWEDISH_IBAN} tecken. Ni har skrivit {len(bare)}. Kontrollera numret.",
            code="invalid",
        )
    try:
        iban.validate(bare, check_country=False)
    except NotValid as fault:
        raise ValidationError("IBAN-numret stämmer inte. Kontrollera siffrorna.", code="checksum") from fault
    return " ".join(bare[start : start + 4] for start in range(0, SWEDISH_IBAN, 4))


def normalise_cfar(typed: str) -> str:
    """Return the number of a workplace (CFAR-nummer) as eight digits. Raises ValidationError (code "invalid")."""
    digits = _compact(typed)
    if len(digits) != 8:
        raise ValidationError("Skriv CFAR-numret med åtta siffror, till exempel 12345678.", code="invalid")
    return digits


def normalise_postcode(typed: str) -> str:
    """Return a Swedish postcode as NNN NN, also from SE-701 85. Raises ValidationError (code "invalid")."""
    digits = _compact(re.sub(r"^\s*(?:SE|S)[\s-]*(?=[0-9])", "", typed, flags=re.IGNORECASE))
    if len(digits) != 5 or digits.startswith("0"):
        raise ValidationError("Skriv postnumret med fem siffror, till exempel 701 85.", code="invalid")
    return f"{digits[:3]} {digits[3:]}"


def _compact(typed: str) -> str:
    """Return the digits alone, or nothing when something else than digits and separators was typed."""
    bare = _SEPARATORS.sub("", typed)
    return bare if _DIGITS.fullmatch(bare) else ""
