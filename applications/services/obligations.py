"""What a granted project owes: reports and claims per period, by the rules of its call (domain.md §6.2)."""

from django.db import transaction

from portal import clock

from ..budget.periods import Period, periods, report_due
from ..enums import ObligationKind
from ..models import CallVersion, Case, Claim, Obligation, Project, Report
from ..models.component import claim_periods
from ..reminders import cancel, schedule

_KINDS: dict[type[Report] | type[Claim], tuple[ObligationKind, ObligationKind]] = {
    Report: (ObligationKind.FINAL_REPORT, ObligationKind.REPORT),
    Claim: (ObligationKind.FINAL_CLAIM, ObligationKind.CLAIM),
}


def rules_of(case: Case) -> CallVersion:
    return case.application.call_version


@transaction.atomic
def plan(project: Project) -> None:
    """Make obligation, report and claim for each period, with reminders. Called once, when the terms are accepted.

    There are claims in the periods in which there is money, and reports in all of them; a project without money has
    no claims, and reports only when its call says so (N-03).
    """
    rules = rules_of(project.case)
    if not (project.decision.gives_money or rules.reports_without_money):
        return
    spans = periods(project.period_start, project.period_end, rules.months_per_report, rules.min_period_days)
    claimed = claim_periods(project.decision, spans)
    for period in spans:
        _plan_period(project, period, rules, Report, is_final=period.is_final)
        if period in claimed:
            _plan_period(project, period, rules, Claim, is_final=period == claimed[-1])


def _plan_period(
    project: Project, period: Period, rules: CallVersion, model: type[Report] | type[Claim], *, is_final: bool
) -> None:
    due = report_due(period, rules.report_due_months, rules.final_due_months)
    last, usual = _KINDS[model]
    obligation = Obligation.objects.create(
        case=project.case,
        kind=last if is_final else usual,
        number=period.number,
        period_start=period.start,
        period_end=period.end,
        due_on=due,
    )
    model.objects.create(
        case=project.case,
        project=project,
        obligation=obligation,
        number=period.number,
        period_start=period.start,
        period_end=period.end,
        is_final=is_final,
    )
    schedule(obligation, rules)


def fulfil(obligation: Obligation) -> None:
    """The obligation is met now: its reminders are cancelled."""
    if obligation.fulfilled_at is None:
        obligation.fulfilled_at = clock.now()
        obligation.save(update_fields=["fulfilled_at"])
    cancel(obligation)
