"""Telling the applicant that a case takes longer than they could expect (förvaltningslagen 11 §, B-07)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..enums import ApplicationState
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.gates.grant import conflict_answered
from ..models import Application, DelayNotice
from ..notifications import delays as notices

# From when somebody is responsible for it until there is a decision.
WAITS_FOR_DECISION = (
    ApplicationState.FORMAL_CHECK,
    ApplicationState.COMPLETION,
    ApplicationState.PREPARATION,
    ApplicationState.PROPOSED,
    ApplicationState.ON_AGENDA,
)


@transaction.atomic
def tell(application: Application, *, reason: str, expected_on: date, by: User) -> DelayNotice:
    """Tell the applicant why the case is delayed and by which day a decision is expected.

    Consequences: the notice stands in the case and its history; mail B-07 to those who write at the applicant. May be
    sent again when the day does not hold. Raises NotYours, NotReady while the jäv question is open, MovedOn,
    ValidationError by field.
    """
    application = engine.lock(application)
    if not by.has_perm("applications.handle_case", application):
        raise NotYours(f"{by} does not handle {application.case}")
    if missing := conflict_answered(application, by):
        raise NotReady(list(missing))
    if application.state not in WAITS_FOR_DECISION:
        raise MovedOn(application.get_state_display(), "Underrätta om försening")
    faults = {} if reason.strip() else {"reason": "Skriv varför det dröjer."}
    if expected_on <= clock.today():
        faults["expected_on"] = "Skriv en dag som ligger framåt i tiden."
    if faults:
        raise ValidationError(faults)
    notice = DelayNotice.objects.create(
        case=application.case, reason=reason.strip(), expected_on=expected_on, sent_by=by, sent_at=clock.now()
    )
    notices.told(notice)
    return notice
