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
    assert told(small("40", "60", "100"), Limits(payer_orgnr="212000-1234")) == []


def test_another_board_of_the_same_region_is_not_somebody_else():
    """Domain.md §9 case 12: who pays is told by the number, however it is written and whatever the name."""
    given = small("40", "60", "100")
    board = replace(given.funding[0], label="Folkhälsonämnden", orgnr="16" + REGION.replace("-", ""))
    limits = Limits(payer_orgnr=REGION)
    assert [place for _, place in told(replace(given, funding=(board, given.funding[1])), limits)] == ["applied"]


def test_money_of_the_payers_own_counts_together_under_the_share_when_others_must_pay():
    given = small("40", "20", "100")
    town = FundingLine("kommun", "Kommunen", "212000-1234", "", applied=False, by_year={2025: D(40)})
    given = replace(given, funding=(*given.funding, town))
    [(text, place)] = told(given, Limits(max_share=D("0.5"), payer_orgnr=REGION))
    assert place == "applied"
    assert text == (
        "Ni söker 40 kr och har 20 kr till från oss, som är samma organisation. Vi betalar högst 50 % av kostnaderna, "
        "för er 50 kr. Minska det ni söker med minst 10 kr och fyll på från en annan finansiär."
    )
    assert told(given, Limits(max_share=D("0.5"))) == [], "without the rule only what is applied for counts"


def test_who_pays_without_a_number_is_asked_for_it():
    given = small("40", "60", "100")
    nameless = replace(given.funding[0], orgnr="")
    [(text, place)] = told(replace(given, funding=(nameless, given.funding[1])), Limits(payer_orgnr=REGION))
    assert text.endswith("Skriv organisationsnumret för Egna medel.")
    assert place == "egna-orgnr"


def test_the_same_financier_with_other_money_is_right_and_with_the_same_is_a_warning():
    """Domain.md §9 case 13."""
    given = small("40", "60", "110")
    own = replace(given.funding[0], account="Egna medel")
    other = replace(own, key="egna-2", label="Projektmedel", account="Projektmedel", by_year={2025: D(10)})
    assert told(replace(given, funding=(own, other, given.funding[1]))) == []
    same = replace(other, label="Regionen, egna medel", account="egna medel")
    faults = check(calculate(replace(given, funding=(own, same, given.funding[1]))))
    assert [(fault.level, fault.place) for fault in faults] == [("warning", "egna-2")]


def with_hours(applied: str = "50") -> BudgetInput:
    """100 in all, of which a party gives 60 in hours: what is booked is 40."""
    rest = str(D(40) - D(applied)) if D(applied) < 40 else "0"
    given = small(applied, rest, "100")
    hours = FundingLine(
        "timmar", "Föreningen", "802555-1238", "", applied=False, by_year={2025: D(100) - D(applied) - D(rest)},
        in_kind=True,
    )  # fmt: skip
    return replace(given, funding=(*given.funding, hours))


@pytest.mark.parametrize(
    ("base", "is_within"), [("total_cost", True), ("booked_cost", False), ("eligible_cost", False)]
)
def test_given_hours_raise_the_total_cost_and_no_other_base(base, is_within):
    """Domain.md §9 case 14: half of the total cost may be nearly all of what is booked."""
    budget = calculate(with_hours("36"))
    assert (budget.share, budget.booked_share) == (D("0.36"), D("0.9"))
    faults = check(budget, Limits(max_share=D("0.5"), share_base=base))
    assert (faults == ()) is is_within
    if base == "booked_cost":
        assert "50 % av de bokförda kostnaderna, för er 20 kr." in faults[0].text.replace("\u00a0", " ")


def test_a_category_that_is_not_eligible_lowers_that_base_alone():
    given = small("50", "50", "100")
    extra = CostLine("mat", "Mat", "direct", {2025: D(20)}, eligible=False)
    given = replace(given, costs=(CostLine("resor", "Resor", "direct", {2025: D(80)}), extra))
    assert check(calculate(given), Limits(max_share=D("0.5"), share_base="booked_cost")) == ()
    [(text, _)] = told(given, Limits(max_share=D("0.5"), share_base="eligible_cost"))
    assert "av de stödberättigande kostnaderna, för er 40 kr" in text


def test_the_share_is_the_calls_own():
    """Domain.md §9 case 43: 56 procent has been right."""
    given = small("56", "44", "100")
    assert told(given, Limits(max_share=D("0.6"))) == []
    assert len(told(given, Limits(max_share=D("0.5")))) == 1


def test_a_step_is_told_beside_its_highest_amount():
    [(text, place)] = told(small("600000", "1", "600001"), Limits(max_amount=D(500_000), step=1))
    assert "I steg 1 kan ni söka högst 500 000 kr." in text
    assert place == "applied"


@pytest.mark.parametrize("level", ["error", "warning", "advice"])
def test_too_small_an_amount_is_as_grave_as_the_call_says(level):
    faults = check(calculate(small("40", "60", "100")), Limits(min_amount=D(50), min_level=level))
    assert [(fault.level, fault.place) for fault in faults] == [(level, "applied")]
    assert "Det minsta ni kan söka är 50" in faults[0].text
    assert check(calculate(small("50", "50", "100")), Limits(min_amount=D(50))) == ()


def test_nothing_need_be_applied_for_where_the_call_gives_no_money():
    given = small("0", "100", "100")
    assert [place for _, place in told(given)] == ["applied"]
    assert told(given, Limits(asks_money=False)) == []


def test_an_unusual_part_of_the_costs_is_a_warning():
    lines = (
        CostLine("personal", "Egen personal", "staff", {2025: D(30)}),
        CostLine("externa", "Externa tjänster", "direct", {2025: D(70)}, usual_share=D("0.6")),
    )
    faults = check(calculate(small("40", "60", "100", costs=lines)))
    assert [(fault.level, fault.place) for fault in faults] == [("warning", "externa-2025")]
    assert faults[0].text.replace("\u00a0", " ").startswith("Externa tjänster är 70 % av kostnaderna.")


def test_money_from_others_that_is_only_applied_for_is_a_warning():
    given = small("40", "60", "100")
    own, grant = given.funding
    hoped = replace(own, is_promised=False)
    faults = check(calculate(replace(given, funding=(hoped, grant))))
    assert [(fault.level, fault.place) for fault in faults] == [("warning", "egna")]
    assert faults[0].text.startswith("Ingen annan har lovat pengar")
    some = replace(own, key="mer", label="Stiftelsen", orgnr="802555-2012", by_year={2025: D(10)})
    less = replace(hoped, by_year={2025: D(50)})
    assert check(calculate(replace(given, funding=(less, some, grant)))) == ()


def test_a_row_without_money_promises_nothing():
    given = small("40", "60", "100")
    own, grant = given.funding
    empty = replace(own, key="tom", label="Tom", orgnr="", by_year={})
    faults = check(calculate(replace(given, funding=(replace(own, is_promised=False), empty, grant))))
    assert [fault.place for fault in faults] == ["egna"]
