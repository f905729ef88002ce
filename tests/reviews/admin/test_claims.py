"""A claim at the desk: content, money line by line, attest and payment, by three people, each on a page."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from applications import jobs
from applications.enums import ClaimState, ReportState
from applications.services import reporting
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories

from .addresses import move, page, queue

AtDesk = Callable[[str], Client]
LATER = moment(factories.PERIOD[0].replace(month=12, day=31), 10)
REPORT = {
    "summary": "Vi har läst.",
    "activities": "Påsar.",
    "goals": "Nära.",
    "lessons": "Läs mer.",
    "signs_of_change": "Fler läser.",
}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    """The first period is over; its report and claim are handed in."""
    tale = factories.accepted_tale()
    period = tale.report(1).period_end
    with clock.at(moment(period + timedelta(days=1), 9)):
        jobs.run_morning()
        tale.hand_in_report(1, REPORT)
        tale.hand_in_claim(1, {"personal": Decimal(50_000), "externa": Decimal(10_000)})
    return tale


@pytest.fixture
def then(tale: Story) -> object:
    with clock.at(moment(tale.report(1).period_end + timedelta(days=2), 9)):
        yield


@pytest.mark.usefixtures("then")
def test_three_people_pay_a_claim(tale: Story, at_desk: AtDesk) -> None:
    officer, economist, payer = at_desk("handlaggare"), at_desk("ekonom"), at_desk("attestant")
    url = move(tale.claim(1), "review_content")
    assert "Lägesrapport 1 är inte godkänd." in officer.get(url).content.decode()
    officer.post(move(tale.report(1), "approve"), {"note": "Tack."})
    assert tale.report(1).state == ReportState.APPROVED
    assert officer.post(url, {"note": ""}).status_code == 302

    for client in (economist, payer):
        client.post(page(tale.the_case, "case_conflict"), {"answer": "no"})
    url = move(tale.claim(1), "approve_partially")
    lines = {line.category: line.amount for line in tale.claim(1).lines.all()}
    given = {f"approved_{key}": str(amount) for key, amount in lines.items()}
    assert "Du har inte dragit av något." in economist.post(url, given).content.decode()
    given["approved_externa"] = "8 000"
    assert "Skriv varför ni inte godkänner hela beloppet." in economist.post(url, given).content.decode()
    given["approved_externa"] = "12 000"
    assert "Högst 10\u00a0000,00 kr kan godkännas." in economist.post(url, given).content.decode()
    given |= {"approved_externa": "8 000", "reason_externa": "En faktura hör till ett annat projekt."}
    assert economist.post(url, given).status_code == 302
    assert tale.claim(1).state == ClaimState.PARTIALLY_APPROVED

    assert page(tale.the_case) in payer.get(queue("rekvisitioner")).content.decode()
    assert economist.get(move(tale.claim(1), "release")).status_code == 404
    assert tale.claim(1).payout.reference in payer.get(move(tale.claim(1), "release")).content.decode()
    payer.post(move(tale.claim(1), "release"))
    url = move(tale.claim(1), "confirm")
    early = economist.post(url, {"paid_on": "2026-11-01"}).content.decode()
    assert "Dagen måste ligga mellan attesten och i dag." in early
    economist.post(url, {"paid_on": clock.today().isoformat()})
    assert tale.claim(1).state == ClaimState.PAID
    money = at_desk("handlaggare").get(page(tale.the_case, "case_money")).content.decode()
    assert "En faktura hör till ett annat projekt." in money
    assert tale.claim(1).payout.reference in money


@pytest.mark.usefixtures("then")
def test_a_returned_report_is_the_applicants_until_it_is_handed_in_again(tale: Story, at_desk: AtDesk) -> None:
    client = at_desk("handlaggare")
    assert "Vi har läst." in client.get(page(tale.the_case, "case_project")).content.decode()
    client.post(move(tale.report(1), "return_for_completion"), {"note": "Skriv om målen."})
    values = {"summary": "Ett nytt utkast"}
    reporting.save(tale.report(1), values=values, version=None, by=factories.applicant())
    shown = client.get(page(tale.the_case, "case_project")).content.decode()
    assert "Ett nytt utkast" not in shown
    assert "Du ser den när den är inlämnad igen." in shown


@pytest.mark.usefixtures("then")
def test_an_unwritten_report_has_no_content_and_no_moves(tale: Story, at_desk: AtDesk) -> None:
    reporting_url = page(tale.the_case, "case_move", machine="report", obj=tale.report(2).pk, move="approve")
    assert at_desk("handlaggare").get(reporting_url).status_code == 404
