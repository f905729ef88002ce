"""Figures, counts, sizes and telephone numbers as the filters print them."""

from decimal import Decimal

import pytest
from django.template import Context, Template

NBSP = "\u00a0"


def render(source: str, **context: object) -> str:
    return Template("{% load portal_tags %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("filter_name", "amount", "printed"),
    [
        ("kronor", Decimal("2900756.50"), f"2{NBSP}900{NBSP}757"),
        ("kr", Decimal("800609.02"), f"800{NBSP}609{NBSP}kr"),
        ("ore", Decimal("456852.25"), f"456{NBSP}852,25"),
        ("exact", Decimal("150000.00"), f"150{NBSP}000"),
        ("percent", Decimal("0.276"), f"27,6{NBSP}%"),
        ("whole_percent", Decimal("0.276"), f"28{NBSP}%"),
    ],
)
def test_money_is_printed_in_swedish_and_nothing_for_none(filter_name: str, amount: Decimal, printed: str) -> None:
    assert render(f"{{{{ amount|{filter_name} }}}}", amount=amount) == printed
    assert render(f"{{{{ amount|{filter_name} }}}}", amount=None) == ""


@pytest.mark.parametrize(
    ("number", "printed"),
    [(0, "inga saker"), (1, "en sak"), (2, "två saker"), (12, "tolv saker"), (13, f"13{NBSP}saker")],
)
def test_counts_stand_in_letters_up_to_twelve(number: int, printed: str) -> None:
    assert render('{{ number|counted:"en sak,saker" }}', number=number) == printed
    assert render('{{ rows|counted:"en sak,saker" }}', rows=["x"] * number) == printed


@pytest.mark.parametrize(
    ("size", "printed"),
    [
        (999, f"999{NBSP}byte"),
        (1000, f"1{NBSP}kB"),
        (152_400, f"152{NBSP}kB"),
        (2_449_999, f"2,4{NBSP}MB"),
        (25_000_000, f"25{NBSP}MB"),
        (3_000_000_000, f"3{NBSP}GB"),
    ],
)
def test_file_sizes_have_a_decimal_comma(size: int, printed: str) -> None:
    assert render("{{ size|filesize_sv }}", size=size) == printed


@pytest.mark.parametrize(
    ("number", "link"),
    [("010-123 45 00", "+46101234500"), ("+47 22 00 11 22", "+4722001122"), ("0047 22 00", "00472200")],
)
def test_numbers_can_be_called_from_anywhere(number: str, link: str) -> None:
    assert render("{{ number|tel }}", number=number) == link
