"""What follows when a decision to end a project before its time is dispatched: state, periods, money, mail."""

from datetime import date, timedelta

from django.db import transaction

from portal import clock, dates
from portal.accounts.models import User

from .. import reminders
from ..enums import ClaimState, ReportState
from ..lifecycle import engine
from ..lifecycle.engine import SYSTEM
from ..lifecycle.gates.early_close import NOT_HANDED_IN
from ..lifecycle.gates.project_time import OPENING_DAYS
from ..models import Claim, Decision, EarlyClose, Project, Report
from ..notifications import early_close as notices
from . import advances, claiming, funds, reporting
from .early_close import SHORTEST_FINAL_DAYS
from .obligations import rules_of


@transaction.atomic
def carry_out(decision: Decision, *, by: User) -> Project:
    """End the project as the decision says (domain.md §7.4, §9 case 30). Called when the decision is dispatched.

    Consequences: state closed early, with the last day whose costs count, the reason and the public text, which opens
    the public page; reports and claims of periods that fall away are cancelled with their obligations and reminders, as
    is an advance that nobody has examined; the final report and the final claim cover the time up to the last day, are
    due by the decided day (never sooner than two weeks from now) and are reminded of; earmarked money of later years is
    returned at once and the rest when the project is settled; mail B-43. Raises NotYours, MovedOn, NotReady.
    """
    closing: EarlyClose = decision.early_close
    project = engine.lock(closing.project)
    assert closing.last_day is not None and closing.final_due_on is not None  # a constraint of every proposal
    engine.perform(
        project,
        "close_early",
        by=by,
        reason=closing.get_reason_display(),
        closed_early_on=closing.last_day,
        closed_early_reason=closing.reason,
        closed_early_text=closing.public_text,
        closed_early_by=decision,
    )
    soonest = dates.legal_deadline(clock.today() + timedelta(days=SHORTEST_FINAL_DAYS))
    due_on = max(closing.final_due_on, soonest)
    _end_periods(project, closing.last_day, due_on)
    advances.drop(project)
    funds.give_back(project, by=by, note="Projektet är avslutat i förtid", after_year=closing.last_day.year)
    notices.closed_early(project, due_on)
    return project


def _end_periods(project: Project, last_day: date, due_on: date) -> None:
    """Periods that reach the last day and are not reported on become one, the final; what came in stands as it is."""
    ending = [row for row in project.reports.filter(state__in=NOT_HANDED_IN) if row.period_end >= last_day]
    if not any(row.is_final for row in ending):
        return  # the final report has come in already, or nothing is to be reported
    first = min(last_day, *(row.period_start for row in ending))
    numbers = [row.number for row in ending]
    rows: list[Report | Claim] = [*ending, *project.claims.filter(number__in=numbers)]
    for row in rows:
        row.project = project
        if row.is_final:
            _move(row, first, last_day, due_on)
        else:
            _cancel(row)


def _cancel(row: Report | Claim) -> None:
    engine.perform(row, "cancel", by=SYSTEM)
    obligation = row.obligation
    assert obligation is not None  # only an advance has none, and it has no period
    obligation.cancelled_at = clock.now()
    obligation.save(update_fields=["cancelled_at"])
    reminders.cancel(obligation)


def _move(row: Report | Claim, first: date, last: date, due_on: date) -> None:
    row.period_start, row.period_end = first, last
    row.version += 1
    row.save(update_fields=["period_start", "period_end", "version"])
    obligation = row.obligation
    assert obligation is not None  # only an advance has none, and it has no period
    obligation.period_start, obligation.period_end, obligation.due_on = first, last, due_on
    obligation.save(update_fields=["period_start", "period_end"])
    reminders.reschedule(obligation, rules_of(row.case))
    if last - timedelta(days=OPENING_DAYS) > clock.today():
        return  # the nightly job opens it when its time comes
    if isinstance(row, Report) and row.state == ReportState.PLANNED:
        reporting.open_report(row)
    elif isinstance(row, Claim) and row.state == ClaimState.PLANNED:
        claiming.open_claim(row)
