"""What is told while a project runs: accepted, reports and claims, payments, settled (B-33 to B-36, B-51, B-52)."""

from decimal import Decimal

from django.db.models import Sum

from portal.accounts.models import User

from ..enums import ClaimState
from ..models import Case, Claim, Notice, Payout, Project, Report
from ..selectors import people
from . import telling


def _money_people(case: Case) -> list[User]:
    """Those at the applicant who follow the project's money."""
    return people.once(people.leads(case), people.economists(case))


def _turn(row: Report | Claim) -> int:
    """Which time it was handed in or sent back: the version of the row, raised by every move."""
    return row.version


def _name(row: Report | Claim) -> str:
    """Lägesrapport 2, or Slutrapporten and Förskottet: there is only one of those."""
    if isinstance(row, Claim) and row.is_advance:
        return "Förskottet"
    if not row.is_final:
        return str(row)
    return "Slutrapporten" if isinstance(row, Report) else "Slutrekvisitionen"


def accepted(project: Project) -> list[Notice]:
    """To both sides: the decision is accepted; the applicant learns when the first report is due."""
    case = project.case
    first = project.reports.select_related("obligation").order_by("number").first()
    notices = telling.tell(
        "accepted",
        event=f"project:{project.pk}:accepted",
        case=case,
        recipients=people.once(people.leads(case), people.economists(case), people.signatories(case)),
        project=project,
        first=first,
        link=telling.page_of(case),
    )
    return notices + telling.tell(
        "accepted_to_officer",
        event=f"project:{project.pk}:accepted:officer",
        case=case,
        recipients=people.officers(case),
        project=project,
        link=telling.desk(),
    )


def report_submitted(report: Report) -> list[Notice]:
    """To the officer: a report has come in."""
    return telling.tell(
        "report_submitted",
        event=f"report:{report.pk}:submitted:{_turn(report)}",
        case=report.case,
        recipients=people.officers(report.case),
        report=report,
        name=_name(report),
        link=telling.desk(),
    )


def report_approved(report: Report) -> list[Notice]:
    """To the leads and economists: the report is approved (B-33, B-51)."""
    return telling.tell(
        "report_approved",
        event=f"report:{report.pk}:approved",
        case=report.case,
        recipients=_money_people(report.case),
        report=report,
        name=_name(report),
        link=telling.page_of(report.case),
    )


def report_returned(report: Report) -> list[Notice]:
    """To everybody who writes at the applicant: the report needs more (B-33)."""
    return telling.tell(
        "report_returned",
        event=f"report:{report.pk}:returned:{_turn(report)}",
        case=report.case,
        recipients=people.writers(report.case),
        report=report,
        name=_name(report),
        link=telling.page_of(report.case),
    )


def claim_submitted(claim: Claim) -> list[Notice]:
    """To the officer: a claim has come in."""
    return telling.tell(
        "claim_submitted",
        event=f"claim:{claim.pk}:submitted:{_turn(claim)}",
        case=claim.case,
        recipients=people.officers(claim.case),
        claim=claim,
        name=_name(claim),
        link=telling.desk(),
    )


def claim_returned(claim: Claim) -> list[Notice]:
    """To everybody who writes at the applicant: the claim needs more."""
    return telling.tell(
        "claim_returned",
        event=f"claim:{claim.pk}:returned:{_turn(claim)}",
        case=claim.case,
        recipients=people.writers(claim.case),
        claim=claim,
        name=_name(claim),
        link=telling.page_of(claim.case),
    )


def claim_approved(claim: Claim) -> list[Notice]:
    """To the leads and economists: approved as a whole (B-34) or with deductions (B-35), and what it will pay."""
    sums = claim.lines.aggregate(claimed=Sum("amount"), approved=Sum("approved"))
    return telling.tell(
        "claim_partially_approved" if claim.state == ClaimState.PARTIALLY_APPROVED else "claim_approved",
        event=f"claim:{claim.pk}:approved",
        case=claim.case,
        recipients=_money_people(claim.case),
        claim=claim,
        name=_name(claim),
        payout=claim.payout,
        claimed=sums["claimed"] or Decimal(0),
        approved=sums["approved"] or Decimal(0),
        link=telling.page_of(claim.case),
    )


def claim_waits(claim: Claim, first: Claim, recipients: list[User]) -> list[Notice]:
    """To the applicant, once per last day: the claim cannot be handed in yet, and it is we who have to act first."""
    obligation = claim.obligation
    assert obligation is not None  # only an advance has none, and it waits for nothing
    return telling.tell(
        "claim_waits",
        event=f"claim:{claim.pk}:waits:{obligation.due_version}",
        case=claim.case,
        recipients=recipients,
        claim=claim,
        name=_name(claim),
        first=_name(first).lower(),
        days=claim.case.application.call_version.completion_days,
        link=telling.page_of(claim.case),
    )


def paid(payout: Payout) -> list[Notice]:
    """To the leads and economists: the bank has paid (B-36)."""
    return telling.tell(
        "paid",
        event=f"payout:{payout.pk}:paid",
        case=payout.case,
        recipients=_money_people(payout.case),
        payout=payout,
        claim=payout.claim,
        link=telling.page_of(payout.case),
    )


def settled(project: Project) -> list[Notice]:
    """To the leads, economists and those who may bind the applicant: the project is settled (B-52)."""
    case = project.case
    total = Payout.objects.filter(claim__project=project).aggregate(total=Sum("amount"))["total"]
    return telling.tell(
        "settled",
        event=f"project:{project.pk}:settled",
        case=case,
        recipients=people.once(people.leads(case), people.economists(case), people.signatories(case)),
        project=project,
        total=total or Decimal(0),
        link=telling.page_of(case),
    )
