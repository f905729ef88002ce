"""Two accounts at the desk do the same at the same moment: one wins, the other is told, and one mail goes out."""

from functools import partial
from typing import Any

import pytest

from applications import jobs
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.models import Decision, Notice, TransitionLog
from applications.services import conflicts, deciding, handling
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole, User
from portal.demo.stories import others
from reviews.services import assessing, checking, decisions, proposing
from tests import factories
from tests.factories.papers import make_ready
from tests.hard.parallel import faults, kinds, together

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def also(role: StaffRoleName) -> User:
    """A second person with the role at the board."""
    person = User.objects.create_user(f"{role}@example.se", "x", name="Alva Nordin")
    board = factories.world().growth_board
    StaffRole.objects.create(user=person, role=role, board=board, valid_from=clock.today())
    return person


def moves(name: str) -> int:
    return TransitionLog.objects.filter(move=name).count()


def test_two_heads_approve_and_one_is_told_that_it_is_done():
    tale = factories.prepared_tale()
    tale.assess(others.SCORES, others.CHILD, others.SUMMARY)
    tale.propose(kind="rejection", reasons="Skäl.")
    tale.not_conflicted("enhetschef")
    other = also(StaffRoleName.HEAD_OF_UNIT)
    handling.declare_conflict(tale.the_case, is_conflicted=False, by=other)
    memo = tale.the_case.memo
    outcomes = together(partial(proposing.approve, memo, by=head) for head in (tale.staff("enhetschef"), other))
    assert kinds(outcomes) == [MovedOn]
    assert "Ladda om sidan" in str(faults(outcomes)[0])
    assert moves("approve") == moves("approve_proposal") == 1


def test_two_secretaries_register_and_send_and_one_mail_goes_out():
    tale = factories.proposed_tale()
    tale.put_on_agenda(clock.today())
    secretary, other = tale.staff("namndsekreterare"), also(StaffRoleName.BOARD_SECRETARY)
    terms = decisions.proposed_terms(tale.application)
    register = partial(decisions.register, tale.application, terms=terms, paragraph="47")
    outcomes = together(partial(register, by=person) for person in (secretary, other))
    assert kinds(outcomes) == [MovedOn]
    assert Decision.objects.count() == 1
    tale.approve_minutes()
    tale.announce()
    make_ready(tale.the_case)
    outcomes = together(partial(deciding.dispatch, tale.decision, by=person) for person in (secretary, other))
    assert kinds(outcomes) == [MovedOn]
    told = Notice.objects.filter(case=tale.the_case, kind="accept_decision")
    assert told.count() == told.values("recipient").distinct().count() > 0
    jobs.run_sweep()
    assert set(told.values_list("email__status", flat=True)) == {0}


def assessment(tale: Any, by: User, text: str, version: int | None) -> Any:
    scores = {name: (4, text) for name in ("relevance", "potential", "feasibility", "actors")}
    given = {"scores": scores, "child_best_interest": text, "summary": text, "version": version}
    return partial(assessing.save, tale.the_case, by=by, **given)


def test_one_assessment_in_two_windows_is_written_once_and_the_other_is_told():
    tale = factories.prepared_tale()
    first = assessment(tale, tale.officer, "Först.", None)()
    outcomes = together(assessment(tale, tale.officer, text, first.version) for text in ("Ena.", "Andra."))
    assert kinds(outcomes) == [StaleVersion]
    kept = tale.the_case.assessments.get(author=tale.officer)
    assert kept.version == first.version + 1
    assert kept.summary == kept.child_best_interest
    assert {score.reason for score in kept.scores.all()} == {kept.summary}


def test_two_accounts_and_one_formal_check_as_the_case_is_taken_over():
    """Whoever has the case when the row is locked writes; the other is told, and nothing is mixed."""
    tale = factories.assigned_tale()
    tale.not_conflicted("medhandlaggare")
    second = tale.staff("medhandlaggare")
    values = {"in_time": True, "eligible": True, "signed": True, "complete": True, "note": "Före."}
    take = partial(handling.take_over, tale.application, reason="Sjuk.", by=second)
    save = partial(checking.save, tale.the_case, values=values, version=None, by=tale.officer)
    took, saved = together([take, save])
    assert not faults([took])
    assert kinds([saved]) in ([], [NotYours])
    assert tale.the_case.officer == second
    assert tale.the_case.assignments.filter(ended_at=None, role="officer").count() == 1
    assert Notice.objects.filter(case=tale.the_case, kind="taken_over").count() == 1


def test_two_officers_who_take_over_leave_one_and_one_question_of_jav_is_raised_once():
    tale = factories.assigned_tale()
    third = also(StaffRoleName.CASE_OFFICER)
    tale.not_conflicted("handlaggare", "medhandlaggare")
    handling.declare_conflict(tale.the_case, is_conflicted=False, by=third)
    take = partial(handling.take_over, tale.application, reason="Sjuk.")
    assert not faults(together(partial(take, by=person) for person in (tale.staff("medhandlaggare"), third)))
    assert tale.the_case.assignments.filter(ended_at=None, role="officer").count() == 1
    ask = partial(conflicts.point_out, tale.the_case, person=tale.officer, why="Kusin.")
    outcomes = together(partial(ask, by=person) for person in (tale.staff("medhandlaggare"), third))
    assert len(faults(outcomes)) == 1
    assert not isinstance(faults(outcomes)[0], NotReady)
    assert tale.the_case.conflict_rulings.count() == 1
    assert Notice.objects.filter(case=tale.the_case, kind="conflict_raised").count() == 1
