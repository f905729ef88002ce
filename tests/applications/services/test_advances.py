"""The advance: decided within the call's limits, asked for once, paid as a claim is, settled against those after it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from applications import jobs
from applications.enums import FundEntryKind
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Notice, Obligation, Payout
from applications.services import advances, claiming, running
from portal import clock
from portal.demo.world import moment
from reviews.services import decisions, proposing
from tests import factories
from tests.factories import endings, grants
from tests.factories.funds import call_of, fund
from tests.factories.refusals import faults, missing, moves

D = Decimal
LIMITS = {"advance_max_share": D("0.5"), "advance_max_amount": D(30_000)}
ADVANCE = 20_000
COSTS = {"personal": D(40_000)}  # with indirect costs 48 556 kr; 40 % of it is 19 422 kr, of twice as much 38 845 kr
REPORT = grants.REPORT | {"signs_of_change": "Fler läser."}
LAST = grants.LAST | {"long_term_follow_up": "Kommunen, efter ett år."}


@pytest.fixture(scope="module")
def tale(stage):
    """Two years, of which each has its claim; the decision gives an advance. Running since January of the first."""
    return grants.running_tale(factories.call(**LIMITS), years=(2027, 2028), advance=ADVANCE)


@pytest.fixture(autouse=True)
def in_january(take):
    with clock.at(moment(date(2027, 1, 11))):
        yield


def ask(tale, by="firmatecknare"):
    return advances.request(tale.project, purpose="Löner från första dagen.", by=tale.staff(by))


def pay(tale, number=0):
    tale.review_claim(number)
    tale.approve_claim(number)
    tale.release_claim(number)
    tale.confirm_claim(number)


def hand_in(tale, number, costs=COSTS):
    jobs.run_morning()
    tale.hand_in_report(number, REPORT | (LAST if tale.claim(number).is_final else {}))
    tale.hand_in_claim(number, costs)
    tale.approve_report(number)


def paid(tale):
    return [int(payout.amount) for payout in Payout.objects.filter(case=tale.the_case).order_by("claim__number")]


def explained(tale, number):
    return [line.replace("\u00a0", " ") for line in tale.claim(number).payout.explanation]


# Proposed and decided


def propose(tale, advance):
    return proposing.save(
        tale.the_case,
        values={"kind": "approval", "share": D("0.4"), "cap": D(90_000), "advance": advance, "reasons": "Skäl."},
        version=None,
        by=tale.officer,
    )


def test_more_than_the_smaller_limit_is_not_proposed():
    with clock.at(factories.NOW):
        in_call = factories.call(**LIMITS)
        other = factories.prepared_tale(in_call, title="Annan", money=factories.applying_for(90_000, in_call))
        told = faults(lambda: propose(other, D(30_001)))["advance"][0].replace("\u00a0", " ")
        assert told == (
            "Förskottet får vara högst 30 000 kr: 50 % av stödet och högst 30 000 kr. Minska det med minst 1 kr."
        )
        assert propose(other, D(30_000)).advance == 30_000
        assert propose(other, None).advance is None


def test_a_call_without_advances_gives_none():
    with clock.at(factories.NOW):
        in_call = factories.call(advance_max_share=None, advance_max_amount=None)
        other = factories.prepared_tale(in_call, title="Annan", money=factories.applying_for(90_000, in_call))
        assert list(faults(lambda: propose(other, D(1)))) == ["advance"]


def test_who_decides_may_give_another_advance_but_not_beyond_the_limits():
    with clock.at(factories.NOW):
        other = factories.proposed_tale(factories.call(**LIMITS), title="Annan")
        other.not_conflicted("handlaggare")
        terms = decisions.proposed_terms(other.application)
        assert terms.advance is None

        def decide(advance):
            return decisions.decide_by_delegation(
                other.application, terms=replace(terms, advance=advance), by=other.officer
            )

        assert list(faults(lambda: decide(D(30_001)))) == ["advance"]
        assert decide(D(30_000)).advance == 30_000


def test_the_letter_gives_the_advance_in_a_clause_and_says_how_it_comes_back(tale):
    letter = tale.decision.frozen
    assert tale.decision.advance == ADVANCE
    clause = "att 20 000 kronor av stödet får betalas i förskott när det begärs, och räknas av mot de rekvisitioner som"
    assert any(text.replace("\u00a0", " ").startswith(clause) for text in letter["clauses"])
    assert ["Förskott", "20\u00a0000\u00a0kr"] in letter["facts"]
    assert letter["payment"][-1].startswith("Ni kan få 20\u00a0000\u00a0kr i förskott.")


# Asked for


def test_one_signed_act_makes_a_claim_without_obligation_and_lines(tale):
    before = Obligation.objects.count()
    claim = ask(tale)
    assert (claim.number, claim.is_advance, claim.obligation, str(claim)) == (0, True, None, "Förskott")
    assert (claim.state, claim.submitted_by, claim.lines.count()) == ("submitted", tale.signatory, 0)
    assert Obligation.objects.count() == before
    assert Notice.objects.get(kind="claim_submitted", case=tale.the_case).recipient == tale.officer
    with pytest.raises(MovedOn):
        ask(tale)


def test_only_the_signatory_asks(tale):
    for name in ("sokande", "ekonom.sokande", "handlaggare"):
        with pytest.raises(NotYours):
            ask(tale, by=name)
    assert not tale.project.claims.filter(is_advance=True).exists()


def test_a_decision_without_an_advance_gives_none(tale):
    with clock.at(factories.NOW):
        other = factories.accepted_tale(factories.call(**LIMITS), title="Annan")
        assert missing(lambda: ask(other)) == ["Beslutet ger inget förskott."]


def test_money_that_waits_for_laga_kraft_is_not_advanced_before():
    with clock.at(factories.NOW):
        other = grants.granted_tale(factories.call(early=True, **LIMITS), title="Egna pengar", advance=10_000)
        assert missing(lambda: ask(other)) == [
            "Beslutet har inte fått laga kraft. De här pengarna betalas först därefter."
        ]


def test_after_the_first_claim_there_is_nothing_to_advance(tale):
    with clock.at(moment(date(2028, 1, 10))):
        hand_in(tale, 1)
        assert missing(lambda: ask(tale)) == [
            "Ni har redan lämnat en rekvisition. Nu betalas kostnaderna mot rekvisitioner."
        ]


def test_sent_back_or_withdrawn_it_can_be_asked_for_again(tale):
    claim = ask(tale)
    claiming.send_back(claim, note="Vad är det till?", by=tale.officer)
    assert ask(tale).pk == claim.pk
    advances.withdraw(tale.claim(0), by=tale.signatory)
    assert tale.claim(0).state == "cancelled"
    assert ask(tale).state == "submitted"
    pay(tale)
    with pytest.raises(MovedOn):
        advances.withdraw(tale.claim(0), by=tale.signatory)


def test_it_is_not_written_in_or_handed_in_as_a_claim(tale):
    claim = ask(tale)
    claiming.send_back(claim, note="Vad är det till?", by=tale.officer)
    with pytest.raises(MovedOn):
        claiming.save(tale.claim(0), amounts=COSTS, values={}, version=None, by=tale.signatory)
    assert missing(lambda: claiming.submit(tale.claim(0), by=tale.signatory)) == [
        "Ett förskott begärs på sin egen sida, och har inga kostnader."
    ]


# Examined and paid


def test_it_goes_the_way_of_a_claim_with_three_people(tale):
    ask(tale)
    pay(tale)
    payout = tale.claim(0).payout
    assert moves(tale.the_case, "claim") == ["submitted", "under_review", "approved", "payment_decided", "paid"]
    assert (tale.claim(0).state, payout.amount, payout.approved_cumulative) == ("paid", ADVANCE, 0)
    assert payout.reference == f"{tale.the_case.dnr}-0"
    assert explained(tale, 0) == [
        "Beslutat förskott: 20 000 kr",
        "Att betala nu, räknas av mot de rekvisitioner som följer: 20 000 kr",
    ]
    assert Notice.objects.filter(case=tale.the_case, kind="claim_approved").count() == 2


def test_nothing_is_deducted_from_it(tale):
    ask(tale)
    tale.review_claim(0)
    closed = engine.missing_for(tale.claim(0), "approve_partially", by=tale.staff("ekonom"))
    assert closed[0].text == "Ett förskott betalas som det är beslutat. Det har inga kostnader."


# Settled


def test_it_is_settled_against_the_claims_after_it(tale):
    ask(tale)
    pay(tale)
    with clock.at(moment(date(2028, 1, 10))):
        hand_in(tale, 1)
        pay(tale, 1)
        assert explained(tale, 1)[2:] == [
            "Förskott som dras av: −20 000 kr",
            "Att betala nu: 0 kr",
            "Kvar av förskottet, räknas av mot nästa utbetalning: 578 kr",
        ]
    with clock.at(moment(date(2029, 1, 10))):
        hand_in(tale, 2)
        pay(tale, 2)
        assert explained(tale, 2)[2:] == ["Förskott som dras av: −20 000 kr", "Att betala nu: 18 845 kr"]
        assert paid(tale) == [ADVANCE, 0, 18_845]
        tale.finish_project()
        tale.settle()
    assert tale.project.state == "settled"


def test_what_is_left_after_the_last_claim_is_to_be_paid_back_first(tale):
    ask(tale)
    pay(tale)
    for number, year in ((1, 2028), (2, 2029)):
        with clock.at(moment(date(year, 1, 10))):
            hand_in(tale, number, {"personal": D(10_000)})
            pay(tale, number)
    with clock.at(moment(date(2029, 1, 12))):
        assert explained(tale, 2)[-1] == "Kvar av förskottet, ska betalas tillbaka: 10 289 kr"
        tale.finish_project()
        told = missing(lambda: running.settle(tale.project, by=tale.staff("ekonom")))
        assert [text.replace("\u00a0", " ") for text in told] == [
            "10 289 kr av förskottet svarar inte mot några kostnader och ska först betalas tillbaka."
        ]


def test_an_unpaid_advance_is_no_open_claim_but_is_examined_before_the_next(tale):
    factories.under_rules(tale.application, one_open_claim=True)
    ask(tale)
    with clock.at(moment(date(2028, 1, 10))):
        hand_in(tale, 1)
        tale.review_claim(1)
        assert missing(lambda: tale.approve_claim(1)) == ["Förskottet ska granskas först."]
        tale.review_claim(0)
        tale.approve_claim(0)
        tale.approve_claim(1)
    assert paid(tale) == [ADVANCE, 0]


def test_it_is_taken_off_before_what_is_held_back(tale):
    factories.under_rules(tale.application, retention=D("0.1"))
    ask(tale)
    pay(tale)
    with clock.at(moment(date(2028, 1, 10))):
        hand_in(tale, 1, {"personal": D(80_000)})
        tale.review_claim(1)
        tale.approve_claim(1)
    assert paid(tale) == [ADVANCE, 38_845 - ADVANCE - 3_885]


def test_earmarked_money_is_paid_to_the_advance_too_and_the_sums_hold(tale):
    with clock.at(factories.NOW):
        money = fund({2027: 100_000, 2028: 100_000})
        other = grants.granted_tale(call_of(money, **LIMITS), title="Öronmärkt", years=(2027, 2028), advance=ADVANCE)
    with clock.at(moment(date(2027, 1, 11))):
        ask(other)
        pay(other)
    entries = money.entries.filter(kind=FundEntryKind.PAID)
    assert [(row.year, row.amount, row.payout) for row in entries] == [(2027, ADVANCE, other.claim(0).payout)]
    total = money.entries.sheet().total
    assert total.earmarked == total.left + total.reserved + total.paid + total.unpaid
    assert total.unpaid == total.bound - ADVANCE


def test_a_project_that_ends_early_gets_no_advance_that_nobody_has_examined():
    with clock.at(factories.NOW):
        other = grants.granted_tale(factories.call(**LIMITS), title="Slutar", years=(2027, 2028), advance=ADVANCE)
    with clock.at(moment(date(2027, 1, 4), 8, 5)):
        jobs.run_morning()
        other.implement()
        ask(other)
    endings.closed(other)
    assert other.project.state == "closed_early"
    assert other.claim(0).state == "cancelled"
    with clock.at(moment(date(2027, 10, 7))):
        assert missing(lambda: ask(other)) == ["Projektet är nära slutet. Kostnaderna betalas nu mot rekvisitioner."]
