"""Numbers with a check digit."""

import csv
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from portal.identifiers import (
    normalise_bankgiro,
    normalise_cfar,
    normalise_iban,
    normalise_orgnr,
    normalise_plusgiro,
    normalise_postcode,
)

NORMALISE = {
    "organisationsnummer": normalise_orgnr,
    "bankgiro": normalise_bankgiro,
    "plusgiro": normalise_plusgiro,
    "iban": normalise_iban,
    "cfar": normalise_cfar,
    "postnummer": normalise_postcode,
}


def numbers():
    with (Path(__file__).parent.parent / "fixtures" / "numbers.csv").open(encoding="utf-8", newline="") as table:
        return [(row["kind"], row["value"], row["valid"] == "yes") for row in csv.DictReader(table)]


@pytest.mark.parametrize(("kind", "value", "is_valid"), numbers())
def test_known_numbers(kind, value, is_valid):
    if is_valid:
        assert NORMALISE[kind](value)
    else:
        with pytest.raises(ValidationError):
            NORMALISE[kind](value)


@pytest.mark.parametrize(
    ("normalise", "typed", "printed"),
    [
        (normalise_iban, "se4550000000058398257466", "SE45 5000 0000 0583 9825 7466"),
        (normalise_postcode, "S-70185", "701 85"),
        (normalise_cfar, "1234 5678", "12345678"),
        (normalise_plusgiro, "9019506", "90 19 50-6"),
    ],
)
def test_numbers_are_printed_in_one_way(normalise, typed, printed):
    assert normalise(typed) == printed


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("SE45 5000 0000 0583 9825 7467", "checksum", "Kontrollera siffrorna"),
        ("SE45 5000 0000 0583 9825 746", "invalid", "24 tecken. Ni har skrivit 23"),
        ("DE89 3704 0044 0532 0130 00", "country", "börjar med SE"),
        ("5050-1055", "invalid", "landskod"),
    ],
)
def test_wrong_account_numbers_say_what_is_wrong(typed, code, says):
    with pytest.raises(ValidationError, match=says) as error:
        normalise_iban(typed)
    assert error.value.code == code


@pytest.mark.parametrize(
    "typed", ["232100-0131", "2321000131", "162321000131", "16232100-0131", " 232100 0131 ", "232100–0131"]
)
def test_organisation_numbers_are_normalised(typed):
    assert normalise_orgnr(typed) == "232100-0131"


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("232100-0132", "checksum", "Kontrollera siffrorna"),
        ("640823-3234", "person", "personnummer"),
        ("19640823-3234", "person", "personnummer"),
        ("201204-1234", "person", "personnummer"),
        ("232100-013", "invalid", "tio siffror"),
        ("Region Älvland", "invalid", "tio siffror"),
        ("٢٣٢١٠٠٠١٣١", "invalid", "tio siffror"),
        ("", "invalid", "tio siffror"),
    ],
)
def test_wrong_organisation_numbers_say_what_is_wrong(typed, code, says):
    with pytest.raises(ValidationError, match=says) as error:
        normalise_orgnr(typed)
    assert error.value.code == code


def test_giro_numbers_are_printed_as_people_know_them():
    assert normalise_bankgiro("50501055") == "5050-1055"
    assert normalise_bankgiro("901 9506") == "901-9506"
    assert normalise_plusgiro("901950-6") == "90 19 50-6"
    assert normalise_plusgiro("18") == "1-8"
    assert normalise_plusgiro("1230") == "1 23-0"


@pytest.mark.parametrize("typed", ["5050-10", "5050-10555", "0000-0000", "bg", ""])
def test_bankgiro_has_seven_or_eight_digits(typed):
    with pytest.raises(ValidationError, match="sju eller åtta") as error:
        normalise_bankgiro(typed)
    assert error.value.code == "invalid"


@pytest.mark.parametrize("typed", ["1", "123456789", "00", "pg"])
def test_plusgiro_has_two_to_eight_digits(typed):
    with pytest.raises(ValidationError, match="två till åtta"):
        normalise_plusgiro(typed)
