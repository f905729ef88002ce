"""Försumbart stöd: what counts on a day, to the day, and the sum against the limit (domain.md §3.2 step 5)."""

from datetime import date
from decimal import Decimal

import pytest

from applications.budget.minimis import Aid, counts, euro, first_day, in_euro, standing

LIMIT, RATE = Decimal(300_000), Decimal("11.25")


@pytest.mark.parametrize(
    ("granted", "on", "is_counted"),
    [
        (date(2024, 3, 1), date(2027, 2, 28), True),
        (date(2024, 3, 1), date(2027, 3, 1), True),  # exactly three years
        (date(2024, 3, 1), date(2027, 3, 2), False),
        (date(2024, 2, 29), date(2027, 2, 28), True),  # no such day that year: the month's last
        (date(2024, 2, 29), date(2027, 3, 1), False),
        (date(2021, 2, 28), date(2024, 2, 28), True),
        (date(2021, 2, 28), date(2024, 2, 29), False),
        (date(2027, 3, 1), date(2027, 3, 1), True),  # the same day
        (date(2027, 3, 2), date(2027, 3, 1), False),  # of a later day
    ],
)
def test_aid_counts_for_three_years_to_the_day(granted, on, is_counted):
    assert counts(Aid(granted, Decimal(1)), on) is is_counted


@pytest.mark.parametrize("on", [date(2027, 3, 1), date(2027, 2, 28), date(2028, 2, 29)])
def test_the_first_day_that_is_asked_about_counts(on):
    assert counts(Aid(first_day(on), Decimal(1)), on)


@pytest.mark.parametrize(
    ("before", "applied", "total", "is_over", "left"),
    [
        ([], "0", "0.00", False, "300000.00"),
        (["200000"], "1125000", "300000.00", False, "0.00"),  # the limit itself is allowed
        (["200000"], "1125000.12", "300000.01", True, "0"),
        (["100000", "150000.50"], "112500", "260000.50", False, "39999.50"),
        (["312400"], "0", "312400.00", True, "0"),
    ],
)
def test_the_sum_with_what_is_applied_for(before, applied, total, is_over, left):
    granted = [Aid(date(2026, 1, 1), Decimal(amount)) for amount in before]
    found = standing(granted, applied=Decimal(applied), rate=RATE, limit=LIMIT, on=date(2027, 1, 1))
    assert (found.total, found.is_over, found.left) == (Decimal(total), is_over, Decimal(left))


def test_older_aid_has_fallen_out():
    granted = [Aid(date(2023, 12, 31), Decimal(299_999)), Aid(date(2024, 1, 1), Decimal(10))]
    assert standing(granted, applied=Decimal(0), rate=RATE, limit=LIMIT, on=date(2027, 1, 1)).total == 10


def test_kronor_become_euro_with_cents_half_up():
    assert in_euro(Decimal("100"), Decimal("11.25")) == Decimal("8.89")
    assert in_euro(Decimal("0.05"), Decimal("10")) == Decimal("0.01")
    assert euro(Decimal("312400.49")) == "312\u00a0400\u00a0euro"
