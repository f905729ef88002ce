"""What a granted project owes: reports and claims per period, by the rules of its call (domain.md §6.2)."""

from django.db import transaction

from portal import clock

from ..budget.periods import Period, periods, report_due
from ..enums import ObligationKind
from ..models import CallVersion, Case, Claim, Obligation, Project, Report
from ..reminders import cancel, schedule


def rules_of(case: Case) -> CallVersion:
    return case.application.call_version


@transaction.atomic
def plan(project: Project) -> None:
    """Make obligation, report and claim for each period, with reminders. Called once, when the terms are accepted."""
    rules = rules_of(project.case)
    for period in periods(project.period_start, project.period_end, rules.months_per_report, rules.min_period_days):
        _plan_period(project, period, rules)


def _plan_period(project: Project, period: Period, rules: CallVersion) -> None:
    due = report_due(period, rules.report_due_months, rules.final_due_months)
    kinds = (
        (Report, ObligationKind.FINAL_REPORT if period.is_final else ObligationKind.REPORT),
        (Claim, ObligationKind.FINAL_CLAIM if period.is_final else ObligationKind.CLAIM),
    )
    for model, kind in kinds:
        obligation = Obligation.objects.create(
            case=project.case,
            kind=kind,
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
            is_final=period.is_final,
        )
        schedule(obligation, rules)


def fulfil(obligation: Obligation) -> None:
    """The obligation is met now: its reminders are cancelled."""
    if obligation.fulfilled_at is None:
        obligation.fulfilled_at = clock.now()
        obligation.save(update_fields=["fulfilled_at"])
    cancel(obligation)
