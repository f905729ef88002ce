"""Ending a case without trying the application: struck off when it was taken back, or dismissed (B-23, B-24)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.enums import DecisionKind, DismissalGround
from applications.lifecycle import engine
from applications.models import Application, Decision
from applications.services import deciding, decision_requests
from portal.accounts.models import User

from ..lifecycle.gates import ZERO, rule_for
from . import delegated

NO_REASONS = "Skriv skälen för beslutet."
IN_TIME = "Ansökan kom in i tid. Välj en annan grund."
NOT_TOLD = (
    "Begär först komplettering med ett föreläggande. Utan det får ansökan inte avvisas för att något saknas i den."
)
# What can be mended is asked for first, and said what follows if it is not (förvaltningslagen 20 §, domain.md §7.2).
CAN_BE_MENDED = (DismissalGround.UNSIGNED, DismissalGround.INCOMPLETE)


@transaction.atomic
def discontinue(application: Application, *, reasons: str, by: User) -> Decision:
    """Decide that the case is struck off, since nobody applies any longer (domain.md §7.2, ÅTERTAGEN → BESLUTAD).

    Consequences: the application is decided; a decision in state made, frozen at once, its letter owed; a numbered
    delegated decision to be reported at the board's next meeting (kommunallagen 6:40). Raises NotYours, MovedOn,
    NotReady, ValidationError without reasons.
    """
    return _end(engine.lock(application), "discontinue", DecisionKind.DISCONTINUED, reasons=reasons, by=by)


@transaction.atomic
def dismiss(application: Application, *, ground: DismissalGround, reasons: str, by: User) -> Decision:
    """Decide that the application is not tried (domain.md §7.2, FORMELL_KONTROLL → BESLUTAD; §9 case 3).

    Nothing is dismissed by itself: being late must be so by the window as it now ends, and what could be mended must
    have been asked for with the consequence told, and the time for it be over. Consequences: as for `discontinue`, and
    the letter tells how to appeal. Raises NotYours, MovedOn, NotReady, ValidationError by field.
    """
    application = engine.lock(application)
    faults = {}
    if ground == DismissalGround.LATE and not application.is_late:
        faults["ground"] = IN_TIME
    if ground in CAN_BE_MENDED and not was_told(application):
        faults["ground"] = NOT_TOLD
    if faults:
        raise ValidationError(faults)
    return _end(application, "dismiss", DecisionKind.DISMISSED, reasons=reasons, by=by, dismissal_ground=ground)


def was_told(application: Application) -> bool:
    """A formal request to complete, which says what follows, has been answered or its time has run out."""
    return application.case.completions.filter(is_formal=True, answered_at__isnull=False).exists()


def _end(application: Application, move: str, kind: DecisionKind, *, reasons: str, by: User, **more: Any) -> Decision:
    if not reasons.strip():
        raise ValidationError({"reasons": NO_REASONS})
    engine.check(application, move, by=by)
    rule = rule_for(application, by, kind, ZERO)
    assert rule is not None  # the gate has just found it
    case = application.case
    row, columns = delegated.begin(case.board_id, rule, by=by)
    decision = row.decision = Decision.objects.create(
        case=case,
        kind=kind,
        board=case.board,
        funding_source=case.programme.funding_source,
        gives_money=False,
        reasons=reasons.strip(),
        presented_by=case.officer.name if case.officer else "",
        created_by=by,
        **columns,
        **more,
    )
    row.save()
    engine.perform(application, move, by=by)
    decision_requests.answered(case)
    engine.perform(decision, "make", by=by, **deciding.lock_text(decision))
    deciding.owe_letter(decision)
    return decision
