"""Money set aside: reserved by proposals, bound and paid by decisions, given back; never overdrawn (F-02–F-04)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from applications.budget import ledger
from applications.enums import FundEntryKind
from applications.lifecycle.engine import NotReady, NotYours
from applications.models import Call, Decision, Fund, FundEntry
from applications.services import claiming, funds
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from portal.money import NBSP
from reviews.services import decisions, proposing
from tests import factories
from tests.factories import grants
from tests.factories.funds import NAME, call_of, fund
from tests.factories.refusals import faults, missing

D = Decimal
Lines = list[tuple[str, int, Decimal]]


def lines(given: Fund) -> Lines:
    return list(given.entries.order_by("entered_at", "year").values_list("kind", "year", "amount"))


def sheet(given: Fund) -> ledger.Sheet:
    return given.entries.sheet()


def left(given: Fund) -> dict[int, Decimal]:
    return {year: row.left for year, row in sheet(given).years.items()}


def earmark(**given: Any) -> Fund:
    home = factories.world()
    return funds.earmark(
        **{
            "board": home.growth_board,
            "programme": home.growth,
            "name": NAME,
            "purpose": "Insatser.",
            "decided_on": clock.today(),
            "paragraph": "§ 47",
            "amounts": {2027: D(1000)},
            "by": factories.staff("enhetschef"),
        }
        | given
    )


# The board sets aside


def test_an_earmark_stands_with_its_decision_and_a_line_per_year() -> None:
    made = earmark(amounts={2028: D(500), 2027: D("1000.50"), 2029: D(0)})
    assert lines(made) == [("earmarked", 2027, D("1000.50")), ("earmarked", 2028, D(500))]
    assert (made.paragraph, made.board) == ("§ 47", factories.world().growth_board)
    assert made.entries.first().note == "Regionala tillväxtnämnden 23 november 2026, § 47"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amounts": {2027: D(0)}}, "amounts"),
        ({"amounts": {2027: D(-5), 2028: D(10)}}, "amounts"),
        ({"paragraph": " "}, "paragraph"),
        ({"decided_on": date(2026, 11, 24)}, "decided_on"),
        ({"name": " "}, "name"),
    ],
)
def test_a_faulty_earmark_is_refused(given: Mapping[str, Any], field: str) -> None:
    assert field in faults(partial(earmark, **given))
    assert not FundEntry.objects.exists()


@pytest.mark.parametrize("name", ["handlaggare", "ekonom", "namndsekreterare", "sokande"])
def test_only_the_head_of_unit_earmarks(name: str) -> None:
    with pytest.raises(NotYours):
        earmark(by=factories.staff(name))


def test_an_earmark_is_raised_by_a_decision_of_its_own() -> None:
    made = fund({2027: 1000})
    head = factories.staff("enhetschef")
    funds.raise_earmark(made, amounts={2027: D(500)}, decided_on=clock.today(), paragraph="88", by=head)
    assert left(made) == {2027: D(1500)}
    before = clock.today() - timedelta(days=1)
    refused = partial(funds.raise_earmark, made, amounts={2027: D(1)}, decided_on=before, paragraph="88", by=head)
    assert "decided_on" in faults(refused)
    with pytest.raises(NotYours):
        funds.raise_earmark(
            made, amounts={2027: D(1)}, decided_on=clock.today(), paragraph="88", by=factories.staff("ekonom")
        )


# Proposals and decisions


def test_an_approved_proposal_reserves_and_the_decision_binds() -> None:
    made = fund({2027: 100_000, 2028: 100_000})
    tale = factories.proposed_tale(call_of(made))
    assert left(made) == {2027: D(55_000), 2028: D(55_000)}
    tale.decide_by_delegation("handlaggare")
    total = sheet(made).total
    assert (total.reserved, total.bound, total.left) == (D(0), D(90_000), D(110_000))
    assert [line.decision for line in made.entries.filter(kind="bound")] == [tale.decision] * 2


def test_a_rejection_lets_the_reservation_go() -> None:
    made = fund({2027: 100_000, 2028: 100_000})
    tale = factories.proposed_tale(call_of(made))
    tale.put_on_agenda(clock.today())
    terms = decisions.Terms(kind="rejection", reasons="Nämnden sade nej.")
    decisions.register(tale.application, terms=terms, paragraph="47", by=tale.staff("namndsekreterare"))
    assert left(made) == {2027: D(100_000), 2028: D(100_000)}
    assert not made.entries.filter(kind="bound").exists()


def written(made: Fund) -> Story:
    """A proposal of 90 000 kr that is written and not handed over."""
    tale = factories.prepared_tale(call_of(made))
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    values = {"kind": "approval", "reasons": "Skäl.", "conditions": "", "share": D("0.4"), "cap": D(90_000)}
    memo = proposing.save(tale.the_case, values=values, version=None, by=tale.officer)
    tale.hear_or_waive(memo.kind)
    return tale


SHORT = (
    f"I {NAME} finns 40{NBSP}000{NBSP}kr kvar att besluta för 2028, och det här är 45{NBSP}000{NBSP}kr. "
    f"Minska beloppet med 5{NBSP}000{NBSP}kr, eller låt nämnden först höja öronmärkningen."
)


def test_a_proposal_without_room_is_not_handed_over_and_says_how_much_there_is() -> None:
    made = fund({2027: 100_000, 2028: 40_000})
    tale = written(made)
    assert missing(lambda: proposing.submit(tale.the_case.memo, by=tale.officer)) == [SHORT]
    funds.raise_earmark(
        made, amounts={2028: D(5_000)}, decided_on=clock.today(), paragraph="13", by=tale.staff("enhetschef")
    )
    proposing.submit(tale.the_case.memo, by=tale.officer)


def test_room_that_went_while_the_head_read_is_refused_at_the_approval() -> None:
    made = fund({2027: 100_000, 2028: 60_000})
    tale = written(made)
    proposing.submit(tale.the_case.memo, by=tale.officer)
    factories.proposed_tale(made.calls.get(), cap=40_000, title="En annan insats")
    tale.not_conflicted("enhetschef")
    told = missing(lambda: proposing.approve(tale.the_case.memo, by=tale.staff("enhetschef")))
    assert told == [SHORT]
    assert sheet(made).total.reserved == D(40_000)


def decide(tale: Story, cap: int, amounts: Mapping[int, int | str]) -> Decision:
    terms = decisions.proposed_terms(tale.application)
    changed = decisions.Terms(
        kind=terms.kind,
        reasons=terms.reasons,
        share=terms.share,
        cap=D(cap),
        amounts={year: D(amount) for year, amount in amounts.items()},
        period_start=terms.period_start,
        period_end=terms.period_end,
    )
    return decisions.register(tale.application, terms=changed, paragraph="47", by=tale.staff("namndsekreterare"))


def test_the_board_binds_no_more_than_there_is_and_its_own_reservation_counts_as_room() -> None:
    made = fund({2027: 100_000, 2028: 60_000})
    tale = factories.proposed_tale(call_of(made))
    tale.put_on_agenda(clock.today())
    told = faults(lambda: decide(tale, 180_000, {2027: 110_000, 2028: 70_000}))
    assert set(told) == {"amount_2027", "amount_2028"}
    assert f"finns 60{NBSP}000{NBSP}kr kvar att besluta för 2028" in told["amount_2028"][0]
    assert tale.application.state == "on_agenda"
    decide(tale, 160_000, {2027: 100_000, 2028: 60_000})
    assert left(made) == {2027: D(0), 2028: D(0)}


def test_a_year_that_nobody_earmarked_has_nothing_left() -> None:
    made = fund({2027: 100_000, 2028: 100_000})
    tale = factories.proposed_tale(call_of(made))
    tale.put_on_agenda(clock.today())
    told = faults(lambda: decide(tale, 50_000, {2029: 50_000}))
    assert told["amount_2029"][0].startswith(f"I {NAME} finns inget kvar att besluta för 2029")


def test_bound_years_sum_to_the_cap_when_the_amounts_have_ore() -> None:
    """The cap is whole kronor, and so are payments: öre must not stop the last one."""
    made = fund({2027: 100_000, 2028: 100_000})
    tale = factories.proposed_tale(call_of(made))
    tale.put_on_agenda(clock.today())
    decision = decide(tale, 90_000, {2027: "45000.20", 2028: "44999.60"})
    assert sheet(made).total.bound == decision.cap == D(90_000)


def test_two_matters_at_one_meeting_share_what_is_left() -> None:
    """Case 18 without the hurry: the pot stands at what the first has left of it."""
    made = fund({2027: 100_000, 2028: 100_000})
    tales = [factories.proposed_tale(call_of(made), cap=60_000, title=title) for title in ("Ett", "Två")]
    for tale in tales:
        tale.put_on_agenda(clock.today())
    decide(tales[0], 140_000, {2027: 70_000, 2028: 70_000})
    assert set(faults(lambda: decide(tales[1], 140_000, {2027: 70_000, 2028: 70_000}))) == {
        "amount_2027",
        "amount_2028",
    }
    decide(tales[1], 60_000, {2027: 30_000, 2028: 30_000})
    assert left(made) == {2027: D(0), 2028: D(0)}


# Paid and given back

TWO_YEARS = (2027, 2028)


def running(in_call: Call) -> Story:
    return grants.running_tale(in_call, years=TWO_YEARS)


def claimed(tale: Story, number: int, amount: int) -> None:
    grants.examine_claim(tale, number, {"personal": D(amount)})


def test_payments_take_the_oldest_bound_year_first_and_the_rest_comes_back() -> None:
    made = fund({2027: 50_000, 2028: 50_000})
    tale = running(call_of(made))
    bound = dict(made.entries.filter(kind="bound").values_list("year", "amount"))
    cap = tale.decision.cap
    assert sum(bound.values()) == cap
    with clock.at(moment(date(2028, 1, 10))):
        claimed(tale, 1, 100_000)
        grants.pay_claim(tale, 1)
        first = tale.claim(1).payout.amount
    paid = dict(made.entries.filter(kind="paid").values_list("year", "amount"))
    assert paid == {2027: bound[2027], 2028: first - bound[2027]}
    with clock.at(moment(date(2029, 1, 10))):
        claimed(tale, 2, 1_000)
        grants.pay_claim(tale, 2)
        paid_in_all = first + tale.claim(2).payout.amount
        tale.finish_project()
        tale.settle()
        total = sheet(made).total
        assert (total.paid, total.returned) == (paid_in_all, cap - paid_in_all)
        assert (total.unpaid, total.left) == (D(0), D(100_000) - paid_in_all)
        assert made.entries.filter(kind="returned").get().note == "Projektet är slutreglerat"
        assert funds.give_back(tale.project, by=tale.staff("ekonom"), note="Igen") == 0


def test_nothing_is_paid_from_an_earmark_that_no_decision_has_bound() -> None:
    """F-03: the decision was made before the call had earmarked money, so it binds none of it."""
    tale = running(factories.call())
    made = fund({2027: 50_000, 2028: 50_000})
    Call.objects.filter(pk=tale.application.call_id).update(fund=made)
    with clock.at(moment(date(2028, 1, 10))):
        claimed(tale, 1, 50_000)
        tale.not_conflicted("attestant")
        told = missing(lambda: claiming.release(tale.claim(1), by=tale.staff("attestant")))
        assert told == [f"Beslutet binder inga pengar i {NAME}. Enhetschefen binder dem först."]
        with pytest.raises(NotYours):
            funds.bind_afterwards(tale.decision, by=tale.staff("ekonom"))
        funds.bind_afterwards(tale.decision, by=tale.staff("enhetschef"))
        with pytest.raises(ValidationError):
            funds.bind_afterwards(tale.decision, by=tale.staff("enhetschef"))
        grants.pay_claim(tale, 1)
    assert sheet(made).total.paid == tale.claim(1).payout.amount


def test_what_was_paid_before_is_written_down_when_the_grant_is_bound() -> None:
    tale = running(factories.call())
    with clock.at(moment(date(2028, 1, 10))):
        claimed(tale, 1, 50_000)
        grants.pay_claim(tale, 1)
        made = fund({2027: 50_000, 2028: 50_000})
        Call.objects.filter(pk=tale.application.call_id).update(fund=made)
        funds.bind_afterwards(tale.decision, by=tale.staff("enhetschef"))
    assert sheet(made).total.paid == tale.claim(1).payout.amount


def test_an_effort_that_is_not_granted_is_not_paid() -> None:
    made = fund({2027: 100_000, 2028: 100_000})
    tale = factories.proposed_tale(call_of(made))
    with pytest.raises(ValidationError, match="Läsa högt hemma är inte beviljad"):
        funds.require_grant(tale.the_case)
    tale.decide_by_delegation("handlaggare")
    funds.require_grant(tale.the_case)


def test_what_was_given_back_too_early_is_bound_again_for_the_projects_own_costs() -> None:
    """An early close returns the later years; costs of its own time may still need some of them."""
    made = fund({2027: 50_000, 2028: 50_000})
    tale = running(call_of(made))
    cap = tale.decision.cap
    funds.give_back(tale.project, by=tale.staff("ekonom"), note="Avslutat", after_year=2027)
    kept = sheet(made).total.unpaid
    assert D(0) < kept < cap
    with clock.at(moment(date(2028, 1, 10))):
        claimed(tale, 1, 100_000)
        grants.pay_claim(tale, 1)
        paid = tale.claim(1).payout.amount
    assert paid > kept
    total = sheet(made).total
    assert (total.paid, total.bound - total.returned) == (paid, paid)


def test_a_claim_is_not_released_beyond_what_is_bound_or_can_be_bound_again() -> None:
    made = fund({2027: 50_000, 2028: 50_000})
    in_call = call_of(made)
    tale = running(in_call)
    funds.give_back(tale.project, by=tale.staff("ekonom"), note="Prov")
    factories.proposed_tale(in_call, cap=100_000, title="Tog allt som kom tillbaka")
    with clock.at(moment(date(2028, 1, 10))):
        claimed(tale, 1, 50_000)
        tale.not_conflicted("attestant")
        with pytest.raises(NotReady, match="Beslutet binder bara 0"):
            claiming.release(tale.claim(1), by=tale.staff("attestant"))


def test_calls_without_earmarked_money_write_no_lines() -> None:
    tale = factories.delegated_tale()
    funds.require_grant(tale.the_case)
    assert not FundEntry.objects.exists()


# The database's own guard


@pytest.mark.parametrize("kind", [FundEntryKind.RESERVED, FundEntryKind.BOUND])
def test_the_database_refuses_a_line_that_overdraws(kind: str) -> None:
    made = fund({2027: 100})
    tale = factories.delegated_tale()
    about = {"decision": tale.decision} if kind == FundEntryKind.BOUND else {}
    with pytest.raises(IntegrityError, match="has no room"), transaction.atomic():
        FundEntry.objects.create(fund=made, kind=kind, year=2027, amount=D("100.01"), case=tale.the_case, **about)
    FundEntry.objects.create(fund=made, kind=kind, year=2027, amount=D(100), case=tale.the_case, **about)


def test_the_database_refuses_to_return_or_release_more_than_was_held_and_to_change_a_line() -> None:
    made = fund({2027: 100})
    tale = factories.delegated_tale()
    about = {"fund": made, "year": 2027, "case": tale.the_case}
    with pytest.raises(IntegrityError, match="more than was set aside"), transaction.atomic():
        FundEntry.objects.create(kind="released", amount=D(1), **about)
    FundEntry.objects.create(kind="bound", amount=D(10), decision=tale.decision, **about)
    with pytest.raises(IntegrityError, match="more than was set aside"), transaction.atomic():
        FundEntry.objects.create(kind="returned", amount=D(11), decision=tale.decision, **about)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        FundEntry.objects.update(amount=D(1))
