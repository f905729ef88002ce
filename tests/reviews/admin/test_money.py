"""Money at the desk: an advance proposed within the limits and paid like a claim, and categories beyond the budget."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from applications import jobs
from applications.services import advances
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories
from tests.applications.services.test_advances import ADVANCE, LIMITS, REPORT
from tests.factories import grants

from .addresses import move, page, queue

AtDesk = Callable[[str], Client]


def said(answer: object) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    rules = LIMITS | {"overrun_share": Decimal("0.2"), "overrun_floor": Decimal(5_000)}
    return grants.running_tale(factories.call(**rules), years=(2027, 2028), advance=ADVANCE)


def test_the_proposal_asks_for_an_advance_only_where_the_call_gives_one(take: None, at_desk: AtDesk) -> None:
    with clock.at(factories.NOW):
        url = page(factories.prepared_tale(factories.call(**LIMITS), title="Med").the_case, "case_propose")
        asked = said(at_desk("handlaggare").get(url))
        assert 'name="advance"' in asked and "Högst 50 % av stödet och högst 30 000 kr." in asked
        given = {"version": "0", "kind": "approval", "share": "40", "cap": "50 000", "reasons": "Skäl."}
        told = said(at_desk("handlaggare").post(url, given | {"advance": "25 001"}))
        assert "Förskottet får vara högst 25 000 kr" in told and 'value="25 001"' in told
        assert at_desk("handlaggare").post(url, given | {"advance": "25 000"}).status_code == 302
        none = factories.call(advance_max_share=None, advance_max_amount=None)
        url = page(factories.prepared_tale(none, title="Utan").the_case, "case_propose")
        assert 'name="advance"' not in said(at_desk("handlaggare").get(url))


@pytest.mark.usefixtures("take")
def test_three_people_pay_the_advance(tale: Story, at_desk: AtDesk) -> None:
    with clock.at(moment(date(2027, 1, 11))):
        claim = advances.request(tale.project, purpose="Löner från första dagen.", by=tale.signatory)
        officer = at_desk("handlaggare")
        assert "Förskott. Innehållet ska granskas." in said(officer.get(queue("rekvisitioner")))
        asked = said(officer.get(move(claim, "review_content")))
        assert "Löner från första dagen." in asked and "20 000 kr" in asked
        assert officer.post(move(claim, "review_content"), {"note": ""}).status_code == 302
        economist = at_desk("ekonom")
        economist.post(page(tale.the_case, "case_conflict"), {"answer": "no"})
        assert "Ett förskott betalas som det är beslutat." in said(economist.get(move(claim, "approve_partially")))
        assert economist.post(move(claim, "approve")).status_code == 302
        money = said(economist.get(page(tale.the_case, "case_money")))
    assert "Varav i förskott" in money and "Utbetalning 20 000 kr" in money
    assert "Sökanden behöver pengarna till: Löner från första dagen." in money


@pytest.mark.usefixtures("take")
def test_a_category_beyond_its_budget_is_marked_for_the_officer(tale: Story, at_desk: AtDesk) -> None:
    with clock.at(moment(date(2028, 1, 10), 8, 5)):
        jobs.run_morning()
        tale.hand_in_report(1, REPORT)
        tale.hand_in_claim(1, {"personal": Decimal(130_000), "externa": Decimal(26_000)})
        tale.approve_report(1)
        officer = at_desk("handlaggare")
        for shown in (
            said(officer.get(move(tale.claim(1), "review_content"))),
            said(officer.get(page(tale.the_case, "case_money"))),
        ):
            assert "budgeten är 120 000 kr: 10 000 kr över, 8,33 %. Du kan godkänna det." in shown
            assert "Det är mer än du kan godkänna. Budgeten måste först ändras." in shown
