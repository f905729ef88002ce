"""What has a fixed form: each kind of account, web addresses, numbers, amounts and rates, right and wrong by table."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from applications.forms.applicant import ApplicantForm
from applications.forms.numbers import (
    CfarField,
    CountField,
    PostcodeField,
    RateField,
    ScaleField,
    SumField,
    WebsiteField,
)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("bankgiro", "50501055", "5050-1055"),
        ("", "901-9506", "901-9506"),
        ("plusgiro", "9019506", "90 19 50-6"),
        ("iban", "SE4550000000058398257466", "SE45 5000 0000 0583 9825 7466"),
    ],
)
def test_the_number_is_read_as_its_kind_of_account(kind: str, typed: str, kept: str) -> None:
    form = ApplicantForm(MultiValueDict({"account_kind": [kind], "account_no": [typed]}))
    assert form.unparsed == {}
    assert (form.values["account_kind"], form.values["account_no"]) == (kind or "bankgiro", kept)


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("bankgiro", "5050-1056", "Bankgironumret stämmer inte"),
        ("plusgiro", "90 19 50-7", "Plusgironumret stämmer inte"),
        ("iban", "SE45 5000 0000 0583 9825 7467", "IBAN-numret stämmer inte"),
        ("iban", "5050-1055", "IBAN med landskod"),
    ],
)
def test_a_wrong_number_says_what_is_wrong_and_is_kept(kind: str, typed: str, says: str) -> None:
    form = ApplicantForm(MultiValueDict({"account_kind": [kind], "account_no": [typed]}))
    assert says in form.unparsed["account_no"]["error"] and form.unparsed["account_no"]["raw"] == typed
    assert form.values["account_no"] == ""


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (PostcodeField(), "70185", "701 85"),
        (PostcodeField(), "", ""),
        (CfarField(), "12345678", "12345678"),
        (WebsiteField(), "www.example.se", "https://www.example.se"),
        (WebsiteField(), "https://example.se/sida", "https://example.se/sida"),
        (CountField(), "1 200", 1200),
        (CountField(), "", None),
        (ScaleField(), "5", 5),
        (SumField(), "25 000 euro", Decimal(25_000)),
        (SumField(), "25 000,50 kr", Decimal("25000.50")),
        (RateField(), "11,2534", Decimal("11.2534")),
    ],
)
def test_what_is_right(field: Any, typed: str, value: Any) -> None:
    assert field.clean(typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (PostcodeField(), "7018", "fem siffror"),
        (CfarField(), "1234567", "åtta siffror"),
        (WebsiteField(), "http://example.se", "https://"),
        (WebsiteField(), "inte en adress", "stämmer inte"),
        (WebsiteField(), "ftp://example.se", "stämmer inte"),
        (CountField(), "ungefär tio", "med siffror"),
        (CountField(), "99999999", "större än"),
        (CountField(), "-3", "med siffror"),
        (ScaleField(), "6", "1 till 5"),
        (ScaleField(), "0", "1 till 5"),
        (SumField(), "0", "mer än 0"),
        (SumField(), "1.234", "utan punkt"),
        (RateField(), "0", "en euro"),
        (RateField(), "elva", "en euro"),
        (RateField(), "11,23456", "en euro"),
    ],
)
def test_what_is_wrong_says_how_to_mend_it(field: Any, typed: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        field.clean(typed)


def test_a_rate_is_shown_as_it_is_typed() -> None:
    assert RateField().prepare_value(Decimal("11.2500")) == "11,25"
    assert RateField().prepare_value(Decimal("10.0000")) == "10"
