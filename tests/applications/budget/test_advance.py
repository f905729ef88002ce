"""The advance: how large it may be, and that what is paid is the same with it as without, only earlier."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.budget import advance
from applications.budget.advance import AdvanceLimits
from applications.budget.payment import payable

D = Decimal
HALF = AdvanceLimits(D("0.5"), D(400_000))


@pytest.mark.parametrize(
    ("limits", "grant", "largest"),
    [
        (HALF, 300_000, 150_000),
        (HALF, 1_000_000, 400_000),
        (HALF, 100_001, 50_000),
        (AdvanceLimits(share=D("0.25")), 1_000_000, 250_000),
        (AdvanceLimits(amount=D(80_000)), 1_000_000, 80_000),
        (AdvanceLimits(amount=D(80_000)), 50_000, 50_000),
        (AdvanceLimits(), 1_000_000, 0),
    ],
)
def test_the_smaller_limit_counts_and_never_more_than_the_grant(limits, grant, largest):
    assert limits.largest(D(grant)) == largest


def test_too_much_is_told_with_the_sum_and_how_much_less():
    told = advance.fault(D(160_000), D(300_000), HALF).replace("\u00a0", " ")
    assert told == (
        "Förskottet får vara högst 150 000 kr: 50 % av stödet och högst 400 000 kr. Minska det med minst 10 000 kr."
    )


def test_what_may_be_given_has_no_fault():
    assert advance.fault(D(150_000), D(300_000), HALF) == ""
    assert advance.fault(None, None, AdvanceLimits()) == ""


@pytest.mark.parametrize(
    ("given", "grant", "limits", "begins"),
    [
        (D(1), D(10), AdvanceLimits(), "Utlysningen ger inget förskott"),
        (D(0), D(10), HALF, "Skriv förskottet i hela kronor"),
        (D("1.50"), D(10), HALF, "Skriv förskottet i hela kronor"),
        (D(1), None, HALF, "Skriv först det högsta beloppet"),
    ],
)
def test_impossible_advances_are_told(given, grant, limits, begins):
    assert advance.fault(given, grant, limits).startswith(begins)


def test_the_payment_of_an_advance_is_what_was_decided():
    payment = advance.payment(D(100_000), D(800_609))
    assert payment.amount == 100_000
    assert [str(line).replace("\u00a0", " ") for line in payment.lines] == [
        "Beslutat förskott: 100 000 kr",
        "Att betala nu, räknas av mot de rekvisitioner som följer: 100 000 kr",
    ]


costs = st.lists(st.decimals(0, 2_000_000, places=2), min_size=1, max_size=8)
shares = st.decimals("0.01", 1, places=4)


@given(costs=costs, share=shares, cap=st.integers(1, 1_500_000), given=st.integers(0, 700_000))
def test_with_an_advance_no_krona_is_paid_twice_or_lost(costs, share, cap, given):
    """Claims and advance together are what the costs entitle to, or the advance when that is more."""
    taken = advance.payment(D(given), D(cap)).amount
    paid, booked = D(0), D(0)
    for cost in costs:
        booked += cost
        payment = payable(share, booked, D(cap), paid, unsettled_advance=taken)
        paid += payment.amount
        assert paid + taken == max(payment.entitled, taken)
        assert payment.overpaid == paid + taken - payment.entitled
    assert paid + taken <= D(cap)
