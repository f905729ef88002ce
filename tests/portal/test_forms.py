"""Form fields: what they take, what they refuse and in which words, and that nothing typed is lost."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from portal.forms import (
    AmountField,
    BankgiroField,
    ClockField,
    DateField,
    LinesField,
    OrgnrField,
    PercentField,
    parse_amount,
    parse_clock,
    parse_date,
    parse_instant,
    parse_percent,
)

D = Decimal


class PaymentForm(forms.Form):
    amount = AmountField()
    due = DateField()
    share = PercentField(required=False)
    orgnr = OrgnrField()
    account = BankgiroField()


RIGHT = {
    "amount": "456 852,25 kr",
    "due": "22/11 2026",
    "share": "27,6 %",
    "orgnr": "162321000131",
    "account": "50501055",
}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234 567", "1234567"),
        ("1234567", "1234567"),
        ("1 234 567,50", "1234567.50"),
        ("1\u00a0234\u00a0567,50 kr", "1234567.50"),
        ("1\u2009234\u202f567", "1234567"),
        ("1234,5", "1234.50"),
        ("1234.50", "1234.50"),
        ("250 000 Kronor", "250000"),
        ("250000kr.", "250000"),
        ("0", "0"),
        ("-0", "0"),
        ("999999999999,99", "999999999999.99"),
    ],
)
def test_amounts_that_are_understood(typed, amount):
    assert parse_amount(typed) == D(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "1,234,567",
        "1,2 mkr",
        "1.234,50",
        "12 34",
        "1234,567",
        "1e5",
        "NaN",
        "tusen",
        ",50",
        "kr",
        "١٢٣",
        "1 2345",
    ],
)
def test_amounts_that_are_ambiguous_are_refused(typed):
    with pytest.raises(ValidationError, match="Skriv beloppet i kronor med siffror, till exempel 250 000"):
        parse_amount(typed)


def test_amounts_below_zero_are_for_income_only():
    with pytest.raises(ValidationError, match="0 eller mer"):
        parse_amount("-500")
    for minus in ("-", "\u2212", "– "):
        assert parse_amount(f"{minus}500,25", negative=True) == D("-500.25")


def test_amounts_that_no_column_holds_are_refused():
    with pytest.raises(ValidationError, match="för stort"):
        parse_amount("1 000 000 000 000")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-22",
        "20261122",
        "22/11 2026",
        "22/11/2026",
        "22 november 2026",
        "22 Nov. 2026",
        " 22\u00a0november 2026 ",
    ],
)
def test_dates_that_are_understood(typed):
    assert parse_date(typed) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2025-06-31", "2025-06-31 finns inte. Juni har 30 dagar."),
        ("31/6 2025", "2025-06-31 finns inte. Juni har 30 dagar."),
        ("20250229", "2025-02-29 finns inte. Februari 2025 har 28 dagar."),
        ("2025-13-01", "2025-13-01 finns inte. Ett år har 12 månader."),
        ("2025-06-00", "2025-06-00 finns inte. Juni har 30 dagar."),
        ("0206-11-22", "År 0206 kan inte stämma. Kontrollera årtalet."),
        ("22/11 26", "Skriv datumet med år, månad och dag, till exempel 2026-11-22."),
        ("22 smörja 2026", "Skriv datumet med år, månad och dag, till exempel 2026-11-22."),
        ("i morgon", "Skriv datumet med år, månad och dag, till exempel 2026-11-22."),
    ],
)
def test_dates_that_do_not_exist_say_why(typed, says):
    with pytest.raises(ValidationError) as error:
        parse_date(typed)
    assert error.value.messages == [says]


@pytest.mark.parametrize(
    ("typed", "share"), [("27,6", "0.276"), ("27,60 %", "0.276"), ("28 procent", "0.28"), ("0", "0"), ("100", "1")]
)
def test_percent_is_kept_as_a_share(typed, share):
    assert parse_percent(typed) == D(share)


@pytest.mark.parametrize("typed", ["100,01", "-1", "27,666", "en fjärdedel", "1 0"])
def test_percent_outside_its_range_is_refused(typed):
    with pytest.raises(ValidationError, match="från 0 till 100"):
        parse_percent(typed)


def test_a_form_gives_clean_values():
    form = PaymentForm(RIGHT)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "amount": D("456852.25"),
        "due": date(2026, 11, 22),
        "share": D("0.276"),
        "orgnr": "232100-0131",
        "account": "5050-1055",
    }


@pytest.mark.parametrize("field", RIGHT)
def test_what_does_not_parse_is_shown_again_as_typed(field):
    typed = "  1.234 <b>?"
    form = PaymentForm(RIGHT | {field: typed})
    assert list(form.errors) == [field]
    assert form[field].value() == typed
    assert "1.234 &lt;b&gt;?" in str(form[field])


@pytest.mark.parametrize("field", ["amount", "due", "orgnr", "account"])
def test_empty_fields_say_what_to_write(field):
    form = PaymentForm(RIGHT | {field: "  "})
    assert form.errors[field][0].startswith("Skriv ")
    assert "till exempel" in form.errors[field][0]


def test_an_optional_field_left_empty_is_none():
    form = PaymentForm(RIGHT | {"share": ""})
    assert form.is_valid()
    assert form.cleaned_data["share"] is None


def test_stored_values_are_shown_in_swedish():
    form = PaymentForm(initial={"amount": D("456852.25"), "due": date(2026, 11, 22), "share": D("0.276")})
    assert form["amount"].value() == "456\u00a0852,25"
    assert form["due"].value() == "2026-11-22"
    assert form["share"].value() == "27,6"
    assert 'inputmode="decimal"' in str(form["amount"])


def test_a_field_has_not_changed_when_the_same_value_is_typed_otherwise():
    stored = {"amount": D("456852.25"), "due": date(2026, 11, 22), "share": D("0.276"), "orgnr": "232100-0131"}
    form = PaymentForm(RIGHT, initial=stored | {"account": "5050-1055"})
    assert form.changed_data == []


@pytest.mark.parametrize(
    ("typed", "at"), [("12.00", time(12)), ("12:30", time(12, 30)), ("kl. 8", time(8)), (" 0.05 ", time(0, 5))]
)
def test_a_time_of_day_is_read_as_people_write_it(typed, at):
    assert parse_clock(typed) == at
    assert ClockField().prepare_value(at) == at.strftime("%H.%M")


@pytest.mark.parametrize("typed", ["25", "12.60", "tolv", "12.0", "-1"])
def test_what_is_no_time_of_day_is_refused(typed):
    with pytest.raises(ValidationError, match="timme och minut"):
        parse_clock(typed)


def test_a_time_in_the_night_when_clocks_change_is_refused():
    with pytest.raises(ValidationError, match="ställs klockan om"):
        parse_instant(date(2027, 3, 28), time(2, 30))


def test_a_list_is_typed_one_a_line():
    field = LinesField(required=False, longest=10)
    assert field.clean(" Kumla \r\n\n Norra   Nora\n") == ["Kumla", "Norra Nora"]
    assert field.prepare_value(["Kumla", "Nora"]) == "Kumla\nNora"
    assert field.clean("") == []
    for typed in ("Kumla\nLjusnarsberg", "Kum\0la"):
        with pytest.raises(ValidationError):
            field.clean(typed)
    assert not field.has_changed(["Kumla"], "Kumla\n")


def test_thousands_with_dots_are_told_how_to_be_written():
    for typed, told in (("1.250.000", "1\u00a0250\u00a0000"), ("1.234", "1\u00a0234")):
        with pytest.raises(ValidationError) as refused:
            parse_amount(typed)
        assert refused.value.messages == [f"Skriv utan punkt: {told}."]
