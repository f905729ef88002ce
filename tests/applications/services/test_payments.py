"""What is paid, to the krona: the real case's three claims, the variant below the cap, and money that waits."""

from datetime import date
from decimal import Decimal

import pytest

from applications.models import Payout
from applications.services import claiming, deciding
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories.refusals import missing

FINAL_CLAIM = moment(date(2026, 9, 14), 10)
BEFORE_LAST = Decimal("2056096.21")  # approved in the first two periods


@pytest.fixture(scope="module")
def tale(stage):
    """Kraftsamling on the day its last report is in and its last claim is not."""
    tale = factories.kraftsamling.story(factories.world())
    factories.tell([tale], until=FINAL_CLAIM, every=20)
    return tale


@pytest.fixture(autouse=True)
def in_september(take):
    with clock.at(FINAL_CLAIM):
        yield


def settle_last(tale, amounts) -> Payout:
    tale.hand_in_claim(3, amounts)
    tale.approve_report(3)
    tale.review_claim(3)
    tale.approve_claim(3)
    tale.release_claim(3)
    tale.confirm_claim(3)
    return tale.claim(3).payout


def paid(tale) -> list[int]:
    return [int(payout.amount) for payout in Payout.objects.filter(case=tale.the_case).order_by("claim__number")]


def test_the_first_two_claims_pay_the_decided_share_of_all_that_is_approved(tale):
    assert paid(tale) == [188_880, 386_827]
    second = tale.claim(2).payout
    assert (second.approved_cumulative, second.reference, second.paid_on) == (
        BEFORE_LAST,
        "23RS10970-2",
        date(2026, 2, 19),
    )


def test_the_last_claim_pays_up_to_the_cap_and_not_a_krona_more(tale):
    payout = settle_last(tale, factories.kraftsamling.booked(3))
    assert paid(tale) == [188_880, 386_827, 224_902]
    assert sum(paid(tale)) == 800_609 == tale.decision.cap
    assert payout.approved_cumulative == Decimal("2900757.32")


def test_below_the_cap_the_decided_percent_counts_not_the_computed_one(tale):
    """2 800 000 kr booked in the end: 28 % of it is 784 000 kr; 27,6 % would have been 772 800 kr."""
    booked = {"externa": Decimal(2_800_000) - BEFORE_LAST}
    payout = settle_last(tale, booked)
    assert payout.approved_cumulative == Decimal("2800000.00")
    assert paid(tale) == [188_880, 386_827, 208_293]
    assert sum(paid(tale)) == 784_000


def test_a_last_period_without_costs_that_count_pays_nothing(tale):
    tale.hand_in_claim(3, {"externa": Decimal(100)})
    tale.approve_report(3)
    tale.review_claim(3)
    tale.not_conflicted("ekonom")
    payout = claiming.approve(
        tale.claim(3), approved={"externa": (Decimal(0), "Gäller tiden efter projektet.")}, by=tale.staff("ekonom")
    )
    assert (payout.amount, tale.claim(3).state) == (Decimal(0), "partially_approved")


def test_money_that_waits_for_laga_kraft_is_not_released_before():
    """The board's own money can be appealed; it is paid when the decision has got laga kraft."""
    with clock.at(factories.NOW):
        own = factories.dispatched_tale(factories.call(early=True))
        own.accept()
    with clock.at(moment(date(2027, 1, 4), 8, 5)):
        factories.jobs.run_morning()
    with clock.at(moment(date(2027, 7, 1), 8, 5)):
        factories.jobs.run_morning()
        own.hand_in_report(
            1,
            {
                "summary": "Läge.",
                "activities": "Arbete.",
                "goals": "Nära.",
                "lessons": "Mycket.",
                "signs_of_change": "Fler läser.",
            },
        )
        own.hand_in_claim(1, {"personal": Decimal(40_000)})
        own.approve_report(1)
        own.review_claim(1)
        own.approve_claim(1)
        waits = ["Beslutet har inte fått laga kraft. De här pengarna betalas först därefter."]
        assert missing(lambda: own.release_claim(1)) == waits
        deciding.mark_final(own.decision, reason="Ingen har överklagat.", by=own.staff("registrator"))
        own.release_claim(1)
    assert own.claim(1).state == "payment_decided"
    assert own.claim(1).payout.amount == Decimal(18_400)  # 40 % of 46 000, indirect costs of 15 % counted
