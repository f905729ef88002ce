"""What must hold for any budget and any row of claims, tried on thousands of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.budget.calculation import Budget, calculate, grant_from_share, largest_grant, remainder
from applications.budget.checks import check
from applications.budget.lines import BudgetInput, CostLine, FundingLine
from applications.budget.payment import payable
from applications.budget.printing import is_rounding, printed_table
from portal.money import floor_ore, round_kr, round_ore

pytestmark = pytest.mark.hard

YEARS = (2024, 2025, 2026)
amounts = st.decimals(min_value=0, max_value=10_000_000, places=2)
whole_kronor = st.integers(min_value=0, max_value=10_000_000).map(Decimal)
shares = st.decimals(min_value=0, max_value=1, places=6)
by_year = st.fixed_dictionaries(dict.fromkeys(YEARS, amounts))


@st.composite
def budgets(draw: st.DrawFn) -> Budget:
    """A budget with staff, direct costs, an indirect rate, and a grant by share that leaves the rest to the others."""
    costs = [CostLine("personal", "Egen personal", "staff", draw(by_year))]
    costs += [CostLine(f"k{n}", f"Kostnad {n}", "direct", draw(by_year)) for n in range(draw(st.integers(0, 3)))]
    rate = draw(shares)
    unfunded = calculate(BudgetInput(YEARS, tuple(costs), (), rate))
    grant = grant_from_share(unfunded, draw(shares))
    funding = (
        FundingLine("sokt", "Det ni söker", "232100-0131", "", applied=True, by_year=grant),
        FundingLine("egna", "Egna medel", "232100-0164", "", applied=False, by_year=remainder(unfunded, grant)),
    )
    return calculate(BudgetInput(YEARS, tuple(costs), funding, rate))


@given(budget=budgets())
def test_a_grant_by_share_and_its_remainder_always_balance(budget):
    assert budget.balances
    assert not [fault for fault in check(budget) if fault.place.startswith("balance") and fault.level == "error"]


@given(budget=budgets())
def test_all_amounts_are_whole_ore_and_sums_are_sums(budget):
    for row in (*budget.costs, *budget.funding, budget.cost_sum, budget.funding_sum):
        assert all(amount == round_ore(amount) for amount in row.by_year.values())
    for total, rows in ((budget.cost_sum, budget.costs), (budget.funding_sum, budget.funding)):
        assert total.total == sum(row.total for row in rows)


@given(budget=budgets())
def test_printed_totals_differ_from_their_printed_addends_by_rounding_only(budget):
    table = printed_table(budget)
    for section in (table.costs, table.financing):
        *rows, total = section
        assert all(is_rounding(row.cells[-1], row.cells[:-1]) for row in section)
        for column in range(len(YEARS) + 1):
            assert is_rounding(total.cells[column], [row.cells[column] for row in rows])


@given(costs=amounts, share=shares)
def test_a_limit_never_exceeds_its_share_and_is_within_an_ore_of_it(costs, share):
    largest = largest_grant(costs, max_share=share)
    assert largest is not None
    assert largest <= share * costs < largest + Decimal("0.01")
    assert largest == floor_ore(largest)


@given(share=shares, cap=whole_kronor, claims=st.lists(amounts, max_size=12))
def test_payouts_add_up_to_the_share_of_all_costs_and_never_pass_the_cap(share, cap, claims):
    paid = approved = Decimal(0)
    for claim in claims:
        approved += claim
        payment = payable(share, approved, cap, paid)
        assert payment.amount >= 0
        assert payment.overpaid == 0
        paid += payment.amount
        assert paid <= cap
    assert paid == min(round_kr(share * approved), cap)


@given(
    share=shares,
    cap=whole_kronor,
    claims=st.lists(st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2), max_size=12),
    advance=whole_kronor,
    withheld=whole_kronor,
)
def test_corrections_downwards_never_pay_too_much_again(share, cap, claims, advance, withheld):
    paid = approved = Decimal(0)
    highest = Decimal(0)
    for claim in claims:
        approved += claim
        payment = payable(share, approved, cap, paid, advance, withheld)
        assert payment.amount == payment.amount.to_integral_value()
        if payment.amount:
            assert paid + payment.amount + advance + withheld == payment.entitled
        paid += payment.amount
        highest = max(highest, payment.entitled)
        assert paid <= max(Decimal(0), highest - advance - withheld)
        assert payment.overpaid == max(Decimal(0), paid - payment.amount + advance - payment.entitled)


@given(share=shares, cap=whole_kronor, total=amounts, parts=st.integers(1, 10))
def test_the_number_of_claims_does_not_change_the_sum(share, cap, total, parts):
    paid = Decimal(0)
    for number in range(1, parts + 1):
        approved = total if number == parts else round_ore(total * number / parts)
        paid += payable(share, approved, cap, paid).amount
    assert paid == payable(share, total, cap, Decimal(0)).amount


@given(
    share=shares,
    cap=whole_kronor,
    claims=st.lists(amounts, min_size=1, max_size=12),
    retention=st.decimals(min_value=0, max_value=Decimal("0.5"), places=3),
)
def test_what_is_held_back_is_paid_with_the_last_claim_and_nothing_is_lost(share, cap, claims, retention):
    paid = approved = Decimal(0)
    for number, claim in enumerate(claims, 1):
        approved += claim
        is_last = number == len(claims)
        payment = payable(share, approved, cap, paid, retention=Decimal(0) if is_last else retention)
        paid += payment.amount
        if not is_last:
            assert paid <= payment.entitled - round_kr(retention * payment.entitled)
    assert paid == min(round_kr(share * approved), cap)
