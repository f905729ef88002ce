"""The end of a project: every report approved, every claim examined, everything paid; then settled, and closed."""

from datetime import date
from decimal import Decimal

import pytest

from applications import jobs
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Notice
from applications.services import running
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories.refusals import missing, moves

COSTS = {"personal": Decimal("40000.00"), "externa": Decimal(0), "resor": Decimal("1250.50")}
REPORT = {
    "summary": "Läxhjälpen är i gång.",
    "activities": "Öppet två kvällar i veckan.",
    "goals": "Nådda.",
    "lessons": "Frukt hjälper.",
    "signs_of_change": "Fler läser.",
    "recommendation": "implement",
    "long_term_follow_up": "Kommunen, efter ett år.",
    "recommendation_note": "Biblioteket tar över från 2029.",
}
LATER = moment(date(2029, 1, 12))


def pay(tale, number):
    tale.review_claim(number)
    tale.approve_claim(number)
    tale.release_claim(number)
    tale.confirm_claim(number)


@pytest.fixture(scope="module")
def tale(stage):
    """Both periods are over. The first is approved and paid; report and claim of the second have been handed in."""
    tale = factories.accepted_tale()
    with clock.at(moment(date(2027, 1, 4), 8, 5)):
        jobs.run_morning()
        tale.implement()
    for number, day in ((1, date(2028, 1, 10)), (2, date(2029, 1, 10))):
        with clock.at(moment(day, 8, 5)):
            jobs.run_morning()
            tale.hand_in_report(number, REPORT)
            tale.hand_in_claim(number, COSTS)
            if number == 1:
                tale.approve_report(number)
                pay(tale, number)
    return tale


@pytest.fixture(autouse=True)
def later(take):
    with clock.at(LATER):
        yield


def test_the_project_is_final_reported_when_all_is_approved(tale):
    assert tale.project.state == "closing"
    assert missing(tale.finish_project) == [
        "Slutrapport 2 är inte godkänd.",
        "Slutrekvisition 2 är inte färdiggranskad.",
    ]
    tale.approve_report(2)
    tale.review_claim(2)
    assert missing(tale.finish_project) == ["Slutrekvisition 2 är inte färdiggranskad."]
    tale.approve_claim(2)
    for person in (tale.staff("ekonom"), tale.staff("enhetschef"), tale.lead):
        with pytest.raises(NotYours):
            running.approve_final(tale.project, by=person)
    tale.finish_project()
    assert tale.project.state == "final_reported"


def test_the_project_is_settled_when_everything_is_paid(tale):
    tale.approve_report(2)
    tale.review_claim(2)
    tale.approve_claim(2)
    with pytest.raises(MovedOn, match="Avslut"):
        tale.settle()
    tale.finish_project()
    unpaid = ["Slutrekvisition 2 är inte utbetald."]
    assert missing(tale.settle) == unpaid
    tale.release_claim(2)
    assert missing(tale.settle) == unpaid
    tale.confirm_claim(2)
    for person in (tale.officer, tale.staff("attestant"), tale.lead):
        with pytest.raises(NotYours):
            running.settle(tale.project, by=person)
    tale.settle()
    assert (tale.project.state, tale.project.settled_at) == ("settled", LATER)
    assert moves(tale.the_case, "project")[-2:] == ["final_reported", "settled"]
    assert Notice.objects.filter(case=tale.the_case, kind="settled").count() == 3


def test_what_has_been_paid_too_much_is_settled_first(tale):
    """A correction lowers what the first claim entitled to, below what has been paid (domain.md §9 case 27)."""
    tale.approve_report(2)
    pay(tale, 2)
    tale.finish_project()
    staff = tale.claim(1).lines.filter(category="personal")
    staff.update(approved=Decimal(0), deduction_reason="Rättad efter revision.")
    (told,) = missing(tale.settle)
    assert told.replace("\u00a0", " ") == "16 000 kr är betalt för mycket och ska först regleras."
    staff.update(approved=COSTS["personal"], deduction_reason="")
    tale.settle()
    assert tale.project.state == "settled"


def test_the_case_is_closed_when_the_project_is_settled(tale):
    tale.approve_report(2)
    pay(tale, 2)
    tale.finish_project()
    assert missing(tale.close_case) == ["Projektet är inte slutreglerat."]
    tale.settle()
    tale.close_case()
    assert tale.application.state == "closed"
    with pytest.raises(MovedOn, match="Avslutad"):
        tale.close_case()
