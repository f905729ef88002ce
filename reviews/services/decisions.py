"""Registering what the board decided, and deciding on delegation; both give a decision with one origin."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from applications.lifecycle import engine
from applications.lifecycle.engine import NotYours
from applications.models import Application, Condition, Decision, DecisionAmount, DecisionComponent
from applications.selectors import hearings
from applications.services import deciding, decision_requests, funds, minutes
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board, User
from portal.money import kronor

from ..enums import MeetingState
from ..lifecycle.gates import covering_rule, rule_for
from ..models import AgendaItem, DelegatedDecision, Meeting, Memo
from ..selectors import leaning, referrals
from . import delegated
from .terms import Terms, checked_start, proposed_terms, settled

ZERO = Decimal(0)

__all__ = ["Terms", "decide_by_delegation", "proposed_terms", "register", "report", "unreported"]


def _create(application: Application, terms: Terms, *, by: User, **columns: object) -> Decision:
    case = application.case
    decision = Decision.objects.create(
        case=case,
        kind=terms.kind,
        board=case.board,
        funding_source=case.programme.funding_source,
        gives_money=terms.gives_money or not terms.grants,
        share=terms.share if terms.gives_money else None,
        cap=terms.cap if terms.gives_money else None,
        advance=terms.advance if terms.gives_money else None,
        period_start=terms.period_start if terms.grants else None,
        period_end=terms.period_end if terms.grants else None,
        reasons=terms.reasons,
        policy_basis="\n\n".join(leaning.policies_of(case.memo)),
        preparation="\n\n".join([*leaning.forum_of(case.memo), *referrals.preparation(case), *hearings.in_words(case)]),
        presented_by=case.officer.name if case.officer else "",
        created_by=by,
        **columns,
    )
    DecisionComponent.objects.bulk_create(
        DecisionComponent.of(decision, order, row) for order, row in enumerate(terms.supports)
    )
    if terms.grants:
        DecisionAmount.objects.bulk_create(
            DecisionAmount(decision=decision, year=year, amount=amount) for year, amount in terms.amounts.items()
        )
        Condition.objects.bulk_create(
            Condition(decision=decision, text=text, kind=kind, due_on=due) for text, kind, due in terms.conditions
        )
    funds.bind(decision, by=by)
    return decision


@transaction.atomic
def register(application: Application, *, terms: Terms, paragraph: str, by: User) -> Decision:
    """Register what the board decided on its agenda item: day of the meeting, §, terms (domain.md §7.2).

    Consequences: the application is decided, and with it what the applicant may have asked (FL 12 §); a decision in
    state made, with the board as decider. The terms may
    differ from the proposal; the memo is not changed (§9 case 38). Raises NotYours, MovedOn, NotReady, ValidationError,
    also for a start before the meeting's day that the terms do not allow (G-07).
    """
    application = engine.lock(application)
    numbered = minutes.paragraph(paragraph)
    if not numbered:
        raise ValidationError({"paragraph": minutes.MISSING})
    terms = settled(application, terms)
    engine.perform(application, "register_decision", by=by)
    decision_requests.answered(application.case)
    item = AgendaItem.objects.filter(case=application.case, decision=None).select_related("meeting").latest("meeting")
    terms = checked_start(terms, item.meeting.held_on)
    decision = _create(
        application,
        terms,
        by=by,
        made_on=item.meeting.held_on,
        paragraph=numbered,
        decided_by=application.case.board.name,
    )
    item.decision = decision
    item.save(update_fields=["decision"])
    engine.perform(decision, "make", by=by)
    return decision


@transaction.atomic
def decide_by_delegation(application: Application, *, terms: Terms, by: User) -> Decision:
    """Decide for the board within the delegation (kommunallagen 6:37, 7:5).

    Consequences: the application is decided; a decision in state made, frozen at once, its letter owed; a numbered
    delegated decision to be reported at the board's next meeting (6:40). Raises NotYours, MovedOn, NotReady, and
    ValidationError also when the terms go beyond the rule, or let the project begin before today without saying so.
    """
    application = engine.lock(application)
    terms = settled(application, terms)
    engine.perform(application, "decide_by_delegation", by=by)
    decision_requests.answered(application.case)
    proposed = covering_rule(application, by)
    assert proposed is not None  # the gate has just found it
    memo = Memo.objects.get(case=application.case_id)
    amount = terms.cap if terms.gives_money and terms.cap is not None else ZERO
    rule = rule_for(application, by, terms.kind, amount)
    if rule is None:
        raise ValidationError({"cap": f"Din delegation räcker till {kronor(proposed.amount_limit)} kr."})
    if memo.proposed_by_id == by.pk and amount > rule.own_limit:
        raise ValidationError({"cap": f"Över {kronor(rule.own_limit)} kr måste en annan än den som föreslog besluta."})
    terms = checked_start(terms, clock.today())
    row, columns = delegated.begin(application.case.board_id, rule, by=by)
    decision = row.decision = _create(application, terms, by=by, **columns)
    row.save()
    engine.perform(decision, "make", by=by, **deciding.lock_text(decision))
    deciding.owe_letter(decision)
    return decision


def unreported(board: Board) -> QuerySet[DelegatedDecision]:
    """Delegated decisions that the board has not been told of yet."""
    return DelegatedDecision.objects.filter(board=board, reported_at=None).select_related("decision__case", "rule")


@transaction.atomic
def report(meeting: Meeting, *, by: User) -> int:
    """Report the delegated decisions made up to the meeting's day; returns how many.

    Raises NotYours, ValidationError for a meeting that has not been held.
    """
    if meeting.board_id not in by.boards_as(StaffRoleName.BOARD_SECRETARY):
        raise NotYours(f"{by} is no secretary of {meeting.board}")
    if meeting.state != MeetingState.HELD:
        raise ValidationError("Registrera först att sammanträdet är hållet. Då kan besluten anmälas där.")
    return unreported(meeting.board).filter(decision__made_on__lte=meeting.held_on).update(reported_at=meeting)
