"""The faults of a budget, in the words that the applicant reads."""

from dataclasses import replace
from decimal import Decimal

import pytest

from applications.budget.calculation import calculate
from applications.budget.checks import Limits, check
from applications.budget.lines import BudgetInput, CostLine, FundingLine

from .orebro import OWN, REGION, YEARS, costs, orebro_input, per_year

D = Decimal
HALF = Limits(max_share=D("0.5"), max_amount=D(1_000_000))


def told(given: BudgetInput, limits: Limits | None = None) -> list[tuple[str, str]]:
    return [(fault.text.replace("\u00a0", " "), fault.place) for fault in check(calculate(given), limits)]


def small(applied: str, own: str, cost: str, **changes: object) -> BudgetInput:
    """One year: a cost, what is applied for and what the applicant pays."""
    given = BudgetInput(
        (2025,),
        (CostLine("resor", "Resor", "direct", {2025: D(cost)}),),
        (
            FundingLine("egna", "Egna medel", REGION, "", applied=False, by_year={2025: D(own)}),
            FundingLine("sokt", "Det ni söker", "232100-0131", "", applied=True, by_year={2025: D(applied)}),
        ),
    )
    return replace(given, **changes)


def test_the_real_case_has_no_faults():
    assert check(calculate(orebro_input()), HALF) == ()


def test_a_year_that_lacks_money_says_how_much_and_both_ways_to_mend_it():
    own, grant = orebro_input().funding
    less = replace(own, by_year=own.by_year | {2025: D("850222.84")})
    assert told(orebro_input(funding=(less, grant)), HALF) == [
        (
            "2025 går inte ihop. Kostnaderna är 1 381 523 kr, finansieringen 1 231 523 kr. "
            "Lägg till 150 000 kr i finansieringen eller minska kostnaderna lika mycket.",
            "balance-2025",
        )
    ]


def test_a_year_with_too_much_money_says_what_to_take_away():
    assert told(small("40", "70", "100")) == [
        (
            "2025 går inte ihop. Kostnaderna är 100 kr, finansieringen 110 kr. "
            "Minska finansieringen med 10 kr eller lägg till lika mycket i kostnaderna.",
            "balance-2025",
        )
    ]


def test_a_gap_of_ore_is_told_in_ore():
    [(text, _)] = told(small("40", "60", "100.01"))
    assert "Kostnaderna är 100,01 kr, finansieringen 100,00 kr. Lägg till 0,01 kr" in text


def test_too_large_a_share_says_the_largest_amount_rounded_down():
    given = small("1450379", "1450378", "2900757")
    assert told(given, HALF)[0] == (
        "Ni söker 1 450 379 kr. Vi betalar högst 50 % av kostnaderna, för er 1 450 378 kr. "
        "Minska det ni söker med minst 1 kr och fyll på från en annan finansiär.",
        "applied",
    )


def test_the_largest_share_itself_is_allowed():
    assert check(calculate(small("1450378", "1450379", "2900757")), Limits(max_share=D("0.5"))) == ()
    assert check(calculate(small("1450378.50", "1450378.50", "2900757")), Limits(max_share=D("0.5"))) == ()


@pytest.mark.parametrize("cap", [500_000, 10_000_000, 20_000_000])
def test_one_ore_above_the_highest_amount_is_refused(cap):
    limits = Limits(max_amount=D(cap))
    assert check(calculate(small(f"{cap}", "1", f"{cap + 1}")), limits) == ()
    [(text, place)] = told(small(f"{cap}.01", "0.99", f"{cap + 1}"), limits)
    assert place == "applied"
    assert text.endswith("Minska det ni söker med minst 0,01 kr och fyll på från en annan finansiär.")


def test_a_year_outside_the_period_is_told_once():
    given = small("40", "60", "100")
    lines = tuple(replace(line, by_year=line.by_year | {2027: D(5)}) for line in given.funding)
    assert told(replace(given, funding=lines)) == [
        ("2027 ligger utanför projektperioden. Flytta beloppen till ett annat år eller ändra perioden.", "egna-2027")
    ]


def test_a_zero_outside_the_period_is_no_fault():
    given = small("40", "60", "100")
    cost = replace(given.costs[0], by_year={2025: D(100), 2027: D(0)})
    assert told(replace(given, costs=(cost,))) == []


def test_amounts_below_zero_are_refused_but_for_income():
    assert told(small("110", "-10", "100"))[0] == (
        "Egna medel 2025 är mindre än 0. Skriv ett belopp som är 0 eller mer.",
        "egna-2025",
    )
    income = CostLine("intakter", "Projektintäkter", "income", {2025: D(-20)})
    assert told(small("40", "40", "100", costs=(*small("0", "0", "100").costs, income))) == []


def test_income_without_its_minus_is_refused():
    income = CostLine("intakter", "Projektintäkter", "income", {2025: D(20)})
    faults = told(small("60", "60", "100", costs=(*small("0", "0", "100").costs, income)))
    assert faults == [
        ("Projektintäkter 2025 ska stå med minus framför, eftersom intäkter minskar kostnaderna.", "intakter-2025")
    ]


def test_an_empty_budget_says_what_to_write():
    assert [place for _, place in told(BudgetInput(YEARS, (), ()))] == ["costs", "applied"]


def test_a_year_without_costs_and_the_same_money_twice_are_warnings_after_the_errors():
    own = orebro_input().funding[0]
    twice = replace(own, key="egna-2", by_year=per_year("0", "0", "1"))
    lines = tuple(replace(line, by_year=line.by_year | {2025: D(0)}) for line in costs())
    funding = tuple(replace(line, by_year=line.by_year | {2025: D(0)}) for line in orebro_input().funding)
    faults = check(calculate(orebro_input(costs=lines, funding=(*funding, twice))))
    assert [(fault.level, fault.place) for fault in faults] == [
        ("error", "balance-2026"),
        ("warning", "balance-2025"),
        ("warning", "egna-2"),
    ]
    assert faults[-1].text.startswith(OWN)


def test_somebody_else_must_pay_when_the_call_says_so():
    limits = Limits(payer_orgnr=REGION)
    assert told(orebro_input(), limits) == [
        ("Någon mer än vi behöver vara med och betala. Lägg till en finansiär från en annan organisation.", "applied")
    ]
    other = FundingLine("kommun", "Kommunen", "232100-0131", "", applied=False, by_year={2025: D(0)})
    assert len(told(orebro_input(funding=(*orebro_input().funding, other)), limits)) == 1
    assert told(small("40", "60", "100"), limits) == []
