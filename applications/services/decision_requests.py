"""Asking that the case is decided, and refusing to (förvaltningslagen 12 §, domain.md D-10)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, dates
from portal.accounts.models import User

from .. import reminders
from ..documents import making, refusal
from ..enums import DocumentKind, ObligationKind
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.gates.grant import conflict_answered, conflicts_settled
from ..lifecycle.registry import Missing
from ..models import Application, Case, DecisionRequest, Obligation
from ..models.decision_request import LONGEST_REASONS, LONGEST_TEXT
from ..notifications import decision_requests as notices
from ..selectors import deadlines
from ..selectors.decision_requests import WAITS, opens_on
from . import obligations

ASK, REFUSE = "Begär att ärendet avgörs", "Avslå begäran"


@transaction.atomic
def ask(application: Application, *, text: str = "", by: User) -> DecisionRequest:
    """Ask, once in a case, that it is decided, when six months have passed without a decision.

    The same people as may end a project early or share an idea (projektledare and firmatecknare): it is said for the
    applicant and can be said only once, so it is more than to write in the case; but it binds nobody and gives nothing
    up, so it needs no signature as taking the application back does.
    Consequences: the request stands as it was made; our answer is owed within four weeks, with reminders; a receipt to
    those who write at the applicant; mail to the officer and the heads of unit. A second click gives the first one's
    request.
    Raises NotYours, MovedOn when nothing waits for a decision, NotReady before its time, ValidationError.
    """
    application = engine.lock(application)
    if not by.has_perm("applications.ask_for_decision", application):
        raise NotYours(f"{by} does not lead {application.case}")
    there = DecisionRequest.objects.filter(case=application.case_id).first()
    if there is not None:
        return there
    if application.state not in WAITS:
        raise MovedOn(application.get_state_display(), ASK)
    opens = opens_on(application)
    assert opens is not None  # what waits for a decision has come in
    if clock.today() < opens:
        raise NotReady([Missing(f"Ni kan begära att ärendet avgörs från och med {dates.weekday_long(opens)}.", "")])
    now = clock.now()
    row = DecisionRequest(
        case=application.case,
        text=_checked(text, "text", LONGEST_TEXT),
        due_on=deadlines.request_due(now),
        requested_by=by,
        requested_at=now,
    )
    row.save()
    owed = Obligation.objects.create(case=row.case, kind=ObligationKind.REQUEST, due_on=row.due_on)
    reminders.schedule(owed, application.call_version)
    notices.asked(row)
    return row


@transaction.atomic
def refuse(row: DecisionRequest, *, reasons: str, by: User) -> DecisionRequest:
    """Refuse, in a decision of its own, to decide the case now; the head of unit's to do (D-10).

    Consequences: the answer is given and its reminders end; the letter is frozen, with how to appeal, and owed as the
    next handling of the case; mail to those who write at the applicant. The case goes on as before. Also after the four
    weeks: late is better than never.
    Raises NotYours, NotReady while a question of jäv is open, MovedOn when it is answered or there is a decision,
    ValidationError.
    """
    row = engine.lock(row)
    application = row.case.application
    if not by.has_perm("applications.refuse_decision", row):
        raise NotYours(f"{by} is no head of unit for {row.case}")
    if missing := [*conflict_answered(row, by), *conflicts_settled(row, by)]:
        raise NotReady(missing)
    if row.is_refused:
        raise MovedOn("Begäran är avslagen", REFUSE)
    if application.state not in WAITS:
        raise MovedOn(application.get_state_display(), REFUSE)
    words = _checked(reasons, "reasons", LONGEST_REASONS)
    if not words:
        raise ValidationError({"reasons": "Skriv varför ärendet inte kan avgöras nu."})
    row.reasons, row.refused_by, row.refused_at = words, by, clock.now()
    row.frozen = refusal.freeze(row)
    row.save(update_fields=["reasons", "refused_by", "refused_at", "frozen"])
    answered(row.case)
    making.owe(row.case, DocumentKind.REFUSAL, title=f"Avslag på begäran om avgörande: {row.case.title}", request=row)
    notices.refused(row)
    return row


def answered(case: Case) -> None:
    """Nothing more is owed: the request is refused, or there is a decision. The caller holds the case's lock."""
    for owed in case.obligations.filter(kind=ObligationKind.REQUEST, fulfilled_at=None, cancelled_at=None):
        obligations.fulfil(owed)


def _checked(text: str, field: str, most: int) -> str:
    words = text.replace("\r\n", "\n").strip()
    if len(words) > most:
        raise ValidationError({field: f"Skriv högst {most} tecken. Nu är det {len(words)}."})
    return words
