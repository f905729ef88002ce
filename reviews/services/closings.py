"""Deciding that a project ends before its time: by the board at a meeting, or for it when the applicant has asked."""

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.enums import DecisionKind
from applications.lifecycle import engine
from applications.models import Decision, EarlyClose
from applications.services import deciding, minutes
from portal.accounts.models import User

from ..lifecycle.closing_gates import covering_rule, open_item
from ..models import AgendaItem, Meeting
from . import delegated, meetings


@transaction.atomic
def put_on_agenda(closing: EarlyClose, *, meeting: Meeting, by: User) -> AgendaItem:
    """Put the approved proposal on the agenda of a planned meeting of its board, next in number.

    Raises NotYours, MovedOn, NotReady, ValidationError for a meeting of another board or one that is over.
    """
    closing = engine.lock(closing)
    meeting = meetings.lock_planned(meeting, closing.case)
    if meeting.items.filter(case=closing.case_id).exists():
        raise ValidationError({"meeting": "Ärendet står redan på den föredragningslistan. Välj ett annat sammanträde."})
    engine.perform(closing, "put_on_agenda", by=by)
    number = meetings.next_number(meeting)
    return AgendaItem.objects.create(meeting=meeting, case=closing.case, early_close=closing, number=number)


def _create(closing: EarlyClose, reasons: str, *, by: User, **columns: object) -> Decision:
    case = closing.case
    return Decision.objects.create(
        case=case,
        kind=DecisionKind.EARLY_CLOSE,
        board=case.board,
        funding_source=closing.project.decision.funding_source,
        gives_money=False,
        reasons=reasons,
        presented_by=case.officer.name if case.officer else "",
        created_by=by,
        **columns,
    )


@transaction.atomic
def register(closing: EarlyClose, *, paragraph: str, reasons: str, by: User) -> Decision:
    """Register that the board has decided to end the project early: day of the meeting, §, reasons (domain.md §7.4).

    Consequences: a decision of its own in state made, which the agenda item points at; the rest follows as for other
    decisions (justering, anslag, expediering), and the project ends when it is dispatched. A board that says no is
    told by dropping the proposal. Raises NotYours, MovedOn, NotReady, ValidationError.
    """
    closing = engine.lock(closing)
    numbered = minutes.paragraph(paragraph)
    if not numbered:
        raise ValidationError({"paragraph": minutes.MISSING})
    if not reasons.strip():
        raise ValidationError({"reasons": "Skriv skälen för beslutet."})
    engine.check(closing, "register_decision", by=by)
    item = open_item(closing)
    assert item is not None  # the gate has just found it
    decision = _create(
        closing,
        reasons,
        by=by,
        made_on=item.meeting.held_on,
        paragraph=numbered,
        decided_by=closing.case.board.name,
    )
    engine.perform(closing, "register_decision", by=by, decision=decision)
    item.decision = decision
    item.save(update_fields=["decision"])
    engine.perform(decision, "make", by=by)
    return decision


@transaction.atomic
def decide_by_delegation(closing: EarlyClose, *, reasons: str, by: User) -> Decision:
    """Decide for the board, where its delegation order has a point for it and the applicant has asked (§7.4).

    Consequences: a decision in state made, frozen at once, its letter owed; a numbered delegated decision to be
    reported at the board's next meeting (kommunallagen 6:40). Raises NotYours, MovedOn, NotReady, ValidationError.
    """
    closing = engine.lock(closing)
    if not reasons.strip():
        raise ValidationError({"reasons": "Skriv skälen för beslutet."})
    engine.check(closing, "decide_by_delegation", by=by)
    rule = covering_rule(closing, by)
    assert rule is not None  # the gate has just found it
    row, columns = delegated.begin(closing.case.board_id, rule, by=by)
    decision = row.decision = _create(closing, reasons, by=by, **columns)
    row.save()
    engine.perform(closing, "decide_by_delegation", by=by, decision=decision)
    engine.perform(decision, "make", by=by, **deciding.lock_text(decision))
    deciding.owe_letter(decision)
    return decision
