"""Kommunicering: the material sent, the applicant's answers, and when it is not needed (FL 25 §, B-08)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, dates
from portal.accounts.models import User

from .. import reminders
from ..enums import ApplicationState, HearingExceptionGround, ObligationKind
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.gates.grant import conflict_answered
from ..models import Application, Case, HearingAnswer, HearingException, Obligation, PartyHearing
from ..notifications import hearings as notices
from . import obligations

SHORTEST_WORKING_DAYS = 5
# The answer is received until there is a decision; while the application is completed it may come too.
OPEN = (
    ApplicationState.PREPARATION,
    ApplicationState.COMPLETION,
    ApplicationState.PROPOSED,
    ApplicationState.ON_AGENDA,
)


def _preparing(application: Application, by: User, what: str) -> Application:
    """The locked row, of one's own case under preparation. Raises NotYours, NotReady, MovedOn."""
    application = engine.lock(application)
    if not by.has_perm("applications.handle_case", application):
        raise NotYours(f"{by} does not handle {application.case}")
    if missing := conflict_answered(application, by):
        raise NotReady(list(missing))
    if application.state != ApplicationState.PREPARATION:
        raise MovedOn(application.get_state_display(), what)
    return application


@transaction.atomic
def send(application: Application, *, material: str, due_on: date, by: User) -> PartyHearing:
    """Send the applicant what the proposal will rest on, with a last day to comment on it (FL 25 §).

    Consequences: the material stands as it was sent; an obligation with reminders; mail B-08 to those who write at
    the applicant. A last day that is no working day moves to the next. Raises NotYours, NotReady while the jäv
    question is open, MovedOn, and ValidationError for nothing written, a day too near, or an earlier one still open.
    """
    application = _preparing(application, by, "Kommunicera underlaget")
    faults: dict[str, str] = {}
    first = dates.add_working_days(clock.today(), SHORTEST_WORKING_DAYS)
    if not material.strip():
        faults["material"] = "Skriv vad förslaget kommer att vila på."
    if due_on < first:
        faults["due_on"] = f"Ge minst fem arbetsdagar. Första möjliga dag är {dates.weekday_long(first)}."
    case = application.case
    earlier = case.hearings.order_by("number").last()
    if earlier is not None and earlier.due_on >= clock.today() and not earlier.answers.exists():
        faults["material"] = (
            f"Sökanden har redan ett underlag att svara på, senast {dates.weekday_long(earlier.due_on)}."
        )
    if faults:
        raise ValidationError(faults)
    hearing = PartyHearing.objects.create(
        case=case,
        number=(earlier.number if earlier else 0) + 1,
        material=material.strip(),
        due_on=dates.legal_deadline(due_on),
        sent_by=by,
        sent_at=clock.now(),
    )
    obligation = Obligation.objects.create(
        case=case, kind=ObligationKind.HEARING, number=hearing.number, due_on=hearing.due_on
    )
    reminders.schedule(obligation, application.call_version)
    notices.sent(hearing)
    return hearing


@transaction.atomic
def answer(hearing: PartyHearing, *, has_comments: bool, text: str, by: User) -> HearingAnswer:
    """The applicant's comments, or that there are none; received also after the last day, and marked.

    Consequences: what was owed is fulfilled and its reminders end; mail to the officer. Raises NotYours, MovedOn once
    the case is decided or taken back, ValidationError.
    """
    hearing = engine.lock(hearing)
    application = hearing.case.application
    if not by.has_perm("applications.write_case", hearing.case):
        raise NotYours(f"{by} does not write in {hearing.case}")
    if application.state not in OPEN:
        raise MovedOn(application.get_state_display(), "Svara på underlaget")
    words = text.replace("\r\n", "\n").strip() if has_comments else ""
    if has_comments and not words:
        raise ValidationError({"text": "Skriv era synpunkter, eller välj att ni inte har några."})
    given = HearingAnswer(
        hearing=hearing, has_comments=has_comments, text=words, answered_by=by, answered_at=clock.now()
    )
    given.full_clean()
    given.save()
    owed = Obligation.objects.filter(
        case=hearing.case, kind=ObligationKind.HEARING, number=hearing.number, fulfilled_at=None, cancelled_at=None
    )
    for obligation in owed:
        obligations.fulfil(obligation)
    notices.answered(given)
    return given


@transaction.atomic
def waive(application: Application, *, ground: str, reasons: str, by: User) -> HearingException:
    """Say why the applicant need not be heard before the proposal (FL 25 §). Told in the history and the proposal.

    Raises NotYours, NotReady while the jäv question is open, MovedOn, ValidationError.
    """
    application = _preparing(application, by, "Avstå från kommunicering")
    faults = {} if ground in HearingExceptionGround.values else {"ground": "Välj varför det inte behövs."}
    if not reasons.strip():
        faults["reasons"] = "Skriv skälen."
    if faults:
        raise ValidationError(faults)
    return HearingException.objects.create(
        case=application.case, ground=ground, reasons=reasons.strip(), made_by=by, made_at=clock.now()
    )


def wait_no_more(case: Case) -> None:
    """Nobody is reminded of what has not been commented on. The caller holds the case's lock."""
    for obligation in case.obligations.filter(kind=ObligationKind.HEARING, fulfilled_at=None, cancelled_at=None):
        obligation.cancelled_at = clock.now()
        obligation.save(update_fields=["cancelled_at"])
        reminders.cancel(obligation)
