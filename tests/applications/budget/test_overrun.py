"""Categories beyond their budget: what needs a change, what the officer may approve, and that the limits are exact."""

from decimal import Decimal

import pytest

from applications.budget.overrun import Category, overruns

D = Decimal
SHARE, FLOOR = D("0.2"), D(50_000)


def one(budget: int | str, so_far: int | str):
    found = overruns([Category("resor", "Resor och logi", D(budget), D(so_far))], SHARE, FLOOR)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("budget", "so_far", "needs_change"),
    [
        (500_000, 600_000, False),  # 100 000 over, but exactly the share
        (500_000, "600000.01", True),
        (100_000, 150_000, False),  # half of it over, but exactly the floor
        (100_000, "150000.01", True),
        (1_000_000, 1_100_000, False),
        (0, 50_000, False),
        (0, "50000.01", True),
    ],
)
def test_a_change_is_needed_beyond_both_limits(budget, so_far, needs_change):
    assert one(budget, so_far).needs_change is needs_change


def test_within_the_budget_nothing_is_told():
    assert one(100_000, 100_000) is None


def test_a_call_without_the_rule_tells_nothing():
    assert overruns([Category("resor", "Resor", D(1), D(1_000_000))], None, FLOOR) == ()


def test_the_figures_are_told_and_what_to_do():
    big, small = one(100_000, "172000.50"), one(100_000, 120_000)
    assert big.for_applicant.replace("\u00a0", " ") == (
        "Resor och logi blir 172 000,50 kr, budgeten är 100 000 kr: 72 000,50 kr över, 72 %. "
        "Be er handläggare om en ändrad budget innan ni lämnar rekvisitionen."
    )
    assert big.for_officer.endswith("Det är mer än du kan godkänna. Budgeten måste först ändras.")
    assert small.for_officer.endswith("Du kan godkänna det.")
    assert "Handläggaren avgör" in small.for_applicant


def test_a_category_without_budget_has_no_share_to_tell():
    assert one(0, 60_000).figures.replace("\u00a0", " ").endswith("budgeten är 0 kr: 60 000 kr över.")
