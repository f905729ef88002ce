"""Deciding on delegation: who, how much, whose proposal; numbered per board and year; reported to the board."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from applications.documents import contents
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Document
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole
from portal.demo.world import BEGINNING, moment
from reviews.models import DelegatedDecision, DelegationRule
from reviews.services import decisions, meetings
from tests import factories
from tests.factories.refusals import faults, missing

TO_THE_BOARD = ["Beloppet är högre än din delegation. Nämnden måste besluta."]


@pytest.fixture(scope="module")
def tale(stage):
    """The officer proposes 90 000 kr, within the officer's delegation of 100 000."""
    return factories.proposed_tale()


@pytest.fixture(scope="module")
def larger(stage):
    """150 000 kr, above the officer's delegation and within the head's of 300 000."""
    return factories.proposed_tale(cap=150_000, title="Större")


@pytest.fixture(scope="module")
def refusal(stage):
    """An avslag is proposed."""
    return factories.proposed_tale(kind="rejection", title="Nej")


def decide(tale, by="handlaggare", **change):
    tale.not_conflicted(by)
    terms = replace(decisions.proposed_terms(tale.application), **change)
    return decisions.decide_by_delegation(tale.application, terms=terms, by=tale.staff(by))


def appoint(tale, name, role):
    StaffRole.objects.create(user=tale.staff(name), role=role, board=tale.the_case.board, valid_from=BEGINNING)


def test_the_officer_decides_within_the_own_limit_also_ones_own_proposal(tale):
    decision = decide(tale)
    assert (decision.state, decision.is_delegated, decision.made_on) == ("made", True, date(2026, 11, 23))
    assert (decision.paragraph, decision.decided_by) == (
        "Delegationsbeslut 1/2026, punkt 4.1",
        "Elin Sandahl, handläggare",
    )
    assert (decision.cap, decision.frozen_sha256) == (Decimal(90_000), contents.sha256(decision.frozen))
    assert tale.application.state == "decided"
    assert Document.objects.get(decision=decision).file is None
    made = DelegatedDecision.objects.get(decision=decision)
    assert (made.board, made.year, made.number, made.rule.point) == (tale.the_case.board, 2026, 1, "4.1")
    with pytest.raises(MovedOn, match="Beslutad"):
        decide(tale)


def test_only_who_may_decide_and_has_answered_the_question_of_jav(tale):
    terms = decisions.proposed_terms(tale.application)
    for name in ("namndsekreterare", "attestant", "registrator", "ordforande", "firmatecknare"):
        with pytest.raises(NotYours):
            decisions.decide_by_delegation(tale.application, terms=terms, by=tale.staff(name))
    with pytest.raises(NotYours):
        decisions.decide_by_delegation(tale.application, terms=terms, by=factories.other_officer())
    other = tale.staff("medhandlaggare")
    assert missing(lambda: decisions.decide_by_delegation(tale.application, terms=terms, by=other)) == [
        "Svara först på om du är jävig i ärendet."
    ]
    assert decide(tale, "medhandlaggare").decided_by == "Peter Wiklund, handläggare"


def test_above_the_officers_delegation_the_head_decides(larger):
    assert missing(lambda: decide(larger)) == TO_THE_BOARD
    assert missing(lambda: decide(larger, "ekonom")) == TO_THE_BOARD  # no point of the order is theirs
    decision = decide(larger, "enhetschef")
    assert decision.decided_by == "Birgitta Lundmark, enhetschef"
    assert decision.delegated.rule.point == "4.2"


def test_above_the_own_limit_another_than_the_proposer_decides(larger):
    """The officer is head too: the delegation reaches, but not to one's own proposal of that size."""
    appoint(larger, "handlaggare", StaffRoleName.HEAD_OF_UNIT)
    (told,) = missing(lambda: decide(larger))
    assert told.replace("\u00a0", " ") == "Över 100 000 kr måste en annan än den som föreslog besluta."
    assert decide(larger, "enhetschef").is_delegated


def test_exactly_at_the_limit_is_within_it(tale):
    rule = DelegationRule.objects.filter(board=tale.the_case.board, role="case_officer", kind="approval")
    rule.update(amount_limit=Decimal("89999.99"), own_limit=Decimal(0))
    assert missing(lambda: decide(tale)) == TO_THE_BOARD
    rule.update(amount_limit=Decimal(90_000), own_limit=Decimal(90_000))
    assert decide(tale).cap == Decimal(90_000)


def test_above_every_delegation_the_board_decides():
    tale = factories.proposed_tale(cap=300_001)
    for name in ("handlaggare", "enhetschef"):
        assert missing(lambda name=name: decide(tale, name)) == TO_THE_BOARD
    tale.put_on_agenda(date(2026, 11, 23))
    tale.decide_in_board("47")
    assert not tale.decision.is_delegated


def test_the_terms_stay_within_the_delegation_too(tale):
    told = faults(lambda: decide(tale, cap=Decimal(100_001), amounts={2027: Decimal(100_001)}))
    assert told["cap"][0].replace("\u00a0", " ") == "Din delegation räcker till 100 000 kr."
    told = faults(lambda: decide(tale, cap=Decimal(80_000)))
    assert list(told) == ["amounts"]
    assert tale.application.state == "proposed"
    assert decide(tale, cap=Decimal(80_000), amounts={2027: Decimal(80_000)}).cap == Decimal(80_000)


def test_a_point_of_the_order_holds_from_a_day_to_a_day(tale):
    rules = DelegationRule.objects.filter(board=tale.the_case.board, role="case_officer")
    rules.update(valid_to=date(2026, 11, 22))
    assert missing(lambda: decide(tale)) == TO_THE_BOARD
    rules.update(valid_to=date(2026, 11, 23))
    assert decide(tale).is_delegated


def test_another_boards_delegation_does_not_reach_here(tale):
    DelegationRule.objects.filter(board=tale.the_case.board).delete()
    assert DelegationRule.objects.exists()
    assert missing(lambda: decide(tale)) == ["Delegationsordningen har ingen punkt för bifall. Nämnden måste besluta."]


def test_an_avslag_is_decided_on_delegation(refusal):
    decision = decide(refusal)
    assert (decision.kind, decision.cap, decision.state) == ("rejection", None, "made")
    assert decision.frozen["decides"]


def test_decisions_are_numbered_per_board_and_year(tale, larger, refusal):
    own = factories.proposed_tale(factories.call(early=True), title="Egna pengar")
    numbers = [decide(tale), decide(larger, "enhetschef"), decide(own)]
    with clock.at(moment(date(2027, 1, 4))):
        numbers.append(decide(refusal))
    assert [(made.delegated.year, made.delegated.number) for made in numbers] == [
        (2026, 1),
        (2026, 2),
        (2026, 1),
        (2027, 1),
    ]


def test_decisions_are_reported_to_the_boards_next_meeting(tale, larger, refusal):
    board, secretary = tale.the_case.board, tale.staff("namndsekreterare")
    first, second = decide(tale).delegated, decide(larger, "enhetschef").delegated
    meeting = meetings.plan(board, held_on=date(2026, 12, 8), by=secretary)
    with clock.at(moment(date(2026, 12, 9))):
        late = decide(refusal).delegated
    assert set(decisions.unreported(board)) == {first, second, late}
    with clock.at(moment(date(2026, 12, 9))):
        for name in ("handlaggare", "enhetschef", "registrator"):
            with pytest.raises(NotYours):
                decisions.report(meeting, by=tale.staff(name))
        with pytest.raises(ValidationError, match="Registrera först att sammanträdet är hållet"):
            decisions.report(meeting, by=secretary)
        meetings.hold(meeting, by=secretary)
    assert decisions.report(meeting, by=secretary) == 2
    assert list(decisions.unreported(board)) == [late]  # made after the meeting, so for the next one
    assert decisions.report(meeting, by=secretary) == 0
    first.refresh_from_db()
    assert first.reported_at == meeting
    assert not decisions.unreported(tale.world.health_board).exists()
