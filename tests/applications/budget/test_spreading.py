"""A decided amount over the years of a budget."""

from decimal import Decimal

import pytest

from applications.budget.spreading import spread


@pytest.mark.parametrize(
    ("cap", "applied", "given"),
    [
        (100, ("100", "100", "100"), ("33.33", "33.33", "33.34")),  # the last year takes up the rounding
        (301, ("100.40", "200.20", "0"), ("100.40", "200.20", "0")),  # all of it in whole kronor: as applied for
        (150, ("100.40", "200.20", "0"), ("50.10", "99.90", "0")),
        (0, ("100", "0", "0"), ("0", "0", "0")),
    ],
)
def test_the_cap_is_spread_as_what_was_applied_for_and_no_ore_is_lost(cap, applied, given):
    years = (2027, 2028, 2029)
    spread_out = spread(Decimal(cap), dict(zip(years, map(Decimal, applied), strict=True)))
    assert spread_out == dict(zip(years, map(Decimal, given), strict=True))
