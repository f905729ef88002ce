"""Registering what the board decided, and deciding on delegation; both give a decision with one origin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from applications.budget.calculation import calculate
from applications.enums import ConditionKind, DecisionKind
from applications.lifecycle import engine
from applications.lifecycle.engine import NotYours
from applications.models import Application, Condition, Decision, DecisionAmount
from applications.models.budget_rows import budget_input
from applications.services import deciding
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import Board, User
from portal.money import kronor, round_ore

from ..enums import MeetingState
from ..lifecycle.gates import covering_rule
from ..models import AgendaItem, DelegatedDecision, Meeting, Memo

ZERO = Decimal(0)


@dataclass(frozen=True)
class Terms:
    """What was decided. share is a fraction (0.28), cap and amounts kronor with öre; conditions (text, kind, due)."""

    kind: str
    reasons: str
    share: Decimal | None = None
    cap: Decimal | None = None
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    period_start: date | None = None
    period_end: date | None = None
    conditions: Sequence[tuple[str, str, date | None]] = ()


def proposed_terms(application: Application) -> Terms:
    """The memo's proposal as terms: the cap spread over the years as the applied money is (domain.md §4.1)."""
    memo = Memo.objects.get(case=application.case_id)
    lines = [line.strip() for line in memo.conditions.splitlines() if line.strip()]
    conditions = [(line, ConditionKind.ONGOING.value, None) for line in lines]
    if memo.kind != DecisionKind.APPROVAL or memo.cap is None:
        return Terms(kind=memo.kind, reasons=memo.reasons)
    return Terms(
        kind=memo.kind,
        reasons=memo.reasons,
        share=memo.share,
        cap=memo.cap,
        amounts=spread(memo.cap, calculate(budget_input(application)).applied.by_year),
        period_start=application.period_start,
        period_end=application.period_end,
        conditions=conditions,
    )


def spread(cap: Decimal, applied: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The cap per year: as applied for when that is the cap in whole kronor, else in the same proportions.

    To öre; the last year with money takes up the rounding, so that the years sum to the cap or to the applied sum.
    """
    total = sum(applied.values(), ZERO)
    if total.quantize(Decimal(1), rounding=ROUND_HALF_UP) == cap:
        return dict(applied)
    amounts = {year: round_ore(cap * applied[year] / total) if total else ZERO for year in sorted(applied)}
    with_money = [year for year, amount in amounts.items() if amount]
    if with_money:
        amounts[with_money[-1]] += cap - sum(amounts.values(), ZERO)
    return amounts


def _check(terms: Terms) -> None:
    """Raises ValidationError when the parts of a bifall do not fit together; a constraint would refuse it later."""
    if not terms.reasons.strip():
        raise ValidationError({"reasons": "Skriv skälen för beslutet."})
    if terms.kind != DecisionKind.APPROVAL:
        return
    faults: dict[str, str] = {}
    if terms.share is None or not ZERO < terms.share <= 1:
        faults["share"] = "Skriv andelen i procent, mer än 0 och högst 100."
    if terms.cap is None or terms.cap <= 0 or terms.cap != terms.cap.to_integral_value():
        faults["cap"] = "Skriv det högsta beloppet i hela kronor."
    if terms.period_start is None or terms.period_end is None or terms.period_end < terms.period_start:
        faults["period_end"] = "Skriv från och till vilken dag stödet gäller."
    total = sum(terms.amounts.values(), ZERO).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if any(amount < 0 for amount in terms.amounts.values()):
        faults["amounts"] = "Ett belopp kan inte vara mindre än 0 kr."
    elif "cap" not in faults and total != terms.cap:
        cap = kronor(terms.cap or ZERO)
        faults["amounts"] = f"Åren blir {kronor(total)} kr men högsta beloppet är {cap} kr. Gör dem lika."
    if faults:
        raise ValidationError(faults)


def _create(application: Application, terms: Terms, *, by: User, **columns: object) -> Decision:
    is_approval = terms.kind == DecisionKind.APPROVAL
    case = application.case
    decision = Decision.objects.create(
        case=case,
        kind=terms.kind,
        board=case.board,
        funding_source=case.programme.funding_source,
        share=terms.share if is_approval else None,
        cap=terms.cap if is_approval else None,
        period_start=terms.period_start if is_approval else None,
        period_end=terms.period_end if is_approval else None,
        reasons=terms.reasons,
        presented_by=case.officer.name if case.officer else "",
        created_by=by,
        **columns,
    )
    if is_approval:
        DecisionAmount.objects.bulk_create(
            DecisionAmount(decision=decision, year=year, amount=amount) for year, amount in terms.amounts.items()
        )
        Condition.objects.bulk_create(
            Condition(decision=decision, text=text, kind=kind, due_on=due) for text, kind, due in terms.conditions
        )
    return decision


@transaction.atomic
def register(application: Application, *, terms: Terms, paragraph: str, by: User) -> Decision:
    """Register what the board decided on its agenda item: day of the meeting, §, terms (domain.md §7.2).

    Consequences: the application is decided; a decision in state made, with the board as decider. The terms may
    differ from the proposal; the memo is not changed (§9 case 38). Raises NotYours, MovedOn, NotReady, ValidationError.
    """
    application = engine.lock(application)
    if not paragraph.strip():
        raise ValidationError({"paragraph": "Skriv paragrafens nummer, till exempel 47."})
    _check(terms)
    engine.perform(application, "register_decision", by=by)
    item = AgendaItem.objects.filter(case=application.case, decision=None).select_related("meeting").latest("meeting")
    number = paragraph.strip().removeprefix("§").strip()
    decision = _create(
        application,
        terms,
        by=by,
        made_on=item.meeting.held_on,
        paragraph=f"§ {number}",
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
    ValidationError also when the terms go beyond the rule.
    """
    application = engine.lock(application)
    _check(terms)
    engine.perform(application, "decide_by_delegation", by=by)
    rule = covering_rule(application, by)
    assert rule is not None  # the gate has just found it
    memo = Memo.objects.get(case=application.case_id)
    amount = terms.cap if terms.kind == DecisionKind.APPROVAL and terms.cap is not None else ZERO
    if terms.kind != rule.kind or amount > rule.amount_limit:
        raise ValidationError({"cap": f"Din delegation räcker till {kronor(rule.amount_limit)} kr."})
    if memo.proposed_by_id == by.pk and amount > rule.own_limit:
        raise ValidationError({"cap": f"Över {kronor(rule.own_limit)} kr måste en annan än den som föreslog besluta."})
    today = clock.today()
    board = Board.objects.select_for_update().get(pk=application.case.board_id)
    number = (
        DelegatedDecision.objects.filter(board=board, year=today.year).aggregate(last=Max("number"))["last"] or 0
    ) + 1
    decision = _create(
        application,
        terms,
        by=by,
        is_delegated=True,
        made_on=today,
        paragraph=f"Delegationsbeslut {number}/{today.year}, punkt {rule.point}",
        decided_by=f"{by.name}, {by.title.lower() or 'på delegation'}",
    )
    DelegatedDecision.objects.create(decision=decision, rule=rule, board=board, year=today.year, number=number)
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
