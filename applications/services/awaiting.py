"""What is owed while one has signed an application and another signatory is awaited (domain.md §9 case 11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from portal import clock, dates

from .. import reminders
from ..enums import ApplicationState, ObligationKind, SignaturePurpose
from ..models import Application, Call, Case, Obligation, Signature

ROLLING_DAYS = 14  # where the call has no last day


def owe(application: Application) -> Obligation:
    """Somebody has signed and one more is needed, by the call's last day. Once; the caller holds the case."""
    there = _open(application.case).first()
    if there is not None:
        return there
    obligation = Obligation.objects.create(
        case=application.case,
        kind=ObligationKind.SIGNATURE,
        number=application.case.obligations.filter(kind=ObligationKind.SIGNATURE).count() + 1,
        due_on=due_day(application.call),
    )
    reminders.schedule(obligation, application.call_version)
    return obligation


def due_day(call: Call) -> date:
    """The last day on which it comes in in time; some days on where there is none, or it has been."""
    closes = call.closes_at
    if closes is None or closes <= clock.now():
        return dates.legal_deadline(clock.today() + timedelta(days=ROLLING_DAYS))
    last = dates.last_moment(closes)
    return clock.local(last).date() if isinstance(last, datetime) else last


def settle(case: Case) -> None:
    """The application is sent in: the signature has come."""
    now = clock.now()
    for obligation in _open(case):
        obligation.fulfilled_at = now
        obligation.save(update_fields=["fulfilled_at"])
        reminders.cancel(obligation)


def let_go(application: Application) -> None:
    """Nobody's signature stands any longer, so nobody is awaited. The caller holds the case."""
    rows = Signature.objects.filter(purpose=SignaturePurpose.APPLICATION, object_id=application.pk, cancelled_at=None)
    if rows.exists():
        return
    now = clock.now()
    for obligation in _open(application.case):
        obligation.cancelled_at = now
        obligation.save(update_fields=["cancelled_at"])
        reminders.cancel(obligation)


def move(call: Call) -> None:
    """The call's end has moved: so has the day by which signatures are awaited."""
    rows = Obligation.objects.filter(
        kind=ObligationKind.SIGNATURE,
        fulfilled_at=None,
        cancelled_at=None,
        case__application__call=call,
        case__application__state=ApplicationState.DRAFT,
    ).select_related("case__application__call_version")
    for obligation in rows:
        day = due_day(call)
        if day != obligation.due_on:
            obligation.due_on = day
            reminders.reschedule(obligation, obligation.case.application.call_version)


def _open(case: Case) -> QuerySet[Obligation]:
    return case.obligations.filter(kind=ObligationKind.SIGNATURE, fulfilled_at=None, cancelled_at=None)
