"""The authority's moves at the same moment: exactly one wins, numbers have no gaps, and nobody waits for ever."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from applications import jobs
from applications.enums import ClaimState
from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn
from applications.models import Assignment, Case, Decision, Notice, Payout, Project, TransitionLog
from applications.services import claiming, completing, deciding, handling
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from reviews.models import AgendaItem, DelegatedDecision, Memo
from reviews.services import checking, decisions, meetings, notes, proposing
from tests import factories
from tests.hard.parallel import faults, kinds, together

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def moves(machine: str) -> list[str]:
    return list(TransitionLog.objects.filter(machine=machine).order_by("pk").values_list("move", flat=True))


def checked_tale() -> Story:
    """Complete by the formal check, so that the preparation may begin."""
    tale = factories.assigned_tale()
    values = {"in_time": True, "eligible": True, "signed": True, "complete": True, "note": ""}
    checking.save(tale.the_case, values=values, version=None, by=tale.officer)
    return tale


def test_of_several_windows_that_begin_the_preparation_one_wins():
    tale = checked_tale()
    outcomes = together([partial(handling.start_preparation, tale.application, by=tale.officer)] * 4)
    assert kinds(outcomes) == [MovedOn] * 3
    assert moves("application").count("start_preparation") == 1
    assert "Beredning" in str(faults(outcomes)[0])


def test_two_moves_out_of_one_state_never_both_happen():
    """Preparation begins, or more is asked for; whoever is second is told that the case has moved on."""
    tale = checked_tale()
    due_on = clock.today() + timedelta(days=14)
    ask = partial(
        completing.request,
        tale.application,
        items=[{"section": "mal", "text": "Skriv hur ni mäter"}],
        due_on=due_on,
        why="Vi behöver veta.",
        by=tale.officer,
    )
    outcomes = together([partial(handling.start_preparation, tale.application, by=tale.officer), ask])
    if isinstance(outcomes[1], MovedOn):
        assert tale.application.state == "preparation"
        assert not tale.the_case.completions.exists()
    else:
        assert tale.application.state == "completion"
        assert set(kinds(outcomes)) <= {MovedOn}


def test_two_heads_who_assign_leave_one_officer():
    tale = factories.submitted_tale()
    head = factories.staff("enhetschef")
    outcomes = together(
        partial(handling.assign, tale.application, officer=factories.staff(name), by=head)
        for name in ("handlaggare", "medhandlaggare")
    )
    assert not faults(outcomes)
    held = Assignment.objects.get(role="officer", ended_at=None)
    assert held.user == tale.the_case.officer
    assert moves("application").count("assign") == 1
    assert Notice.objects.filter(kind="officer_assigned", recipient=factories.applicant()).count() == 2


def test_a_no_and_a_yes_to_jav_at_once_leave_the_yes():
    """A no may become a yes and never the other way, so whichever comes first, the yes stands and stands alone."""
    tale = factories.submitted_tale()
    answer = partial(handling.declare_conflict, tale.the_case, by=factories.staff("handlaggare"))
    said_no, said_yes = together(
        [partial(answer, is_conflicted=False), partial(answer, is_conflicted=True, ground="party")]
    )
    assert not faults([said_yes])
    assert kinds([said_no]) in ([], [ValidationError])
    assert tale.the_case.conflicts.get().is_conflicted


def test_a_proposal_written_by_two_windows_is_one_memo():
    tale = factories.prepared_tale()
    values = {"kind": "rejection", "reasons": "Skäl.", "conditions": ""}
    outcomes = together([partial(proposing.save, tale.the_case, values=values, version=None, by=tale.officer)] * 4)
    assert not faults(outcomes)
    assert Memo.objects.get().version == 4


def test_a_delegated_decision_is_made_once():
    tale = factories.proposed_tale()
    tale.not_conflicted("enhetschef")
    terms = decisions.proposed_terms(tale.application)
    outcomes = together(
        partial(decisions.decide_by_delegation, tale.application, terms=terms, by=factories.staff(name))
        for name in ("handlaggare", "enhetschef")
    )
    assert kinds(outcomes) == [MovedOn]
    assert Decision.objects.count() == DelegatedDecision.objects.count() == 1
    assert tale.the_case.documents.filter(kind="decision").count() == 1


def test_delegated_decisions_are_numbered_without_gaps():
    tales = [factories.proposed_tale(factories.call(), kind="rejection") for _ in range(5)]
    officer = factories.staff("handlaggare")
    terms = [decisions.proposed_terms(tale.application) for tale in tales]

    def decide(number: int) -> Any:
        with transaction.atomic():
            made = decisions.decide_by_delegation(tales[number].application, terms=terms[number], by=officer)
            if number == 2:
                raise ValidationError("ångrat")
            return made

    outcomes = together(partial(decide, number) for number in range(5))
    assert kinds(outcomes) == [ValidationError]
    assert sorted(DelegatedDecision.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_matters_put_on_an_agenda_at_once_are_numbered_without_gaps():
    tales = [factories.proposed_tale(factories.call()) for _ in range(5)]
    secretary = factories.staff("namndsekreterare")
    day = date(2026, 12, 8)
    meeting = meetings.plan(factories.world().growth_board, held_on=day, by=secretary)
    put = [partial(meetings.put_on_agenda, tale.application, meeting=meeting, by=secretary) for tale in tales]
    outcomes = together([*put, put[0]])
    assert kinds(outcomes) == [MovedOn]
    assert list(AgendaItem.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_decision_is_sent_once():
    tale = factories.delegated_tale()
    by = factories.staff("registrator")
    outcomes = together([partial(deciding.dispatch, tale.decision, by=by)] * 3)
    assert kinds(outcomes) == [MovedOn] * 2
    assert Project.objects.count() == 1
    assert Notice.objects.filter(kind="accept_decision", recipient=factories.applicant("firmatecknare")).count() == 1


def test_money_is_approved_released_and_paid_once():
    tale = factories.accepted_tale()
    with clock.at(moment(date(2027, 1, 4))):
        jobs.run_morning()
        tale.implement()
    with clock.at(moment(date(2028, 1, 10))):
        jobs.run_morning()
        tale.hand_in_report(1, factories.kraftsamling.report(2027))
        tale.hand_in_claim(1, {"personal": Decimal(100_000)})
        tale.approve_report(1)
        tale.review_claim(1)
        tale.not_conflicted("ekonom", "attestant")
        economist, payer = factories.staff("ekonom"), factories.staff("attestant")
        claim = tale.claim(1)
        assert kinds(together([partial(claiming.approve, claim, approved={}, by=economist)] * 3)) == [MovedOn] * 2
        assert kinds(together([partial(claiming.release, claim, by=payer)] * 3)) == [MovedOn] * 2
        confirm = partial(claiming.confirm, claim, paid_on=clock.today(), by=economist)
        assert kinds(together([confirm] * 3)) == [MovedOn] * 2
        assert tale.claim(1).state == ClaimState.PAID
    assert Payout.objects.get().released_by == payer
    assert [move for move in moves("claim") if move in ("approve", "release", "confirm")] == [
        "approve",
        "release",
        "confirm",
    ]


def test_services_that_take_several_cases_in_any_order_do_not_deadlock():
    cases = [factories.shared_idea(f"Idé {number}").case for number in range(4)]
    ids = [case.pk for case in cases]

    def through(order: list[Any]) -> int:
        for _ in range(15):
            with transaction.atomic():
                engine.lock_cases(order)
                for id in order:
                    Case.objects.filter(pk=id).update(protected_title="låst")
        return len(order)

    outcomes = together(
        partial(through, order) for order in (ids, ids[::-1], ids[2:] + ids[:2], ids[1:2] + ids[3:] + ids[:1])
    )
    assert not faults(outcomes)


def test_readers_and_writers_of_one_case_do_not_deadlock():
    """Notes, answers about jäv, assignments and proposals all lock the case first."""
    tale = factories.prepared_tale()
    head = factories.staff("enhetschef")
    values = {"kind": "rejection", "reasons": "Skäl.", "conditions": ""}

    def often(act: Any) -> None:
        for _ in range(8):
            act()

    outcomes = together(
        partial(often, act)
        for act in (
            partial(proposing.save, tale.the_case, values=values, version=None, by=tale.officer),
            partial(notes.write, tale.the_case, text="Anteckning.", by=tale.officer),
            partial(handling.assign, tale.application, officer=tale.officer, by=head),
            partial(handling.assign, tale.application, officer=tale.officer, by=head),
        )
    )
    assert not faults(outcomes)
