"""Deciding that a project ends early: at a meeting with a §, or on delegation when the applicant itself has asked."""

from dataclasses import replace
from datetime import date

import pytest

from applications.lifecycle.engine import NotYours
from applications.services import early_close
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.demo.stories import ending
from portal.demo.world import BEGINNING, moment
from reviews.models import AgendaItem, DelegatedDecision, DelegationRule
from reviews.services import closings, meetings
from tests import factories
from tests.factories import endings
from tests.factories.refusals import faults, missing, moves

PROPOSED = date(2027, 9, 22)


@pytest.fixture(scope="module")
def tale(stage):
    """Asked for by the applicant, proposed and approved."""
    tale = endings.running_tale()
    with clock.at(moment(endings.THOUGHT)):
        ending.ask(tale, "Vi orkar inte.")
        ending.write(tale, replace(endings.PLAN, reason="own_request"))
        ending.propose(tale)
    return tale


@pytest.fixture(autouse=True)
def approved(take):
    with clock.at(moment(PROPOSED)):
        yield


def rule(tale, role=StaffRoleName.HEAD_OF_UNIT, own_limit=0):
    return DelegationRule.objects.create(
        board=tale.the_case.board,
        point="7.3",
        role=role,
        kind="early_close",
        amount_limit=1,
        own_limit=own_limit,
        valid_from=BEGINNING,
    )


def test_the_secretary_puts_it_on_an_agenda_of_its_own_board(tale):
    closing, secretary = ending.closing_of(tale), tale.staff("namndsekreterare")
    meeting = meetings.plan(tale.the_case.board, held_on=endings.BOARD, place="", by=secretary)
    with pytest.raises(NotYours):
        closings.put_on_agenda(closing, meeting=meeting, by=tale.officer)
    item = closings.put_on_agenda(closing, meeting=meeting, by=secretary)
    assert (item.number, item.case, item.early_close, item.decision) == (1, tale.the_case, closing, None)
    assert missing(lambda: closings.register(closing, paragraph="61", reasons="Skäl.", by=secretary)) == [
        "Nämnden sammanträder tisdag 5 oktober 2027."
    ]


def test_the_board_decides_and_the_decision_goes_the_way_of_others(tale):
    secretary = tale.staff("namndsekreterare")
    ending.put_on_agenda(tale, endings.BOARD)
    closing = ending.closing_of(tale)
    with clock.at(moment(endings.BOARD, 16)):
        assert list(faults(lambda: closings.register(closing, paragraph="", reasons="Skäl.", by=secretary))) == [
            "paragraph"
        ]
        assert list(faults(lambda: closings.register(closing, paragraph="61", reasons=" ", by=secretary))) == [
            "reasons"
        ]
        decision = closings.register(closing, paragraph="§ 61", reasons="Nämndens egna skäl.", by=secretary)
        assert (decision.kind, decision.state, decision.paragraph, decision.reasons, decision.gives_money) == (
            "early_close",
            "made",
            "§ 61",
            "Nämndens egna skäl.",
            False,
        )
        assert AgendaItem.objects.get(early_close=closing).decision == decision
        assert tale.project.state == "implementation"  # it goes on until the decision is dispatched
        ending.approve_minutes(tale)
        ending.announce(tale)
        assert ending.decision_of(tale).frozen["kind"] == "avslut i förtid"
        assert missing(lambda: ending.dispatch(tale))  # the letter is being made
        factories.make_ready(tale.the_case)
        ending.dispatch(tale)
    assert tale.project.state == "closed_early"
    assert moves(tale.the_case, "decision")[-4:] == ["made", "approved", "announced", "dispatched"]
    assert tale.the_case.agenda_items.filter(early_close=None).count() <= 1


def test_what_comes_in_between_is_asked_again_before_the_decision(tale):
    """A report that was handed in after the proposal makes its last day impossible."""
    ending.put_on_agenda(tale, endings.BOARD)
    closing = ending.closing_of(tale)
    closing.last_day = date(2029, 1, 1)
    closing.save(update_fields=["last_day"])
    with clock.at(moment(endings.BOARD, 16)):
        told = missing(
            lambda: closings.register(closing, paragraph="61", reasons="Skäl.", by=tale.staff("namndsekreterare"))
        )
    assert told == ["Projektet slutar ändå 31 december 2028. Välj en tidigare dag."]


def test_without_a_point_in_the_delegation_order_the_board_decides(tale):
    head = tale.staff("enhetschef")
    told = missing(lambda: closings.decide_by_delegation(ending.closing_of(tale), reasons="Skäl.", by=head))
    assert told == ["Din delegation omfattar inte avslut i förtid. Nämnden måste besluta."]


def test_what_the_applicant_asked_for_is_decided_on_delegation_and_numbered(tale):
    point = rule(tale)
    before = DelegatedDecision.objects.filter(board=tale.the_case.board, year=2027).count()
    ending.decide_by_delegation(tale, "enhetschef")
    decision = ending.decision_of(tale)
    assert (decision.is_delegated, decision.state, decision.made_on) == (True, "made", PROPOSED)
    assert decision.paragraph == f"Delegationsbeslut {before + 1}/2027, punkt 7.3"
    assert decision.delegated.rule == point
    assert decision.frozen and decision.document
    factories.make_ready(tale.the_case)
    ending.dispatch(tale)
    assert tale.project.closed_early_reason == "own_request"


def test_who_proposed_does_not_decide_unless_the_rule_says_so(tale):
    own = rule(tale, StaffRoleName.CASE_OFFICER)
    closing = ending.closing_of(tale)
    told = missing(lambda: closings.decide_by_delegation(closing, reasons="Skäl.", by=tale.officer))
    assert told == ["Du har själv lämnat förslaget. En annan person måste besluta."]
    own.own_limit = 1
    own.save()
    assert closings.decide_by_delegation(closing, reasons="Skäl.", by=tale.officer).is_delegated


def test_only_what_was_asked_for_is_delegated(stage, take):
    other = endings.running_tale(title="Inte begärt")
    rule(other)
    with clock.at(moment(endings.THOUGHT)):
        ending.write(other, endings.PLAN)
        ending.warn(other, endings.ANSWER_BY)
        ending.answer(other, "Nej.")
        ending.propose(other)
        told = missing(
            lambda: closings.decide_by_delegation(
                ending.closing_of(other), reasons="Skäl.", by=other.staff("enhetschef")
            )
        )
    assert told == ["Sökanden har inte bett om det själv. Nämnden måste besluta."]


def test_a_board_that_says_no_is_told_by_dropping_and_it_may_come_up_again(tale):
    ending.put_on_agenda(tale, endings.BOARD)
    with clock.at(moment(endings.BOARD, 17)):
        early_close.drop(ending.closing_of(tale), reason="Nämnden sade nej, § 12.", by=tale.officer)
        ending.write(tale, replace(endings.PLAN, last_day=date(2027, 11, 30)))
        ending.warn(tale, date(2027, 10, 25))
        ending.answer(tale, "Nu vill vi sluta.")
        ending.propose(tale)
        ending.put_on_agenda(tale, date(2027, 11, 2))
    with clock.at(moment(date(2027, 11, 2), 16)):
        ending.decide_in_board(tale, "70")
    assert ending.decision_of(tale).made_on == date(2027, 11, 2)
