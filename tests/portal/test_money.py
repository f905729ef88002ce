"""Rounding and printing of money and shares."""

from decimal import Decimal

import pytest

from portal import money

D = Decimal


@pytest.mark.parametrize(
    ("amount", "kronor", "ore"),
    [
        ("0.5", "1", "0.50"),
        ("1.5", "2", "1.50"),
        ("2.5", "3", "2.50"),
        ("-2.5", "-3", "-2.50"),
        ("0.005", "0", "0.01"),
        ("0.015", "0", "0.02"),
        ("2001540.75", "2001541", "2001540.75"),
        ("456852.25", "456852", "456852.25"),
        ("999999999999.49", "999999999999", "999999999999.49"),
    ],
)
def test_halves_are_rounded_away_from_zero(amount, kronor, ore):
    assert money.round_kr(D(amount)) == D(kronor)
    assert money.round_ore(D(amount)) == D(ore)


def test_limits_are_rounded_down():
    assert money.floor_ore(D("1450378.669")) == D("1450378.66")
    assert money.floor_kr(D("1450378.99")) == D("1450378")


@pytest.mark.parametrize(
    ("amount", "printed"),
    [(2900757, "2 900 757"), (D("800608.50"), "800 609"), (0, "0"), (D("-0.4"), "0"), (-1500, "−1 500"), (999, "999")],
)
def test_kronor(amount, printed):
    assert money.kronor(amount) == printed.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("amount", "printed"),
    [("456852.25", "456 852,25"), ("0", "0,00"), ("-12345.5", "−12 345,50"), ("-0.001", "0,00"), ("1E+3", "1 000,00")],
)
def test_ore(amount, printed):
    assert money.ore(D(amount)) == printed.replace(" ", "\u00a0")


def test_exact_tells_ore_only_when_there_are_any():
    assert money.exact(D("150000.00")) == "150\u00a0000"
    assert money.exact(D("149999.50")) == "149\u00a0999,50"


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        ("0.276", "27,6 %"),
        ("0.28", "28 %"),
        ("0.2139", "21,39 %"),
        ("0", "0 %"),
        ("1", "100 %"),
        ("0.123456", "12,35 %"),
    ],
)
def test_percent(share, printed):
    assert money.percent(D(share)) == printed.replace(" ", "\u00a0")


@pytest.mark.parametrize(("share", "printed"), [("0.276", "28"), ("0.275", "28"), ("0.2749", "27"), ("0.005", "1")])
def test_whole_percent_rounds_half_up(share, printed):
    assert money.whole_percent(D(share)) == f"{printed}\u00a0%"
