"""What follows when a project ends before its time: state, periods, reminders, money, mail, and settling after all."""

from datetime import date
from decimal import Decimal

import pytest

from applications import jobs
from applications.lifecycle.engine import MovedOn, NotReady
from applications.models import Notice, Reminder
from applications.services import partnership
from portal import clock
from portal.demo.stories import ending
from portal.demo.world import moment
from tests import factories
from tests.factories import endings
from tests.factories.refusals import missing, moves

from .test_settling import REPORT, pay

COSTS = {"personal": Decimal("40000.00"), "externa": Decimal(0), "resor": Decimal("1250.50")}


@pytest.fixture(scope="module")
def tale(stage):
    """Ended on 31 October 2027; decided on 5 October, sent on the 6th. Of its four half-years the first is paid."""
    tale = endings.running_tale(factories.call(months_per_report=6))
    with clock.at(moment(date(2027, 7, 5), 8, 5)):
        jobs.run_morning()
        tale.hand_in_report(1, REPORT)
        tale.hand_in_claim(1, COSTS)
        tale.approve_report(1)
        pay(tale, 1)
    endings.closed(tale)
    return tale


@pytest.fixture(autouse=True)
def the_day_it_was_sent(take):
    with clock.at(moment(date(2027, 10, 6))):
        yield


def test_the_project_says_when_why_and_by_which_decision(tale):
    project, decision = tale.project, ending.decision_of(tale)
    assert (project.state, project.closed_early_on, project.closed_early_reason) == (
        "closed_early",
        endings.LAST_DAY,
        "not_delivered",
    )
    assert (project.closed_early_text, project.closed_early_by) == (endings.PLAN.public_text, decision)
    assert (decision.kind, decision.state, decision.paragraph, decision.made_on) == (
        "early_close",
        "dispatched",
        "§ 61",
        endings.BOARD,
    )
    assert decision.last_day_to_appeal is None  # this money's decisions cannot be appealed
    assert tale.decision.kind == "approval"  # the grant stands as it was decided
    assert project.period_end == factories.PERIOD[1]


def test_one_final_period_is_left_and_the_others_are_cancelled(tale):
    """The half-year that reaches the last day, and those after it, become one; what was paid stands."""
    assert (tale.report(1).state, tale.claim(1).state) == ("approved", "paid")
    for row in (tale.report(2), tale.report(3), tale.claim(2), tale.claim(3)):
        assert row.state == "cancelled"
        assert row.obligation.cancelled_at is not None
    for row in (tale.report(4), tale.claim(4)):
        assert (row.period_start, row.period_end) == (date(2027, 7, 1), endings.LAST_DAY)
        assert (row.obligation.period_start, row.obligation.period_end) == (date(2027, 7, 1), endings.LAST_DAY)
        assert row.obligation.due_on == endings.FINAL_DUE
        assert row.obligation.is_open and row.is_final
    assert moves(tale.the_case, "report")[-2:] == ["cancelled", "cancelled"]


def test_only_what_is_owed_is_reminded_of(tale):
    waiting = Reminder.objects.filter(obligation__case=tale.the_case, sent_at=None, cancelled_at=None)
    assert {row.obligation for row in waiting} == {tale.report(4).obligation, tale.claim(4).obligation}
    assert min(row.due_on for row in waiting) > date(2027, 10, 6)
    assert max(row.due_on for row in waiting if row.offset < 0) < endings.FINAL_DUE


def test_the_applicant_is_told_what_is_still_owed(tale):
    notice = Notice.objects.get(kind="closed_early", recipient=tale.lead)
    assert notice.subject.startswith("Projektet är avslutat i förtid")
    assert "senast onsdag 15 december 2027" in notice.email.message
    assert "till och med 31 oktober 2027" in notice.email.message
    assert not Notice.objects.filter(kind="decision_rejection").exists()


def test_the_final_report_and_claim_open_when_the_end_is_near_and_the_project_is_settled(tale):
    assert tale.report(4).state == "planned"
    with clock.at(moment(date(2027, 10, 18), 8, 5)):
        jobs.run_morning()
        assert (tale.report(4).state, tale.claim(4).state) == ("open", "open")
    with clock.at(moment(date(2027, 11, 2), 9)):
        with pytest.raises(NotReady):
            tale.finish_project()
        tale.hand_in_report(4, REPORT)
        tale.hand_in_claim(4, COSTS)
        assert missing(tale.finish_project) == [
            "Slutrapport 4 är inte godkänd.",
            "Slutrekvisition 4 är inte färdiggranskad.",
        ]
        tale.approve_report(4)
        pay(tale, 4)
        tale.finish_project()
        tale.settle()
        tale.close_case()
    assert (tale.project.state, tale.application.state) == ("settled", "closed")
    assert tale.project.closed_early_on == endings.LAST_DAY
    for save in (partnership.save_municipalities, partnership.save_steering, partnership.save_events):
        with pytest.raises(MovedOn):  # what is settled is only read
            save(tale.project, rows=[], version=None, by=tale.lead)
    with pytest.raises(MovedOn):
        partnership.save_related(tale.application, rows=[], version=None, by=tale.lead)


def test_the_letter_says_what_was_decided(tale):
    frozen = ending.decision_of(tale).frozen
    assert frozen["heading"] == "Läsa högt hemma avslutas i förtid"
    assert frozen["clauses"] == [
        "att projektet Läsa högt hemma, som Region Örebro län (232100-0164) driver, avslutas i förtid den "
        "31 oktober 2027,",
        "att kostnader efter den 31 oktober 2027 inte ger rätt till stöd,",
        "att slutrapport och slutrekvisition ska lämnas senast den 15 december 2027,",
        "att beviljat stöd som inte betalas ut efter slutrekvisitionen återförs till 1:1-medel.",
    ]
    assert "Sökanden har inte svarat inom tiden." in frozen["case_history"][0]
    assert frozen["reasons"] == [endings.PLAN.grounds]
    assert frozen["appeal"]["heading"] == "Beslutet får inte överklagas"


def test_sent_late_the_final_report_still_has_two_weeks(stage, take):
    tale = endings.running_tale(title="Sent expedierat")
    endings.decided(tale)
    with clock.at(moment(date(2027, 12, 14))):
        ending.dispatch(tale)
    assert tale.report(2).obligation.due_on == date(2027, 12, 28)
    assert (tale.report(2).state, tale.claim(2).state) == ("open", "open")  # its period is over


def test_what_has_been_handed_in_stands(stage, take):
    """The first year was reported in time; the project ends in the second."""
    tale = endings.running_tale(title="Andra året")
    with clock.at(moment(date(2028, 1, 10), 8, 5)):
        jobs.run_morning()
        tale.hand_in_report(1, REPORT)
        tale.hand_in_claim(1, COSTS)
        ending.ask(tale, "Vi orkar inte längre.")
        plan = endings.PLAN
        plan = ending.Ending("own_request", plan.grounds, date(2028, 2, 29), date(2028, 4, 3), plan.public_text)
        ending.write(tale, plan)
        ending.propose(tale)
        ending.put_on_agenda(tale, date(2028, 1, 25))
    with clock.at(moment(date(2028, 1, 25), 16)):
        ending.decide_in_board(tale, "4")
        ending.approve_minutes(tale)
        ending.announce(tale)
        factories.make_ready(tale.the_case)
        ending.dispatch(tale)
    assert (tale.report(1).state, tale.claim(1).state) == ("submitted", "submitted")
    assert (tale.report(2).period_start, tale.report(2).period_end) == (date(2028, 1, 1), date(2028, 2, 29))
    assert tale.report(2).state == "planned"
