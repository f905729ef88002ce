"""Ending the case of an application that was taken back: a decision of its own, on delegation (B-24)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.enums import DecisionKind
from applications.lifecycle import engine
from applications.models import Application, Decision
from applications.services import deciding
from portal.accounts.models import User

from ..lifecycle.gates import ZERO, rule_for
from . import delegated


@transaction.atomic
def discontinue(application: Application, *, reasons: str, by: User) -> Decision:
    """Decide that the case is struck off, since nobody applies any longer (domain.md §7.2, ÅTERTAGEN → BESLUTAD).

    Consequences: the application is decided; a decision in state made, frozen at once, its letter owed; a numbered
    delegated decision to be reported at the board's next meeting (kommunallagen 6:40). Raises NotYours, MovedOn,
    NotReady, ValidationError without reasons.
    """
    application = engine.lock(application)
    if not reasons.strip():
        raise ValidationError({"reasons": "Skriv skälen för beslutet."})
    engine.check(application, "discontinue", by=by)
    rule = rule_for(application, by, DecisionKind.DISCONTINUED, ZERO)
    assert rule is not None  # the gate has just found it
    case = application.case
    row, columns = delegated.begin(case.board_id, rule, by=by)
    decision = row.decision = Decision.objects.create(
        case=case,
        kind=DecisionKind.DISCONTINUED,
        board=case.board,
        funding_source=case.programme.funding_source,
        gives_money=False,
        reasons=reasons.strip(),
        presented_by=case.officer.name if case.officer else "",
        created_by=by,
        **columns,
    )
    row.save()
    engine.perform(application, "discontinue", by=by)
    engine.perform(decision, "make", by=by, **deciding.lock_text(decision))
    deciding.owe_letter(decision)
    return decision
