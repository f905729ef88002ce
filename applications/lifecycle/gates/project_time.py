"""Has the day come? What jobs ask before they mark that a project starts or nears its end."""

from datetime import date, timedelta
from typing import Any

from portal import clock, dates

from ...enums import ClaimState, ProjectState, ReportState
from ...models import Claim, Project, Report
from ..registry import Missing, gate

CLOSING_DAYS = 90  # domain.md §7.4: the closing phase begins 90 days before the end
OPENING_DAYS = 14  # domain.md §7.5: a report opens 14 days before its period ends


@gate("start_day_has_come", holds="Startdagen har kommit")
def start_day_has_come(project: Project, by: Any) -> list[Missing]:
    if clock.today() >= project.period_start:
        return []
    return [Missing(f"Projektet börjar {dates.long(project.period_start)}.")]


@gate("end_is_near", holds="Slutet är nära")
def end_is_near(project: Project, by: Any) -> list[Missing]:
    first = project.period_end - timedelta(days=CLOSING_DAYS)
    return [] if clock.today() >= first else [Missing(f"Avslutet börjar {dates.long(first)}.")]


def _near(row: Report | Claim) -> list[Missing]:
    if row.project.state == ProjectState.GRANTED:
        return [Missing("Beslutet ska först godkännas.")]
    first = row.period_end - timedelta(days=OPENING_DAYS)
    return [] if clock.today() >= first else [Missing(f"Den öppnar {dates.long(first)}.")]


@gate("report_is_near", holds="Perioden är snart slut")
def report_is_near(report: Report, by: Any) -> list[Missing]:
    return _near(report)


@gate("claim_is_near", holds="Perioden är snart slut")
def claim_is_near(claim: Claim, by: Any) -> list[Missing]:
    return _near(claim)


@gate("period_has_ended", holds="Perioden är slut")
def period_has_ended(row: Report | Claim, by: Any) -> list[Missing]:
    """May be handed in from the period's last day (domain.md §3.4)."""
    if clock.today() >= row.period_end:
        return []
    return [Missing(f"Den kan lämnas från och med {dates.weekday_long(row.period_end)}, när perioden är slut.")]


@gate("reports_approved", holds="Alla rapporter är godkända")
def reports_approved(project: Project, by: Any) -> list[Missing]:
    return [
        Missing(f"{report} är inte godkänd.", "rapporter")
        for report in project.reports.exclude(state__in=(ReportState.APPROVED, ReportState.CANCELLED))
    ]


@gate("claims_approved", holds="Alla rekvisitioner är granskade")
def claims_approved(project: Project, by: Any) -> list[Missing]:
    done = [ClaimState.APPROVED, ClaimState.PARTIALLY_APPROVED, ClaimState.PAYMENT_DECIDED, ClaimState.PAID]
    done.append(ClaimState.CANCELLED)
    return [
        Missing(f"{claim} är inte färdiggranskad.", "rekvisitioner") for claim in project.claims.exclude(state__in=done)
    ]


@gate("everything_is_paid", holds="Allt är utbetalt")
def everything_is_paid(project: Project, by: Any) -> list[Missing]:
    return [
        Missing(f"{claim} är inte utbetald.", "rekvisitioner")
        for claim in project.claims.exclude(state__in=(ClaimState.PAID, ClaimState.CANCELLED))
    ]


def opens_on(row: Report | Claim) -> date:
    """The day on which a report or a claim opens for writing."""
    return row.period_end - timedelta(days=OPENING_DAYS)
